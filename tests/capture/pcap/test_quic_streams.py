"""Reassembly of QUIC streams: any order, copies, overlaps, gaps, resets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import quic_streams
from scanner.capture.pcap.quic_streams import Ignored, Incoming, Waiting


class Heard:
    """What a reader gets: bytes with a question mark for each missing one."""

    def __init__(self) -> None:
        self.text = b""
        self.ends: list[bool] = []

    def feed(self, data: bytes, time: float) -> None:
        assert data and not self.ends
        self.text += data

    def gap(self, missing: int) -> None:
        assert missing > 0
        self.text += b"?" * missing

    def end(self, whole: bool) -> None:
        self.ends.append(whole)


def fed(*frames: tuple[int, bytes, bool], final: int = -1) -> tuple[Heard, Waiting]:
    heard, waiting = Heard(), Waiting()
    incoming = Incoming(heard, waiting)
    for offset, data, fin in frames:
        incoming.add(offset, data, fin, 1.0)
    incoming.finish(final)
    assert waiting.size == 0 and incoming.ended
    return heard, waiting


def test_in_order_and_out_of_order() -> None:
    for frames in (((0, b"ab", False), (2, b"cd", False), (4, b"", True)),
                   ((2, b"cd", True), (0, b"ab", False)), ((0, b"abc", False), (1, b"bcd", True)),
                   ((3, b"d", True), (2, b"cd", True), (0, b"abcd", True), (0, b"xx", False))):
        heard, waiting = fed(*frames)
        assert (heard.text, heard.ends, waiting.holes) == (b"abcd", [True], 0)


def test_gaps_are_handed_on_where_they_are() -> None:
    heard, waiting = fed((4, b"ef", False), (0, b"ab", False), (8, b"ij", True))
    assert (heard.text, heard.ends) == (b"ab??ef??ij", [True])
    assert (waiting.holes, waiting.missing) == (2, 4)


def test_an_end_that_was_announced_or_not() -> None:
    assert fed((0, b"ab", False))[0].ends == [False]
    heard, waiting = fed((4, b"", True), (0, b"ab", False))
    assert (heard.text, heard.ends, waiting.missing) == (b"ab??", [True], 2)
    heard, waiting = fed((0, b"ab", False), final=5)
    assert (heard.text, heard.ends, waiting.missing) == (b"ab???", [False], 3)
    assert fed((0, b"ab", False), final=2)[0].ends == [False]


def test_what_waits_is_bounded(monkeypatch: object) -> None:
    bound, quic_streams.MAX_WAITING = quic_streams.MAX_WAITING, 2000
    try:
        heard, waiting = Heard(), Waiting()
        incoming = Incoming(heard, waiting)
        for number in range(20):
            incoming.add(10 + 10 * number, b"0123456789", False, 1.0)
            assert waiting.size <= 2000
    finally:
        quic_streams.MAX_WAITING = bound
    assert heard.text == b"?" * 10 + b"0123456789" * 20 and waiting.holes == 1
    incoming.add(0, b"too late, too late", False, 1.0)
    assert waiting.missing == 10


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_cover_gives_the_stream(content: bytes, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.tuples(st.integers(0, len(content)), st.integers(0, 20)), max_size=12))
    frames = [(start, content[start:start + size]) for start, size in cuts]
    missing = data.draw(st.booleans())
    if not missing:
        frames += [(start, content[start:start + 7]) for start in range(0, len(content), 7)]
    frames = data.draw(st.permutations(frames))
    heard, waiting = fed(*((start, piece, start + len(piece) == len(content)) for start, piece in frames))
    assert len(heard.ends) == 1
    assert all(seen in (ord("?"), byte) for seen, byte in zip(heard.text, content, strict=False))
    if not missing:
        assert heard.text == content and heard.ends == [True] and not waiting.holes


def test_ignored_streams_are_counted() -> None:
    ignored = Ignored()
    incoming = Incoming(ignored, Waiting())
    incoming.add(2, b"cd", True, 1.0)
    incoming.finish()
    assert ignored.size == 2
