"""Lays two finished scans side by side: what is new, gone, changed, and what the new scan did not look at.

Theory. A finding is known by its fingerprint (rule and place; no value, count, time, key or capture), so two recordings
of one product can be compared. Where a policy gave a recipient another name, the place itself pairs the two. A finding
of the old scan that is missing is *gone* only if the new scan looked at its endpoint, read what it carried, and still
evaluates its rule; otherwise it is *unseen*, with the reason. The same goes for data flows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from scanner.model import Severity, Text

from ..document import Document, counts
from ..inert import inert
from ..json_ import report_id
from ..listing import suppressed

SCHEMA = "leerlek-diff/1"
MUCH_UNREAD = 0.10
"""Share of a host's bytes that was not read, from which a missing finding says nothing."""

ABOUT_THE_SCAN = frozenset({"COV-003", "COV-004"})
"""Findings about how the examination was done: the part on coverage tells that."""

Row = dict[str, Any]
Why = Literal["", "host", "endpoint", "unread", "rule"]

COMPARED = ("severity", "status", "categories", "about", "recipient", "role", "exception")
"""Members of a finding whose change is told; counts and times follow from how long somebody clicked."""


def compare(old: Document, new: Document) -> Row:
    """The difference as plain data, ``leerlek-diff/1`` (``scanner/schemas/diff.schema.json``)."""
    looked = _Looked(new)
    before = _Looked(old)
    olds, news = ([f for f in document["findings"] if f["rule"] not in ABOUT_THE_SCAN] for document in (old, new))
    pairs = _pairs(olds, news)
    matched_old = {id(o) for o, _ in pairs}
    matched_new = {id(n) for _, n in pairs}
    changed = [_row(n) | _changes(o, n) for o, n in pairs if _differs(o, n)]
    missing = [(f, looked.why_not(f)) for f in olds if id(f) not in matched_old]
    return {
        "schema": SCHEMA,
        "tool": new["tool"],
        "old": _side(old),
        "new": _side(new),
        "remarks": [{"nl": text.nl, "en": text.en} for text in _remarks(old, new)],
        "findings": {
            "new": [_row(f) | {"place_is_new": bool(before.why_not(f))} for f in news
                    if id(f) not in matched_new],
            "gone": [_row(f) for f, why in missing if not why],
            "unseen": [_row(f) | {"why": why} for f, why in missing if why],
            "changed": changed,
            "same": len(pairs) - len(changed),
        },
        "flows": _flows(old, new),
        "recipients": _recipients(old, new),
        "coverage": _coverage(old, new, before, looked),
    }


def counting(difference: Row) -> list[Row]:
    """Findings that a vendor must look at: new ones and those that got worse, without those that an exception of the
    policy or the baseline covers."""
    findings = difference["findings"]
    return [f for f in findings["new"] if not f["accepted"]] + [
        f for f in findings["changed"] if f["worse"] and not f["accepted"]]


class _Looked:
    """What a scan looked at."""

    def __init__(self, document: Document) -> None:
        coverage = document["coverage"]
        self.hosts = {row["host"]: row for row in coverage["hosts"]}
        self.rules = {rule["id"] for rule in document["scan"]["settings"]["rules"]["evaluated"]}
        self.complete = coverage.get("endpoints_complete", False)
        self.endpoints = {(row["host"], endpoint) for row in coverage.get("endpoints", ())
                          for endpoint in row["endpoints"]}
        # A result of an earlier version lists no endpoints: those with detections were certainly looked at.
        self.endpoints |= {(d["host"], d["endpoint"]) for d in document["detections"]}

    def why_not(self, finding: Row) -> Why:
        """Why this scan cannot tell whether a finding still stands; empty when it can."""
        if self.rules and finding["rule"] not in self.rules:
            return "rule"
        host = self.hosts.get(finding["host"])
        if not finding["host"]:
            return ""
        if host is None or not (host["exchanges"] or finding["rule"].startswith("COV-")):
            return "host"
        part, direction = finding["part"], finding["direction"]
        anywhere = part.startswith("cookie.") or (part.startswith("header.") and direction == "request")
        if finding["endpoint"] and not anywhere and (finding["host"], finding["endpoint"]) not in self.endpoints:
            return "endpoint"
        return "unread" if self.unread(finding["host"]) > MUCH_UNREAD and part in {"body", "ws"} else ""

    def unread(self, host: str) -> float:
        """The share of a host's bytes that was not read."""
        row = self.hosts.get(host)
        if row is None:
            return 0.0
        total = row["body_bytes"] + row["undecrypted_bytes"]
        return (row["unread_bytes"] + row["undecrypted_bytes"]) / total if total else 0.0


def _pairs(old: list[Row], new: list[Row]) -> list[tuple[Row, Row]]:
    """Findings of both scans that are the same: by fingerprint, else by a place that is unique in both."""
    by_fingerprint = {f["fingerprint"]: f for f in old}
    pairs = [(by_fingerprint.pop(f["fingerprint"]), f) for f in new if f["fingerprint"] in by_fingerprint]
    paired = {id(f) for pair in pairs for f in pair}
    left = _by_place(f for f in old if id(f) not in paired)
    right = _by_place(f for f in new if id(f) not in paired)
    return pairs + [(left[place], f) for place, f in right.items() if place in left]


def _by_place(findings: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    found = list(findings)
    places = [tuple(f[key] for key in ("rule", "host", "endpoint", "part", "pointer", "direction")) for f in found]
    times = Counter(places)
    return {place: f for place, f in zip(places, found, strict=True) if times[place] == 1 and f["host"]}


def _row(f: Row) -> Row:
    keys = ("id", "fingerprint", "rule", "severity", "status", "recipient", "role", "host", "endpoint", "direction",
            "part", "pointer", "categories", "about", "count", "subjects")
    return {key: f[key] for key in keys} | {
        "accepted": not counts(f),
        **({} if counts(f) else {"covered_by": {lang: suppressed(f, lang) for lang in ("nl", "en")}}),
        "texts": {lang: {key: f["texts"][lang][key] for key in ("title", "message")} for lang in ("nl", "en")},
    }


def _differs(old: Row, new: Row) -> bool:
    return any(old[key] != new[key] for key in COMPARED) or counts(old) != counts(new)


def _changes(old: Row, new: Row) -> Row:
    changes = [{"field": key, "old": _plain(old[key]), "new": _plain(new[key])} for key in COMPARED
               if old[key] != new[key]]
    if counts(old) != counts(new):
        changes.append({"field": "accepted", "old": str(not counts(old)).lower(), "new": str(not counts(new)).lower()})
    worse = (Severity.parse(new["severity"]) > Severity.parse(old["severity"])
             or bool(set(new["categories"]) - set(old["categories"])) or (counts(new) and not counts(old)))
    return {"changes": changes, "worse": worse}


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _side(document: Document) -> Row:
    scan = document["scan"]
    settings = scan["settings"]
    return {
        "report": report_id(document), "product": scan["product"], "period": scan["period"],
        "captures": len(scan["inputs"]), "version": document["tool"]["version"],
        "policy": {key: settings["policy"][key] for key in ("name", "version", "sha256")},
        "rules": settings["rules"]["sha256"], "key_id": settings.get("key_id", ""), "mode": settings["mode"],
        "subjects": settings["subjects"], "findings": dict(_by_severity(document)),
    }


def _by_severity(document: Document) -> dict[str, int]:
    numbers = Counter(f["severity"] for f in document["findings"])
    return {severity.code: numbers[severity.code] for severity in sorted(Severity, reverse=True)}


def _remarks(old: Document, new: Document) -> list[Text]:
    """What makes the comparison weaker, said before anyone reads a difference into it."""
    a, b = _side(old), _side(new)
    found: list[Text] = []
    if a["product"]["name"] != b["product"]["name"]:
        found.append(Text("De scans noemen elk een ander product.", "Each scan names another product."))
    if a["policy"] != b["policy"]:
        found.append(Text("Er is aan een andere privacybijsluiter getoetst: alleen al daardoor kunnen ernst en status "
                          "verschillen.",
                          "Another privacybijsluiter was the yardstick: severity and status can differ by that alone."))
    if a["rules"] != b["rules"] or a["version"] != b["version"]:
        found.append(Text("De regels of de versie van het programma zijn anders: een verschil kan daar vandaan komen.",
                          "The rules or the version of the program differ: a difference can come from there."))
    if a["subjects"] != b["subjects"] or a["mode"] != b["mode"]:
        found.append(Text("Er zijn andere testpersonen of een andere modus opgegeven: wat met zekerheid is herkend, "
                          "verschilt.",
                          "Other test persons or another mode were given: what is recognised for certain differs."))
    if a["key_id"] and b["key_id"] and a["key_id"] != b["key_id"]:
        found.append(Text("De scans hebben elk een eigen sleutel: bevindingen zijn vergelijkbaar (zij hangen niet van "
                          "de sleutel af), waarden niet.",
                          "Each scan has a key of its own: findings can be compared (they do not depend on the key), "
                          "values cannot."))
    if "endpoints" not in new["coverage"]:
        found.append(Text("De nieuwe scan vermeldt niet welke eindpunten zijn bekeken: waar geen gegevens meer zijn "
                          "gezien, staat als niet gezien.",
                          "The new scan does not list the endpoints that it looked at: what held no data any more "
                          "stands as not seen."))
    elif not new["coverage"]["endpoints_complete"]:
        found.append(Text("De nieuwe scan bekeek meer eindpunten dan hij vermeldt.",
                          "The new scan looked at more endpoints than it lists."))
    return found


def _flows(old: Document, new: Document) -> Row:
    def table(document: Document) -> dict[tuple[str, ...], Row]:
        return {(f["recipient"], f["category"], f["about"]): f for f in document["flows"]}

    def row(f: Row) -> Row:
        return {key: f[key] for key in ("recipient", "category", "about", "declared", "count")}

    before, after = table(old), table(new)
    contacted = {r["id"] for r in new["recipients"] if r["exchanges"]}
    missing = [before[key] for key in sorted(before.keys() - after.keys())]
    return {
        "new": [row(after[key]) for key in sorted(after.keys() - before.keys())],
        "gone": [row(f) for f in missing if f["recipient"] in contacted],
        "unseen": [row(f) for f in missing if f["recipient"] not in contacted],
    }


def _recipients(old: Document, new: Document) -> Row:
    keys = ("organisation", "role", "country", "declared", "tracker")
    before, after = ({r["id"]: r for r in document["recipients"]} for document in (old, new))

    def row(r: Row) -> Row:
        return {"id": r["id"], "organisation": r["organisation"], "role": r["role"], "country": r["country"]}

    return {
        "new": [row(after[key]) for key in sorted(after.keys() - before.keys())],
        "unseen": [row(before[key]) for key in sorted(before.keys() - after.keys())],
        "changed": [
            {"id": key, "changes": [{"field": k, "old": _plain(before[key][k]), "new": _plain(after[key][k])}
                                    for k in keys if before[key][k] != after[key][k]]}
            for key in sorted(before.keys() & after.keys()) if any(before[key][k] != after[key][k] for k in keys)
        ],
    }


def _coverage(old: Document, new: Document, before: _Looked, after: _Looked) -> Row:
    numbers = ("exchanges", "body_bytes", "decoded_bytes", "unread_bytes", "undecrypted_bytes")

    def both(host: str, key: str) -> list[int]:
        return [side.hosts.get(host, {}).get(key, 0) for side in (before, after)]

    hosts = []
    for host in sorted(before.hosts.keys() | after.hosts.keys()):
        seen = both(host, "exchanges")
        unread = [round(side.unread(host), 3) for side in (before, after)]
        state = "new" if not seen[0] and seen[1] else "unseen" if seen[0] and not seen[1] else "both"
        if state != "both" or abs(unread[0] - unread[1]) > MUCH_UNREAD:
            hosts.append({"host": inert(host), "state": state, "exchanges": seen, "unread": unread,
                          "undecrypted_bytes": both(host, "undecrypted_bytes")})
    totals: Mapping[str, list[int]] = {
        key: [document["coverage"]["totals"][key] for document in (old, new)] for key in numbers}
    return {
        "verdict": [document["coverage"]["gate"]["verdict"] for document in (old, new)],
        "totals": totals,
        "hosts": hosts,
        "endpoints": {"both": len(before.endpoints & after.endpoints), "new": len(after.endpoints - before.endpoints),
                      "unseen": len(before.endpoints - after.endpoints)},
        "unseen_endpoints": [{"host": host, "endpoint": endpoint}
                             for host, endpoint in sorted(before.endpoints - after.endpoints)[:200]],
    }
