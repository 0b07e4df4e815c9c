"""Writes a baseline file from finished scans: which findings are accepted, by whom, why, until when.

Theory. The file is for people to read and correct, so it is YAML with a comment where it matters, in a fixed order and
without a clock: the day of acceptance is the last day of the captures. A finding that the scan's own baseline accepts
keeps its reason, owner and dates. Texts are written as JSON strings, which YAML reads as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .document import Document, is_accepted

HALF_A_YEAR = timedelta(days=182)
NEVER = ("IDN-001", "IDN-004", "SPC-007", "SEC-001", "SES-002")
"""Rules that nothing covers: neither a declaration, nor an exception, nor a baseline."""
NOT_ACCEPTED = ("POL-004", "TPT-006", "COV-003", "COV-004")
"""Drift, which a new baseline answers by itself, and what is about the examination and not about the product."""

_PREFIX = {"guardian": "parent.", "teacher": "staff."}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepts what and why. ``only`` are ids of findings or rules; empty: all. Without ``expires``: half a year
    after the captures."""

    reason: str
    owner: str
    expires: date | None = None
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """The text of the file, how many findings it accepts, and which it cannot or need not."""

    text: str
    accepted: int
    kept: int
    refused: tuple[str, ...]


def accept(documents: Sequence[Document], acceptance: Acceptance) -> Written:
    """A baseline from one scan or several of the same product; what several hold is entered once."""
    last = max((item for item in (last_day(document) for document in documents) if item), default=None)
    rows: list[str] = []
    taken: set[str] = set()
    refused: dict[str, str] = {}
    left: dict[str, str] = {}
    kept = 0
    for document in documents:
        for f in document["findings"]:
            if f["fingerprint"] in taken or f["rule"] in NOT_ACCEPTED:
                continue
            if f["rule"] in NEVER:
                refused[f["fingerprint"]] = f["id"]
                continue
            if not is_accepted(f) and acceptance.only and not acceptance.only & {f["id"], f["rule"]}:
                left[f["fingerprint"]] = f["id"]
                continue
            taken.add(f["fingerprint"])
            kept += is_accepted(f)
            rows.append(_entry(f, acceptance, last))
    product = next((d["scan"]["product"]["name"] for d in documents if d["scan"]["product"]["name"]), "")
    lines = [
        "# Accepted findings: they stay in every report and do not fail a scan with --baseline THIS-FILE.",
        "# An entry holds for its place, its severity and its categories, through its last day (expires).",
        'schema: "leerlek-baseline/1"',
        f"product: {_text(product)}",
        "accepted:" if rows else "accepted: []",
        *rows,
        *_known({name: key for key, name in (refused | left).items() if key not in taken}),
        "# What was seen, so that the next scan can tell what is new (POL-004) or never used (POL-005).",
        "seen:",
        f"  scans: {len(documents)}",
        *([f'  until: "{last}"'] if last else []),
        *_seen(documents),
    ]
    return Written("\n".join(lines) + "\n", len(rows), kept, tuple(sorted(refused.values())))


def last_day(document: Document) -> date | None:
    """The last day of the captures (UTC), None when they have no dates."""
    last = document["scan"]["period"]["last"]
    return date.fromisoformat(last[:10]) if last else None


def _entry(f: dict[str, Any], acceptance: Acceptance, last: date | None) -> str:
    mark = f["baseline"] if is_accepted(f) else None
    on = mark["accepted_on"] if mark else str(last)
    expires = mark["expires"] if mark else str(acceptance.expires or (last + HALF_A_YEAR if last else ""))
    places = [f"    {name}: {_text(f[name])}" for name in ("recipient", "host", "endpoint", "part", "pointer")
              if f[name]]
    return "\n".join([
        f"  # {f['texts']['nl']['title']} / {f['texts']['en']['title']}",
        f"  - id: {_text(f['id'])}",
        f'    fingerprint: "{f["fingerprint"]}"',
        f"    rule: {_text(f['rule'])}",
        *places,
        f"    direction: {_text(f['direction'])}",
        f"    severity: {f['severity']}",
        f"    categories: [{', '.join(map(_text, f['categories']))}]",
        f"    reason: {_text(mark['reason'] if mark else acceptance.reason)}",
        f"    owner: {_text(mark['owner'] if mark else acceptance.owner)}",
        f'    accepted_on: "{on}"',
        f'    expires: "{expires}"',
    ])


def _known(fingerprints: dict[str, str]) -> list[str]:
    if not fingerprints:
        return []
    return ["# These were there and keep counting.", "known:",
            *(f'  - {{id: {_text(name)}, fingerprint: "{key}"}}' for name, key in sorted(fingerprints.items()))]


def _seen(documents: Sequence[Document]) -> list[str]:
    found: dict[str, tuple[str, str]] = {}
    categories: dict[str, set[str]] = {}
    lacks: dict[str, set[str]] = {}
    for document in documents:
        for party in document["recipients"]:
            lacks.setdefault(party["id"], set()).update(party.get("lacks", ()))
            found.setdefault(party["id"], (party["organisation"], party["country"]))
            categories.setdefault(party["id"], set())
        for flow in document["flows"]:
            code = _PREFIX.get(flow["about"], "") + flow["category"]
            categories.setdefault(flow["recipient"], set()).add(code)
    if not categories:
        return ["  recipients: []"]
    lines = ["  recipients:"]
    for name in sorted(categories):
        organisation, country = found.get(name, ("", ""))
        codes = ", ".join(map(_text, sorted(categories[name])))
        lines.append(f"    - {{id: {_text(name)}, organisation: {_text(organisation)}, country: {_text(country)}, "
                     f"categories: [{codes}], lacks: [{', '.join(map(_text, sorted(lacks.get(name, ()))))}]}}")
    return lines


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
