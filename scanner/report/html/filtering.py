"""The filter above the findings: it works without a server, and is hidden where no script runs."""

from __future__ import annotations

from ..texts import SEVERITIES, STATUSES, label
from .builder import Child, Markup, tag
from .view import View


def filtering(v: View) -> Markup:
    """Works without a server; hidden until the script runs, so a page without script shows everything."""
    t = v.t

    def choice(name: str, title: str, options: list[tuple[str, str]]) -> Markup:
        every: Child = tag("option", t("alle", "all"), value="")
        return tag(
            "label",
            f"{title} ",
            tag("select", every, *(tag("option", text, value=value) for value, text in options), name=name),
        )

    present = {f["severity"] for f in v.findings}
    statuses = {f["status"] for f in v.findings}
    parties = sorted({f["recipient"] for f in v.findings})
    return tag(
        "form",
        choice(
            "severity", t("Ernst", "Severity"), [(c, label(SEVERITIES, c, v.lang)) for c in SEVERITIES if c in present]
        ),
        choice("recipient", t("Ontvanger", "Recipient"), [(p, v.recipient_name(p) or "–") for p in parties]),
        choice("status", t("Status", "Status"), [(s, label(STATUSES, s, v.lang)) for s in STATUSES if s in statuses]),
        tag(
            "label",
            t("Zoek ", "Search "),
            tag(
                "input",
                type="search",
                name="text",
                autocomplete="off",
                placeholder=t("regel, pad, veld …", "rule, path, field …"),
            ),
        ),
        tag(
            "button",
            t("Alles openklappen", "Open all"),
            type="button",
            id="open-all",
            data_close=t("Alles dichtklappen", "Close all"),
            data_open=t("Alles openklappen", "Open all"),
        ),
        tag("output", "", id="shown", data_total=len(v.findings), data_of=t("van", "of"),
            data_noun=t("bevindingen", "findings")),
        id="filter",
        class_="filter",
        hidden=True,
        role="search",
        aria_label=t("Bevindingen filteren", "Filter findings"),
    )
