"""Host names in DNS messages, and what only looks like one."""

from __future__ import annotations

import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.dns import looked_up, messages
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


def test_lookups_over_tcp(tmp_path: object) -> None:
    asks = [build.dns_question(name) for name in ("les.example", "meten.example")]
    up = b"".join(len(ask).to_bytes(2, "big") + ask for ask in asks)
    talk = build.Talk(server=("198.51.100.53", 53)).open().send(True, up).send(False, b"\0\2ok").close()
    exchanges, notes = build.read_bytes(build.pcap(talk.frames()), tmp_path)
    assert exchanges == []
    assert [(note.gap, note.host, note.bytes) for note in notes] == [
        (Gap.DNS_LOOKUP, "les.example", len(up) + 4), (Gap.DNS_LOOKUP, "meten.example", 0)]
