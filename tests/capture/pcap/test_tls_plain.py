"""Plain text keeps the times of the packets and the places of gaps."""

from __future__ import annotations

from scanner.capture.pcap.stream import Hole, Stream
from scanner.capture.pcap.tls_plain import PlainText


def test_pieces_gaps_and_times() -> None:
    text = PlainText()
    text.miss(0)
    text.add(b"one", 0)
    text.add(b"", 5)
    text.miss(7)
    text.add(b"two", 12)
    stream = text.stream(Stream(bytes(20), [0, 10], [1.0, 2.0], closed=True), closed=False)
    assert stream.data == b"onetwo" and stream.holes == [Hole(3, 7)] and stream.closed
    assert [stream.time_at(index) for index in (0, 2, 3, 5)] == [1.0, 1.0, 2.0, 2.0]
    assert text.stream(Stream(), closed=False).times == [0.0, 0.0]
