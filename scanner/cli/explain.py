"""``leerlek explain``: everything about one finding, or about a rule."""

from __future__ import annotations

from pathlib import Path

import click

from .complete import findings
from .outputs import LANG


@click.command()
@click.argument("finding", shell_complete=findings)
@click.option("--result", type=click.Path(), help="The JSON file of the scan; not needed to explain a rule.")
@LANG
def command(finding: str, result: str | None, lang: str) -> None:
    """Explain FINDING: what was seen, where, why it counts, how sure, what to do. FINDING may be a rule's id."""
    from scanner.errors import UsageError
    from scanner.report import explain, load_document

    if result is None:
        from .rules import describe, one_rule

        for line in describe(one_rule(finding, ()), lang):
            click.echo(line)
        return
    document = load_document(Path(result))
    chosen = [f for f in document["findings"] if finding in {f["id"], f["fingerprint"]} or f["rule"] == finding.upper()]
    if not chosen:
        known = ", ".join(f["id"] for f in document["findings"][:5])
        raise UsageError(f"{result} holds no finding {finding}" + (f"; it begins with {known}" if known else ""))
    for number, each in enumerate(chosen):
        if number:
            click.echo()
        for line in explain(document, each, lang):
            click.echo(line)
