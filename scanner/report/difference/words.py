"""Words of a comparison in both languages."""

from __future__ import annotations

from typing import Any

from scanner.model import Text

from ..texts import ABOUT, ROLES, SEVERITIES, STATUSES, category_label, label

STATES: dict[str, Text] = {
    "new": Text("nieuw", "new"),
    "changed": Text("gewijzigd", "changed"),
    "gone": Text("verdwenen", "gone"),
    "unseen": Text("niet gezien", "not seen"),
}
"""States of a finding, in the order in which a reader wants them."""

MEANINGS: dict[str, Text] = {
    "new": Text("Niet in de oude scan.", "Not in the old scan."),
    "changed": Text("Dezelfde plaats, met een andere ernst, status of andere gegevens.",
                    "The same place with another severity, status or other data."),
    "gone": Text("Het eindpunt is opnieuw bekeken en gelezen; de bevinding is er niet meer.",
                 "The endpoint was looked at and read again; the finding is no longer there."),
    "unseen": Text("De nieuwe scan keek niet op deze plaats. Dat zegt niet dat de bevinding is opgelost.",
                   "The new scan did not look at this place. It does not say that the finding is resolved."),
}

WHYS: dict[str, Text] = {
    "host": Text("host niet benaderd", "host not contacted"),
    "endpoint": Text("eindpunt niet benaderd", "endpoint not called"),
    "unread": Text("inhoud grotendeels niet gelezen", "most of the content not read"),
    "rule": Text("regel niet getoetst", "rule not evaluated"),
}

FIELDS: dict[str, Text] = {
    "severity": Text("ernst", "severity"), "status": Text("status", "status"),
    "categories": Text("gegevens", "data"), "about": Text("over wie", "about whom"),
    "recipient": Text("ontvanger", "recipient"), "role": Text("rol", "role"),
    "exception": Text("uitzondering", "exception"), "accepted": Text("telt niet mee", "does not count"),
    "organisation": Text("organisatie", "organisation"), "country": Text("land", "country"),
    "declared": Text("genoemd", "declared"), "tracker": Text("tracker", "tracker"),
}


def place(f: dict[str, Any]) -> str:
    """Where a finding is, on one line."""
    if not f["host"] and not f["endpoint"]:
        return f["recipient"] or "–"
    arrow = "←" if f["direction"] == "response" else "→"
    field = ":".join(part for part in (f["part"], f["pointer"]) if part)
    return " ".join(part for part in (arrow, f["host"], f["endpoint"], field) if part)


def remark(state: str, f: dict[str, Any], lang: str) -> str:
    """What is to be said about a finding beyond its state."""
    words: list[str] = []
    if state == "unseen":
        words.append(WHYS[f["why"]].get(lang))
    if state == "new" and f["place_is_new"]:
        words.append(Text("deze plaats is in de oude scan niet bekeken",
                          "the old scan did not look at this place").get(lang))
    if state == "changed":
        words += [change(c, lang) for c in f["changes"]]
    if f["accepted"]:
        words.append(f"{Text('telt niet mee', 'does not count').get(lang)}: {f['covered_by'][lang]}")
    return "; ".join(words)


def change(c: dict[str, str], lang: str) -> str:
    """One changed member as ``ernst: midden → hoog``."""
    return f"{FIELDS[c['field']].get(lang)}: {_value(c, 'old', lang)} → {_value(c, 'new', lang)}"


def _value(c: dict[str, str], side: str, lang: str) -> str:
    value = c[side]
    if c["field"] == "severity":
        return label(SEVERITIES, value, lang)
    if c["field"] == "status":
        return label(STATUSES, value, lang)
    if c["field"] in {"role", "about"}:
        return label(ROLES if c["field"] == "role" else ABOUT, value, lang) or "–"
    if c["field"] == "categories":
        return ", ".join(category_label(code, lang) for code in value.split(", ")) if value else "–"
    words = {"true": Text("ja", "yes"), "false": Text("nee", "no"), "True": Text("ja", "yes"),
             "False": Text("nee", "no")}
    return words[value].get(lang) if value in words else value or "–"
