"""Reads a binary format front to back: every length is checked against what is there, every value is counted.

Theory. In a hostile document lengths lie: an array claims 2**32 elements, a string reaches beyond the end, values of
no size repeat for ever. So nothing is allocated by a claimed length, what is taken must be there, and values are
counted down from a bound.
"""

from __future__ import annotations

import struct


class Malformed(ValueError):
    """The bytes are not what the format asks for."""


class TooMany(Malformed):
    """The document holds more values than a message may."""


class Cursor:
    """A position in bytes; ``left`` values may still be read."""

    __slots__ = ("data", "end", "left", "position")

    def __init__(self, data: bytes, position: int = 0, end: int = -1, *, left: int = 500_000) -> None:
        self.data = data
        self.position = position
        self.end = len(data) if end < 0 else end
        self.left = left

    @property
    def at_end(self) -> bool:
        """Whether all bytes were taken."""
        return self.position >= self.end

    def count(self) -> None:
        """Count one value; raises ``TooMany`` past the bound."""
        self.left -= 1
        if self.left < 0:
            raise TooMany

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes; raises ``Malformed`` when there are fewer."""
        start = self.position
        stop = start + size
        if size < 0 or stop > self.end:
            raise Malformed
        self.position = stop
        return self.data[start:stop]

    def byte(self) -> int:
        """The next byte."""
        position = self.position
        if position >= self.end:
            raise Malformed
        self.position = position + 1
        return self.data[position]

    def unsigned(self, size: int) -> int:
        """A big-endian number of ``size`` bytes."""
        return int.from_bytes(self.take(size), "big")

    def signed(self, size: int) -> int:
        """A big-endian number in two's complement."""
        return int.from_bytes(self.take(size), "big", signed=True)

    def floating(self, form: str) -> float:
        """A float by its ``struct`` form (``>d``)."""
        found: float = struct.unpack(form, self.take(struct.calcsize(form)))[0]
        return found

    def varint(self) -> int:
        """A little-endian base-128 number (protobuf, Avro, Thrift, MQTT), at most 64 bits."""
        data, position, end = self.data, self.position, self.end
        value = shift = 0
        while True:
            if position >= end or shift > 63:
                raise Malformed
            byte = data[position]
            position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                self.position = position
                return value & 0xFFFFFFFFFFFFFFFF
            shift += 7

    def zigzag(self) -> int:
        """A signed number in zigzag base 128."""
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def text(self, size: int) -> str:
        """UTF-8 of ``size`` bytes; raises ``Malformed`` when it is none."""
        try:
            return self.take(size).decode("utf-8")
        except UnicodeDecodeError:
            raise Malformed from None
