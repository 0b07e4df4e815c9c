"""Rows of a result: recipients, detections, flows and cookies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from scanner.model import Detection, ExchangeFacts
from scanner.model.moment import iso

from ..inert import LONGEST, inert, inert_tree
from ..texts import category_label


class SeenDetection(Protocol):
    """A detection with the id it has in the result and the exchange it was made in."""

    @property
    def id(self) -> str: ...
    @property
    def facts(self) -> ExchangeFacts: ...
    @property
    def detection(self) -> Detection: ...


def recipient_row(given: dict[str, Any]) -> dict[str, Any]:
    recipient: dict[str, Any] = inert_tree({
        "id": given["id"], "organisation": given.get("organisation", ""), "role": given.get("role", "undeclared"),
        "class": given.get("class", given.get("class_", "")) or "", "tracker": bool(given.get("tracker", False)),
        "country": given.get("country", "") or "", "declared": bool(given.get("declared", False)),
        "data_class": given.get("data_class", "") or "",
        **{key: given.get(key, 0) for key in ("exchanges", "body_bytes", "undecrypted_bytes")},
        "hosts": sorted(given.get("hosts", [])), "domain": given.get("domain", "") or "",
        "source": given.get("source", "") or "",
        "lacks": list(given.get("lacks", ()) or ()),
    })
    return recipient


class _Inert(dict[str, str]):
    """Texts made inert, each once: a capture says the same thousands of times."""

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__()
        self._longest = longest

    def __missing__(self, text: str) -> str:
        shown = self[text] = inert(text, self._longest)
        return shown


class DetectionRows:
    """Makes the rows of detections; what they share with others of their exchange is made once."""

    def __init__(self, recipient_of: Mapping[str, str], lang: str) -> None:
        self._recipient_of = recipient_of
        self._lang = lang
        self._text, self._short, self._step = _Inert(), _Inert(256), _Inert(64)
        self._facts: ExchangeFacts | None = None
        self._of_exchange: dict[str, Any] = {}

    def row(self, seen: SeenDetection) -> dict[str, Any]:
        """One detection. Call in the order of exchanges."""
        d, text, short = seen.detection, self._text, self._short
        if seen.facts is not self._facts:
            self._facts, self._of_exchange = seen.facts, self._exchange(seen.facts)
        category = d.category.value
        return {
            "id": seen.id, "category": category, "label": category_label(category, self._lang),
            "confidence": round(d.confidence, 3), "recognizer": text[d.recognizer], "about": d.about,
            "subject": text[d.subject], "masked": short[d.masked], "fingerprint": text[d.fingerprint],
            "via": text[d.via], **self._of_exchange, "direction": d.direction,
            "part": short[d.part], "pointer": text[d.pointer], "template": text[d.template],
            "record": text[d.record], "key": short[d.key], "steps": [self._step[step] for step in d.steps],
            "spans": [list(span) for span in d.spans],
            "evidence": [{"code": short[e.code], "weight": round(e.weight, 3)} for e in d.evidence],
        }

    def _exchange(self, facts: ExchangeFacts) -> dict[str, Any]:
        text = self._text
        host = text[facts.host]
        return {
            "capture": text[facts.capture], "exchange": inert(facts.id), "line": facts.line,
            "time": iso(facts.time), "scheme": text[facts.scheme], "method": self._step[facts.method], "host": host,
            "port": facts.port, "path": inert(facts.path), "endpoint": text[facts.endpoint], "status": facts.status,
            "recipient": self._recipient_of.get(host, ""), "session": text[facts.session],
            "scenario_step": text[facts.step],
        }


def flow_row(given: dict[str, Any]) -> dict[str, Any]:
    directions = given.get("directions", given.get("direction", []))
    return {
        "recipient": inert(given["recipient"]), "category": given["category"], "about": given.get("about", "unknown"),
        "directions": sorted([directions] if isinstance(directions, str) else directions),
        "purposes": [inert(purpose) for purpose in given.get("purposes", [])],
        "count": given.get("count", 0), "subjects": given.get("subjects", 0),
        "declared": bool(given.get("declared", False)),
        "confidence_max": round(float(given.get("confidence_max", 0.0)), 3),
        "first_seen": iso(given.get("first_seen")), "last_seen": iso(given.get("last_seen")),
    }


def cookie_row(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "recipient": inert(given["recipient"]), "host": inert(given["host"]), "name": inert(given["name"], 256),
        "kind": given["kind"], "days": given["days"], "missing": list(given["missing"]), "third": given["third"],
        "choice": given["choice"], "count": given["count"], "first": iso(given["first"]),
    }
