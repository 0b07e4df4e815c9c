"""``leerlek addon-path``: the file that mitmdump -s loads."""

from __future__ import annotations

import click


@click.command()
def command() -> None:
    """Print the path of the mitmproxy addon: mitmdump -s "$(leerlek addon-path)"."""
    from importlib.resources import files

    click.echo(files("scanner.live").joinpath("addon.py"))
