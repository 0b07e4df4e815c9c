"""Packets that stations sent in several 802.11 frames are put together, whatever happened to these on the way."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random

import pcap_builders as build
import pcap_encapsulations as wrap
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import wireless
from scanner.capture.pcap.wireless_fragments import WirelessFragments
from scanner.model import Gap

Change = Callable[[list[bytes], Random], list[bytes]]


def fragments(packet: bytes, number: int, kind: bytes = b"\x08\x01", more: bytes = b"", size: int = 256) -> list[bytes]:
    """The frames of a packet; ``kind`` is the frame control, ``more`` what follows the sequence number."""
    payload = wrap.snap(packet)
    parts = [payload[at:at + size] for at in range(0, len(payload), size)]
    found = []
    for part, data in enumerate(parts):
        flags = kind[1] | (4 if part + 1 < len(parts) else 0)
        frame = bytearray(wrap.wireless(data, bytes([kind[0], flags]), more))
        frame[22:24] = (number << 4 & 0xFFF0 | part).to_bytes(2, "little")
        found.append(bytes(frame))
    return found


def capture(change: Change, kind: bytes = b"\x08\x01", more: bytes = b"", summed: bool = False) -> bytes:
    random = Random(3)
    frames = []
    for number, segment in enumerate(build.http_talk().segments):
        pieces = change(fragments(build.http_talk().packet(segment), number % 4, kind, more, 64), random)
        frames += [(segment.time, wrap.radiotap(piece, 0x10 if summed else 0)) for piece in pieces]
    return build.pcap(frames, 127)


def mixed(frames: list[bytes], random: Random) -> list[bytes]:
    return random.sample(frames, len(frames))


def repeated(frames: list[bytes], random: Random) -> list[bytes]:
    """Sent again, as receipts are lost: the mark for it is set."""
    return [frame for each in frames for frame in (each, each[:1] + bytes([each[1] | 8]) + each[2:])]


@pytest.mark.parametrize(("kind", "more"), [
    (b"\x08\x01", b""), (b"\x88\x01", b"\0\0"), (b"\x08\x03", bytes(6)), (b"\x88\x83", bytes(12)),
], ids=["plain", "qos", "four addresses", "qos with all"])
@pytest.mark.parametrize("change", [lambda frames, _: frames, mixed, repeated], ids=["in order", "mixed", "repeated"])
@pytest.mark.parametrize("summed", [False, True], ids=["", "with check sums"])
def test_the_exchange_is_read(kind: bytes, more: bytes, change: Change, summed: bool, tmp_path: Path) -> None:
    exchanges, notes = build.read_bytes(capture(change, kind, more, summed), tmp_path)
    assert [(one.target, one.response_body.data) for one in exchanges] == [("/leerlingen?id=7", b'{"naam": "An"}')]
    assert not notes


def test_a_lost_part_is_counted(tmp_path: Path) -> None:
    """All but the last part of each packet: nothing can be read of packets that never were whole."""
    exchanges, notes = build.read_bytes(capture(lambda frames, _: frames[:-1] if len(frames) > 1 else frames), tmp_path)
    assert all(not one.response_body.data for one in exchanges)
    assert any(note.gap is Gap.PACKET_UNSUPPORTED and note.detail == "fragmented wireless frame" and note.count > 2
               for note in notes)


def test_what_waits_is_bounded() -> None:
    pending = WirelessFragments()
    for number in range(3000):
        frame = bytearray(fragments(b"\x45" + bytes(600), number)[0])
        frame[4:8] = number.to_bytes(4, "big")
        found = wireless.wireless(bytes(frame), 0, len(frame))
        assert isinstance(found, wireless.Fragment)
        pending.add(bytes(frame), found, number)
    assert pending.lost >= 3000 - 1025 and pending.end() == 3000 and not pending.take()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans(), st.binary(max_size=40)), max_size=30))
def test_any_fragments_are_survived(pieces: list[tuple[int, int, bool, bytes]]) -> None:
    pending = WirelessFragments()
    for record, (number, part, more, data) in enumerate(pieces):
        frame = bytearray(wrap.wireless(wrap.SNAP + b"\x08\0" + data if not part else data,
                                        b"\x08\x05" if more else b"\x08\x01"))
        frame[22:24] = (number << 4 | part).to_bytes(2, "little")
        found = wireless.wireless(bytes(frame), 0, len(frame))
        if isinstance(found, wireless.Fragment):
            pending.add(bytes(frame), found, record)
    whole = pending.take()
    assert pending.end() <= len(pieces) and len(whole) <= len(pieces)


@pytest.mark.slow
@pytest.mark.tshark
def test_tshark_reads_it_too(tmp_path: Path) -> None:
    tshark = shutil.which("tshark")
    if tshark is None:
        pytest.skip("tshark is not installed")
    path = tmp_path / "a.pcap"
    path.write_bytes(capture(lambda frames, _: frames))
    listed = subprocess.run([tshark, "-n", "-r", str(path), "-T", "fields", "-e", "http.request.uri"],
                            capture_output=True, text=True, check=False).stdout
    assert "/leerlingen?id=7" in listed
