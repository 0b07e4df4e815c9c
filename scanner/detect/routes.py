"""The route to a leaf: which steps of its path vary from one entry to the next, by index or by a key that is data.

Theory. ``/rows/3/c/1/v`` and ``/cijfers/118377/h2`` are the same thing: a cell of some entry. What tells the entries
apart is an index in the one and a key in the other. So a path is read as names with gaps, ``/rows/*/c/*/v`` and
``/cijfers/#/h2``, and what stood in the gaps are the coordinates of the leaf. A key is data when it has the form of a
number of somebody, of the name of a person, or of both halves of a cell: ``118377_2``, ``B4``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scanner.model import Category, Field, KeyPath

from .lexicon import lookup
from .recognizers.names import check_full_name, listed_given
from .roles import PERSONS, role_of

_NUMBER = re.compile(r"[A-Za-z]{0,6}[_-]?(?!(?:19|20)[0-9]{2}\Z)[0-9]{3,12}\Z")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")
_OPAQUE = re.compile(r"(?=[a-z]*[0-9][a-z]*[0-9])(?=[0-9]*[a-z])[a-z0-9]{5,24}\Z")
"""Letters and figures mixed: an id, as maps are keyed by."""
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,100}\Z")
_PAIR = re.compile(r"([A-Za-z]{0,3}[0-9]{4,12})[._:|/-](\w{1,20})\Z")
_WITHIN = re.compile(r"([A-Za-z]{1,20})[._:|\[-]((?!(?:19|20)[0-9]{2}[\].:|_-])[0-9]{4,9})"
                     r"(?:\]?[._:|\[-]{1,2}(\w{1,20}))?\]?\Z")
"""A number between what is said of it and of which column: ``cijfer[118377][NE]``, ``score_118377_2``."""
_COUNTED = re.compile(r"([a-z]{1,20})_([0-9]{1,3})\Z")
"""The field of a row of a form: ``naam_0``."""
_FIELD_OF = re.compile(r"([A-Za-z]{2,20})[_-]([0-9]{4,9})\Z")
"""The field of a form for one of several persons: ``cijfer_118377``."""
_SQUARE = re.compile(r"([A-Z]{1,2})([1-9][0-9]{0,3})\Z")
_WITH_INITIAL = re.compile(r"([^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?) [A-Z]\.?\Z")
"""A given name with the first letter of a surname, as schools write it: ``Noah K.``."""
_WHO = frozenset((Category.ACCOUNT, Category.LEERLINGNUMMER, Category.LOGIN, Category.NAME_FULL, Category.COOKIE))
_IDS = frozenset(("id", "nr", "no", "key", "ref", "num", "code", "usr", "stu", "lln", "llnr", "uid", "mdw", "row"))
_SHORTEST_FIELD = 3
_LONGEST_NAME = 60
_MOST_GAPS = 4

Coordinate = int | str


class Gap(NamedTuple):
    """A step that varies: what stands before it and after it, and the node that one entry is."""

    prefix: str
    rest: str
    node: KeyPath | None
    key: str
    above: tuple[str, ...]
    """The names before it."""


class Route(NamedTuple):
    """The gaps of a path, in order, and where its indices are among the coordinates."""

    shape: tuple[str, ...]
    gaps: tuple[Gap, ...]
    keys: tuple[str | None, ...]
    """The coordinate of each gap, None for one that is an index of the leaf."""

    def coordinates(self, leaf: Field) -> tuple[Coordinate, ...]:
        """What stands in the gaps for this leaf; empty when a decoder gave other indices than levels."""
        indices = iter(leaf.indices)
        try:
            return tuple(next(indices) if key is None else key for key in self.keys)
        except (StopIteration, RuntimeError):
            return ()


def _is_of_whom(word: str) -> bool:
    """Whether a word before a number says whose it is, rather than what is said of him: ``lln_118377``."""
    entry = lookup(word)
    return len(word) < _SHORTEST_FIELD or word.casefold() in _IDS or role_of(word) in PERSONS or (
        entry is not None and entry.category in _WHO)


@lru_cache(maxsize=8192)
def data_key(key: str) -> tuple[str, str] | None:
    """What a key says of its entry and, where it is both, of its column; None for the name of a member."""
    if len(key) < 2 or len(key) > _LONGEST_NAME:
        return None
    if key[-1].isdigit() or key[0].isdigit():
        field = _FIELD_OF.match(key)
        if field is not None and not _is_of_whom(field[1]):
            return field[2], field[1]
        if _NUMBER.match(key) or _UUID.match(key) or _OPAQUE.match(key):
            return key, ""
        pair = _PAIR.match(key)
        if pair is not None:
            return pair[1], pair[2]
        counted = _COUNTED.match(key)
        if counted is not None:
            return counted[2], counted[1]
        square = _SQUARE.match(key)
        if square is not None and lookup(key) is None:
            return square[2], square[1]
    if key[0].isalpha() and any(map(str.isdigit, key)) and (within := _WITHIN.match(key)) is not None:
        return within[2], f"{within[1]}_{within[3]}" if within[3] else within[1]
    if "@" in key and _MAIL.match(key):
        return key, ""
    if key[0].isupper() and (is_name(key) if " " in key else listed_given(key) is False):
        return key, ""
    return None


@lru_cache(maxsize=8192)
def is_name(text: str) -> bool:
    """Whether a text is the name of a person by the lists: a given name with something behind or before it."""
    if len(text) > _LONGEST_NAME or not (" " in text or "," in text):
        return False
    initial = _WITH_INITIAL.match(text)
    if initial is not None:
        return listed_given(initial[1]) is not None
    verdict = check_full_name(text)
    return verdict.outcome == "valid" and any(each.code.startswith("gazetteer:given") for each in verdict.evidence)


def route_of(node: KeyPath) -> Route:
    """The route to a node; the gaps that are closest to the leaf, where there are many."""
    shape: list[str] = []
    keys: list[str | None] = []
    found: list[tuple[int, KeyPath | None, str]] = []
    walk: list[KeyPath] = []
    level: KeyPath | None = node
    while level is not None and level.parent is not None:
        walk.append(level)
        level = level.parent
    for level in reversed(walk):
        if level.is_index:
            shape.append("*")
            keys.append(None)
            found.append((len(shape), level, ""))
            continue
        told = data_key(level.key)
        if told is None:
            shape.append(level.key)
            continue
        shape.append("#")
        keys.append(told[0])
        found.append((len(shape), None if told[1] else level, told[0]))
        if told[1]:
            shape.append(told[1])
    gaps = [
        Gap("/".join(shape[:place]), "/".join(shape[place:]), entry, key,
            tuple(name for name in shape[:place] if name not in "*#"))
        for place, entry, key in found
    ]
    return Route(tuple(shape), tuple(gaps[-_MOST_GAPS:]), tuple(keys))
