"""The part of a result that says what was seen and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from scanner.model import HostCoverage, Note
from scanner.model.moment import iso

from ..inert import inert
from .plain import both, plain


def coverage_section(given: object) -> dict[str, Any]:
    raw = _members(given)
    hosts = [_host(host) for host in sorted(raw["hosts"], key=lambda h: h.host)]
    numbers = ("exchanges", "body_bytes", "decoded_bytes", "unread_bytes", "head_bytes", "undecrypted_bytes",
               "undecrypted_connections")
    gate = plain(raw["gate"])
    return {
        "totals": {key: sum(host[key] for host in hosts) for key in numbers},
        "hosts": hosts,
        "notes": _notes(raw["notes"]),
        "gate": {"verdict": inert(str(gate["verdict"])), "reasons": [both(text) for text in gate.get("reasons", [])]},
        "suppressed_occurrences": raw.get("suppressed_occurrences", 0),
        **_endpoints(raw),
    }


def _endpoints(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The endpoints that were looked at, by host; left out where the caller does not know them."""
    if "endpoints" not in raw:
        return {}
    by_host: dict[str, list[str]] = {}
    for host, endpoint in raw["endpoints"]:
        by_host.setdefault(inert(host), []).append(inert(endpoint))
    return {"endpoints": [{"host": host, "endpoints": sorted(set(found))} for host, found in sorted(by_host.items())],
            "endpoints_complete": bool(raw.get("endpoints_complete", True))}


def _members(given: Any) -> Mapping[str, Any]:
    """The members of a mapping or dataclass, themselves left as they are."""
    return given if isinstance(given, Mapping) else {f.name: getattr(given, f.name) for f in fields(given)}


def _host(host: HostCoverage) -> dict[str, Any]:
    unread = {str(gap.value): amount for gap, amount in sorted(host.unread.items()) if amount}
    return {
        "host": inert(host.host), "exchanges": host.exchanges, "body_bytes": host.body_bytes,
        "decoded_bytes": host.decoded_bytes, "unread_bytes": sum(unread.values()), "unread": unread,
        "head_bytes": host.head_bytes, "undecrypted_bytes": host.undecrypted_bytes,
        "undecrypted_connections": host.undecrypted_connections,
    }


def _notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Equal facts added up; the largest first within a gap."""
    sums: dict[tuple[str, str, str, str, bool], list[float]] = {}
    for note in notes:
        key = (note.gap.value, note.capture, note.host, note.detail, note.read)
        total = sums.setdefault(key, [0, 0, 0.0])
        total[0] += note.bytes
        total[1] += note.count
        total[2] = min(filter(None, (total[2], note.time)), default=0.0)
    rows = [
        {"gap": gap, "capture": inert(capture), "host": inert(host), "bytes": int(amount), "count": int(count),
         "detail": inert(detail), "read": read, "first": iso(first)}
        for (gap, capture, host, detail, read), (amount, count, first) in sums.items()
    ]
    return sorted(rows, key=lambda n: (n["gap"], -n["bytes"], -n["count"], n["capture"], n["host"], n["detail"],
                                       n["read"]))
