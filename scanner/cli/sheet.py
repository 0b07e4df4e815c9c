"""``leerlek sheet``: a page for each kind of device, to print and lay beside it."""

from __future__ import annotations

from pathlib import Path

import click

from .outputs import LANG

_KINDS = ("windows", "macos", "chromeos", "ipados", "android", "firefox")


@click.command()
@click.argument("devices", nargs=-1, type=click.Choice(_KINDS), metavar="[DEVICE]...")
@click.option("--address", default="", metavar="ADDRESS", help="Of the computer with the proxy (default: this one).")
@click.option("-p", "--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
@LANG
@click.option("-o", "--output", type=click.Path(file_okay=False), default=".", metavar="FOLDER", show_default=True,
              help="Where the pages go.")
def command(devices: tuple[str, ...], address: str, port: int, lang: str, output: str) -> None:
    """Write a page for each kind of device (windows, macos, chromeos, ipados, android, firefox): how it connects to
    leerlek proxy, how it trusts the certificate, and how it leaves. The dashboard has them too, with the code for
    WireGuard.
    """
    from scanner.live.process import own_address
    from scanner.live.sheet import sheet

    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for kind in devices or _KINDS:
        path = folder / f"leerlek-{kind}.html"
        path.write_text(sheet(kind, address or own_address(), port, lang), encoding="utf-8")
        click.echo(str(path))
