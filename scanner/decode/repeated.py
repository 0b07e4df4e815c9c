"""Remembers what header values decoded to: cookies and tokens go along with every request of a session.

Theory. A header decodes to the same fields wherever it stands, as long as its message neither ran out of budget nor
noted a gap. Only such results are kept, up to a bound in memory; what is kept is data of the capture in memory,
and goes when the bound is reached.
"""

from __future__ import annotations

from scanner.model import Direction, Field

LONGEST = 8192
"""A longer value is decoded each time."""
MOST = 8 << 20
"""Bytes, about, that are remembered before all is forgotten."""
_FIELDS = 500
"""Bytes, about, that the fields of a value take besides its characters."""

Key = tuple[Direction, str, str]


class Repeated:
    """Header (direction, name, value) → its fields."""

    __slots__ = ("_fields", "_held")

    def __init__(self) -> None:
        self._fields: dict[Key, tuple[Field, ...]] = {}
        self._held = 0

    def get(self, key: Key) -> tuple[Field, ...] | None:
        """What this header decoded to before, None when it is new."""
        return self._fields.get(key)

    def keep(self, key: Key, fields: tuple[Field, ...]) -> None:
        """Remember a header that decoded without a gap."""
        if len(key[2]) > LONGEST:
            return
        size = 2 * len(key[2]) + _FIELDS * (1 + len(fields))
        if self._held + size > MOST:
            self._fields.clear()
            self._held = 0
        self._held += size
        self._fields[key] = fields
