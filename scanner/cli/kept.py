"""``leerlek kept``: what ``leerlek proxy --keep-capture`` kept: list it, open it, delete it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Exchange


@click.group()
def command() -> None:
    """Traffic that was kept with leerlek proxy --keep-capture: sealed, and deleted when its time is over.

    The clock is looked at whenever leerlek starts; leerlek kept list in a nightly task makes sure of it.
    """


@command.command("list")
def listed() -> None:
    """Where traffic is kept, and until when."""
    from datetime import datetime

    from scanner.live.retention import kept, until

    for folder in kept():
        try:
            last = datetime.fromtimestamp(until(folder)).astimezone()
        except UsageError:
            continue
        click.echo(f"{folder}  {last:%Y-%m-%d %H:%M}")


@command.command("open")
@click.argument("folder", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="A mitmproxy dump to write.")
@click.option("--passphrase", is_flag=True, help="Ask for the passphrase that sealed it.")
@click.option("--key-file", type=click.Path(), help="The key that sealed it (default: that in your settings folder).")
def opened(folder: str, output: str, passphrase: bool, key_file: str | None) -> None:
    """Write what FOLDER keeps as a mitmproxy dump, readable: for leerlek scan, inspect, sanitize."""
    from scanner.detect import load_or_create_key
    from scanner.live.keeping import exchanges

    secret = click.prompt("Passphrase", hide_input=True, err=True) if passphrase else ""
    found = exchanges(Path(folder), load_or_create_key(Path(key_file) if key_file else None), secret)
    count = _write(found, Path(output))
    click.echo(f"{output}: {count}; readable for whoever has it, so delete it when you are done", err=True)


@command.command("forget")
@click.argument("folder", type=click.Path())
def forgotten(folder: str) -> None:
    """Delete what FOLDER keeps, now."""
    from scanner.live.retention import FOLDER as KEPT
    from scanner.live.retention import facts_of, forget

    facts_of(Path(folder) / KEPT)
    click.echo(f"{folder}: {forget(Path(folder), float('inf'))}", err=True)


def _write(found: Iterator[Exchange], path: Path) -> int:
    import os

    from mitmproxy.io import FlowWriter

    from scanner.sanitize.write.flows import flow_of

    count = 0
    first = next(found, None)  # a wrong key is told before a file is made
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    with os.fdopen(descriptor, "wb") as out:
        writer = FlowWriter(out)  # type: ignore[no-untyped-call]
        while first is not None:
            writer.add(flow_of(first))
            count += 1
            first = next(found, None)
    return count
