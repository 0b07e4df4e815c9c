"""The digests of known values in all their spellings, eight bytes each: a class list of thousands fits in memory.

Theory. A pupil has some sixty texts to hash, and more than a hundred of name with date of birth, each under many
algorithms: for two thousand pupils that is millions of digests, and a dictionary of them takes gigabytes. What is kept
of each are its first 64 bits, sorted, and whose it is by its place in the order of hashing. A token whose first 64 bits
agree is settled by hashing that one text again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from .digests import ALGORITHMS, PREFIX
from .hashing import hashing

if TYPE_CHECKING:
    import numpy as np

P = TypeVar("P")

Texts = Callable[[], Iterable[str]]
"""Gives the texts of one known value, each time in the same order."""
_HEAD = PREFIX // 2
"""Bytes of a digest that are kept."""


class DigestTable(Generic[P]):
    """Digests of the texts of many sources under some algorithms; what is looked up gives algorithm and payload."""

    __slots__ = ("_algorithms", "_count", "_first", "_heads", "_order", "_sources")

    def __init__(self, sources: Iterable[tuple[P, Texts]], algorithms: Sequence[str]) -> None:
        """``algorithms``: names of ``digests.ALGORITHMS``."""
        import numpy as np  # here, so that a scan without subjects does not load it

        self._algorithms = algorithms
        self._sources = list(sources)
        self._first = array("L")
        """The number of the first text of each source."""
        texts: list[bytes] = []
        for _, spelled in self._sources:
            self._first.append(len(texts))
            texts += map(_encoded, spelled())
        self._count = len(texts)
        heads = np.empty(self._count * len(algorithms), dtype=np.uint64)
        for place, name in enumerate(algorithms):
            hashed = b"".join([digest[:_HEAD] for digest in hashing(name)(texts)])
            heads[place * self._count : (place + 1) * self._count] = np.frombuffer(hashed, dtype=">u8")
        self._order: np.ndarray = heads.argsort(kind="stable").astype(np.uint32)
        self._heads: np.ndarray = heads[self._order]

    def __len__(self) -> int:
        return len(self._heads)

    def find(self, token: str) -> list[tuple[str, P]]:
        """Algorithm and payload of each text whose digest in lower-case hex begins with ``token``, 16 signs or more."""
        head = self._heads.dtype.type(int(token[:PREFIX], 16))
        low, high = self._heads.searchsorted(head, "left"), self._heads.searchsorted(head, "right")
        found: list[tuple[str, P]] = []
        for number in sorted(self._order[low:high].tolist()):
            algorithm, place = divmod(number, self._count)
            source = bisect_right(self._first, place) - 1
            payload, spelled = self._sources[source]
            text = next(islice(spelled(), place - self._first[source], None))
            name = self._algorithms[algorithm]
            if ALGORITHMS[name](_encoded(text)).hex().startswith(token):
                found.append((name, payload))
        return found


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
