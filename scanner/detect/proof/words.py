"""The dictionaries that are searched: values of the test accounts, what was seen in clear, listed names, dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from scanner.detect.digests import name_and_birth, variants
from scanner.detect.recognizers.gazetteer import given_names, surnames
from scanner.detect.spellings import parse_date
from scanner.detect.subjects import Subjects
from scanner.model import Category

Source = Literal["subjects", "capture", "names", "dates"]
_FIRST, _LAST = datetime.date(1950, 1, 1), datetime.date(2030, 12, 31)
"""Birthdays of pupils and of those who teach them."""


class Word(NamedTuple):
    """What an entry of a dictionary would prove."""

    category: Category
    canonical: str
    source: Source
    subject: str = ""

    def __repr__(self) -> str:
        return f"Word({self.category.value} from {self.source})"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Texts to be hashed; those of ``known`` prove what stands there, others are listed ones of one category."""

    source: Source
    category: Category
    texts: list[bytes] = field(repr=False)
    known: dict[bytes, Word] = field(default_factory=dict, repr=False)

    @property
    def listed(self) -> bool:
        """Whether the texts are anybody's: worth less effort than values that are known."""
        return not self.known

    def word(self, text: bytes) -> Word:
        """What a text of this dictionary proves."""
        if text in self.known:
            return self.known[text]
        spelt = text.decode()
        day = parse_date(spelt) if self.category is Category.DOB else None
        return Word(self.category, day.isoformat() if day is not None else spelt.casefold(), self.source)


def dictionaries(
    subjects: Subjects | None = None, seen: Iterable[tuple[Category, str, str]] = ()
) -> Iterator[Dictionary]:
    """All dictionaries, the likeliest first; ``seen`` gives category, value and subject key of identifiers in clear."""
    known: dict[bytes, Word] = {}
    for subject in subjects.all if subjects is not None else ():
        for category, value in subject.values:
            _spell(known, category, value, "subjects", subject.id)
        names = [value for category, value in subject.values if category is Category.NAME_FULL]
        births = [value for category, value in subject.values if category is Category.DOB]
        for text in name_and_birth(names[:2], births[:1]):
            known.setdefault(text.encode(), Word(Category.NAME_FULL, names[0].casefold(), "subjects", subject.id))
    for category, value, owner in seen:
        _spell(known, category, value, "capture", owner)
    if known:
        yield Dictionary("subjects", Category.ACCOUNT, list(known), known)
    for category, listed in ((Category.NAME_GIVEN, given_names()), (Category.NAME_FAMILY, surnames())):
        lower = [name.encode() for name in listed]
        yield Dictionary("names", category, lower)
        yield Dictionary("names", category, [name.title().encode() for name in listed])
        yield Dictionary("names", category, [name.upper().encode() for name in listed])
    yield Dictionary("dates", Category.DOB, list(_dates()))


def _spell(known: dict[bytes, Word], category: Category, value: str, source: Source, subject: str) -> None:
    from scanner.detect.canonical import canonical_of

    word = Word(category, canonical_of(category, value), source, subject)
    for text in variants(category, value):
        known.setdefault(text.encode("utf-8", "surrogatepass"), word)


def _dates() -> Iterator[bytes]:
    for number in range(_FIRST.toordinal(), _LAST.toordinal() + 1):
        day = datetime.date.fromordinal(number)
        y, m, d = day.year, day.month, day.day
        for text in (f"{y}-{m:02}-{d:02}", f"{y}{m:02}{d:02}", f"{d:02}-{m:02}-{y}", f"{d:02}{m:02}{y}",
                     f"{d:02}/{m:02}/{y}", f"{d}-{m}-{y}"):
            yield text.encode()
