"""``leerlek report``: any format from a finished scan."""

from __future__ import annotations

import click

from .outputs import LANG, OUTPUT, parse_outputs, write_outputs


@click.command()
@click.argument("result", type=click.Path())
@OUTPUT
@click.option("--fail-on", metavar="SEVERITY", help="Severity from which a test case of junit fails (default: midden).")
@LANG
def command(result: str, output: tuple[str, ...], fail_on: str | None, lang: str) -> None:
    """Make reports from RESULT, the JSON file of a finished scan; without --output show the table."""
    from pathlib import Path

    from scanner.errors import UsageError
    from scanner.model import Severity
    from scanner.report import load_document

    outputs = parse_outputs(output)
    try:
        threshold = Severity.parse(fail_on).code if fail_on is not None else ""
    except ValueError as error:
        raise UsageError(f"--fail-on: {error}") from None
    document = load_document(Path(result))
    if not outputs:
        from .terminal import show

        show(document, lang)
    write_outputs(document, outputs, lang, threshold)
