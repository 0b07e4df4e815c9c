"""``leerlek inspect``: what a capture holds and what cannot be read."""

from __future__ import annotations

import click

from .listing import list_captures


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with paths as captured; the last is coverage.")
def command(captures: tuple[str, ...], keylog: str | None, as_json: bool) -> None:
    """List the exchanges of CAPTURES and what was not readable and why; nothing is judged."""
    list_captures(captures, keylog, as_json)
