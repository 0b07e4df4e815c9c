"""Puts together what 802.11 stations sent in several frames (IEEE 802.11-2020 §10.5).

Fragments share sender, receiver and sequence number, and say which they are; the last one says that no more follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .layers import llc
from .source import Buffer
from .wireless import FRAGMENT, Fragment

_MAX_PENDING = 1024
_MAX_DONE = 64
_Key = tuple[bytes, int]


@dataclass(slots=True, eq=False, repr=False)
class _Pending:
    parts: dict[int, bytes] = field(default_factory=dict)
    count: int = 0
    """How many parts there are; 0 before the last one came."""
    frames: int = 0


class WirelessFragments:
    """Collects fragments until a packet is whole; at most so many packets at a time."""

    def __init__(self) -> None:
        self.lost = 0
        """Fragments of packets that were given up, or hold no IP packet."""
        self._pending: dict[_Key, _Pending] = {}
        self._done: dict[_Key, dict[int, bytes]] = {}
        self._whole: list[tuple[bytes, int]] = []

    def add(self, buffer: Buffer, piece: Fragment, record: int) -> None:
        """One more fragment, from this record."""
        start = piece.start
        control = buffer[start + 22] | buffer[start + 23] << 8
        key = bytes(buffer[start + 4:start + 16]), control >> 4
        part, data = control & 0x0F, bytes(buffer[piece.at:piece.end])
        if self._done.get(key, {}).get(part) == data:
            return  # sent again though it had arrived
        pending = self._pending.get(key)
        if pending is None or pending.parts.get(part, data) != data:  # another packet under a number that came round
            self._give_up(key)
            pending = self._pending[key] = _Pending()
        pending.parts.setdefault(part, data)
        pending.frames += 1
        if not buffer[start + 1] & 0x04:
            pending.count = part + 1
        if len(pending.parts) == pending.count:
            self._finish(key, record)
        if len(self._pending) > _MAX_PENDING:
            self._give_up(next(iter(self._pending)))

    def take(self) -> list[tuple[bytes, int]]:
        """The IP packets that became whole since the last time, with the record of their last fragment."""
        found, self._whole = self._whole, []
        return found

    def end(self) -> int:
        """Give up what is not whole; how many fragments were not read."""
        for key in list(self._pending):
            self._give_up(key)
        return self.lost

    def _give_up(self, key: _Key) -> None:
        pending = self._pending.pop(key, None)
        if pending is not None:
            self.lost += pending.frames

    def _finish(self, key: _Key, record: int) -> None:
        pending = self._pending[key]
        joined = b"".join(pending.parts.get(part, b"") for part in range(pending.count))
        try:
            found = llc(joined, 0, len(joined))
        except IndexError:
            found = FRAGMENT
        if isinstance(found, str) or max(pending.parts) >= pending.count:
            self._give_up(key)
            return
        if len(self._done) >= _MAX_DONE:
            del self._done[next(iter(self._done))]
        self._done[key] = self._pending.pop(key).parts
        self._whole.append((joined[found.start:found.end], record))
