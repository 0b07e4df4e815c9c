"""From file to exchanges and notes: what was lost is said once, with its host; nothing is lost silently."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pcap_builders as build
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note


def read(folder: Path, *talks: build.Talk, **options: int) -> tuple[list[Exchange], list[Note]]:
    frames = sorted(frame for talk in talks for frame in talk.frames())
    return build.read_bytes(build.pcap(frames, **options), folder)  # type: ignore[arg-type]


def kinds(notes: list[Note]) -> dict[Gap, tuple[int, int]]:
    return {note.gap: (note.count, note.bytes) for note in notes}


def test_connections_in_order_with_their_peers(tmp_path: Path) -> None:
    second = build.Talk(client=("2001:db8::10", 999), server=("2001:db8::7", 8080), time=build.START + 1)
    exchanges, notes = read(tmp_path, build.http_talk(), build.http_talk(talk=second))
    assert [one.id for one in exchanges] == ["tcp-0.1", "tcp-1.1"] and not notes
    first, other = exchanges
    assert first.time == pytest.approx(build.START + 0.002) and first.tls is None and first.capture == "a.pcap"
    assert other.client is not None and (other.client.host, other.client.port) == ("2001:db8::10", 999)
    assert (other.host, other.port) == ("les.example", 8080)


def test_packed_captures(tmp_path: Path) -> None:
    data = build.pcap(build.http_talk().frames())
    exchanges, notes = build.read_bytes(gzip.compress(data), tmp_path)
    assert len(exchanges) == 1 and not notes
    _, notes = build.read_bytes(gzip.compress(data)[:-12], tmp_path)
    assert Gap.FILE_TRUNCATED in kinds(notes)


def test_cut_packets_are_holes(tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"x" * 3000
    exchanges, notes = read(tmp_path, build.http_talk((build.GET, body), (build.POST, build.OK)), snaplen=500)
    assert [one.response_body.state for one in exchanges] == ["truncated", "complete"]
    assert exchanges[0].response_body.size == 3000
    assert len(exchanges[0].response_body.data) < 3000
    count, size = kinds(notes)[Gap.PACKET_CUT]
    assert count == 2 and size + len(exchanges[0].response_body.data.replace(b"\n", b"")) == 3000
    assert all(note.host == "les.example" for note in notes)


def test_a_cut_file_keeps_what_was_read(tmp_path: Path) -> None:
    data = build.pcap(build.http_talk((build.GET, build.OK), (build.POST, build.OK * 3)).frames())
    exchanges, notes = build.read_bytes(data[:-300], tmp_path)
    assert len(exchanges) == 2 and Gap.FILE_TRUNCATED in kinds(notes)


def test_conflicting_copies_are_noted(tmp_path: Path) -> None:
    talk = build.http_talk()
    segment = talk.segments[2]
    talk.segments.insert(3, replace(segment, data=segment.data.replace(b"id=7", b"id=8"), time=segment.time + 1e-4))
    exchanges, notes = read(tmp_path, talk)
    assert exchanges[0].target == "/leerlingen?id=7"
    assert kinds(notes)[Gap.TCP_OVERLAP][0] == 1


@pytest.mark.parametrize(("lost", "exchanges", "missing"), [
    ((True, False), 0, len(build.GET) + len(build.OK)), ((False,), 1, len(build.OK)), ((True,), 1, len(build.GET)),
])
def test_data_of_which_only_the_end_was_captured_is_a_gap(lost: tuple[bool, ...], exchanges: int, missing: int,
                                                          tmp_path: Path) -> None:
    talk = build.http_talk()
    kept = [segment for segment in talk.segments if not (segment.data and segment.from_client in lost)]
    found, notes = build.read_bytes(build.pcap(sorted(replace(talk, segments=kept).frames())), tmp_path)
    assert len(found) == exchanges
    assert [(note.bytes, note.detail) for note in notes if note.gap is Gap.TCP_GAP] == [(missing, "")]


def test_the_roles_are_read_from_the_bytes_when_no_syn_tells(tmp_path: Path) -> None:
    talk = build.http_talk(talk=build.Talk(client=("192.0.2.1", 80), server=("192.0.2.2", 50_000)))
    exchanges, notes = read(tmp_path, replace(talk, segments=talk.segments[2:]))
    assert exchanges[0].method == "GET" and exchanges[0].client is not None and exchanges[0].client.port == 80
    assert kinds(notes) == {Gap.TCP_MIDSTREAM: (1, 0)}


def test_bodies_are_bounded(tmp_path: Path) -> None:
    data = build.pcap(build.http_talk().frames())
    (exchange,), notes = build.read_bytes(data, tmp_path, max_body=5)
    assert exchange.response_body.data == b'{"naa' and exchange.response_body.size == 14
    assert exchange.response_body.state == "truncated"
    assert [(note.gap, note.bytes, note.host) for note in notes] == [(Gap.BODY_TRUNCATED, 9, "les.example")]


def test_a_connection_that_ends_inside_a_body(tmp_path: Path) -> None:
    (exchange,), notes = read(tmp_path, build.http_talk((build.GET, build.OK[:-4])))
    assert exchange.response_body.state == "truncated" and exchange.response_body.size == 14
    assert [(note.gap, note.bytes, note.detail) for note in notes] == [
        (Gap.BODY_TRUNCATED, 4, "the end was not captured")]


def test_packets_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    frames = [(build.START, bytes(12) + b"\x12\x34" + bytes(50)), (build.START, bytes(12) + b"\x08\x06" + bytes(50))]
    exchanges, notes = build.read_bytes(build.pcap(frames), tmp_path)
    assert not exchanges and [(note.gap, note.count, note.detail) for note in notes] == [
        (Gap.PACKET_UNSUPPORTED, 1, "EtherType 0x1234")]
    _, notes = build.read_bytes(build.pcap(frames, link=147), tmp_path)
    assert [(note.count, note.detail) for note in notes] == [(2, "link type 147")]


def test_secrets_may_stand_at_the_end_of_the_file(tmp_path: Path) -> None:
    session = build.record_tls([(True, build.GET), (False, build.OK)])
    data = build.section() + build.interface() + b"".join(
        build.enhanced(frame, int(time * 1e6)) for time, frame in session.talk().frames())
    exchanges, notes = build.read_bytes(data + build.secrets(session.keylog), tmp_path)
    assert len(exchanges) == 1 and not notes


def test_keys_that_fit_some_connections_only(tmp_path: Path) -> None:
    one, two = (build.record_tls([(True, build.GET), (False, build.OK)]) for _ in range(2))
    second = replace(two.talk(), client=("192.0.2.99", 1), time=0.0)
    frames = sorted(one.talk().frames() + second.frames())
    exchanges, notes = build.read_bytes(build.pcap(frames), tmp_path, two.keylog)
    assert len(exchanges) == 1
    assert [(note.gap, note.host, note.detail) for note in notes] == [(Gap.TLS_NO_KEY, "les.example", "ALPN http/1.1")]


def test_other_files_are_the_users_to_mend(tmp_path: Path) -> None:
    for data in (b"", b"{}", b"\x1f\x8b\x08"):
        with pytest.raises(InputError, match=r"no pcap or pcapng"):
            build.read_bytes(data, tmp_path)


def test_every_byte_is_in_an_exchange_or_a_note(tmp_path: Path) -> None:
    """Heads, framing and bodies of the exchanges and the bytes of the notes make up the payload."""
    rest = b"\x00\x01\x02 no message"
    exchanges, notes = read(
        tmp_path, build.http_talk((build.GET, build.OK), (build.POST + rest, build.OK)),
        build.http_talk((b"\x00binary", b"\x01answer"), talk=build.Talk(client=("192.0.2.3", 3))))
    assert sum(note.bytes for note in notes) == len(rest) + 7 + 7
    assert [len(one.response_body.data) for one in exchanges] == [14, 14]


@pytest.fixture(scope="module")
def captures() -> list[bytes]:
    session = build.record_tls([(True, build.POST), (False, build.OK), (True, build.GET), (False, build.OK)])
    tls = session.talk().frames()
    plain = build.http_talk((build.POST, build.OK), (build.GET, build.OK * 40)).frames()
    blocks = b"".join(build.enhanced(frame, int(time * 1e6)) for time, frame in tls)
    pcapng = build.section() + build.interface() + blocks
    return [build.pcap(plain), pcapng + build.secrets(session.keylog), gzip.compress(build.pcap(plain + tls), mtime=0)]


@given(st.integers(0, 2), st.integers(0, 2 ** 32))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_captures_are_read_as_far_as_they_go(tmp_path: Path, captures: list[bytes], which: int,
                                                      seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(captures[which])
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)):]
    for _ in range(chance.choice([0, 1, 5, 60])):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        build.read_bytes(bytes(data), tmp_path)
    except InputError:
        assert bytes(data[:4]) != captures[which][:4] or which == 2
