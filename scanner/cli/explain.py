"""``leerlek explain``: everything about one finding, or about a rule."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .outputs import LANG


@click.command()
@click.argument("finding")
@click.option("--result", type=click.Path(), help="The JSON file of the scan; not needed to explain a rule.")
@LANG
def command(finding: str, result: str | None, lang: str) -> None:
    """Explain FINDING: what was seen, where, why it counts, how sure, what to do. FINDING may be a rule's id."""
    from scanner.errors import UsageError
    from scanner.report import load_document

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
    detections = {d["id"]: d for d in document["detections"]}
    for number, each in enumerate(chosen):
        if number:
            click.echo()
        for line in _lines(each, detections, lang):
            click.echo(line)


def _lines(finding: dict[str, Any], detections: dict[str, Any], lang: str) -> list[str]:
    from scanner.report import evidence_label

    text = finding["texts"][lang]
    dutch = lang == "nl"
    lines = [
        f"{finding['id']}  {finding['rule']} (v{finding['rule_version']})  {finding['severity']}  {finding['status']}",
        text["title"], "", text["message"], "",
        f"{'Waar' if dutch else 'Where'}: {finding['direction']} {finding['host']} {finding['endpoint']} "
        f"{finding['part']} {finding['pointer']}",
        f"{'Aantal' if dutch else 'Count'}: {finding['count']}   {'Betrokkenen' if dutch else 'Data subjects'}: "
        f"{finding['subjects']}   {'Zekerheid' if dutch else 'Confidence'}: {finding['confidence']}",
        f"{'Ernst' if dutch else 'Severity'}: " + "; ".join(text["severity_reasons"]),
        f"{'Waarom' if dutch else 'Why'}: {text['why']}",
        f"{'Mogelijk in strijd met' if dutch else 'Possibly contrary to'}: " + "; ".join(text["basis"]),
        f"{'Advies' if dutch else 'Advice'}: {text['remediation']}",
    ]
    if finding["also"]:
        lines.append(f"{'Raakt ook' if dutch else 'Also'}: " + ", ".join(finding["also"]))
    lines.append("Bewijs:" if dutch else "Evidence:")
    for name in finding["occurrences"][:10]:
        seen = detections[name]
        steps = " → ".join(seen["steps"])
        reasons = "; ".join(f"{evidence_label(e['code'], lang)} {e['weight']:+.2f}" for e in seen["evidence"])
        lines.append(f"  {name}  {seen['time'] or ''}  {seen['capture']} {seen['exchange']}  {seen['category']}  "
                     f"{seen['masked']}  {steps}  [{reasons}]")
    if len(finding["occurrences"]) > 10:
        lines.append(f"  … {len(finding['occurrences']) - 10}")
    return lines
