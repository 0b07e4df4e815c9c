"""Datagrams between end points: clients that move, several connections, captures that begin later or are cut."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import quic_builders as build
from aioquic.tls import CipherSuite
from pcap_builders import pcap as cut_pcap
from pcap_builders import read_bytes

from benchmarks.quic_talk import Datagram, frame
from scanner.model import Gap, Peer


@pytest.mark.parametrize("length", [8, 0])
@pytest.mark.parametrize("changes", [True, False], ids=["new id", "same id"])
def test_a_client_that_moves(changes: bool, length: int, tmp_path: Path) -> None:
    talk = build.talk(client={"connection_id_length": length})
    rows = build.asked(talk)
    for number, address in enumerate([("203.0.113.5", 41_000), ("203.0.113.6", 41_001), talk.address], 1):
        talk.address = address
        if changes:
            talk.client.change_connection_id()
        rows += build.asked(talk, start=10 * number)
    exchanges = build.check(talk.sent, talk.secrets, rows, tmp_path)
    assert {exchange.client for exchange in exchanges} == {Peer("192.0.2.10", 50_123)}


def test_strangers_on_the_port_of_the_server_are_left_out(tmp_path: Path) -> None:
    """Datagrams of others to the same server are no part of the connection."""
    talk = build.talk()
    rows = build.asked(talk)
    other = replace(talk.sent[0], client=("203.0.113.99", 7777), data=b"\x40" + b"stranger" * 40)
    exchanges, notes = build.read([*talk.sent[:20], other, *talk.sent[20:]], talk.secrets, tmp_path)
    assert [build.row(exchange) for exchange in exchanges] == rows
    [note] = notes
    assert (note.gap, note.bytes, note.detail) == (Gap.QUIC_UNREAD, len(other.data), "without its first packets")


def test_a_server_between_many_clients(tmp_path: Path) -> None:
    sent: list[Datagram] = []
    rows, secrets = [], b""
    for number in range(6):
        talk = build.talk()
        talk.address = (f"192.0.2.{number + 1}", 40_000)
        rows += build.asked(talk, 2, start=10 * number)
        talk.address = (f"203.0.113.{number + 1}", 41_000)
        rows += build.asked(talk, 2, start=10 * number + 4)
        sent += talk.sent
        secrets += talk.secrets
    exchanges = build.check(sorted(sent, key=lambda datagram: datagram.time), secrets, rows, tmp_path)
    assert len({exchange.id.partition(".")[0] for exchange in exchanges}) == 6


@pytest.mark.parametrize(("length", "port"), [(8, 443), (0, 443), (8, 5555)])
def test_a_capture_that_begins_later(length: int, port: int, tmp_path: Path) -> None:
    """The key log has the secrets, but no packet says which: they are found by trial, on any port."""
    talk = build.talk(client={"connection_id_length": length}, cipher_suites=[CipherSuite.CHACHA20_POLY1305_SHA256])
    talk.server_address = (talk.server_address[0], port)
    build.asked(talk)
    begin = len(talk.sent)
    rows = build.asked(talk, 10, start=10)
    exchanges, notes = build.read(talk.sent[begin:], b"CLIENT_TRAFFIC_SECRET_0 %b %b\n" % (b"ab" * 32, b"cd" * 32)
                                  + talk.secrets, tmp_path)
    assert [(exchange.status, exchange.response_body.data) for exchange in exchanges] == [row[2:5:2] for row in rows]
    assert {note.detail for note in notes} <= {
        "HTTP/3 headers that refer to lost ones", "in QUIC streams", "HTTP/3 streams without their start",
        "the capture begins after the connection did"}
    assert Gap.TCP_MIDSTREAM in {note.gap for note in notes}
    assert sum(note.bytes for note in notes) < 100


def test_a_hello_that_hides_its_random(tmp_path: Path) -> None:
    """With Encrypted Client Hello the key log has a random that is nowhere in clear."""
    talk = build.talk()
    rows = build.asked(talk)
    hidden = b"\n".join(b" ".join([words[0], b"5a" * 32, words[2]])
                        for words in map(bytes.split, talk.secrets.splitlines()))
    exchanges = build.check(talk.sent, hidden, rows, tmp_path)
    assert exchanges[0].tls is not None and exchanges[0].tls.sni == "les.example"


def test_other_datagrams_are_no_quic_for_all_secrets(tmp_path: Path) -> None:
    talk = build.talk()
    build.asked(talk, 1)
    strange = [Datagram(1.7e9 + number, number % 2 == 0, ("192.0.2.1", 6000), ("198.51.100.9", 7000),
                        b"\x41" + bytes([number]) * 60) for number in range(40)]
    exchanges, notes = build.read(strange, talk.secrets, tmp_path)
    assert not exchanges
    assert [(note.gap, note.count, note.detail) for note in notes] == [(Gap.PROTOCOL_UNREAD, 40, "UDP")]


def test_two_connections_between_the_same_ports(tmp_path: Path) -> None:
    one, two = build.talk(), build.talk()
    rows = build.asked(one) + build.asked(two, start=30)
    after = [replace(datagram, time=datagram.time + 5) for datagram in two.sent]
    build.check(one.sent + after, one.secrets + two.secrets, rows, tmp_path)
    mixed = sorted(one.sent + two.sent, key=lambda datagram: datagram.time)
    build.check(mixed, one.secrets + two.secrets, rows, tmp_path)


def test_cut_datagrams_are_named(tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk)
    longer = replace(talk.sent[-1], data=bytes(1500))
    frames = [(datagram.time, frame(datagram)) for datagram in [*talk.sent, longer]]
    exchanges, notes = read_bytes(cut_pcap(frames, snaplen=1300), tmp_path, talk.secrets)
    assert [build.row(exchange) for exchange in exchanges] == rows
    assert [(note.gap, note.count, note.bytes) for note in notes] == [(Gap.PACKET_CUT, 1, 1500)]


@pytest.mark.parametrize("from_client", [True, False])
def test_one_direction_only(from_client: bool, tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk, 8)
    kept = [datagram for datagram in talk.sent if datagram.from_client == from_client]
    exchanges, notes = build.read(kept, talk.secrets, tmp_path)
    if from_client:
        assert [(exchange.method, exchange.target, exchange.request_body.data) for exchange in exchanges] == [
            (row[0], row[1], row[3]) for row in rows]
    else:
        assert sorted((exchange.status, exchange.response_body.data) for exchange in exchanges) == sorted(
            (row[2], row[4]) for row in rows)
        assert exchanges[0].client == Peer(*talk.address)
    assert "one direction was not captured" in {note.detail for note in notes}


def test_secrets_that_come_late_in_the_file(tmp_path: Path) -> None:
    from pcap_builders import enhanced, interface, secrets, section

    talk = build.talk()
    rows = build.asked(talk)
    data = section() + interface() + b"".join(
        enhanced(frame(datagram), int(datagram.time * 1e6)) for datagram in talk.sent) + secrets(talk.secrets)
    exchanges, notes = read_bytes(data, tmp_path, name="a.pcapng")
    assert [build.row(exchange) for exchange in exchanges] == rows and not notes
