"""QUIC connections of a capture against aioquic's own account: versions, suites, paths, losses, and no secrets."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import quic_builders as build
from aioquic.quic.packet import QuicProtocolVersion
from aioquic.tls import CipherSuite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.quic_talk import Datagram, Talk, pcap
from scanner.capture.pcap import read_pcap
from scanner.capture.pcap.quic_connection import Connection
from scanner.model import Gap, Note, Peer

FOLDER = Path(__file__).parents[2] / "captures" / "pcap"
ONE, TWO = QuicProtocolVersion.VERSION_1, QuicProtocolVersion.VERSION_2


@pytest.mark.parametrize(("name", "host", "detail"), [
    ("suricata-verify__quic-ietf.pcap", "msquic.net", "ALPN h3-29"),
    ("zeek__quic__quicv2-echo-443.pcap", "localhost", "ALPN other"),
    ("chromium-http3.pcap", "localhost", "ALPN h3; the name may be that of a front (Encrypted Client Hello)"),
])
def test_without_secrets_a_connection_is_named(name: str, host: str, detail: str) -> None:
    notes: list[Note] = []
    assert not list(read_pcap(FOLDER / name, "c", notes.append))
    [quic] = [note for note in notes if note.gap is Gap.QUIC_UNREAD]
    assert quic.host == host and quic.bytes > 1000 and quic.time > 0 and quic.detail == detail


@pytest.mark.tshark
def test_tshark_sees_the_same_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """How far each stream of a browser's connection goes, by its number."""
    tshark = shutil.which("tshark")
    if tshark is None:
        pytest.skip("tshark is not installed")
    path = FOLDER / "chromium-http3.pcap"
    command = [tshark, "-n", "-r", str(path), "-o", f"tls.keylog_file:{path}.keys", "-d", "udp.port==4433,quic",
               "-T", "fields", "-E", "occurrence=a", "-e", "quic.stream.stream_id", "-e", "quic.stream_data"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    theirs = {int(number, 0) for line in listed for number in line.split("\t")[0].split(",") if number}
    ours: dict[int, int] = {}
    stream = Connection.stream

    def seen(self: Connection, number: int, offset: int, data: bytes, fin: bool) -> None:
        ours[number] = max(ours.get(number, 0), offset + len(data))
        stream(self, number, offset, data, fin)

    monkeypatch.setattr(Connection, "stream", seen)
    exchanges = list(read_pcap(path, "c", lambda _: None, Path(f"{path}.keys").read_bytes()))
    sent = sum(len(data) // 2 for line in listed for data in line.split("\t")[1].split(",") if data)
    assert theirs == set(ours) and len(exchanges) == 17
    assert sent >= sum(ours.values()) > 10_000


@pytest.mark.parametrize("suite", [CipherSuite.AES_128_GCM_SHA256, CipherSuite.AES_256_GCM_SHA384,
                                   CipherSuite.CHACHA20_POLY1305_SHA256])
@pytest.mark.parametrize("version", [ONE, TWO])
def test_suites_and_versions(suite: CipherSuite, version: QuicProtocolVersion, tmp_path: Path) -> None:
    talk = build.talk(cipher_suites=[suite], supported_versions=[version])
    rows = build.asked(talk)
    exchanges = build.check(talk.sent, talk.secrets, rows, tmp_path)
    assert exchanges[0].tls is not None and exchanges[0].tls.cipher == f"TLS_{suite.name}"


ONE_WAY: list[tuple[str, dict[str, Any]]] = [
    ("as usual", {}),
    ("a Retry packet", {"retry": True}),
    ("compatible version change", {"client": {"original_version": ONE, "supported_versions": [TWO, ONE]}}),
    ("version negotiation", {"client": {"original_version": 0x1A2A3A4A, "supported_versions": [0x1A2A3A4A, ONE]}}),
    ("client without connection id", {"client": {"connection_id_length": 0}}),
    ("long connection ids", {"client": {"connection_id_length": 20}}),
]


@pytest.mark.parametrize("options", [options for _, options in ONE_WAY], ids=[name for name, _ in ONE_WAY])
def test_ways_to_connect(options: dict[str, Any], tmp_path: Path) -> None:
    talk = build.talk(**options)
    rows = build.asked(talk)
    exchanges = build.check(talk.sent, talk.secrets, rows, tmp_path)
    assert [exchange.target for exchange in exchanges] == [row[1] for row in rows]
    first = exchanges[0]
    assert first.id == "quic-0.0" and first.host == "les.example" and first.time > 1.7e9
    assert first.client == Peer(*talk.address) and first.server == Peer(*talk.server_address)
    assert first.tls is not None and first.tls.version == "TLSv1.3" and first.tls.alpn == "h3"
    assert first.tls.sni == "les.example" and first.tls.cipher == "TLS_AES_256_GCM_SHA384"
    assert ("x-klas", "groep 7") in first.request_headers and ("x-school", "De Vlinder") in first.response_headers


def test_key_updates_of_both_sides(tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk)
    for number in range(1, 4):
        (talk.client if number % 2 else talk.server).request_key_update()  # type: ignore[union-attr]
        rows += build.asked(talk, start=10 * number)
    build.check(talk.sent, talk.secrets, rows, tmp_path)


def test_early_data(tmp_path: Path) -> None:
    tickets: dict[bytes, Any] = {}
    first = build.talk(tickets=tickets)
    rows = build.asked(first)
    second = build.talk(tickets=tickets, client={"session_ticket": first.session_ticket})
    again = replace_addresses(second, port=50_999, start=first.now + 1)
    early = build.asked(again, start=20)
    assert any(event.__class__.__name__ == "HandshakeCompleted" and event.early_data_accepted
               for event in again.events)
    build.check(first.sent + again.sent, first.secrets + again.secrets, rows + early, tmp_path)


def replace_addresses(talk: Talk, port: int, start: float) -> Talk:
    talk.address = (talk.address[0], port)
    talk.now = start
    return talk


def test_lost_packets_that_were_sent_again(tmp_path: Path) -> None:
    chance = random.Random(4)
    talk = build.talk()
    talk.lose = lambda _: chance.random() < 0.1
    rows = build.asked(talk, 12, 20_000)
    build.check(talk.sent, talk.secrets, rows, tmp_path)


@pytest.mark.parametrize("reach", [2, 5, 20])
def test_packets_captured_out_of_order_and_twice(reach: int, tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk, 12, 20_000)
    chance = random.Random(reach)
    places = sorted(range(len(talk.sent)), key=lambda place: place + chance.random() * reach)
    disordered = [talk.sent[place] for place in places for _ in range(1 + (chance.random() < 0.2))]
    build.check(disordered, talk.secrets, rows, tmp_path)


def test_packets_that_were_not_captured(tmp_path: Path) -> None:
    """The streams they belonged to say so; all others are whole."""
    talk = build.talk()
    rows = build.asked(talk, 12, 20_000)
    large = [index for index, datagram in enumerate(talk.sent) if len(datagram.data) > 1000]
    gone = {large[len(large) // 2], large[-4]}
    exchanges, notes = build.read([datagram for index, datagram in enumerate(talk.sent) if index not in gone],
                                  talk.secrets, tmp_path)
    whole = [exchange for exchange in exchanges
             if exchange.request_body.state == exchange.response_body.state == "complete"]
    assert {build.row(exchange) for exchange in whole} < set(rows) and len(rows) - 4 <= len(whole) < len(rows)
    assert len(exchanges) == len(rows)
    assert {note.gap for note in notes} == {Gap.TCP_GAP} and notes[0].detail == "in QUIC streams"
    assert 2 <= notes[0].count <= 4 and 1000 < notes[0].bytes < 2800


def test_secrets_for_another_connection(tmp_path: Path) -> None:
    one, two = build.talk(), build.talk()
    build.asked(one)
    build.asked(two)
    exchanges, notes = build.read(one.sent, two.secrets, tmp_path)
    assert not exchanges
    [note] = notes
    assert note.gap is Gap.QUIC_UNREAD and note.host == "les.example" and note.count == 1
    assert note.detail == "the key log matches no connection of this capture; ALPN h3"
    assert note.bytes == sum(len(datagram.data) for datagram in one.sent)


def test_secrets_of_one_side(tmp_path: Path) -> None:
    talk = build.talk()
    rows = build.asked(talk)
    half = b"\n".join(line for line in talk.secrets.splitlines() if not line.startswith(b"SERVER"))
    exchanges, notes = build.read(talk.sent, half, tmp_path)
    assert [(exchange.method, exchange.target, exchange.status, exchange.request_body.data)
            for exchange in exchanges] == [(*row[:2], 0, row[3]) for row in rows]
    assert Gap.QUIC_UNREAD in {note.gap for note in notes}


def recorded() -> Talk:
    talk = build.talk()
    build.asked(talk, 3, 2000)
    return talk


TALK = recorded()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 1300), st.integers(0, 255)), max_size=30))
def test_damaged_datagrams_are_survived(tmp_path: Path, changes: list[tuple[int, int, int]]) -> None:
    datagrams = list(TALK.sent)
    for which, place, value in changes:
        datagram = datagrams[which % len(datagrams)]
        data = bytearray(datagram.data)
        data[place % len(data)] = value
        datagrams[which % len(datagrams)] = replace(datagram, data=bytes(data[:max(1, place)]))
    exchanges, _ = build.read(datagrams, TALK.secrets, tmp_path)
    assert len(exchanges) <= 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([b"", b"\xc0\0\0\0\x01", b"\xd3\x6b\x33\x43\xcf", b"\x40"]),
                          st.binary(max_size=80)), max_size=20))
def test_any_datagrams_are_survived(tmp_path: Path, content: list[tuple[bool, bytes, bytes]]) -> None:
    datagrams = [Datagram(1.7e9 + number, up, TALK.address, TALK.server_address, start + rest)
                 for number, (up, start, rest) in enumerate(content)]
    exchanges, notes = build.read(datagrams, TALK.secrets, tmp_path)
    size = sum(len(datagram.data) for datagram in datagrams)
    assert not exchanges and sum(note.bytes for note in notes) >= (size > 0)
    assert pcap([])[:4] == b"\xd4\xc3\xb2\xa1"
