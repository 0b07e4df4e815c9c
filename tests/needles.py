"""Thousands of strings searched in tens of megabytes at once: where which of them stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

SHORTEST = 5
"""Bytes of UTF-8 that a needle must have."""
_BITS = 22
_BLOCK = 1 << 22


def found(texts: Mapping[str, str], needles: Iterable[str]) -> set[tuple[str, str]]:
    """(name of a text, needle) for every needle in a text. Raises ``ValueError`` for one that is too short.

    Each place is looked up by its first five bytes in a table of those of the needles; where that fits, it is compared.
    """
    starts: dict[bytes, list[tuple[bytes, str]]] = {}
    for needle in needles:
        raw = needle.encode("utf-8", "surrogatepass")
        if len(raw) < SHORTEST:
            raise ValueError(f"{len(raw)} bytes are too few to search for")
        starts.setdefault(raw[:SHORTEST], []).append((raw, needle))
    table = np.zeros(1 << _BITS, bool)
    for start in starts:
        table[_hashed(np.frombuffer(start, np.uint8))] = True
    hits: set[tuple[str, str]] = set()
    for name, text in texts.items():
        raw = text.encode("utf-8", "surrogatepass")
        content = np.frombuffer(raw, np.uint8)
        for begin in range(0, max(0, len(content) - SHORTEST + 1), _BLOCK):
            block = content[begin : begin + _BLOCK + SHORTEST - 1]
            for at in (np.flatnonzero(table[_hashed(block)]) + begin).tolist():
                hits.update((name, needle) for whole, needle in starts.get(raw[at : at + SHORTEST], ())
                            if raw.startswith(whole, at))
    return hits


def _hashed(content: np.ndarray) -> np.ndarray:
    """For each window of five bytes a number below ``1 << _BITS``."""
    size = len(content) - SHORTEST + 1
    number = np.zeros(size, np.uint64)
    for place in range(SHORTEST):
        number = (number << np.uint64(8)) | content[place : place + size]
    return (number * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - _BITS)).astype(np.int64)
