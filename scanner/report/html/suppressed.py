"""Findings that do not count for the outcome of a scan: what the baseline or an exception of the policy covers."""

from __future__ import annotations

from ..texts import SEVERITIES, baseline_sentences, exception_state, label
from .builder import Child, tag
from .view import Item, View, anchor, head, items, table


def accepted(v: View) -> Child:
    """What the baseline covers: suppressed findings are told, with who accepted them, why and until when."""
    outcome = v.scan.get("baseline")
    if outcome is None:
        return None
    t = v.t
    rows: list[list[Child]] = [
        [head(tag("a", f["id"], href=f"#{anchor(f)}")), f["texts"][v.lang]["title"], f["baseline"]["reason"],
         f["baseline"]["owner"], v.day(f["baseline"]["expires"])]
        for f in v.findings if f.get("baseline", {}).get("state") == "accepted"
    ]
    caption = t(
        "Geaccepteerd in de baseline: zij blijven in dit rapport en tellen niet mee voor de uitkomst van de scan",
        "Accepted in the baseline: they stay in this report and do not count for the outcome of the scan",
    )
    return tag(
        "div",
        tag("p", t("Baseline: ", "Baseline: "), outcome["name"], " ", tag("code", outcome["sha256"], class_="hash")),
        table([t("Bevinding", "Finding"), t("Wat", "What"), t("Reden", "Reason"), t("Eigenaar", "Owner"),
               t("Tot en met", "Through")], rows, caption=caption, class_="dense",
              empty=t("De baseline dekt geen bevinding van deze scan.",
                      "The baseline covers no finding of this scan.")),
        items(list(baseline_sentences(outcome, v.lang))) if baseline_sentences(outcome, v.lang) else None,
    )


def excepted(v: View) -> Child:
    """What exceptions of the policy cover, and which of them no longer do, with who approved them, why, until when."""
    t = v.t
    rows: list[list[Child]] = [
        [head(tag("a", f["id"], href=f"#{anchor(f)}")), f["texts"][v.lang]["title"],
         label(SEVERITIES, f["severity"], v.lang), f["exception"], exception_state(f, v.lang), *_approved(v, f)]
        for f in v.findings if f["exception"]
    ]
    caption = t(
        "Uitzonderingen in de privacybijsluiter: wat zij dekken blijft in dit rapport en telt niet mee voor de "
        "uitkomst van de scan; wat verliep of erbuiten valt, telt mee",
        "Exceptions of the privacybijsluiter: what they cover stays in this report and does not count for the outcome "
        "of the scan; what expired or lies outside them counts",
    )
    return table([t("Bevinding", "Finding"), t("Wat", "What"), t("Ernst", "Severity"), t("Uitzondering", "Exception"),
                  t("Stand", "State"), t("Reden", "Reason"), t("Goedgekeurd door", "Approved by"),
                  t("Tot en met", "Through")], rows, caption=caption, class_="dense", empty="") if rows else None


def _approved(v: View, f: Item) -> list[Child]:
    approval = f.get("approval")
    return [approval["reason"], approval["owner"], v.day(approval["expires"])] if approval else ["–", "–", "–"]
