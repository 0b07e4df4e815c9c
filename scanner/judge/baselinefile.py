"""Reads a baseline file; every mistake is one line with file, line, field and what to do."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scanner.model import Category, Severity

from .baseline import Accepted, Baseline, SeenRecipient
from .order import NEVER_SOFTENED
from .schemacheck import check
from .yamlfile import Where, YamlFile, nearest

LONGEST = timedelta(days=366)
"""How long something can stay accepted before someone looks again; as for exceptions of the policy."""

PLACES = ("recipient", "host", "endpoint", "part", "pointer", "direction")


def load_baseline(path: Path) -> Baseline:
    """The baseline of a file; ``UsageError`` names file, line and field."""
    file = YamlFile(path)
    check(file, "baseline")
    data: Any = file.data
    seen = data.get("seen", {})
    return Baseline(
        name=path.name,
        sha256=hashlib.sha256(file.text.encode()).hexdigest(),
        accepted=_all_accepted(file, data["accepted"]),
        known=frozenset(item["fingerprint"] for item in data.get("known", ())),
        scans=seen.get("scans", 0),
        recipients=tuple(
            SeenRecipient(item["id"], item.get("organisation", ""), item.get("country", ""),
                          frozenset(item["categories"]), frozenset(item["lacks"]) if "lacks" in item else None)
            for item in seen.get("recipients", ())
        ),
    )


def _all_accepted(file: YamlFile, given: list[Any]) -> tuple[Accepted, ...]:
    found: list[Accepted] = []
    known: dict[str, int] = {}
    for position, item in enumerate(given):
        where: Where = ("accepted", position)
        entry = _accepted(file, item, where)
        if entry.fingerprint in known:
            raise file.error((*where, "fingerprint"), f"accepted[{known[entry.fingerprint]}] has it too; remove one")
        if entry.fingerprint:
            known[entry.fingerprint] = position
        found.append(entry)
    return tuple(found)


def _accepted(file: YamlFile, item: dict[str, Any], where: Where) -> Accepted:
    rule = item["rule"]
    if rule in NEVER_SOFTENED:
        raise file.error((*where, "rule"), f"{rule} cannot be accepted: nothing covers it; remove the entry")
    accepted, expires = _day(file, item, (*where, "accepted_on")), _day(file, item, (*where, "expires"))
    if expires < accepted:
        raise file.error((*where, "expires"), f"lies before accepted_on ({accepted})")
    if expires - accepted > LONGEST:
        raise file.error((*where, "expires"), f"is more than 12 months after accepted_on ({accepted}); look at the "
                                              "finding again and renew it with a reason")
    places = tuple((name, item[name]) for name in PLACES if item.get(name))
    if not item.get("fingerprint") and not places:
        raise file.error(where, "needs a fingerprint, or a place (recipient, host, endpoint, part, pointer): it would "
                                f"accept {rule} everywhere")
    for number, code in enumerate(item.get("categories", ())):
        _known_code(file, code, (*where, "categories", number))
    return Accepted(
        rule=rule, severity=Severity.parse(item["severity"]), reason=item["reason"], owner=item["owner"],
        accepted_on=accepted, expires=expires, id=item.get("id", ""), fingerprint=item.get("fingerprint", ""),
        places=places, categories=frozenset(item["categories"]) if "categories" in item else None,
    )


def _day(file: YamlFile, item: dict[str, Any], where: Where) -> date:
    text = item[str(where[-1])]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise file.error(where, f"{text!r} is no date; write year-month-day, as 2026-08-31") from None


def _known_code(file: YamlFile, code: str, where: Where) -> None:
    if code not in {c.value for c in Category}:
        raise file.error(where, f"{code!r} is no category code; {nearest(code, [c.value for c in Category])}")
