"""Introductions to proxies: what they cost, where they lead, and what is none."""

from __future__ import annotations

import struct
from pathlib import Path

import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.proxies import Introduction, introduction
from scanner.model import Peer

SIX = bytes.fromhex("20010db8000000000000000000000007")
BOUND = b"\5\0\0\1" + bytes(6)
MARK = b"\r\n\r\n\0\r\nQUIT\n"
CASES = [
    ("socks 5 by name", b"\5\1\0", b"\5\0", b"\5\1\0\3\x0bLes.Example\1\xbb", BOUND, "les.example", 443),
    ("socks 5 by address", b"\5\2\0\2", b"\5\0", b"\5\1\0\1\xc6\x33\x64\7\0\x50", BOUND, "198.51.100.7", 80),
    ("socks 5, IPv6 both ways", b"\5\1\0", b"\5\0", b"\5\1\0\4" + SIX + b"\1\xbb", b"\5\0\0\4" + bytes(18),
     "2001:db8::7", 443),
    ("socks 5 with a user", b"\5\1\2" + b"\1\2an\3pwd", b"\5\2\1\0", b"\5\1\0\3\x0bles.example\1\xbb", BOUND,
     "les.example", 443),
    ("socks 4", b"\4\1\0\x50\xc6\x33\x64\7user\0", b"\0\x5a" + bytes(6), b"", b"", "198.51.100.7", 80),
    ("socks 4a", b"\4\1\1\xbb\0\0\0\1\0les.example\0", b"\0\x5a" + bytes(6), b"", b"", "les.example", 443),
]


@pytest.mark.parametrize(("greeting", "choice", "wish", "reply", "host", "port"), [row[1:] for row in CASES],
                         ids=[row[0] for row in CASES])
def test_what_follows_is_read(greeting: bytes, choice: bytes, wish: bytes, reply: bytes, host: str, port: int,
                              tmp_path: Path) -> None:
    assert introduction(greeting + wish + b"more", choice + reply + b"more") == Introduction(
        len(greeting + wish), len(choice + reply), host, port)
    recorded = build.record_tls([(True, build.GET), (False, build.OK)])
    for turns in (recorded.turns, ((True, build.GET), (False, build.OK))):
        talk = build.Talk(server=("203.0.113.9", 1080)).open()
        for from_client, data in ((True, greeting), (False, choice), (True, wish), (False, reply), *turns):
            talk.send(from_client, data)
        exchanges, notes = build.read_bytes(build.pcap(talk.close().frames()), tmp_path, recorded.keylog)
        assert [(one.host, one.port, one.response_body.data) for one in exchanges] == [
            ("les.example", port, b'{"naam": "An"}')] and not notes


@pytest.mark.parametrize(("head", "client"), [
    (b"PROXY TCP4 192.0.2.77 198.51.100.7 5000 443\r\n", Peer("192.0.2.77", 5000)),
    (b"PROXY TCP6 2001:db8::1 2001:db8::7 5000 443\r\n", Peer("2001:db8::1", 5000)),
    (b"PROXY UNKNOWN\r\n", Peer(*build.CLIENT)),
    (MARK + b"\x21\x11" + struct.pack(">H4s4sHH", 12, b"\xc0\0\2\x4d", bytes(4), 5000, 443), Peer("192.0.2.77", 5000)),
    (MARK + b"\x21\x21" + struct.pack(">H16s16sHH", 39, SIX, SIX, 5000, 443) + b"\3\0\0", Peer("2001:db8::7", 5000)),
    (MARK + b"\x20\x00\0\0", Peer(*build.CLIENT)),
])
def test_the_proxy_tells_who_the_client_is(head: bytes, client: Peer, tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, head).send(True, build.GET).send(False, build.OK).close()
    exchanges, notes = build.read_bytes(build.pcap(talk.frames()), tmp_path)
    if head.endswith(b"\3\0\0"):
        assert not exchanges or exchanges[0].client == client
        return
    assert [(one.client, one.target) for one in exchanges] == [(client, "/leerlingen?id=7")] and not notes


@pytest.mark.parametrize(("up", "down"), [
    (b"", b""), (b"\5\1\0", b"\5\xff"), (b"\5\1\0" + b"\5\1\0\3\x0bles", b"\5\0" + BOUND), (b"\5\1\0", b"HTTP/1.1 200"),
    (b"\5\1\0" + b"\5\1\0\1" + bytes(6), b"\5\0" + b"\5\5\0\1" + bytes(6)),  # refused
    (b"\5\1\0" + b"\5\2\0\1" + bytes(6), b"\5\0" + BOUND),  # waits for a connection
    (b"\4\1\0\x50\xc6\x33\x64\7user", b"\0\x5a" + bytes(6)), (b"\4\1" + bytes(9), b"\0\x5b" + bytes(6)),
    (b"PROXY TCP4 a b c d\r\n", b""), (b"PROXY TCP4\r\n", b""), (b"PROXY " + b"x" * 200, b""), (MARK, b""),
    (build.GET, build.OK),
])
def test_what_is_no_introduction(up: bytes, down: bytes) -> None:
    assert introduction(up, down) is None


@given(st.sampled_from([b"\5", b"\4\1", b"PROXY ", MARK, b""]), st.binary(max_size=60),
       st.sampled_from([b"\5", b"\5\2", b"\0\x5a"]), st.binary(max_size=30))
def test_any_bytes_are_read_or_not(up: bytes, more: bytes, down: bytes, answer: bytes) -> None:
    found = introduction(up + more, down + answer)
    assert found is None or found.up > 0
