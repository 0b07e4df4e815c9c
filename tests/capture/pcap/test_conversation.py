"""What a connection speaks is decided by its bytes, never by its port."""

from __future__ import annotations

import pcap_builders as build
import pytest

from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.conversation import answers, read_conversation, speaks_first
from scanner.capture.pcap.http2 import PREFACE
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.stream import Hole, Stream
from scanner.model import Gap, Note, Peer, Tls


def read(up: Stream, down: Stream, port: int = 5000) -> tuple[list[str], list[tuple[Gap, int, str]]]:
    context = Context("c", "tcp-0", Peer("192.0.2.1", 5), Peer("198.51.100.1", port), 1 << 20, KeyLog([]), Notes())
    found = [exchange.protocol for exchange in read_conversation(context, up, down)]
    notes: list[Note] = []
    context.notes.give(notes.append, "c", "")
    return found, [(note.gap, note.bytes, note.detail) for note in notes]


@pytest.mark.parametrize("port", [80, 443, 22, 31_337])
def test_http_on_any_port(port: int) -> None:
    assert read(Stream(build.GET), Stream(build.OK), port) == (["http/1.1"], [])


def test_http2_by_its_preface() -> None:
    assert read(Stream(PREFACE), Stream(bytes(9))) == ([], [])


def test_http2_by_agreement_or_by_the_first_frame_of_a_server() -> None:
    settings = b"\0\0\x06\x04\0\0\0\0\0" + b"\0\x03\0\0\0\x64"
    assert read(Stream(), Stream(settings)) == ([], [])
    assert read(Stream(b"x"), Stream(settings))[1][0][0] is Gap.PROTOCOL_UNREAD
    context = Context("c", "tcp-0", Peer("a", 5), Peer("b", 443), 9, KeyLog([]), Notes(), tls=Tls(alpn="h2"))
    torn = Stream(PREFACE[9:] + settings, holes=[Hole(0, 9)])
    assert list(read_conversation(context, torn, Stream(settings))) == []


def test_http_behind_a_lost_start() -> None:
    rest = b"tail of a body\r\n"
    assert read(Stream(rest + build.GET, midstream=True), Stream(build.OK, midstream=True)) == (
        ["http/1.1"], [(Gap.HTTP_DAMAGED, 16, "bytes between messages")])
    assert read(Stream(rest + build.GET, holes=[Hole(0, 9)]), Stream())[0] == ["http/1.1"]
    assert read(Stream(rest + build.GET), Stream(build.OK[1:]))[0] == []


@pytest.mark.parametrize(("up", "down", "name"), [
    (b"SSH-2.0-x", b"SSH-2.0-y", "SSH"), (b"EHLO a", b"220 mail", "FTP or SMTP"), (b"\x00\x01", b"", "TCP port 5000"),
    (b"GET nothing", b"", "TCP port 5000"), (b"a" * 70_000, b"b" * 5, "TCP port 5000")])
def test_other_protocols_are_named_and_counted(up: bytes, down: bytes, name: str) -> None:
    assert read(Stream(up), Stream(down)) == ([], [(Gap.PROTOCOL_UNREAD, len(up) + len(down), name)])


def test_tls_in_the_middle() -> None:
    up, down = b"\x17\x03\x03\x00\x05hello", b"\x17\x03\x03\x00\x05world"
    assert read(Stream(up, midstream=True), Stream(down)) == (
        [], [(Gap.TCP_MIDSTREAM, 20, "TLS without its handshake")])


def test_nothing_said() -> None:
    assert read(Stream(), Stream()) == ([], [])


def test_who_speaks() -> None:
    hello = b"\x16\x03\x01\x00\x50\x01" + bytes(79)
    for data in (build.GET, PREFACE, hello):
        assert speaks_first(data) and not answers(data)
    for data in (build.OK, b"\x16\x03\x03\x00\x50\x02" + bytes(79)):
        assert answers(data) and not speaks_first(data)
    assert not speaks_first(b"") and not answers(b"hello")
