"""Keyed draws: the same text gives the same fake under one key, and nobody without the key can work back.

Theory. Each choice is an HMAC-SHA256 of what is replaced, under a key derived from the user's fingerprint key in a
domain of its own, so that neither a fake nor a fingerprint says anything of the other. A second draw of the same
thing takes the next ``turn``.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Deterministic choices under a key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes, attempt: int = 0) -> None:
        """Each ``attempt`` makes other choices."""
        domain = b"leerlek sanitize" if not attempt else b"leerlek sanitize %d" % attempt
        self._key = hmac.new(key, domain, hashlib.sha256).digest()

    def __repr__(self) -> str:
        return "Draws()"

    def stream(self, domain: str, text: str, turn: int = 0) -> Iterator[int]:
        """Endless bytes for a text in a domain."""
        seed = hmac.new(
            self._key, f"{domain}\0{turn}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()
        block = 0
        while True:
            yield from hashlib.sha256(seed + block.to_bytes(8, "big")).digest()
            block += 1

    def data(self, domain: str, text: str, size: int) -> bytes:
        """``size`` bytes, at the speed of an extendable hash."""
        seed = hmac.new(self._key, f"{domain}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return hashlib.shake_128(seed).digest(size)

    def number(self, domain: str, text: str, below: int, turn: int = 0) -> int:
        """A whole number from 0 up to ``below``."""
        source = self.stream(domain, text, turn)
        return int.from_bytes(bytes(next(source) for _ in range(8)), "big") % max(below, 1)

    def one(self, domain: str, text: str, options: Sequence[T], turn: int = 0) -> T:
        """One of the options."""
        return options[self.number(domain, text, len(options), turn)]
