"""Keeps pseudonyms apart: who has one keeps it, and nobody else gets it.

Theory. A pseudonym depends on the value and the key, so now and then two values draw the same one. The second then
draws again, until there is one that is nobody's. That depends on what came before, and so is remembered: of value and
pseudonym a keyed digest (HMAC), which tells nobody anything. What is written down can be read again by a process that
takes the place of this one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

MOST = 100_000
"""Values that are remembered; those that come after them may draw the same."""
_SIZE = 12
"""Bytes of a digest: two of a hundred thousand are equal once in 10¹⁹ sessions."""


class Apart:
    """Who has which pseudonym."""

    def __init__(self, key: bytes, write: Callable[[bytes], None] = lambda record: None,
                 before: Iterable[bytes] = ()) -> None:
        """``write`` gets a record for each value that is given a pseudonym; ``before`` are such records."""
        self._key = hmac.new(key, b"leerlek apart", hashlib.sha256).digest()
        self._write = write
        self._has: dict[bytes, bytes] = {}
        self._of: dict[bytes, bytes] = {}
        for record in before:
            if len(record) == 2 * _SIZE and len(self._has) < MOST:
                self._give(record[:_SIZE], record[_SIZE:])

    def __repr__(self) -> str:
        return f"Apart({len(self._has)})"

    def gets(self, value: str, pseudonym: str) -> bool:
        """Whether a value may have this pseudonym; if so, it has it from now on. Both in the form that all spellings
        of them share."""
        mine, made = self._digest(value), self._digest(pseudonym)
        has = self._has.get(mine)
        if has is not None:
            return has == made
        if made in self._of:
            return False
        if len(self._has) < MOST:
            self._give(mine, made)
            self._write(mine + made)
        return True

    def _give(self, mine: bytes, made: bytes) -> None:
        self._has[mine] = made
        self._of[made] = mine

    def _digest(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")[:_SIZE]
