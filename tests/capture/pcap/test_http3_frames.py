"""Frames of HTTP/3 streams: cut at any place, skipped over, lost."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.http3_frames import HEADERS, SETTINGS, Control, Frames
from scanner.capture.pcap.http3_headers import FieldSections


def frame(kind: int, payload: bytes) -> bytes:
    return bytes([kind, len(payload)]) + payload


class Heard(Frames):
    """Keeps all that is handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.frames: list[tuple[int, bytes, float]] = []
        self.text = b""
        self.whole = False

    def wanted(self, kind: int) -> bool:
        return kind in (HEADERS, SETTINGS)

    def frame(self, kind: int, payload: bytes, time: float) -> None:
        self.frames.append((kind, payload, time))

    def body(self, data: bytes, time: float) -> None:
        assert data
        self.text += data

    def body_gap(self, missing: int) -> None:
        self.text += b"?" * missing

    def end(self, whole: bool) -> None:
        self.whole = whole and not self.unfinished()


STREAM = (frame(1, b"head") + frame(0, b"body, ") + frame(0x21, b"grease") + frame(0, b"more") + frame(1, b"")
          + frame(4, b"s"))


@given(st.lists(st.integers(1, len(STREAM) - 1), max_size=12))
def test_cut_at_any_place(cuts: list[int]) -> None:
    heard = Heard()
    edges = sorted({0, len(STREAM), *cuts})
    for start, end in pairwise(edges):
        heard.feed(STREAM[start:end], 1.0)
    heard.end(True)
    assert [found[:2] for found in heard.frames] == [(1, b"head"), (1, b""), (4, b"s")]
    assert (heard.text, heard.whole, heard.damaged) == (b"body, more", True, 0)


@given(st.integers(0, len(STREAM) - 1), st.integers(1, 12))
def test_a_gap_at_any_place(start: int, size: int) -> None:
    """What is handed over is right, or it is not handed over."""
    heard = Heard()
    end = min(start + size, len(STREAM))
    if start:
        heard.feed(STREAM[:start], 1.0)
    heard.gap(end - start)
    if end < len(STREAM):
        heard.feed(STREAM[end:], 1.0)
    heard.end(True)
    assert {found[:2] for found in heard.frames} <= {(1, b"head"), (1, b""), (4, b"s")}
    assert all(seen in (byte, ord("?")) for seen, byte in zip(heard.text, b"body, more", strict=False))
    assert heard.damaged <= len(STREAM)


def test_settings_reach_the_other_direction() -> None:
    other = FieldSections()
    control = Control(other)
    settings = frame(0x21, b"grease") + frame(SETTINGS, b"\x06\x10\x01\x44\0")
    control.feed(settings[:-1], 1.0)
    assert other.capacity is None
    control.feed(settings[-1:] + frame(7, b"\0"), 1.0)
    control.end(True)
    assert other.capacity == 1024
