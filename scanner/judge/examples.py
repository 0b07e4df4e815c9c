"""Runs the examples beside a rule: what must fire and what must not. docs/rules/language.md has the notation.

A detection is one line, ``part:pointer category`` and then what differs from the defaults::

    body:/leerling/achternaam name.family about=pupil conf=0.9 subject=leerling-01 value=a via=sha256 bits=64 key=naam
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scanner.errors import UsageError
from scanner.model import (
    SIGNS,
    Category,
    Detection,
    Direction,
    Evidence,
    ExchangeFacts,
    Finding,
    Gap,
    HostCoverage,
    Note,
    Observation,
    Severity,
    Sign,
    Status,
)

from .baseline import Baseline, SeenRecipient
from .coverage_gate import CoverageSummary
from .files import rules_folder
from .judge import Judge
from .loading import load_rules
from .policy import Policy
from .policyfile import load_policy
from .rule import Rule
from .yamlfile import YamlFile, nearest

DEFAULT_POLICY = "voorbeeld"
_BITS = {Category.ECKID: 512, Category.DEVICE: 122, Category.ADVERTISING: 122, Category.COOKIE: 122}
_ONE_FAMILY = frozenset({Category.ACCOUNT, Category.LOGIN, Category.LEERLINGNUMMER, Category.DEVICE,
                         Category.ADVERTISING, Category.COOKIE, Category.TOKEN})
"""Categories whose equal values are one value, as the detect stage has it."""
_EXAMPLE_KEYS = ("note", "policy", "declare", "exceptions", "expect", "exchanges", "coverage", "with", "test_mode",
                 "actor", "sso", "baseline", "profiles", "purposes", "annex_differs")
_EXCHANGE_KEYS = ("to", "request", "response", "session", "actor", "actor_subject", "referer", "initiator", "time",
                  "loopback", "client", "signs", "capture", "response_type", "redirect", "navigation", "connection")
_WORDS = ("about", "conf", "subject", "value", "via", "bits", "key", "record", "steps", "evidence", "words")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that did not do what it says."""

    rule: str
    kind: str
    note: str
    problem: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.kind} {self.note!r}: {self.problem}"


def run_examples(rule: Rule) -> list[Failure]:
    """All examples of a rule; an empty list when each does what it says. ``UsageError`` when the file is missing."""
    file = example_file(rule)
    data: Any = file.data
    failures: list[Failure] = []
    for kind, least in (("fire", 2), ("silent", 4)):
        examples = data.get(kind, [])
        if len(examples) < least:
            failures.append(Failure(rule.id, kind, "", f"{len(examples)} examples, at least {least} are needed"))
        for position, example in enumerate(examples):
            problem = _problem(rule, kind, example, (kind, position), file)
            if problem:
                failures.append(Failure(rule.id, kind, example.get("note", f"example {position + 1}"), problem))
    return failures


def example_file(rule: Rule) -> YamlFile:
    """The file of examples of a rule."""
    if rule.examples is None or not rule.examples.is_file():
        raise UsageError(f"{rule.id}: there is no file {rule.id}.examples.yaml beside the rule")
    file = YamlFile(rule.examples)
    if not isinstance(file.data, dict) or not set(file.data) <= {"fire", "silent"}:
        raise file.error((), "must be a mapping with the lists 'fire' and 'silent'")
    return file


def findings_of(rule: Rule, example: Mapping[str, Any], where: tuple[str | int, ...], file: YamlFile) -> list[Finding]:
    """What the example yields under its policy, with this rule and those it names."""
    _known(example, _EXAMPLE_KEYS, where, file)
    others = set(example.get("with", ()))
    rules = [rule, *(r for r in load_rules() if r.id in others and r.id != rule.id)]
    test_mode = bool(example.get("test_mode", False))
    policy = replace(_policy(example), annex_differs=bool(example.get("annex_differs", False)))
    judge = Judge(rules, policy, test_mode=test_mode, actor=example.get("actor", ""),
                  baseline=_baseline(example))
    for order, exchange in enumerate(example.get("exchanges", ()), 1):
        place = (*where, "exchanges", order - 1)
        _known(exchange, _EXCHANGE_KEYS, place, file)
        judge.observe(observation(exchange, order, place, file))
    return judge.conclude(_coverage(example.get("coverage", {})), lambda order, index: f"d{order}.{index}").findings


def _problem(rule: Rule, kind: str, example: Mapping[str, Any], where: tuple[str | int, ...],
             file: YamlFile) -> str:
    found = findings_of(rule, example, where, file)
    mine = [finding for finding in found if finding.rule == rule.id]
    if kind == "silent":
        return f"fires: {mine[0].severity.code} at {mine[0].endpoint}" if mine else ""
    if not mine:
        return "does not fire"
    expected = example.get("expect", {})
    worst = max(mine, key=lambda finding: finding.severity)
    if "severity" in expected and worst.severity is not Severity.parse(expected["severity"]):
        return f"severity is {worst.severity.code}, expected {expected['severity']}"
    if "status" in expected and worst.status is not Status(expected["status"]):
        return f"status is {worst.status.value!r}, expected {expected['status']!r}"
    if "findings" in expected and len(mine) != expected["findings"]:
        return f"{len(mine)} findings, expected {expected['findings']}"
    if "count" in expected and sum(finding.count for finding in mine) != expected["count"]:
        return f"{sum(finding.count for finding in mine)} occurrences, expected {expected['count']}"
    return ""


def _known(given: Any, keys: Sequence[str], where: tuple[str | int, ...], file: YamlFile) -> None:
    if not isinstance(given, dict):
        raise file.error(where, "must be a mapping")
    for key in given:
        if key not in keys:
            raise file.error((*where, key), f"unknown key; {nearest(key, keys)}")


def _policy(example: Mapping[str, Any]) -> Policy:
    """A policy of ``rules/policies`` by name (``none``: the built-in default), with what the example adds to it."""
    name = example.get("policy", DEFAULT_POLICY)
    if name == "none":
        return load_policy(None)
    path = rules_folder() / "policies" / f"{name}.yaml"
    if not example.keys() & {"declare", "exceptions", "sso", "profiles", "purposes"}:
        return load_policy(path)
    import tempfile

    import yaml

    data: Any = YamlFile(path).data
    for number, (recipient, codes) in enumerate(example.get("declare", {}).items()):
        party = next((r for r in data["recipients"] if r["id"] == recipient), None)
        if party is None:
            party = {"id": recipient, "organisation": recipient, "role": "vendor", "purposes": [], "categories": [],
                     "domains": [f"*.{recipient}.example"]}
            data["recipients"].append(party)
        if "role" in codes:
            party |= codes
            codes = []
        purpose = f"extra-{number}"
        data["purposes"].append({"id": purpose, "nl": "voorbeeld", "data_subjects": ["leerling"],
                                 "categories": [{"code": code} for code in codes]})
        party["purposes"] = [*party["purposes"], purpose]
        party["categories"] = [*party.get("categories", []), *codes]
    data["exceptions"] = example.get("exceptions", data["exceptions"])
    data["sso"]["attributes"] += example.get("sso", [])
    data["profiles"] = example.get("profiles", [])
    for given in example.get("purposes", ()):  # each with the recipients that serve it
        served = set(given["recipients"])
        data["purposes"].append({key: value for key, value in given.items() if key != "recipients"})
        for party in data["recipients"]:
            if party["id"] in served:
                party["purposes"] = [*party["purposes"], given["id"]]
                party["categories"] = [*party.get("categories", []), *given["categories"]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "policy.yaml"
        file.write_text(yaml.safe_dump(data), "utf-8")
        return load_policy(file)


def _baseline(example: Mapping[str, Any]) -> Baseline | None:
    """What one earlier scan saw, as the ``seen.recipients`` of a baseline file."""
    if "baseline" not in example:
        return None
    return Baseline(scans=1, recipients=tuple(
        SeenRecipient(item["id"], item.get("organisation", ""), item.get("country", ""), frozenset(item["categories"]),
                      frozenset(item["lacks"]) if "lacks" in item else None)
        for item in example["baseline"]))


def observation(exchange: Mapping[str, Any], order: int, where: tuple[str | int, ...], file: YamlFile) -> Observation:
    """The observation that an example's exchange describes."""
    try:
        method, _, url = exchange["to"].partition(" ")
        scheme, _, rest = url.partition("://") if "://" in url else ("https", "", url)
        host, slash, path = rest.partition("/")
    except (KeyError, AttributeError):
        raise file.error(where, "needs 'to', as 'POST api.rekenen.example/v2/oefen/1'") from None
    detections = [
        _detection(line, direction, (*where, direction, number), file)
        for direction in ("request", "response")
        for number, line in enumerate(exchange.get(direction, ()))
    ]
    facts = ExchangeFacts(
        id=f"entry-{order}", capture=exchange.get("capture", "example.har"), order=order,
        time=_time(exchange.get("time", "2026-10-05")),
        protocol="HTTP/2", method=method, scheme=scheme, host=host, port=443, path=slash + path,
        endpoint=f"{method} {slash}{path}", status=200, session=exchange.get("session", ""),
        actor=exchange.get("actor", ""), actor_subject=exchange.get("actor_subject", ""),
        referer_host=exchange.get("referer", ""), initiator_host=exchange.get("initiator", ""),
        client=exchange.get("client", "device"), server_is_loopback=bool(exchange.get("loopback", False)),
        signs=tuple(_sign(line, (*where, "signs", number), file)
                    for number, line in enumerate(exchange.get("signs", ()))),
        response_type=exchange.get("response_type", ""),
        redirect_host=exchange.get("redirect", ""), navigation=bool(exchange.get("navigation", False)),
        connection=exchange.get("connection", ""),
    )
    return Observation(facts, tuple(detections))


def _detection(line: str, direction: Direction, where: tuple[str | int, ...], file: YamlFile) -> Detection:
    try:
        place, code, *words = str(line).split()
        category = Category(code)
        given = dict(word.split("=", 1) for word in words)
    except ValueError:
        raise file.error(where, "write a detection as 'part:pointer category', such as 'body:/bsn id.bsn'") from None
    for word in given:
        if word not in _WORDS:
            raise file.error(where, f"unknown word {word!r}; {nearest(word, _WORDS)}")
    part, _, pointer = place.partition(":")
    if part == "url.query" and pointer and not pointer.startswith("/"):
        pointer = f"/{pointer}"
    subject = given.get("subject", "leerling-01")
    tokens = pointer.split("/")
    return Detection(
        category=category,
        confidence=float(given.get("conf", 0.9)),
        recognizer="example",
        direction=direction,
        part=part,
        pointer=pointer,
        template="/".join("*" if token.isdigit() else token for token in tokens),
        masked="***",
        fingerprint=f"{'id' if 'value' in given and category in _ONE_FAMILY else category.value}:"
                    f"{given.get('value', subject)}",
        steps=tuple(given["steps"].split("+")) if "steps" in given else (("json",) if part == "body" else ()),
        subject=subject,
        record=given.get("record", f"{direction}:{part}:{'/'.join(tokens[:-1])}"),
        about=given.get("about", "pupil"),  # type: ignore[arg-type]
        via=given.get("via", ""),
        bits=int(given.get("bits", _BITS.get(category, 20))),
        key=given.get("key", ""),
        evidence=_evidence(given),
        words=tuple(given["words"].split("+")) if "words" in given else (),
    )


def _sign(line: str, where: tuple[str | int, ...], file: YamlFile) -> Sign:
    """A sign as ``part:pointer code detail=session amount=400``; what has no place begins with the code."""
    try:
        first, *words = str(line).split()
        place, code = ("", first) if first in SIGNS else (first, words.pop(0))
        given = dict(word.split("=", 1) for word in words)
        part, _, pointer = place.partition(":")
        unknown = set(given) - {"direction", "detail", "amount"}
        if unknown:
            raise file.error(where, f"unknown word {min(unknown)!r}; use direction, detail or amount")
        direction: Direction = "request" if given.get("direction") == "request" else "response"
        return Sign(code, direction, part, pointer, given.get("detail", ""), int(given.get("amount", 0)))
    except (ValueError, IndexError):
        raise file.error(where, "write a sign as 'part:pointer code', such as 'cookie.sid: cookie.no-secure'") from None


def _evidence(given: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The named reasons, and with them those that stand for ``key=`` and a known subject; none named, none at all."""
    if "evidence" not in given:
        return ()
    known = not given.get("subject", "leerling-01").startswith("~") and float(given.get("conf", 0.9)) >= 1.0
    codes = [*given["evidence"].split("+"), *(["key:" + given["key"]] if given.get("key") else []),
             *(["subject:value"] if known else [])]
    return tuple(Evidence(code, 0.0) for code in codes)


def _time(text: Any) -> float:
    moment = datetime.fromisoformat(str(text))
    return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() + (12 * 3600 if len(str(text)) == 10 else 0)


def _coverage(given: Mapping[str, Any]) -> CoverageSummary:
    hosts = []
    for name, numbers in given.get("hosts", {}).items():
        unread = {Gap(gap): size for gap, size in numbers.get("unread", {}).items()}
        body = numbers.get("body_bytes", sum(unread.values()))
        hosts.append(HostCoverage(name, numbers.get("exchanges", 1), numbers.get("head_bytes", 100), body,
                                  body - sum(unread.values()), unread, numbers.get("undecrypted_bytes", 0),
                                  numbers.get("undecrypted_connections", 0)))
    notes = tuple(
        Note(Gap(note["gap"]), "example.har", note.get("host", ""), note.get("bytes", 0), note.get("count", 1),
             alias=note.get("alias", ""))
        for note in given.get("notes", ())
    )
    planted = {subject: frozenset(Category(code) for code in codes)
               for subject, codes in given.get("planted", {}).items()}
    return CoverageSummary(tuple(hosts), notes, planted)
