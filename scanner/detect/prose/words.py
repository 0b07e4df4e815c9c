"""Which words are ordinary ones: a homograph such as ``roos`` needs more evidence to be a name than ``sanne``.

The Dutch list is kept as sorted 32-bit checksums, a quarter of the memory of the words and ready when read: of other
words one in ten thousand passes for listed, which a feature of a model can bear.
"""

from __future__ import annotations

import gzip
import sys
from array import array
from bisect import bisect_left
from functools import cache
from importlib import resources
from zlib import crc32

_SHORTEST = 4
"""Letters of a part of a compound."""


@cache
def _checksums() -> array[int]:
    found = array("I")
    found.frombytes(_read("words_nl.crc32"))
    if sys.byteorder == "big":
        found.byteswap()
    return found


@cache
def _english() -> frozenset[str]:
    return frozenset(gzip.decompress(_read("words_en.txt.gz")).decode("utf-8").split("\n"))


def _read(name: str) -> bytes:
    return resources.files("scanner.detect").joinpath("data", name).read_bytes()


def checksum(word: str) -> int:
    """What the Dutch list holds of a word."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def ordinary(word: str) -> bool:
    """Whether a casefolded word is written in lower case in the Dutch word list."""
    held = _checksums()
    wanted = checksum(word)
    place = bisect_left(held, wanted)
    return place < len(held) and held[place] == wanted


def compound(word: str) -> bool:
    """Whether a casefolded word is put together from two ordinary ones: ``stampseudoniem``, ``wijkagent``."""
    for place in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if ordinary(word[place:]) and (ordinary(word[:place]) or ordinary(word[:place].removesuffix("s"))):
            return True
    return False


def english(word: str) -> bool:
    """Whether a casefolded word is a frequent English one."""
    return word in _english()
