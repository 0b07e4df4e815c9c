"""Strings of the SSH wire format: a length of four bytes, then as many bytes (RFC 4251, section 5)."""

from __future__ import annotations

import struct


class WireError(ValueError):
    """The bytes are not what the format says; the message is for the user."""


def string(content: bytes) -> bytes:
    """``content`` as a string of the wire."""
    return struct.pack(">I", len(content)) + content


class Reader:
    """Takes strings from the front of some bytes; never more than are there."""

    __slots__ = ("_at", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        piece = self._raw[self._at:self._at + size]
        if len(piece) != size:
            raise WireError("it ends early")
        self._at += size
        return piece

    def number(self) -> int:
        """A number of 32 bits."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """A string."""
        return self.take(self.number())

    def end(self) -> None:
        """Nothing may follow."""
        if self._at != len(self._raw):
            raise WireError("something follows its end")
