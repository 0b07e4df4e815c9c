"""Builds the native result, ``leerlek-result/1``, from the model objects of a scan.

Theory. The document is the only thing a reporter reads, so everything a reader may ask for stands in it, once,
in a fixed order: no clock, no host name of the machine, no path of a home directory. Times come from the
capture. Same input, policy, key and version give the same bytes (``json_.py``). Texts are in the language of
the scan; ``texts`` holds both languages, so that the report can be made in the other one later. Whatever came
from a capture passes ``inert`` here, so a hostile name cannot act in any format.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Protocol

from scanner.model import (
    BaselineMark,
    Detection,
    ExceptionMark,
    ExchangeFacts,
    Finding,
    HostCoverage,
    Note,
    Severity,
    Text,
)

from .inert import LONGEST, inert, inert_tree
from .texts import category_label

SCHEMA = "leerlek-result/1"

_LAPSED = "POL-003"

Document = dict[str, Any]
"""A native result; its shape is ``scanner/schemas/result.schema.json``."""


class SeenDetection(Protocol):
    """A detection with the id it has in the result and the exchange it was made in."""

    @property
    def id(self) -> str: ...
    @property
    def facts(self) -> ExchangeFacts: ...
    @property
    def detection(self) -> Detection: ...


def build_document(
    *,
    tool: object,
    scan: object,
    coverage: object,
    recipients: Iterable[object],
    detections: Iterable[SeenDetection],
    findings: Iterable[Finding],
    flows: Iterable[object],
    linkage: object = None,
    cookies: Iterable[object] | None = None,
    cookies_left: int = 0,
    protection: object = None,
) -> Document:
    """The native result as a plain dict. Mappings and dataclasses are both accepted where ``object`` stands.

    ``tool``: name, version. ``scan``: settings (mode, lang, actor, subjects, policy, rules, limits), product,
    inputs (times as seconds since the epoch). ``coverage``: hosts (``HostCoverage``), notes (``Note``), gate
    (verdict, reasons as ``Text``), suppressed_occurrences. ``recipients`` and ``flows``: the judge's tables. The
    recipient of a detection is the one whose ``hosts`` hold its host. ``linkage``: the judge's graph of who can join
    what; ``cookies`` and ``cookies_left`` its register of cookies; ``protection``: what the proxy did to
    requests. Each is left out of the result when None.
    """
    findings = sorted(findings, key=_finding_order)
    about_scan = _scan(_plain(scan), findings)
    lang = str(about_scan["settings"]["lang"])
    parties = sorted((_recipient(_plain(r)) for r in recipients), key=lambda r: str(r["id"]))
    recipient_of = {str(host): str(r["id"]) for r in parties for host in r["hosts"]}
    seen = sorted(detections, key=lambda s: (s.facts.order, s.id))
    rows = _Detections(recipient_of, lang)
    facts = {s.id: s.facts for s in seen}
    return {
        "schema": SCHEMA,
        "tool": inert_tree({"name": "Leerlek", "version": "", **_plain(tool)}),
        "scan": about_scan,
        "coverage": _coverage(coverage),
        "recipients": parties,
        "detections": [rows.row(s) for s in seen],
        "findings": [_finding(f, facts, lang) for f in findings],
        "flows": sorted((_flow(_plain(f)) for f in flows),
                        key=lambda f: (f["recipient"], f["category"], f["about"], f["directions"])),
        **({} if linkage is None else {"linkage": inert_tree(_plain(linkage))}),
        **({} if cookies is None else {"cookies": [_cookie(_plain(c)) for c in cookies], "cookies_left": cookies_left}),
        **({} if protection is None else {"protection": _protection(_plain(protection))}),
    }


def is_accepted(finding: Mapping[str, Any]) -> bool:
    """Whether the baseline accepts a finding: it stays in every report and is left out of the exit code."""
    mark = finding.get("baseline")
    return mark is not None and mark["state"] == "accepted"


def is_excepted(finding: Mapping[str, Any]) -> bool:
    """Whether an exception of the policy covers a finding; one that expired or was exceeded does not."""
    approval = finding.get("approval")
    if approval is None:  # a result of an earlier version has the id alone; what lapsed is a finding of POL-003
        return bool(finding["exception"]) and finding["rule"] != _LAPSED
    return bool(approval["state"] == "covers")


def counts(finding: Mapping[str, Any]) -> bool:
    """Whether a finding counts for an exit code: nobody accepted it, in the policy or in the baseline."""
    return not is_accepted(finding) and not is_excepted(finding)


def open_findings(document: Document) -> list[dict[str, Any]]:
    """The findings that count for an exit code."""
    return [finding for finding in document["findings"] if counts(finding)]


def iso(seconds: object) -> str | None:
    """Seconds since the epoch as ISO 8601 UTC with milliseconds; None when unknown or beyond the calendar."""
    if not isinstance(seconds, (int, float)) or not seconds or not math.isfinite(seconds):
        return None
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    """Dataclasses, enumerations, texts and tuples as JSON values."""
    if isinstance(value, Severity):
        return value.code
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _scan(given: dict[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    settings = given.get("settings", {})
    rules = settings.get("rules", {})
    inputs = [
        {
            "label": item["label"], "kind": item["kind"], "bytes": item["bytes"], "sha256": item["sha256"],
            "exchanges": item["exchanges"], "first": iso(item["first"]), "last": iso(item["last"]),
            "note": item.get("note", ""),
        }
        for item in given.get("inputs", [])
    ]
    times = [moment for item in inputs for moment in (item["first"], item["last"]) if moment]
    product = given.get("product") or {}
    policy = settings.get("policy", {})
    return {
        "product": inert_tree({key: product.get(key, "") for key in ("name", "version", "vendor")}),
        "settings": {
            "mode": settings.get("mode", "unknown"),
            "lang": settings.get("lang", "nl"),
            "actor": inert(settings.get("actor", "")),
            **({"ner": inert(settings["ner"])} if "ner" in settings else {}),
            **({"hosts": [inert(line, 300) for line in settings["hosts"]]} if settings.get("hosts") else {}),
            "subjects": settings.get("subjects", 0),
            **({"key_id": inert(settings["key_id"], 64)} if "key_id" in settings else {}),
            "policy": inert_tree({
                "name": policy.get("name", ""), "version": policy.get("version", ""),
                "sha256": policy.get("sha256", ""), "builtin": bool(policy.get("builtin", False)),
                **({"legal_bases": policy["legal_bases"]} if policy.get("legal_bases") else {}),
                **({"declared": policy["declared"]} if policy.get("declared") else {}),
            }),
            "rules": {
                "version": rules.get("version", ""), "sha256": rules.get("sha256", ""),
                "evaluated": sorted((_rule(rule) for rule in rules.get("evaluated", [])), key=lambda r: str(r["id"])),
            },
            "limits": inert_tree(dict(sorted(settings.get("limits", {}).items()))),
            **({"recipients": inert_tree(settings["recipients"])} if "recipients" in settings else {}),
            **({"given": inert_tree(settings["given"])} if "given" in settings else {}),
            **({"pair": True} if settings.get("pair") else {}),
        },
        "inputs": inert_tree(inputs),
        **({"baseline": inert_tree(given["baseline"])} if given.get("baseline") else {}),
        **({"products": inert_tree(given["products"])} if given.get("products") else {}),
        "period": {"first": min(times, default=None), "last": max(times, default=None)},
        "scenario": _scenario(given.get("scenario") or {}, findings),
    }


def _protection(given: dict[str, Any]) -> dict[str, Any]:
    """What was asked for and done; a severity that does not apply is None."""
    given["requests"] = [row | {"first": iso(row["first"]), "last": iso(row["last"])} for row in given["requests"]]
    found: dict[str, Any] = inert_tree(given)
    return found


def _scenario(given: dict[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    """The steps with what was seen in each; findings are counted in every step in which they were observed."""
    of_step: dict[str, list[Severity]] = {}
    for finding in findings:
        for step in finding.steps:
            of_step.setdefault(step, []).append(finding.severity)
    rows = []
    for number, seen in enumerate(given.get("steps", []), 1):
        step, found = seen["step"], of_step.get(seen["step"]["id"], [])
        executed = bool(seen["marked"] or seen["exchanges"])
        rows.append({
            "number": number, **{key: inert(step[key]) for key in ("id", "title", "actor", "subject", "feature")},
            "start": iso(step["start"]), "end": iso(step["end"]), "executed": executed, "marked": seen["marked"],
            "exchanges": seen["exchanges"], "first": iso(seen["first"]), "last": iso(seen["last"]),
            "findings": len(found), "worst": max(found).code if found else None,
            "expected": list(step["expected"]), "missing": list(seen["missing"]) if executed else [],
        })
    return {
        "title": inert(given.get("title", "")), "sha256": given.get("sha256", ""),
        "planned": bool(given.get("planned", False)), "steps": rows, "outside": given.get("outside", 0),
        "marks": given.get("marks", 0), "actors": inert_tree(dict(given.get("actors", {}))),
        "unknown_actor": given.get("unknown", 0),
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as evaluated, in both languages: reporters list all rules, not only those that were broken."""
    return {
        "id": inert(rule["id"]), "version": rule.get("version", 1), "severity": rule["severity"],
        **{key: _both(rule.get(key)) for key in ("title", "why", "remediation", "false_positives")},
        "basis": [_both(text) for text in rule.get("basis", [])],
        "needs_actor": bool(rule.get("needs_actor", False)),
    }


def _both(text: Any) -> dict[str, str]:
    if isinstance(text, Mapping):
        return {"nl": _line(text.get("nl", "")), "en": _line(text.get("en", ""))}
    return {"nl": _line(text or ""), "en": _line(text or "")}


def _line(text: object) -> str:
    """One paragraph: YAML texts hold line breaks that mean nothing."""
    return inert(" ".join(str(text).split()))


def _coverage(given: object) -> dict[str, Any]:
    raw = _members(given)
    hosts = [_host(host) for host in sorted(raw["hosts"], key=lambda h: h.host)]
    numbers = ("exchanges", "body_bytes", "decoded_bytes", "unread_bytes", "head_bytes", "undecrypted_bytes",
               "undecrypted_connections")
    gate = _plain(raw["gate"])
    return {
        "totals": {key: sum(host[key] for host in hosts) for key in numbers},
        "hosts": hosts,
        "notes": _notes(raw["notes"]),
        "gate": {"verdict": inert(str(gate["verdict"])), "reasons": [_both(text) for text in gate.get("reasons", [])]},
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


def _recipient(given: dict[str, Any]) -> dict[str, Any]:
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


def _cookie(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "recipient": inert(given["recipient"]), "host": inert(given["host"]), "name": inert(given["name"], 256),
        "kind": given["kind"], "days": given["days"], "missing": list(given["missing"]), "third": given["third"],
        "choice": given["choice"], "count": given["count"], "first": iso(given["first"]),
    }


def _flow(given: dict[str, Any]) -> dict[str, Any]:
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


class _Inert(dict[str, str]):
    """Texts made inert, each once: a capture says the same thousands of times."""

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__()
        self._longest = longest

    def __missing__(self, text: str) -> str:
        shown = self[text] = inert(text, self._longest)
        return shown


class _Detections:
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


def _finding_order(finding: Finding) -> tuple[object, ...]:
    return (-finding.severity, finding.rule, finding.recipient, finding.endpoint, finding.part, finding.pointer,
            finding.id)


def _finding(f: Finding, exchanges: Mapping[str, ExchangeFacts], lang: str) -> dict[str, Any]:
    texts = {code: _texts(f, code) for code in ("nl", "en")}
    first = exchanges.get(f.occurrences[0]) if f.occurrences else None
    return {
        "id": inert(f.id), "fingerprint": inert(f.fingerprint), "rule": inert(f.rule), "rule_version": f.rule_version,
        "severity": f.severity.code, "status": f.status.value, "confidence": round(f.confidence, 3),
        "recipient": inert(f.recipient), "role": inert(f.role), "host": inert(f.host), "endpoint": inert(f.endpoint),
        "direction": inert(f.direction), "part": inert(f.part, 256), "pointer": inert(f.pointer),
        "categories": list(f.categories), "about": f.about, "subjects": f.subjects, "count": f.count,
        "occurrences": list(f.occurrences), "first_seen": iso(f.first_seen), "last_seen": iso(f.last_seen),
        "also": list(f.also), "exception": inert(f.exception), "scenario_steps": [inert(step) for step in f.steps],
        **({"approval": _approval(f.approval)} if f.approval is not None else {}),
        **({"baseline": _baseline(f.baseline)} if f.baseline is not None else {}),
        **({"product": inert(f.product)} if f.product else {}),
        "request_headers": sorted({inert(name.lower(), 128) for name in first.header_names}) if first else [],
        **texts["en" if lang == "en" else "nl"],
        "texts": texts,
    }


def _approval(mark: ExceptionMark) -> dict[str, Any]:
    return {
        "state": mark.state, "reason": _line(mark.reason), "owner": inert(mark.owner, 256),
        "approved_on": inert(mark.approved_on), "expires": inert(mark.expires),
    }


def _baseline(mark: BaselineMark) -> dict[str, Any]:
    return {
        "state": mark.state, "reason": _line(mark.reason), "owner": inert(mark.owner, 256),
        "accepted_on": inert(mark.accepted_on), "expires": inert(mark.expires),
        "note": _both(_plain(mark.note)) if mark.note else {"nl": "", "en": ""},
    }


def _texts(f: Finding, lang: str) -> dict[str, Any]:
    def line(text: Text) -> str:
        return _line(text.get(lang))

    return {
        "title": line(f.title), "message": line(f.message), "why": line(f.why), "remediation": line(f.remediation),
        "basis": [line(text) for text in f.basis], "severity_reasons": [line(text) for text in f.severity_reasons],
        "enough": line(f.enough), "ask": line(f.ask),
    }
