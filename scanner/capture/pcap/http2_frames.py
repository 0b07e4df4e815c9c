"""Recognises HTTP/2 frames by their headers alone (RFC 9113 §4, §6), where a connection's start was not captured."""

from __future__ import annotations

import struct

from .spool import Data

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""How a client begins (RFC 9113 §3.4)."""

DATA, HEADERS, PRIORITY, RESET, SETTINGS, PROMISE, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
_ALTERNATIVE, _ORIGIN, _PRIORITY_UPDATE = 10, 12, 16
_FLAGS = {DATA: 0x09, HEADERS: 0x2D, PRIORITY: 0, RESET: 0, SETTINGS: 1, PROMISE: 0x0C, PING: 1, GOAWAY: 0, WINDOW: 0,
          CONTINUATION: 0x04, _ALTERNATIVE: 0, _ORIGIN: 0, _PRIORITY_UPDATE: 0}
_SIZES = {PRIORITY: 5, RESET: 4, PING: 8, WINDOW: 4}
_OF_CONNECTION = (SETTINGS, PING, GOAWAY, _ORIGIN, _PRIORITY_UPDATE)
_OF_EITHER = (WINDOW, _ALTERNATIVE)
_HEADER = struct.Struct(">BHBBI").unpack_from
_SEARCH = 1 << 15


def frames_follow(data: Data, at: int, limit: int, count: int = 4, least: int = 1) -> bool:
    """Whether frames stand one behind the other from here: ``count`` of them, or all up to ``limit``.

    There must be ``least`` of them; one more may go on behind the limit.
    """
    for seen in range(count):
        if at + 9 > limit:
            return at == limit and seen >= least
        high, length, kind, flags, stream = _HEADER(data, at)
        allowed = _FLAGS.get(kind)
        if high or allowed is None or flags & ~allowed or stream >> 31 or _SIZES.get(kind, length) != length:
            return False
        if kind not in _OF_EITHER and bool(stream) == (kind in _OF_CONNECTION):
            return False
        if kind == SETTINGS and (length % 6 or (flags and length)):
            return False
        at += 9 + length
        if at > limit:
            return seen >= least
    return True


def find_frames(data: Data, start: int, limit: int, least: int = 1) -> int:
    """The first place from which frames follow each other, looked for in a bounded stretch; -1 for none."""
    for at in range(start, min(limit, start + _SEARCH) - 8):
        if not data[at] and frames_follow(data, at, limit, least=least):
            return at
    return -1
