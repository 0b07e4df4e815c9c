"""``leerlek kept``: what ``leerlek proxy --keep-capture`` kept: list it, open it, delete it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.errors import UsageError
from scanner.model import Text

from .outputs import LANG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Exchange


@click.group()
def command() -> None:
    """Traffic that was kept with leerlek proxy --keep-capture: sealed, and deleted when its time is over.

    The clock is looked at whenever leerlek starts; leerlek kept list in a nightly task makes sure of it.
    """


@command.command("list")
@LANG
def listed(lang: str) -> None:
    """Where traffic is kept, and until when."""
    from datetime import datetime

    from scanner.live.retention import kept, until

    folders = kept()
    for folder in folders:
        try:
            last = datetime.fromtimestamp(until(folder)).astimezone()
        except UsageError:
            continue
        click.echo(f"{folder}  {Text('tot', 'until').get(lang)} {last:%Y-%m-%d %H:%M}")
    if not folders:
        click.echo(Text("Er is geen verkeer bewaard.", "No traffic is kept.").get(lang), err=True)


@command.command("open")
@click.argument("folder", type=click.Path())
@click.option("-o", "--output", required=True, type=click.Path(), metavar="FILE", help="A mitmproxy dump to write.")
@click.option("--passphrase", is_flag=True, help="Ask for the passphrase that sealed it.")
@click.option("--key-file", type=click.Path(), help="The key that sealed it (default: that in your settings folder).")
@LANG
def opened(folder: str, output: str, passphrase: bool, key_file: str | None, lang: str) -> None:
    """Write what FOLDER keeps as a mitmproxy dump, readable: for leerlek scan, inspect, sanitize."""
    from scanner.detect import load_or_create_key
    from scanner.live.keeping import exchanges

    secret = click.prompt(Text("Wachtzin", "Passphrase").get(lang), hide_input=True, err=True) if passphrase else ""
    found = exchanges(Path(folder), load_or_create_key(Path(key_file) if key_file else None), secret)
    count = _write(found, Path(output))
    told = Text(f"{output}: {count} uitwisselingen; leesbaar voor wie het heeft, dus gooi het weg als u klaar bent",
                f"{output}: {count} exchanges; readable for whoever has it, so delete it when you are done")
    click.echo(told.get(lang), err=True)


@command.command("forget")
@click.argument("folder", type=click.Path())
@LANG
def forgotten(folder: str, lang: str) -> None:
    """Delete what FOLDER keeps, now."""
    from scanner.live.retention import FOLDER as KEPT
    from scanner.live.retention import facts_of, forget

    facts_of(Path(folder) / KEPT)
    gone = forget(Path(folder), float("inf"))
    click.echo(Text(f"{folder}: bewaard verkeer verwijderd; bestanden: {gone}",
                    f"{folder}: kept traffic deleted; files: {gone}").get(lang), err=True)


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
