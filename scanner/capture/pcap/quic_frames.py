"""Walks over the frames of an opened QUIC packet and hands on what a reader needs (RFC 9000 §19, RFC 9221)."""

from __future__ import annotations

from typing import Protocol

from .quic_packets import Cut, varint

_PADDING, _PING, _ACK, _ACK_ECN, _RESET, _STOP, _CRYPTO, _TOKEN, _STREAM = range(9)
_NEW_ID, _CLOSE, _CLOSE_APPLICATION = 0x18, 0x1C, 0x1D
_PATH = (0x1A, 0x1B)
_RESET_AT = 0x24
_DATAGRAM = (0x30, 0x31)
_INTEGERS = {
    _PADDING: 0, _PING: 0, _STOP: 2, 0x10: 1, 0x11: 2, 0x12: 1, 0x13: 1, 0x14: 1, 0x15: 2, 0x16: 1, 0x17: 1, 0x19: 1,
    0x1E: 0, 0x1F: 0, 0xAF: 4, 0x02F5: 1,
}
"""Frames without data by their number of integers; the last three are ACK frequency and time stamps (drafts)."""
_WIDTH = bytes(1 << (first >> 6) for first in range(256))
_ZEROS = bytes(64)


class Sink(Protocol):
    """Who takes the content of frames."""

    def stream(self, number: int, offset: int, data: bytes, fin: bool) -> None:
        """STREAM: bytes of a stream."""

    def crypto(self, offset: int, data: bytes) -> None:
        """CRYPTO: bytes of the TLS handshake."""

    def reset(self, number: int, final: int) -> None:
        """RESET_STREAM: the stream ends, and what is missing up to ``final`` will not come."""

    def new_id(self, connection_id: bytes) -> None:
        """NEW_CONNECTION_ID: another id that the peer may use."""

    def datagram(self, size: int) -> None:
        """DATAGRAM: a message outside of streams."""


def read_frames(plain: bytes, sink: Sink) -> bool:
    """Hand over all frames; False when one is damaged or of a kind without a known length."""
    at, end = 0, len(plain)
    try:
        while at < end:
            kind = plain[at]
            if 8 <= kind <= 15:
                # The usual lengths of integers stand here in the open: this runs for every packet.
                number = plain[at + 1]
                at += 2
                if number >= 64:
                    number, at = _integer(plain, at - 1)
                offset = 0
                if kind & 4:
                    offset, at = _integer(plain, at)
                if kind & 2:
                    length = plain[at]
                    if 64 <= length < 128:
                        length = (length & 63) << 8 | plain[at + 1]
                        at += 2
                    else:
                        length, at = _integer(plain, at)
                    stop = at + length
                    if stop > end:
                        return False
                else:
                    stop = end
                sink.stream(number, offset, plain[at:stop], bool(kind & 1))
                at = stop
            elif kind in (_ACK, _ACK_ECN):
                at = _acknowledged(plain, at + 1, kind == _ACK_ECN)
            elif kind == _PADDING:
                at += 1
                while plain[at:at + 64] == _ZEROS:
                    at += 64
            else:
                at = _other(plain, at, sink)
                if not 0 <= at <= end:
                    return False
    except (IndexError, Cut):
        return False
    return True


def _integer(plain: bytes, at: int) -> tuple[int, int]:
    """Like ``varint`` for the usual lengths first; raises ``IndexError`` or ``Cut`` at the end of the packet."""
    first = plain[at]
    if first < 64:
        return first, at + 1
    if first < 128:
        return (first & 63) << 8 | plain[at + 1], at + 2
    if first < 192:
        return (first & 63) << 24 | plain[at + 1] << 16 | plain[at + 2] << 8 | plain[at + 3], at + 4
    return varint(plain, at)


def _acknowledged(plain: bytes, at: int, ecn: bool) -> int:
    """Step over an ACK frame."""
    width = _WIDTH
    at += width[plain[at]]
    at += width[plain[at]]
    ranges, at = _integer(plain, at)
    if ranges > len(plain):
        raise Cut
    for _ in range(2 * ranges + 4 if ecn else 2 * ranges + 1):
        at += width[plain[at]]
    return at


def _other(plain: bytes, at: int, sink: Sink) -> int:
    """The rarer frames; returns the place behind, -1 for a frame whose length is not known."""
    kind, at = varint(plain, at)
    count = _INTEGERS.get(kind)
    if count is not None:
        for _ in range(count):
            _, at = varint(plain, at)
        return at
    if kind == _CRYPTO:
        offset, at = varint(plain, at)
        length, at = varint(plain, at)
        if at + length > len(plain):
            return -1
        sink.crypto(offset, plain[at:at + length])
        return at + length
    if kind in (_RESET, _RESET_AT):
        number, at = varint(plain, at)
        _, at = varint(plain, at)
        final, at = varint(plain, at)
        if kind == _RESET_AT:
            _, at = varint(plain, at)
        sink.reset(number, final)
        return at
    if kind == _NEW_ID:
        _, at = varint(plain, at)
        _, at = varint(plain, at)
        length = plain[at]
        if at + 17 + length > len(plain):
            return -1
        sink.new_id(plain[at + 1:at + 1 + length])
        return at + 17 + length
    if kind in _PATH:
        return at + 8
    if kind in _DATAGRAM:
        length = len(plain) - at
        if kind & 1:
            length, at = varint(plain, at)
        if at + length > len(plain):
            return -1
        sink.datagram(length)
        return at + length
    if kind == _TOKEN:
        length, at = varint(plain, at)
        return at + length
    if kind in (_CLOSE, _CLOSE_APPLICATION):
        _, at = varint(plain, at)
        if kind == _CLOSE:
            _, at = varint(plain, at)
        length, at = varint(plain, at)
        return at + length
    return -1
