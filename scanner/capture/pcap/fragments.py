"""Puts IP fragments together: the first copy of a byte wins, and work and memory are bounded.

Theory. Fragments lie on units of eight bytes (RFC 791 §3.2, RFC 8200 §4.5), so one mark a unit says what is there.
A packet is whole when its last fragment has told its length and every unit is marked. A packet that never becomes
whole gives its beginning: the transport header and the bytes up to the first that is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_MAX_PENDING = 4096
_MAX_BYTES = 64 << 20
_MAX_FINISHED = 1024
_UNIT = 8
LIFETIME = 60.0
"""Seconds after which the identification of a packet may stand for another one (RFC 8200 §4.5)."""

Key = tuple[bytes, int, int]
"""Addresses, identification, protocol."""


class Piece(NamedTuple):
    """One fragment: ``size`` is the number of bytes it had, ``data`` holds those that were captured."""

    offset: int
    more: bool
    size: int
    header: bytes
    data: bytes


class Joined(NamedTuple):
    """A packet, or the beginning of one: the header of its first fragment, the captured data, the whole size."""

    header: bytes
    data: bytes
    size: int
    number: int
    """Of the record with its last fragment (its first one, when it is not whole)."""


@dataclass(slots=True, eq=False, repr=False)
class _Pending:
    number: int
    time: float
    data: bytearray = field(default_factory=bytearray)
    marks: bytearray = field(default_factory=bytearray)
    pieces: int = 0
    marked: int = 0
    total: int = -1
    header: bytes = b""

    def put(self, piece: Piece) -> bool:
        """Take the bytes that are not there yet; whether those that are say the same."""
        self.pieces += 1
        if not piece.offset and not self.header:
            self.header = piece.header
        if not piece.more and self.total < 0:
            self.total = piece.offset + piece.size
        # A unit counts when it is whole; only the last of a packet may be shorter.
        last = not piece.more and len(piece.data) == piece.size
        units = -(-len(piece.data) // _UNIT) if last else len(piece.data) // _UNIT
        first, data = piece.offset // _UNIT, piece.data
        if len(self.marks) < first + units:
            self.marks += bytes(first + units - len(self.marks))
            self.data += bytes(max(piece.offset + len(data) - len(self.data), 0))
        if not any(self.marks[first:first + units]):
            self.data[piece.offset:piece.offset + len(data)] = data
            self.marks[first:first + units] = b"\1" * units
            self.marked += units
            return True
        same = True
        for unit in range(units):
            here = data[unit * _UNIT:(unit + 1) * _UNIT]
            place = piece.offset + unit * _UNIT
            if self.marks[first + unit]:
                same = same and self.data[place:place + len(here)] == here
            else:
                self.data[place:place + len(here)] = here
                self.marks[first + unit] = 1
                self.marked += 1
        return same

    @property
    def whole(self) -> bool:
        """Nothing is missing."""
        units = -(-self.total // _UNIT)
        return bool(self.total >= 0 and self.header and self.marked >= units and all(self.marks[:units]))

    def beginning(self) -> bytes:
        """The bytes before the first that is missing."""
        missing = self.marks.find(0)
        return bytes(self.data[:missing * _UNIT] if missing >= 0 else self.data)


class Defragmenter:
    """Collects fragments by key and gives back whole IP packets, as if they had never been split."""

    def __init__(self) -> None:
        self.conflicts = 0
        """Fragments that overlap earlier ones with other bytes."""
        self.incomplete = 0
        """Fragments of packets that were given up."""
        self._pending: dict[Key, _Pending] = {}
        self._finished: dict[Key, tuple[float, bytes]] = {}
        self._size = 0
        self._beginnings: list[Joined] = []

    def add(self, key: Key, piece: Piece, number: int = 0, time: float = 0.0) -> Joined | None:
        """One more fragment, captured in this record at this time; the packet when this completes it."""
        if not piece.data or piece.offset + piece.size > 0xFFFF:
            self.incomplete += 1
            return None
        pending = self._pending.get(key)
        if pending is not None and abs(time - pending.time) > LIFETIME:
            self._give_up(key)
            pending = None
        if pending is None:
            if self._is_late_copy(key, piece, time):
                return None
            pending = self._pending[key] = _Pending(number, time)
        before = len(pending.data)
        if not pending.put(piece):
            self.conflicts += 1
        self._size += len(pending.data) - before
        if pending.whole:
            del self._pending[key]
            self._size -= len(pending.data)
            data = bytes(pending.data[:pending.total])
            self._remember(key, time, data)
            return Joined(pending.header, data, len(data), number)
        while self._size > _MAX_BYTES or len(self._pending) > _MAX_PENDING:
            self._give_up(next(iter(self._pending)))
        return None

    def beginnings(self) -> list[Joined]:
        """Give up what is pending; the beginnings of all packets that never became whole."""
        for key in list(self._pending):
            self._give_up(key)
        return self._beginnings

    def _give_up(self, key: Key) -> None:
        pending = self._pending.pop(key)
        self._size -= len(pending.data)
        self.incomplete += pending.pieces
        data = pending.beginning() if pending.header else b""
        if data:
            self._beginnings.append(Joined(pending.header, data, max(pending.total, len(data)), pending.number))

    def _is_late_copy(self, key: Key, piece: Piece, time: float) -> bool:
        """A fragment that came twice, of a packet that was whole before the second copy."""
        when, data = self._finished.get(key, (0.0, b""))
        return bool(data and abs(time - when) <= LIFETIME
                    and data[piece.offset:piece.offset + len(piece.data)] == piece.data)

    def _remember(self, key: Key, time: float, data: bytes) -> None:
        if len(self._finished) >= _MAX_FINISHED:
            del self._finished[next(iter(self._finished))]
        self._finished[key] = time, data


def whole_ipv4(header: bytes, size: int) -> bytes:
    """The header of the first fragment as that of the whole packet: no fragment, full length."""
    mended = bytearray(header)
    mended[2:4] = min(len(header) + size, 0xFFFF).to_bytes(2, "big")
    mended[6:8] = b"\0\0"
    return bytes(mended)


def whole_ipv6(header: bytes, size: int) -> bytes:
    """The fixed IPv6 header of the whole packet; its next header is that of the first fragment already."""
    mended = bytearray(header)
    mended[4:6] = min(size, 0xFFFF).to_bytes(2, "big")
    return bytes(mended)
