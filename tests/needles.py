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
    wanted = {needle.encode("utf-8", "surrogatepass"): needle for needle in needles}
    search = Search(wanted)
    return {(name, wanted[raw]) for name, text in texts.items()
            for raw in search.found(text.encode("utf-8", "surrogatepass"))}


class Search:
    """Looks for many byte strings at once. Raises ``ValueError`` for one that is too short."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._starts: dict[bytes, list[bytes]] = {}
        for raw in needles:
            if len(raw) < SHORTEST:
                raise ValueError(f"{len(raw)} bytes are too few to search for")
            self._starts.setdefault(raw[:SHORTEST], []).append(raw)
        self._table = np.zeros(1 << _BITS, bool)
        for start in self._starts:
            self._table[_hashed(np.frombuffer(start, np.uint8))] = True

    def found(self, raw: bytes) -> set[bytes]:
        """Those that stand in it."""
        content, hits = np.frombuffer(raw, np.uint8), set[bytes]()
        for begin in range(0, max(0, len(content) - SHORTEST + 1), _BLOCK):
            block = content[begin : begin + _BLOCK + SHORTEST - 1]
            for at in (np.flatnonzero(self._table[_hashed(block)]) + begin).tolist():
                hits.update(whole for whole in self._starts.get(raw[at : at + SHORTEST], ())
                            if raw.startswith(whole, at))
        return hits


def _hashed(content: np.ndarray) -> np.ndarray:
    """For each window of five bytes a number below ``1 << _BITS``."""
    size = len(content) - SHORTEST + 1
    number = np.zeros(size, np.uint64)
    for place in range(SHORTEST):
        number = (number << np.uint64(8)) | content[place : place + size]
    return (number * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - _BITS)).astype(np.int64)
