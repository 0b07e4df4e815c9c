"""Frames are told from other bytes by their headers alone."""

from __future__ import annotations

from random import Random

import pytest

from scanner.capture.pcap.http2_frames import find_frames, frames_follow


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


@pytest.mark.parametrize("data", [
    frame(0, 1, 3, b"body") * 4, frame(4, 0, 0, bytes(6)) + frame(4, 1, 0),
    frame(1, 0x25, 5, bytes(9)) + frame(8, 0, 5, bytes(4)),
    frame(8, 0, 0, bytes(4)) + frame(6, 1, 0, bytes(8)) + frame(7, 0, 0, bytes(8)), frame(16, 0, 0, b"abcdeu=1") * 2,
    frame(5, 4, 1, bytes(9)) + frame(9, 4, 1, b"x") + frame(3, 0, 1, bytes(4)),
])
def test_frames(data: bytes) -> None:
    assert frames_follow(data, 0, len(data))
    assert find_frames(b"\x17\x09" + data, 0, len(data) + 2) == 2
    assert frames_follow(data + frame(0, 0, 1, b"long" * 9)[:20], 0, len(data) + 20, 9)


@pytest.mark.parametrize("data", [
    b"", bytes(9), bytes(100), frame(0, 0, 0, b"body") * 4, frame(4, 0, 1, bytes(6)) * 4, frame(4, 0, 0, bytes(5)) * 4,
    frame(4, 1, 0, bytes(6)) * 4, frame(0, 2, 1, b"body") * 4, frame(11, 0, 1, b"body") * 4,
    frame(6, 0, 0, bytes(7)) * 4,
    frame(0, 0, 1 << 31, b"x") * 4, frame(0, 1, 3, b"body") + b"other bytes", frame(0, 0, 1, b"x" * 9)[:12],
    b"\x16\x03\x01" * 40, b"GET / HTTP/1.1\r\n" * 9,
])
def test_other_bytes(data: bytes) -> None:
    assert not frames_follow(data, 0, len(data)) and find_frames(data, 0, len(data), least=3) == -1


def test_random_bytes_are_hardly_ever_frames() -> None:
    noise = Random(7).randbytes(200_000)
    assert all(find_frames(noise, at, len(noise)) == -1 for at in range(0, 200_000, 30_000))
