"""Keyed fingerprints: equal values get equal fingerprints, and without the user's key nothing can be guessed back.

Theory. A plain hash of a BSN or a birth date is the value itself (the whole space is searched in seconds), so a
fingerprint is an HMAC-SHA256 under a key that stays with the user, cut to 64 bits. What goes in is the *family* of
the category and the canonical value: a number that is an account id at one party and a pupil number at another
gives one fingerprint, a BSN and a pupil number of the same digits do not.
"""

from __future__ import annotations

import hashlib
from functools import cache

from scanner.model import Category

_BLOCK = 64
_FAMILIES = {
    Category.BSN: "pgn", Category.PGN: "pgn",
    Category.LEERLINGNUMMER: "id", Category.ACCOUNT: "id", Category.LOGIN: "id", Category.DEVICE: "id",
    Category.ADVERTISING: "id", Category.COOKIE: "id",
    Category.NAME_FULL: "name", Category.NAME_FAMILY: "name", Category.NAME_GIVEN: "name",
    Category.CREDENTIAL: "secret", Category.TOKEN: "secret",
}  # fmt: skip


@cache
def family(category: Category) -> str:
    """The family of a category: within one family equal values are the same value."""
    return _FAMILIES.get(category, category.value)


class Fingerprinter:
    """HMAC-SHA256 with the two padded keys absorbed once, which halves the cost of a call."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        padded = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def of(self, domain: str, value: str) -> str:
        """The first 16 hex characters of the HMAC of ``value`` in a domain of its own."""
        inner = self._inner.copy()
        inner.update(f"{domain}\0{value}".encode("utf-8", "surrogatepass"))
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()[:16]

    def value(self, category: Category, canonical: str) -> str:
        """The fingerprint of a canonical value of a category."""
        return self.of(family(category), canonical)


def key_id(key: bytes) -> str:
    """A name for a key that does not tell it: two results with one name can be compared by fingerprint."""
    return Fingerprinter(key).of("key", "leerlek")
