"""Host names in DNS messages, and what only looks like one."""

from __future__ import annotations

import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.dns import led_to, looked_up, messages
from scanner.model import Gap


@pytest.mark.parametrize(("name", "kind", "host"), [
    ("les.example", 1, "les.example"), ("API.Les.Example", 28, "api.les.example"),
    ("x_y-1.example", 65, "x_y-1.example"),
    ("_sip._tcp.les.example", 33, "_sip._tcp.les.example"),
    ("les.example", 16, ""), ("les.example", 15, ""),  # TXT, MX
    ("7.2.0.192.in-addr.arpa", 12, ""), ("7.2.0.192.in-addr.arpa", 1, ""), ("printer.local", 1, ""),
    ("localhost", 1, ""), ("", 1, ""), ("a b.example", 1, ""), ("x\x1b[2J.example", 1, ""), ("-.example.", 1, ""),
])
def test_questions(name: str, kind: int, host: str) -> None:
    assert looked_up(build.dns_question(name, kind)) == host


@pytest.mark.parametrize("change", [
    lambda m: m[:15], lambda m: m[:-1], lambda m: m[:4] + b"\0\0" + m[6:], lambda m: m[:4] + b"\0\2" + m[6:],
    lambda m: m[:2] + b"\x29" + m[3:],  # a dynamic update
    lambda m: m[:12] + b"\xc0\x0c\0\0\1\0\1", lambda m: m[:12] + b"\1a" * 500, lambda m: b"",
])
def test_other_messages_name_no_host(change: object) -> None:
    assert looked_up(change(build.dns_question("les.example"))) == ""  # type: ignore[operator]


@given(st.binary(max_size=100))
def test_nothing_raises(data: bytes) -> None:
    looked_up(data)
    looked_up(b"\0\0\1\0\0\1\0\0\0\0\0\0" + data)
    assert sum(map(len, messages(data))) <= len(data)


def _name(text: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def _answer(asked: str, *aliases: tuple[bytes, bytes], kind: int = 5) -> bytes:
    question = build.dns_question(asked)
    records = b"".join(owner + kind.to_bytes(2, "big") + b"\0\1" + b"\0\0\1\0" + len(data).to_bytes(2, "big") + data
                       for owner, data in aliases)
    address = b"\xc0\x0c\0\1\0\1\0\0\1\0\0\4\xc0\0\2\1"
    head = question[:2] + b"\x81\x80\0\1" + (len(aliases) + 1).to_bytes(2, "big") + b"\0\0\0\0"
    return head + question[12:] + records + address


ME = b"\xc0\x0c"
"""A pointer to the name in the question."""


def test_aliases_are_followed_to_their_end() -> None:
    assert led_to(_answer("stats.les.example", (ME, _name("les.meten.example")))) == "les.meten.example"
    assert led_to(_answer("Stats.Les.example", (ME, _name("A.example")), (_name("a.example"), _name("b.example")))) == \
        "b.example"
    # the target shares its end with the question: a label and a pointer into it
    assert led_to(_answer("www.les.example", (ME, b"\3cdn\xc0\x10"))) == "cdn.les.example"
    # a chain in any order of records
    assert led_to(_answer("x.les.example", (_name("a.example"), _name("b.example")), (ME, _name("a.example")))) == \
        "b.example"


@pytest.mark.parametrize("message", [
    build.dns_question("les.example"),  # a question
    _answer("les.example"),  # an address and no alias
    _answer("les.example", (_name("ander.example"), _name("x.example"))),  # of another name
    _answer("les.example", (ME, _name("x.example")), kind=16),
    _answer("les.example", (ME, b"\xc0\x0c")),  # to itself
    _answer("les.example", (ME, b"\xff\xff")), _answer("les.example", (ME, b"\x3fabc")),
    _answer("les.example", (ME, _name("localhost"))), _answer("les.example", (ME, b"\3a b\0")),
    _answer("les.example", (ME, _name("a.example")))[:40],
    b"", b"\0" * 12, b"\0\0\x81\x80\0\1\xff\xff\0\0\0\0",
])
def test_what_leads_nowhere(message: bytes) -> None:
    assert led_to(message) == ""


def test_endless_pointers_and_loops_end() -> None:
    loop = _answer("a.example", (ME, _name("b.example")), (_name("b.example"), ME))
    assert led_to(loop) in {"", "a.example", "b.example"}
    assert led_to(_answer("a.example", (ME, b"\xc0\x2b"))) == ""  # points at itself


@given(st.binary(max_size=200))
def test_led_to_never_raises(data: bytes) -> None:
    led_to(data)
    led_to(b"\0\0\x81\x80\0\1\0\5\0\0\0\0" + data)
    led_to(_answer("a.example", (ME, data)))


def test_lookups_over_tcp(tmp_path: object) -> None:
    asks = [build.dns_question(name) for name in ("les.example", "meten.example")]
    up = b"".join(len(ask).to_bytes(2, "big") + ask for ask in asks)
    talk = build.Talk(server=("198.51.100.53", 53)).open().send(True, up).send(False, b"\0\2ok").close()
    exchanges, notes = build.read_bytes(build.pcap(talk.frames()), tmp_path)
    assert exchanges == []
    assert [(note.gap, note.host, note.bytes) for note in notes] == [
        (Gap.DNS_LOOKUP, "les.example", len(up) + 4), (Gap.DNS_LOOKUP, "meten.example", 0)]
