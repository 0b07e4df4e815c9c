"""Risk proposal and measures: one row for each rule and severity, for the team to decide on."""

from __future__ import annotations

from ..texts import SEVERITIES
from .builder import Child, Markup, tag
from .risk import proposal
from .view import Item, View, head, section, table

MOST_PARTIES = 4


def measures(v: View) -> Markup:
    """The section; its last column is empty on purpose."""
    t = v.t
    order = list(SEVERITIES)
    groups: dict[tuple[str, str], list[Item]] = {}
    for f in v.findings:
        groups.setdefault((f["severity"], f["rule"]), []).append(f)
    rows: list[list[Child]] = [
        [
            head(tag("span", rule, " ", found[0]["texts"][v.lang]["title"])),
            v.severity(severity),
            proposal(v, severity, rule) or "–",
            found[0]["texts"][v.lang]["remediation"],
            _parties(v, found),
            tag("td", "", class_="blank"),
        ]
        for (severity, rule), found in sorted(groups.items(), key=lambda g: (order.index(g[0][0]), g[0][1]))
    ]
    return section(
        "maatregelen",
        t("Risico-aanzet en maatregelen", "Risk proposal and measures"),
        tag("p", t(
            "Een voorstel als begin van het gesprek. Kans gaat over nadeel voor leerlingen, niet over de vraag of "
            "iets is "
            "verstuurd: dat is waargenomen. De matrix is een eigen keuze van dit programma; het DPIA-team weegt "
            "zelf, kiest "
            "de maatregelen en legt vast wat het besluit. Hertoets een maatregel door dezelfde stap opnieuw op te "
            "nemen en "
            "beide scans te vergelijken (leerlek diff, of dit rapport met --previous).",
            "A proposal to begin the conversation with. Likelihood is about harm to pupils, not about whether "
            "something was "
            "sent: that was observed. The matrix is this program's own; the DPIA team does its own weighing, chooses "
            "the "
            "measures and records what it decides. Test a measure by recording the same step again and comparing "
            "both scans "
            "(leerlek diff, or this report with --previous).")),
        table([t("Regel", "Rule"), t("Ernst", "Severity"),
               t("Kans × impact (voorstel)", "Likelihood × impact (proposal)"),
               t("Mogelijke maatregel", "Possible measure"), t("Bij", "At"), t("Besluit van het team", "Decision")],
              rows, class_="dense measures",
              caption=t("Per regel, zwaarste eerst", "By rule, worst first"),
              empty=t("Geen bevindingen, dus geen voorstel.", "No findings, so no proposal.")),
    )


def _parties(v: View, found: list[Item]) -> str:
    names = sorted({v.recipient_name(f["recipient"]) or v.t("het onderzoek", "the examination") for f in found})
    more = f" +{len(names) - MOST_PARTIES}" if len(names) > MOST_PARTIES else ""
    return ", ".join(names[:MOST_PARTIES]) + more
