"""``leerlek report``: any format from a finished scan."""

from __future__ import annotations

import click

from .outputs import LANG, OUTPUT, parse_outputs, write_outputs


@click.command()
@click.argument("result", type=click.Path())
@OUTPUT
@LANG
def command(result: str, output: tuple[str, ...], lang: str) -> None:
    """Make reports from RESULT, the JSON file of a finished scan; without --output show the table."""
    from pathlib import Path

    from scanner.report import load_document

    outputs = parse_outputs(output)
    document = load_document(Path(result))
    if not outputs:
        from .terminal import show

        show(document, lang)
    write_outputs(document, outputs, lang)
