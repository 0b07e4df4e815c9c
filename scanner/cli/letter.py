"""``leerlek letter``: the draft of a letter to the vendor about findings."""

from __future__ import annotations

from pathlib import Path

import click

from .complete import findings as complete_findings
from .complete import recipients
from .outputs import LANG


@click.command()
@click.argument("result", type=click.Path())
@click.argument("findings", nargs=-1, shell_complete=complete_findings)
@click.option("--recipient", default="", shell_complete=recipients,
              help="Whom to write to: id, organisation or domain of a recipient.")
@click.option("--reply-by", default="", metavar="DATE", help="The date by which an answer is asked.")
@click.option("--plain", is_flag=True, help="Plain text instead of Markdown.")
@click.option("--output", "-o", type=click.Path(), help="File to write (default: standard output).")
@LANG
def command(result: str, findings: tuple[str, ...], recipient: str, reply_by: str, plain: bool, output: str | None,
            lang: str) -> None:
    """Draft a letter about FINDINGS (ids or rules) of RESULT, the JSON of a scan.

    Without FINDINGS: all open ones that the vendor of the product answers for, or those at one --recipient. Values are
    masked; what only you know stands in [brackets].
    """
    from scanner.errors import UsageError
    from scanner.report import load_document, write_letter

    document = load_document(Path(result))
    text = write_letter(document, findings, lang, recipient=recipient, reply_by=reply_by, plain=plain)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from None
    click.echo(f"{'Brief' if lang == 'nl' else 'Letter'}: {output}", err=True)
