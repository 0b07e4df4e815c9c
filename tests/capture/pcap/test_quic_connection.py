"""One QUIC connection: packets before their keys, early data that is refused, bounds, and why nothing was read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import quic_builders as build

from benchmarks import quic_talk
from benchmarks.quic_talk import Datagram, Talk
from scanner.capture.pcap import quic_connection
from scanner.capture.pcap.quic_packets import HANDSHAKE, INITIAL, Cut, long_header
from scanner.model import Gap


def split(datagrams: list[Datagram]) -> list[Datagram]:
    """Each packet in a datagram of its own."""
    found = []
    for datagram in datagrams:
        at = 0
        while at < len(datagram.data):
            try:
                end = long_header(datagram.data, at).end
            except Cut:
                end = len(datagram.data)
            if datagram.data[at:end].strip(b"\0"):  # else padding behind the last packet
                found.append(replace(datagram, data=datagram.data[at:end]))
            at = end
    return found


def kind(datagram: Datagram) -> int:
    try:
        return long_header(datagram.data, 0).kind
    except Cut:
        return -1


def test_packets_captured_before_those_that_bring_their_keys(tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk)
    packets = split(talk.sent)
    assert {kind(packet) for packet in packets} == {INITIAL, HANDSHAKE, -1}
    first = [packet for packet in packets if kind(packet) == INITIAL and packet.from_client][:1]
    late = [packet for packet in packets if kind(packet) == INITIAL and packet not in first]
    others = [packet for packet in packets if kind(packet) != INITIAL]
    build.check(first + others[:12] + late + others[12:], talk.secrets, rows, tmp_path)


def test_what_waits_for_keys_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quic_connection, "_MAX_HELD", 3000)
    talk = build.talk()
    rows = build.asked(talk)
    packets = split(talk.sent)
    late = [packet for packet in packets if kind(packet) == INITIAL and not packet.from_client]
    exchanges, notes = build.read([packet for packet in packets if packet not in late][:20] + late, talk.secrets,
                                  tmp_path)
    assert len(exchanges) <= len(rows)
    [unopened] = [note for note in notes if note.gap is Gap.QUIC_UNREAD]
    assert unopened.detail == "packets that do not open" and unopened.bytes > 5000


def early(accepts: bool) -> tuple[Talk, list[build.Row]]:
    """A connection that begins with early data; a server that lost its tickets refuses it."""
    tickets: dict[bytes, Any] = {}
    first = build.talk(tickets=tickets)
    build.asked(first)
    if not accepts:
        tickets.clear()
    second = build.talk(tickets=tickets, client={"session_ticket": first.session_ticket})
    return second, build.asked(second)


@pytest.mark.parametrize("accepts", [True, False])
def test_early_data(accepts: bool, tmp_path: Path) -> None:
    talk, rows = early(accepts)
    assert any(kind(packet) == 1 for packet in split(talk.sent)) and b"EARLY_TRAFFIC" in talk.secrets
    build.check(talk.sent, talk.secrets, rows, tmp_path)


def test_early_data_without_an_answer(tmp_path: Path) -> None:
    """Only the hellos and the early data were captured: the requests are read all the same."""
    talk, rows = early(True)
    packets = split(talk.sent)
    kept = [packet for packet in packets if kind(packet) in (INITIAL, 1)]
    exchanges, _ = build.read(kept, talk.secrets, tmp_path)
    assert exchanges and {(exchange.method, exchange.target) for exchange in exchanges} <= {row[:2] for row in rows}
    assert all(exchange.error == "no response" for exchange in exchanges)


@pytest.mark.parametrize(("keeps", "detail"), [
    (lambda packet: kind(packet) != INITIAL, "without its first packets"),
    (lambda packet: kind(packet) != INITIAL or not packet.from_client, "its first packets do not open"),
    (lambda packet: True, "ALPN h3"),
])
def test_why_a_connection_was_not_read(keeps: Any, detail: str, tmp_path: Path) -> None:
    talk = build.talk()
    build.asked(talk)
    kept = [packet for packet in split(talk.sent) if keeps(packet)]
    if detail == "without its first packets":
        kept = [packet for packet in kept if kind(packet) == -1]
    exchanges, [note] = build.read(kept, b"", tmp_path)
    assert not exchanges and (note.gap, note.detail) == (Gap.QUIC_UNREAD, detail)
    assert note.bytes == sum(len(packet.data) for packet in kept)


@pytest.mark.parametrize("length", [8, 0])
def test_datagrams_captured_joined(length: int, tmp_path: Path) -> None:
    """With segmentation offload a sending host captures what its network card will cut."""
    talk = build.talk(client={"connection_id_length": length})
    rows = build.asked(talk, 8, 30_000)
    joined: list[Datagram] = []
    for datagram in talk.sent:
        last = joined[-1] if joined else None
        follows = last is not None and last.from_client == datagram.from_client and not datagram.data[0] & 0x80
        if follows and last is not None and not last.data[0] & 0x80 and len(last.data) % 1200 == 0 \
                and len(last.data) < 12_000:
            joined[-1] = replace(last, data=last.data + datagram.data)
        else:
            joined.append(datagram)
    assert max(len(datagram.data) for datagram in joined) > 5000 and len(joined) < len(talk.sent) / 2
    build.check(joined, talk.secrets, rows, tmp_path)


def test_an_unknown_version_is_named(tmp_path: Path) -> None:
    talk = build.talk()
    build.asked(talk)
    first = talk.sent[0]
    strange = [replace(first, data=first.data[:1] + b"\x51\x30\x35\x30" + first.data[5:])]
    exchanges, [note] = build.read(strange, talk.secrets, tmp_path)
    assert not exchanges and (note.gap, note.detail) == (Gap.QUIC_UNREAD, "unknown version")


def test_handshake_secrets_alone_open_nothing(tmp_path: Path) -> None:
    talk = build.talk()
    build.asked(talk)
    part = b"\n".join(line for line in talk.secrets.splitlines() if b"HANDSHAKE" in line)
    exchanges, [note] = build.read(talk.sent, part, tmp_path)
    assert not exchanges and note.gap is Gap.QUIC_UNREAD and note.host == "les.example"
    assert note.detail == "only a part of its secrets is in the key log, or its packets do not open"


class _NoHttp:
    def __init__(self, connection: object) -> None:
        """Another application does not send HTTP/3's streams."""

    def handle_event(self, event: object) -> list[object]:
        return []


def test_another_application_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quic_talk, "H3Connection", _NoHttp)
    talk = build.talk(alpn_protocols=["doq"])
    talk.run()
    stream = talk.client.get_next_available_stream_id()
    talk.client.send_stream_data(stream, b"\0\x1d" + b"query of some kind, as bytes", True)
    talk.client.send_datagram_frame(b"not a stream")
    talk.run()
    exchanges, notes = build.read(talk.sent, talk.secrets, tmp_path)
    assert not exchanges
    assert {note.detail for note in notes} == {"DNS over QUIC", "QUIC datagrams"}
    assert [note.bytes for note in notes if note.detail == "QUIC datagrams"] == [12]


def test_datagrams_beside_http3_are_counted(tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk, 2)
    talk.http.send_datagram(0, b"game move")
    talk.run()
    exchanges, [note] = build.read(talk.sent, talk.secrets, tmp_path)
    assert len(exchanges) == len(rows) and (note.gap, note.bytes, note.count) == (Gap.PROTOCOL_UNREAD, 10, 1)


def test_a_reset_of_the_response(tmp_path: Path) -> None:
    def answer(talk: Talk, stream: int, asked: Any) -> None:
        assert talk.server is not None and talk.server_http is not None
        talk.server_http.send_headers(stream, [(b":status", b"200")])
        talk.server_http.send_data(stream, b"x" * 500, False)

    talk = build.talk(answer=answer)
    stream = talk.ask(build.request("/film"))
    talk.run()
    assert talk.server is not None
    talk.server.reset_stream(stream, 0x10C)
    talk.run()
    [exchange], notes = build.read(talk.sent, talk.secrets, tmp_path)
    assert (exchange.status, exchange.error, exchange.response_body.data) == (200, "stream reset", b"x" * 500)
    assert [note.gap for note in notes] == [Gap.BODY_TRUNCATED]
