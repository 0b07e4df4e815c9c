"""Frames of opened packets: each kind is stepped over or handed on; damage ends the packet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.quic_frames import read_frames


class Heard:
    """Keeps what it is handed."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def stream(self, number: int, offset: int, data: bytes, fin: bool) -> None:
        self.calls.append(("stream", number, offset, data, fin))

    def crypto(self, offset: int, data: bytes) -> None:
        self.calls.append(("crypto", offset, data))

    def reset(self, number: int, final: int) -> None:
        self.calls.append(("reset", number, final))

    def new_id(self, connection_id: bytes) -> None:
        self.calls.append(("id", connection_id))

    def datagram(self, size: int) -> None:
        self.calls.append(("datagram", size))


SILENT = [
    ("padding", b"\0"), ("much padding", bytes(700)), ("ping", b"\x01"),
    ("ack", b"\x02\x44\x01\x05\x02\x03\x01\x02\x40\x07\x08"), ("ack with ecn", b"\x03\x09\x05\0\x03\x01\x02\x03"),
    ("stop sending", b"\x05\x04\x40\x80"), ("new token", b"\x07\x03abc"), ("max data", b"\x10\x80\0\1\0"),
    ("max stream data", b"\x11\x04\x44\0"), ("max streams", b"\x12\x10"), ("max streams, one way", b"\x13\x10"),
    ("data blocked", b"\x14\x10"), ("stream data blocked", b"\x15\x04\x10"), ("streams blocked", b"\x16\x10"),
    ("streams blocked, one way", b"\x17\x10"), ("retired id", b"\x19\x01"), ("path challenge", b"\x1a12345678"),
    ("path response", b"\x1b12345678"), ("close", b"\x1c\x01\x08\x04oops"),
    ("close by application", b"\x1d\x41\0\x02no"),
    ("handshake done", b"\x1e"), ("ack frequency", b"\x40\xaf\x01\x02\x03\x04"), ("immediate ack", b"\x1f"),
]
HANDED = [
    (b"\x08\x04tail", ("stream", 4, 0, b"tail", False)), (b"\x09\x04tail", ("stream", 4, 0, b"tail", True)),
    (b"\x0a\x04\x03abc", ("stream", 4, 0, b"abc", False)), (b"\x0c\x04\x44\0tail", ("stream", 4, 1024, b"tail", False)),
    (b"\x0f\x80\1\0\0\xc0\0\0\1\0\0\0\0\x02ab", ("stream", 65536, 1 << 32, b"ab", True)),
    (b"\x0b\x08\0", ("stream", 8, 0, b"", True)), (b"\x06\x05\x02hi", ("crypto", 5, b"hi")),
    (b"\x04\x04\x41\0\x44\x10", ("reset", 4, 1040)), (b"\x24\x04\x41\0\x44\x10\x05", ("reset", 4, 1040)),
    (b"\x18\x02\x01\x04abcd" + bytes(16), ("id", b"abcd")), (b"\x30wxyz", ("datagram", 4)),
    (b"\x31\x02wx", ("datagram", 2)),
]
LAST = {b"\x08", b"\x09", b"\x0c", b"\x30"}
"""Kinds without a length: they fill the packet."""


@pytest.mark.parametrize("frame", [frame for _, frame in SILENT], ids=[name for name, _ in SILENT])
def test_what_says_nothing_is_stepped_over(frame: bytes) -> None:
    heard = Heard()
    assert read_frames(frame + b"\x0a\x04\x03abc" + frame + b"\x0a\x08\x01z", heard)
    assert heard.calls == [("stream", 4, 0, b"abc", False), ("stream", 8, 0, b"z", False)]


@pytest.mark.parametrize(("frame", "call"), HANDED)
def test_what_is_handed_on(frame: bytes, call: tuple[Any, ...]) -> None:
    heard = Heard()
    assert read_frames(b"\x01" + frame, heard) and heard.calls == [call]
    if frame[:1] not in LAST:
        heard = Heard()
        assert read_frames(frame * 2 + b"\0\0", heard) and heard.calls == [call, call]


@pytest.mark.parametrize("frame", [
    b"\x0a\x04\x09abc", b"\x0c\x04", b"\x06\x05\x09hi", b"\x02\x44", b"\x02\x05\x05\x7f\xff\x01", b"\x31\x09wx",
    b"\x18\x02\x01\x09abcd", b"\x07\x09abc", b"\x1a1234", b"\x20", b"\x40\x77", b"\x1c\x01\x08\x7f\xff",
])
def test_damage_ends_the_packet(frame: bytes) -> None:
    heard = Heard()
    assert not read_frames(b"\x0a\x04\x03abc" + frame, heard)
    assert heard.calls == [("stream", 4, 0, b"abc", False)]


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(plain: bytes) -> None:
    heard = Heard()
    read_frames(plain, heard)
    assert sum(len(call[3]) for call in heard.calls if call[0] == "stream") <= len(plain)


def test_padding_between_pings_takes_no_longer_than_its_bytes() -> None:
    assert read_frames(b"\0\0\1" * 22_000, Heard())
