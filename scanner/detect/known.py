"""The values of the known subjects, found in any spelling, encoding or digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple

from scanner.model import Category

from .canonical import canonical_of
from .digest_table import DigestTable, Texts
from .digests import ALGORITHMS, PREFIX, candidates, name_and_birth, variants
from .hashing import USUAL
from .phrases import PhraseIndex, fold, tokens
from .spellings import Reach, Spelling, full_name, spellings
from .subjects import Subject, Subjects
from .xored import XorIndex


class Known(NamedTuple):
    """A value of one subject: what it is, how far this spelling reaches, how it was coded."""

    subject: str
    role: str
    category: Category
    canonical: str
    reach: Reach
    via: str
    weak: bool
    exact: str
    """Text that must occur as it is (passwords), else empty."""

    def __repr__(self) -> str:
        return f"Known({self.subject} {self.category.value})"


class KnownHit(NamedTuple):
    """A known value at a place in a text; several subjects may share a value."""

    start: int
    end: int
    values: tuple[Known, ...]
    via: str


class KnownValues:
    """Index over all values of all subjects; empty, it is not asked."""

    __slots__ = ("_canonical", "_digests", "_phrases", "_whole", "_xored", "subjects")

    def __init__(self, subjects: Subjects) -> None:
        self.subjects = subjects
        self._phrases: PhraseIndex[Known] = PhraseIndex()
        self._whole: dict[str, list[Known]] = {}
        self._xored: XorIndex[Known] = XorIndex()
        self._digests: tuple[DigestTable[Known], ...] = ()
        self._canonical = cache(canonical_of)
        for subject in subjects.all:
            for category, value in subject.values:
                self._add(subject, category, value, spellings(category, value))
                if category in _XORED:
                    known = self._known(subject, category, value, via="xor")
                    for text in dict.fromkeys((value, value.lower())):
                        self._xored.add(text, known)
            self._add_names(subject)

    def _add_names(self, subject: Subject) -> None:
        given = [value for category, value in subject.values if category is Category.NAME_GIVEN]
        family = [value for category, value in subject.values if category is Category.NAME_FAMILY]
        for first in given[:3]:
            for last in family[:3]:
                self._add(subject, Category.NAME_FULL, f"{first} {last}", full_name(first, last))

    def _add(self, subject: Subject, category: Category, value: str, spelled: Iterable[Spelling]) -> None:
        """File a value under all its spellings; those that convince alike share what is known."""
        canonical = self._canonical(category, value)
        alike: dict[tuple[Reach, str, bool], Known] = {}
        for text, reach, via, weak in spelled:
            known = alike.get((reach, via, weak))
            if known is None:
                exact = value if category is Category.CREDENTIAL and not via else ""
                known = alike[reach, via, weak] = Known(
                    subject.id, subject.role, category, canonical, reach, via, weak, exact)
            cut = tokens(text)
            whole = "".join(cut)
            self._whole.setdefault(whole or fold(text), []).append(known)
            if reach != "key" and cut:
                self._phrases.add_tokens(cut, known, strict=len(whole) < 8 or weak or reach != "any")

    def whole(self, value: str) -> tuple[Known, ...]:
        """The known values that this whole value spells (also those that count only under a matching key)."""
        return tuple(self._whole.get(whole_form(value), ())) if len(value) <= 300 else ()

    def find(self, text: str, *, static: bool) -> list[KnownHit]:
        """Known values and their digests anywhere in a text."""
        found: list[KnownHit] = []
        for hit in self._phrases.find(text):
            raw = text[hit.start : hit.end]
            values = tuple(known for known in hit.payloads if _holds(known, raw, text, hit.start, static))
            if values:
                found.append(KnownHit(hit.start, hit.end, values, values[0].via))
        if len(text) >= PREFIX:
            found += self._find_digests(text)
        if not found and len(text) >= 8 and (hidden := self._xored.find(text)):
            found.append(KnownHit(0, len(text), hidden, "xor"))
        return found

    def _find_digests(self, text: str) -> list[KnownHit]:
        found: list[KnownHit] = []
        for start, end, token in candidates(text):
            if not self._digests:
                self._digests = (DigestTable(self._spelled(), tuple(ALGORITHMS)), DigestTable(self._joined(), USUAL))
            if matching := [match for table in self._digests for match in table.find(token)]:
                name = matching[0][0]
                values = tuple(dict.fromkeys(known for other, known in matching if other == name))
                found.append(KnownHit(start, end, values, name))
        # A slash in base64 ends a token of base64url, whose first bytes are those of the digest, cut short.
        return [hit for hit in found if not any(
            other is not hit and other.start <= hit.start and hit.end <= other.end for other in found)]

    def _spelled(self) -> Iterator[tuple[Known, Texts]]:
        """What is hashed with every algorithm: each value in its spellings."""
        for subject in self.subjects.all:
            for category, value in subject.values:
                if len(value) > 1 and category not in _NOT_HASHED:
                    yield self._known(subject, category, value), partial(variants, category, value)

    def _joined(self) -> Iterator[tuple[Known, Texts]]:
        """What is hashed with the usual ones: name with date of birth, the home-made key of many a system."""
        for subject in self.subjects.all:
            names = [value for category, value in subject.values if category is Category.NAME_FULL]
            births = [value for category, value in subject.values if category is Category.DOB]
            for name, birth in ((name, birth) for name in names[:2] for birth in births[:1]):
                yield self._known(subject, Category.NAME_FULL, name), partial(name_and_birth, [name], [birth])

    def _known(self, subject: Subject, category: Category, value: str, *, via: str = "") -> Known:
        return Known(subject.id, subject.role, category, self._canonical(category, value), "any", via, False, "")


_XORED = frozenset({Category.BSN, Category.PGN, Category.LEERLINGNUMMER, Category.ACCOUNT, Category.LOGIN,
                    Category.EMAIL, Category.PHONE, Category.NAME_FULL})  # fmt: skip
_NOT_HASHED = frozenset({Category.GENDER, Category.AGE, Category.RESULT, Category.PROGRESS, Category.ATTENDANCE,
                         Category.SCHOOL})  # fmt: skip


def whole_form(value: str) -> str:
    """The form in which whole values are compared: tokens without what stands between them."""
    return "".join(tokens(value)) or fold(value)


def _holds(known: Known, raw: str, text: str, start: int, static: bool) -> bool:
    if known.reach == "text" and static:
        return False
    if known.exact:
        return known.exact in text
    if known.category is Category.EMAIL and not known.via and "@" not in raw and "%40" not in raw:
        return "@" not in known.canonical
    if known.category is Category.NAME_GIVEN and len(raw) <= 4 and raw.islower():
        return raw == text.strip()  # "jan" is a month and "bo" half a word unless the value is nothing else
    return True
