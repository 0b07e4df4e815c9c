"""Cuts one direction of a TLS connection into records and keeps count of what gaps swallowed."""

from __future__ import annotations

from typing import NamedTuple

from .stream import Cursor, Stream

CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION = 20, 21, 22, 23
_TYPES = frozenset((CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION, 24))
_MAX_LENGTH = 16384 + 2048


class Record(NamedTuple):
    """A record: where it begins in the stream's data (``at``), its five header bytes and its body."""

    at: int
    header: bytes
    body: bytes


class Lost(NamedTuple):
    """Records that were not captured whole: bytes of the stream they took, of which ``known`` were captured.

    ``records`` is 1 when the header was there, 0 when it is not known how many records were lost.
    """

    size: int
    known: int
    records: int


class RecordReader:
    """Reads records one after the other; after an unknown loss the caller searches the next one."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.cursor = Cursor(stream)
        self.partial = 0
        """Bytes of a last record that the capture does not hold whole."""
        self.broken = 0
        """Bytes that are no TLS records."""

    def read(self) -> Record | Lost | None:
        """The next record, what was lost before it, or None at the end."""
        cursor = self.cursor
        data, pos, limit = cursor.data, cursor.pos, cursor.limit
        if pos + 5 <= limit:
            length = data[pos + 3] << 8 | data[pos + 4]
            end = pos + 5 + length
            if data[pos] not in _TYPES or data[pos + 1] != 3 or length > _MAX_LENGTH:
                return self._not_a_record()
            if end <= limit:
                cursor.pos = end
                return Record(pos, data[pos:pos + 5], data[pos + 5:end])
            if not cursor.at_gap:
                self.partial = limit - pos
                cursor.pos = limit
                return None
            passed = cursor.passed
            taken = cursor.take(5 + length)
            if taken.in_step:
                return Lost(5 + length, taken.size, 1)
            missing = sum(hole.missing for hole in self.stream.holes[passed:cursor.passed])
            return Lost(taken.size + missing, taken.size, 0)
        if cursor.at_gap:
            known = limit - pos
            return Lost(known + cursor.cross(), known, 0)
        self.partial = limit - pos
        cursor.pos = limit
        return None

    def _not_a_record(self) -> Lost | None:
        cursor = self.cursor
        skipped = cursor.limit - cursor.pos
        if cursor.at_gap:
            return Lost(skipped + cursor.cross(), skipped, 0)
        self.broken = skipped
        cursor.pos = cursor.limit
        return None

    def before(self, at: int, size: int) -> bytes:
        """The last bytes before an index, when no gap lies among them."""
        holes = self.stream.holes[:self.cursor.passed]
        start = at - size
        return self.stream.data[start:at] if start >= (holes[-1].at if holes else 0) else b""

    def candidates(self, kinds: tuple[int, ...], version: int, bound: int) -> list[Record]:
        """Whole records that could begin between here and the next gap, by their looks only."""
        cursor = self.cursor
        data, limit = cursor.data, cursor.limit
        found: list[Record] = []
        at = cursor.pos
        mark = min(version, 0x0303).to_bytes(2, "big")  # later versions call themselves 1.2 in their records
        while len(found) < bound:
            at = data.find(mark, at + 1, limit)
            if at < 0:
                break
            start = at - 1
            if start < cursor.pos or data[start] not in kinds or start + 5 > limit:
                continue
            length = data[start + 3] << 8 | data[start + 4]
            if 0 < length <= _MAX_LENGTH and start + 5 + length <= limit:
                found.append(Record(start, data[start:start + 5], data[start + 5:start + 5 + length]))
        return found
