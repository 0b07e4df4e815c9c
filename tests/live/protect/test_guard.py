"""The judging process: what it blocks, what it lets go, and that nothing stops it but the end of its questions."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.detect import Key
from scanner.live.protect import guard as module
from scanner.live.protect.guard import Guard, serve
from scanner.live.protect.talk import HEAD, Answer, Briefing, Question, framed, unframed
from scanner.model import Body, Category, Exchange, Protecting, Severity, WebSocketMessage
from scanner.run import Options

KEY = Key(b"k" * 32, "file")
BSN = "999990019"


def briefing(severity: Severity = Severity.HOOG, **options: object) -> Briefing:
    return Briefing(Options(mode="test", **options), KEY,  # type: ignore[arg-type]
                    Protecting(severity, ("meten.example",), ()))


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(briefing())


def request(content: object = None, target: str = "/v1/track", headers: Sequence[tuple[str, str]] = (),
            host: str = "meten.example") -> Exchange:
    body = json.dumps(content).encode() if content is not None else b""
    kind = (("Content-Type", "application/json"),) if body else ()
    return Exchange("r", "live", "http/1.1", "POST", "https", host, 443, target, 0, 1_700_000_000.0,
                    (("Host", host), *kind, *headers), Body(body, len(body)))


def ask(guard: Guard, exchange: Exchange, *, block: bool = True) -> Answer:
    return guard.answer(Question(7, exchange, block, pseudonymise=False))


def test_a_bsn_is_blocked_wherever_it_stands(guard: Guard) -> None:
    for asked, part in ((request({"user": {"bsn": "999990019"}}), "body"),
                        (request(target="/a?bsn=999990019"), "url.query"),
                        (request(headers=[("Cookie", "bsn=999990019")]), "cookie.bsn")):
        found = ask(guard, asked)
        assert found.number == 7 and not found.failed
        assert next((c.rule, c.category, c.severity) for c in found.broken if c.part == part) == (
            "IDN-001", Category.BSN, Severity.KRITIEK)
        assert "999990019" not in repr(found) and found.organisation == "meten.example"


def test_ordinary_traffic_goes_on(guard: Guard) -> None:
    for asked in (request(), request({"antwoord": 12, "som": "3x4"}), request({"voornaam": "Sanne"}),
                  request(target="/lessen/12?pagina=2")):
        assert ask(guard, asked) == Answer(7)


def test_only_from_the_severity_asked_for() -> None:
    surname = request({"achternaam": "Pluimgraaf"})
    assert ask(Guard(briefing(Severity.MIDDEN)), surname).broken
    assert not ask(Guard(briefing(Severity.KRITIEK)), surname).broken


def test_it_is_asked_for_pseudonyms_alone(guard: Guard) -> None:
    assert not ask(guard, request({"bsn": "999990019"}), block=False).broken


def test_what_the_policy_covers_goes_on(tmp_path: Path) -> None:
    from scanner.judge import rules_folder

    asked = request({"voornaam": "Sanne", "achternaam": "Pluimgraaf"}, host="api.rekenen.example")
    strict = Guard(briefing(Severity.LAAG))
    policy = rules_folder() / "policies" / "voorbeeld.yaml"
    declared = tmp_path / "policy.yaml"
    declared.write_text(policy.read_text("utf-8").replace("name.given", "name.family"), encoding="utf-8")
    open_ = {c.category for c in ask(strict, asked).broken}
    under = {c.category for c in ask(Guard(briefing(Severity.LAAG, policy=declared)), asked).broken}
    assert open_ == {Category.NAME_FAMILY} and not under


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"{" * 100_000, b'{"a":' * 20_000, b"\x1f\x8b\x08broken",
                                  b"%PDF-1.7 \x00", b'{"bsn": "\\ud800"}', bytes(range(256)) * 100])
def test_hostile_content_gets_an_answer(guard: Guard, body: bytes) -> None:
    exchange = Exchange("r", "live", "http/1.1", "POST", "https", "meten.example", 443, "/\x00%ff?\ud800=1", 0, 1.0,
                        (("Content-Type", "application/json"), ("Content-Encoding", "gzip, x")), Body(body, len(body)))
    assert ask(guard, exchange).number == 7


def test_a_fault_is_told_and_the_next_is_answered(guard: Guard, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(guard._judge, "judge", fail)
        assert ask(guard, request({"bsn": "999990019"})) == Answer(7, failed=True)
    assert ask(guard, request({"bsn": "999990019"})).broken


def test_reasons_are_bounded(guard: Guard) -> None:
    many = {f"veld{n}": {"bsn": "999990019"} for n in range(500)}
    assert 1 <= len(ask(guard, request(many)).broken) <= module._MOST_CAUSES


def test_it_serves_until_the_questions_end() -> None:
    bsn = request({"bsn": "999990019"})
    asked = framed(briefing()) + b"".join(framed(Question(n, bsn, True, False)) for n in (1, 2))
    answers = io.BytesIO()
    serve(io.BytesIO(asked + b"\x00\x00\x00\x09cut"), answers)
    found, data = [], answers.getvalue()
    while data:
        size = int.from_bytes(data[:HEAD], "big")
        found.append(unframed(data[HEAD:HEAD + size]))
        data = data[HEAD + size:]
    assert [each.number for each in found] == [0, 1, 2] and found[1].broken


@pytest.fixture(scope="module")
def replacing() -> Guard:
    return Guard(Briefing(Options(mode="test"), KEY, Protecting(Severity.HOOG, ("meten.example",), ("meten.example",))))


def test_identifiers_are_replaced_and_told(replacing: Guard) -> None:
    found = replacing.answer(Question(3, request({"bsn": "999990019", "x": 1}), False, True))
    assert found.changes is not None and found.changes.target is None and not found.changes.headers
    assert json.loads(found.changes.body or b"")["x"] == 1
    assert [(c.category, c.part, c.pointer) for c in found.replaced] == [(Category.BSN, "body", "/bsn")]
    assert not found.kept and len(found.fakes) == 1 and "999990019" not in repr(found)


def test_what_cannot_be_replaced_is_told_with_the_reason(replacing: Guard) -> None:
    claims = "eyJuYW1lIjoiUXVpcmludXMgUGx1aW1ncmFhZiIsImVtYWlsIjoicUBzY2hvb2wuZXhhbXBsZSJ9"
    token = f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJlc2lnbg"
    for asked, why in ((request({"token": token}), "signed"),
                       (request(headers=[("Authorization", f"Bearer {token}")]), "login"),
                       (request({"bsn": "999990019"}, headers=[("Signature", "a=:b:")]), "signed")):
        found = replacing.answer(Question(3, asked, False, True))
        assert found.changes is None and {cause.why for cause in found.kept} == {why}


def test_what_is_blocked_is_judged_by_what_would_be_sent(replacing: Guard) -> None:
    assert not replacing.answer(Question(3, request({"bsn": "999990019"}), True, True)).broken
    left = replacing.answer(Question(3, request({"bsn": "999990019"}, headers=[("Signature", "a=:b:")]), True, True))
    assert left.broken and left.changes is None


def test_where_nobody_is_nothing_is_said(replacing: Guard) -> None:
    assert replacing.answer(Question(3, request({"som": "3x4"}), True, True)) == Answer(3)


def message(data: bytes, opcode: int = 1) -> Exchange:
    """A message on a channel whose request tells more than it does."""
    return replace(request(None, f"/chat?bsn={BSN}", (("Cookie", "naam=Sanne de Vries"),)),
                   websocket=(WebSocketMessage(True, opcode, data, 1.0),))


@pytest.mark.parametrize(("data", "opcode"), [
    (b'{"leerling": {"bsn": "999990019"}}', 1), (b'42["zeg",{"bsn":"999990019"}]', 1), (b"Mijn BSN is 999990019", 1),
    (b'{"bsn":"999990019"}\x1e', 1), (b"\x81\xa3bsn\xa9999990019", 2),
])
def test_a_message_is_judged_by_itself(guard: Guard, data: bytes, opcode: int) -> None:
    causes = ask(guard, message(data, opcode)).broken
    assert "IDN-001" in {each.rule for each in causes} and {each.part for each in causes} == {"ws"}


@pytest.mark.parametrize("data", [b'{"tekst": "hoi"}', b"2", b"", b"42[]", b"\xff\xfe"])
def test_the_request_that_opened_the_channel_is_no_part_of_a_message(guard: Guard, replacing: Guard,
                                                                     data: bytes) -> None:
    assert not ask(guard, message(data)).broken
    found = replacing.answer(Question(1, message(data), block=False, pseudonymise=True))
    assert found.changes is None and not found.kept and not found.failed


@pytest.mark.parametrize(("before", "after"), [
    (b'{ "bsn": "%s" , "x":1}', b'{ "bsn": "%s" , "x":1}'), (b'42["zeg",{"bsn":"%s"}]', b'42["zeg",{"bsn":"%s"}]'),
    (b'{"target":"zeg","arguments":["bsn: %s"]}\x1e', b'{"target":"zeg","arguments":["bsn: %s"]}\x1e'),
    (b'{"bsn":"%s","kleur":"caf\xc3\xa9"}', b'{"bsn":"%s","kleur":"caf\xc3\xa9"}'),
])
def test_a_message_gets_pseudonyms_in_its_framing(replacing: Guard, before: bytes, after: bytes) -> None:
    made = [replacing.answer(Question(1, message(before % BSN.encode()), block=False, pseudonymise=True)).changes
            for _ in range(2)]
    assert made[0] is not None and made[0] == made[1]
    fake = replacing.answer(Question(1, message(b"bsn: " + BSN.encode()), block=False, pseudonymise=True)).changes
    assert fake is not None and fake.message is not None and BSN.encode() not in fake.message
    assert made[0].message == after % fake.message.removeprefix(b"bsn: ")
    assert (made[0].target, made[0].headers, made[0].body) == (None, (), None)


@pytest.mark.parametrize(("data", "opcode", "why"), [
    (b"\x81\xa3bsn\xa9999990019", 2, "binary"),
    (b'SEND\ncontent-length:41\n\n{"email":"sanne.de.vries.1@school.example"}\x00', 1, "unsure"),
])
def test_a_message_that_cannot_be_written_anew_is_told(replacing: Guard, data: bytes, opcode: int, why: str) -> None:
    found = replacing.answer(Question(1, message(data, opcode), block=False, pseudonymise=True))
    assert found.changes is None and {each.why for each in found.kept} == {why}
