"""What becomes of the values of one exchange in which something was detected, by value and by the key above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scanner.detect import Sighting, Sightings
from scanner.model import Category, Field

from ..cast import Cast
from ..forms import prose

_SPACE = re.compile(r"\s+")
RANK = {
    category: number
    for number, category in enumerate(
        (
            Category.BSN,
            Category.PGN,
            Category.ECKID,
            Category.STAMPSEUDONIEM,
            Category.HPGN,
            Category.EMAIL,
            Category.NAME_FULL,
            Category.NAME_FAMILY,
            Category.NAME_GIVEN,
            Category.DOB,
            Category.PHONE,
            Category.IBAN,
            Category.POSTCODE,
            Category.STREET,
            Category.CREDENTIAL,
            Category.TOKEN,
            Category.LEERLINGNUMMER,
            Category.ACCOUNT,
            Category.LOGIN,
            Category.IP,
            Category.GEO,
        )
    )
}
"""Which of several readings of one value decides about the form of its fake."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_STRUCTURED = re.compile(r"\s*(?:[\[{<]|\w+://|[\w.\[\]%-]{1,64}=)")
_FEW_WORDS = 5
_PROSE_KEEPS = frozenset({Category.STREET, Category.SCHOOL, Category.NAME_FULL})
_DISTINCT = 5
_NAMES_SOMEBODY = frozenset({
    Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.EMAIL, Category.PHONE, Category.BSN,
    Category.PGN, Category.ECKID, Category.LEERLINGNUMMER, Category.DOB, Category.CREDENTIAL, Category.IBAN})


Spans = tuple[tuple[int, int, str], ...]
"""Start, end and fake of parts of a text."""


class Edit(NamedTuple):
    """What a whole value becomes, unless it holds others; ``last``: nothing inside it is to be looked at."""

    text: str
    last: bool
    everywhere: bool
    """Whether the value tells enough to be replaced under any key of the message."""
    spans: Spans | None = None
    """Of free text: what was found in it, and what stands there now."""
    of_somebody: bool = True
    """Whether a free text names a person, or may be about one that it does not name."""


class Edits:
    """The edits of one exchange."""

    def __init__(self, cast: Cast, found: Sightings) -> None:
        self._by_place: dict[tuple[str, str], Edit] = {}
        self._by_value: dict[str, Edit] = {}
        self.keys: dict[str, str] = {}
        self.coded: dict[str, str] = {}
        """Values under a coding (XOR), by what was sent."""
        grouped: dict[tuple[str, str], list[Sighting]] = {}
        for each in (*found.values, *found.tokens):
            if each.leaf is None:
                if not each.token:
                    self.keys[each.value] = cast.value(each.category, each.value, each.canonical, each.via)
            elif each.via == "xor":
                self.coded[each.leaf.value] = each.canonical
            else:
                grouped.setdefault((key_of(each.leaf), each.leaf.value), []).append(each)
        for (key, value), sightings in grouped.items():
            self._add(key, value, edit_of(cast, value, sightings))
        for leaf in found.loose:
            if (key_of(leaf), leaf.value) not in self._by_place:
                self._add(key_of(leaf), leaf.value, Edit(cast.identifier(leaf.value), False, True))

    def _add(self, key: str, value: str, edit: Edit) -> None:
        form = _plain(value)
        self._by_place[key, form] = edit
        if edit.everywhere:
            self._by_value.setdefault(form, edit)

    def of(self, key: str, value: str) -> Edit | None:
        """The edit of a value under a key."""
        form = _plain(value)
        return self._by_place.get((key, form)) or self._by_value.get(form)

    @property
    def pairs(self) -> Iterable[tuple[str, str]]:
        """Each value with what it becomes, for contents whose grammar is not followed."""
        return ((value, edit.text) for (_, value), edit in self._by_place.items() if value != edit.text)


def key_of(leaf: Field) -> str:
    """The nearest name above a field."""
    node = leaf.path
    while node.is_index and node.parent is not None:
        node = node.parent
    return node.key


def _plain(value: str) -> str:
    return _SPACE.sub(" ", value).strip()


def edit_of(cast: Cast, value: str, sightings: list[Sighting]) -> Edit:
    """What a value becomes in which something was detected."""
    size = len(value.strip())
    whole = [each for each in sightings if each.end - each.start >= size and not each.token]
    inside = [each for each in sightings if each.end - each.start < size]
    free = any(each.category is Category.FREE_TEXT and not each.token for each in sightings)
    told = [each for each in whole if each.category is not Category.FREE_TEXT]
    if _is_prose(value) and (free or not any(each.category in _PROSE_KEEPS for each in told)):
        spans = _spans(cast, value, [each for each in inside if each.category is not Category.FREE_TEXT])
        somebody = any(each.category in _NAMES_SOMEBODY and each.confidence >= 0.5 for each in sightings)
        return Edit(prose.neutral(cast.draws, value, spans), True, True, tuple(spans), somebody)
    if told:
        best = min(told, key=lambda each: (RANK.get(each.category, 99), -each.confidence))
        text = cast.value(best.category, value, best.canonical, best.via)
        return Edit(text, False, _tells(value, best))
    if whole := [each for each in sightings if each.token and each.end - each.start >= size]:
        return Edit(cast.token(value), False, True)
    made, at = "", 0
    for start, end, fake in _spans(cast, value, inside):
        if start >= at:
            made += cast.text(value[at:start]) + fake
            at = end
    return Edit(made + cast.text(value[at:]), False, True)


def _is_prose(value: str) -> bool:
    """Whether a value is words in a row, and neither a container nor an identifier with parts."""
    return (
        " " in value.strip()
        and _STRUCTURED.match(value) is None
        and (sum(1 for word in value.split() if _WORDS.search(word)) >= _FEW_WORDS)
    )


def _spans(cast: Cast, value: str, inside: list[Sighting]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for each in sorted(inside, key=lambda each: (each.start, each.start - each.end)):
        raw = value[each.start : each.end]
        fake = cast.token(raw) if each.token else cast.value(each.category, raw, each.canonical, each.via)
        if not found or each.start >= found[-1][1]:
            found.append((each.start, each.end, fake))
    return found


def _tells(value: str, best: Sighting) -> bool:
    """Whether a value is one of few, so that the same text elsewhere in the message is the same value."""
    text = value.strip()
    if best.confidence < 0.5 or best.category in (Category.RESULT, Category.PROGRESS, Category.GENDER, Category.AGE):
        return False
    return len(text) >= _DISTINCT
