"""Undoes gzip, zlib, zstd and LZ4 on the fly, in bounded memory, several members one after the other.

Theory. A compressed stream can grow a thousandfold (gzip) or more (zstd) on its way out, so output is taken in
portions: zlib and LZ4 stop at a given size, zstd cannot, and is fed so little at a time that what comes out stays
small. In total a stream may unpack to ``FREE`` bytes whatever it took, and beyond that to ``RATIO`` times what was
read of it: no capture of real traffic comes near, a bomb does at once.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1 << 20
"""Files are read in blocks of this many bytes."""
FREE: Final = 256 << 20
RATIO: Final = 200

_EITHER: Final = 32 + zlib.MAX_WBITS  # zlib or gzip, by header
_SIP: Final = 1 << 10
_WINDOW: Final = 1 << 27
"""What zstd may look back; more (``--long=31``) would be kept in memory."""


class Member(Protocol):
    """The decoder of one member; ``unpack`` takes bytes and returns the output and what it did not take."""

    def unpack(self, data: memoryview, room: int) -> tuple[bytes, memoryview]:
        """Output of about ``room`` bytes; raises ``Damaged``."""

    @property
    def finished(self) -> bool:
        """Whether the member has ended."""

    @property
    def holds_more(self) -> bool:
        """Whether there is output to come without further input."""


class Damaged(ValueError):
    """The compressed bytes make no sense; carries no content."""


class _Zlib:
    holds_more = False

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(_EITHER)

    @property
    def finished(self) -> bool:
        return self._inner.eof

    def unpack(self, data: memoryview, room: int) -> tuple[bytes, memoryview]:
        try:
            plain = self._inner.decompress(data, room)
        except zlib.error:
            raise Damaged from None
        return plain, memoryview(self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail)


class _Zstd:
    holds_more = False

    def __init__(self) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._inner = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    @property
    def finished(self) -> bool:
        return self._inner.eof

    def unpack(self, data: memoryview, room: int) -> tuple[bytes, memoryview]:
        sip, rest = data[:_SIP], data[_SIP:]
        try:
            plain = self._inner.decompress(sip)
        except self._error:
            raise Damaged from None
        if self._inner.eof and (unused := len(self._inner.unused_data)):
            rest = data[len(sip) - unused:]
        return plain, rest


class _Lz4:
    def __init__(self) -> None:
        from lz4.frame import LZ4FrameDecompressor

        self._inner = LZ4FrameDecompressor()

    @property
    def finished(self) -> bool:
        return bool(self._inner.eof)

    @property
    def holds_more(self) -> bool:
        return not self._inner.eof and not self._inner.needs_input

    def unpack(self, data: memoryview, room: int) -> tuple[bytes, memoryview]:
        try:
            plain = self._inner.decompress(bytes(data), max_length=room)
        except (RuntimeError, EOFError):
            raise Damaged from None
        return plain, memoryview(self._inner.unused_data or b"" if self._inner.eof else b"")


_MAGIC: Final[tuple[tuple[bytes, Callable[[], Member]], ...]] = (
    (b"\x1f\x8b\x08", _Zlib),
    (b"\x78\x01", _Zlib), (b"\x78\x5e", _Zlib), (b"\x78\x9c", _Zlib), (b"\x78\xda", _Zlib),
    (b"\x28\xb5\x2f\xfd", _Zstd),
    (b"\x04\x22\x4d\x18", _Lz4),
)
_SKIPPABLE: Final = bytes.fromhex("2a4d18")
"""The end of the magic number of frames that decoders of zstd and LZ4 step over; the first byte is 0x50 to 0x5f."""


def member_of(head: bytes) -> Callable[[], Member] | None:
    """What makes the decoder of bytes that begin so; None when they are not compressed."""
    return next((make for magic, make in _MAGIC if head.startswith(magic)), None)


class Unpacker(io.RawIOBase):
    """The content of a compressed file; damage, a missing end or too much of it end it and set ``complaint``."""

    def __init__(self, source: BinaryIO, make: Callable[[], Member], free: int = FREE) -> None:
        self._source = source
        self._make = make
        self._member = make()
        self._waiting = memoryview(b"")
        self._plain = memoryview(b"")
        self._taken = self._given = 0
        self._free = free
        self._ended = False
        self.complaint = ""
        """Why the content ended early, empty while it did not."""

    def readable(self) -> bool:
        return True

    def readinto(self, target: WriteableBuffer) -> int:
        view = memoryview(target).cast("B")
        while len(view) and not self._plain and not self._ended:
            self._step(len(view))
        count = min(len(view), len(self._plain))
        view[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _step(self, room: int) -> None:
        """Unpack a portion, or find that there is none."""
        if not self._waiting and not self._member.holds_more:
            block = self._source.read(BLOCK)
            self._taken += len(block)
            self._waiting = memoryview(block)
            if not block:
                self._end("" if self._member.finished else "the compressed file ends too early")
                return
        if self._member.finished and not self._next_member():
            return
        try:
            plain, self._waiting = self._member.unpack(self._waiting, room)
        except Damaged:
            self._end("the compressed file is damaged")
            return
        self._given += len(plain)
        if self._given > self._free and self._given > RATIO * self._taken:
            self._end("the compressed file unpacks to far more than captures do")
            return
        self._plain = memoryview(plain)

    def _next_member(self) -> bool:
        """Begin the next member; what is none (padding) ends the content."""
        if len(self._waiting) < 4:
            more = self._source.read(BLOCK)
            self._taken += len(more)
            self._waiting = memoryview(bytes(self._waiting) + more)
        head = bytes(self._waiting[:4])
        make = member_of(head)
        if make is None and head[1:] == _SKIPPABLE and head[0] >> 4 == 5:
            make = self._make  # decoders step over such frames themselves
        if make is None:
            self._end("")
            return False
        self._member = make()
        return True

    def _end(self, complaint: str) -> None:
        self._ended = True
        self.complaint = complaint
