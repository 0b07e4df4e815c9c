"""Encrypts blocks with ARIA (RFC 5794), many at once; ``cryptography`` has no such cipher.

Theory. A round adds a key, replaces every byte by one of four tables, and mixes the bytes of the block: each becomes
the sum of seven others. With one row a block, each step is one operation on columns.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

_CONSTANTS = (0x517CC1B727220A94FE13ABE8FA9A6EE0, 0x6DB14ACC9E21C820FF28B1D5EF5DE2B0,
              0xDB92371D2126E9700324977504E8C90E)
_TERMS = ("3 4 6 8 9 13 14", "2 5 7 8 9 12 15", "1 4 6 10 11 12 15", "0 5 7 10 11 13 14", "0 2 5 8 11 14 15",
          "1 3 4 9 10 14 15", "0 2 7 9 10 12 13", "1 3 6 8 11 12 13", "0 1 4 7 10 13 15", "0 1 5 6 11 12 14",
          "2 3 5 6 8 13 15", "2 3 4 7 9 12 14", "1 2 6 7 9 11 12", "0 3 6 7 8 10 13", "0 3 4 5 9 11 14",
          "1 2 4 5 8 10 15")
_MIX = np.array([[int(number) for number in terms.split()] for terms in _TERMS])
"""For each byte of a mixed block the bytes that it is the sum of (§2.4.3)."""
_TURNS = (19, 31, 128 - 61, 128 - 31, 128 - 19)
"""How far the words of the key schedule are turned right (§2.2)."""
_POLYNOMIAL = 0x11B
_ALL = (1 << 128) - 1


class Aria:
    """ARIA under one key of 16, 24 or 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._keys = _schedule(key)

    def encrypt(self, blocks: bytes) -> bytes:
        """Whole blocks of 16 bytes, each for itself."""
        state = np.frombuffer(blocks, np.uint8).reshape(-1, 16)
        *rounds, last, final = self._keys
        for number, key in enumerate(rounds):
            state = _mixed(_replaced(state ^ key, number % 2))
        return (_replaced(state ^ last, 1) ^ final).tobytes()


def _schedule(key: bytes) -> list[Bytes]:
    """The keys of the rounds, one more than there are rounds (§2.2)."""
    size = len(key)
    first = size // 8 - 2
    left, right = int.from_bytes(key[:16], "big"), int.from_bytes(key[16:].ljust(16, b"\0"), "big")
    words = [left]
    for number, added in enumerate((right, left, None)):
        constant = _CONSTANTS[(first + number) % 3]
        mixed = _mixed(_replaced(_row(words[-1]) ^ _row(constant), number % 2))
        words.append(int.from_bytes(mixed.tobytes(), "big") ^ (words[1] if added is None else added))
    found = []
    for number in range(8 + size // 4 + 1):
        turn, place = _TURNS[number // 4], number % 4
        # The last of each four turns the first word instead of the one after it.
        fixed, turned = (words[3], words[0]) if place == 3 else (words[place], words[place + 1])
        found.append(_row(fixed ^ (turned >> turn | turned << (128 - turn)) & _ALL))
    return found


def _row(word: int) -> Bytes:
    return np.frombuffer(word.to_bytes(16, "big"), np.uint8).reshape(1, 16)


def _mixed(state: Bytes) -> Bytes:
    mixed: Bytes = np.bitwise_xor.reduce(state[:, _MIX], axis=2)
    return mixed


def _replaced(state: Bytes, even: int) -> Bytes:
    """Every byte by the table of its place; those of even rounds are the inverses of the others (§2.4.2)."""
    found = np.empty_like(state)
    tables = _tables()
    for place in range(4):
        found[:, place::4] = tables[(place + 2 * even) % 4][state[:, place::4]]
    return found


@cache
def _tables() -> tuple[Bytes, Bytes, Bytes, Bytes]:
    """S1 and S2 and their inverses, from their definition: powers in GF(2^8), then a map of bits."""
    first = _affine(254, (0x1F, 0x3E, 0x7C, 0xF8, 0xF1, 0xE3, 0xC7, 0x8F), 0x63)
    second = _affine(247, (0xAC, 0xC5, 0x12, 0xCF, 0x5B, 0x5F, 0x85, 0xEE), 0xE2)
    return first, second, _inverse(first), _inverse(second)


def _affine(exponent: int, columns: tuple[int, ...], constant: int) -> Bytes:
    found = np.empty(256, np.uint8)
    for value in range(256):
        power = 1
        for _ in range(exponent):
            power = _product(power, value)
        mapped = constant
        for bit, column in enumerate(columns):
            mapped ^= column if power >> bit & 1 else 0
        found[value] = mapped
    return found


def _inverse(table: Bytes) -> Bytes:
    found = np.empty(256, np.uint8)
    found[table] = np.arange(256, dtype=np.uint8)
    return found


def _product(first: int, second: int) -> int:
    found = 0
    while second:
        if second & 1:
            found ^= first
        first <<= 1
        if first > 0xFF:
            first ^= _POLYNOMIAL
        second >>= 1
    return found
