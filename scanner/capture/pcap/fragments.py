"""Puts IP fragments together: the first copy of a byte wins, and work and memory are bounded."""

from __future__ import annotations

from dataclasses import dataclass, field

_MAX_PENDING = 4096
_MAX_PIECES = 8192


@dataclass(slots=True)
class _Pending:
    pieces: dict[int, bytes] = field(default_factory=dict)
    size: int = 0
    total: int = -1
    header: bytes = b""


class Defragmenter:
    """Collects fragments by key and gives back whole IP packets, as if they had never been split."""

    def __init__(self) -> None:
        self._pending: dict[tuple[bytes, int, int], _Pending] = {}
        self.dropped = 0

    @property
    def incomplete(self) -> int:
        """Fragments that never became a packet."""
        return self.dropped + sum(len(pending.pieces) for pending in self._pending.values())

    def add(self, key: tuple[bytes, int, int], offset: int, more: bool, header: bytes, data: bytes) -> bytes | None:
        """One more fragment; ``header`` (of the first) precedes the joined data in the result."""
        pending = self._pending.get(key)
        if pending is None:
            if len(self._pending) >= _MAX_PENDING:
                oldest = next(iter(self._pending))
                self.dropped += len(self._pending.pop(oldest).pieces)
            pending = self._pending[key] = _Pending()
        if not data or offset + len(data) > 0xFFFF or len(pending.pieces) >= _MAX_PIECES:
            self.dropped += 1
            return None
        if offset not in pending.pieces:
            pending.pieces[offset] = data
            pending.size += len(data)
        if offset == 0 and not pending.header:
            pending.header = header
        if not more and pending.total < 0:
            pending.total = offset + len(data)
        if pending.total < 0 or pending.size < pending.total or not pending.header:
            return None
        joined = self._join(pending)
        if joined is None:
            return None
        del self._pending[key]
        return pending.header + joined

    @staticmethod
    def _join(pending: _Pending) -> bytes | None:
        whole = bytearray()
        for offset in sorted(pending.pieces):
            if offset > len(whole):
                return None
            whole += pending.pieces[offset][len(whole) - offset:]
        return bytes(whole[:pending.total]) if len(whole) >= pending.total else None


def whole_ipv4(header: bytes, size: int) -> bytes:
    """The header of the first fragment as that of the whole packet: no fragment, full length."""
    mended = bytearray(header)
    mended[2:4] = min(len(header) + size, 0xFFFF).to_bytes(2, "big")
    mended[6:8] = b"\0\0"
    return bytes(mended)


def whole_ipv6(header: bytes, following: int, size: int) -> bytes:
    """The fixed IPv6 header with the fragment header taken out."""
    mended = bytearray(header)
    mended[4:6] = min(size, 0xFFFF).to_bytes(2, "big")
    mended[6] = following
    return bytes(mended)
