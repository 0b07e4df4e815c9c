"""What the first reading of the captures collects: every value that has to be found again wherever it stands.

Raw values, in memory only. A value that is too short or too common to be looked for everywhere is replaced at the place
where it was detected and is not in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from scanner.decode import Decoded
from scanner.detect import Sightings, Subjects
from scanner.detect.outcome import HASHED_TOO, IDENTITY
from scanner.detect.phrases import fold, tokens
from scanner.detect.recognizers.names import split
from scanner.detect.spellings import parse_date
from scanner.model import CODINGS, Category, KeyPath

from .forms.people import PARTICLES

NAMES = frozenset({Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN})
_EVERYWHERE = IDENTITY | HASHED_TOO | {Category.TOKEN, Category.IP, Category.CREDENTIAL, Category.SCHOOL, Category.HPGN}
_SURE = 0.6
_SHORTEST = 4
_MOST = 300_000
_LONGEST = 400
_LONGEST_TEXT = 100_000
_WORD = re.compile(r"[^\W\d_]{2,20}")


@dataclass(frozen=True, slots=True)
class Value:
    """A value to look for: what it is and how it was written."""

    category: Category
    text: str = field(repr=False)
    known: bool = False
    """Whether it is of the subjects file."""


class Inventory:
    """Values, words of names, numbers and digest-looking tokens of all captures."""

    def __init__(self, subjects: Subjects | None) -> None:
        self.values: dict[tuple[Category, str], Value] = {}
        self.name_words: set[str] = set()
        self.words: set[str] = set()
        """Words that stand anywhere: a fake that is one of them would be found where nobody is meant."""
        self.bsns: set[str] = set()
        self.days: set[date] = set()
        self.tokens: set[str] = set()
        self.sites: set[str] = set()
        """Registrable domains of the hosts that were contacted."""
        self.subjects = subjects
        self.dropped = 0
        for subject in subjects.all if subjects is not None else ():
            for category, text in subject.values:
                self._add(Value(category, text, True))

    def add(self, found: Sightings) -> None:
        """Take in one exchange."""
        for each in found.values:
            if each.token or (each.via and each.via not in CODINGS):
                self._token(each.value)
                continue
            if each.via:
                continue
            if each.category in NAMES:
                self.name_words.update(tokens(each.value))
            elif each.category is Category.DOB and (day := parse_date(each.canonical) or parse_date(each.value)):
                self.days.add(day)
            if (
                each.category in _EVERYWHERE
                and each.confidence >= _SURE
                and len(each.value) <= _LONGEST
                and (sum(map(len, tokens(each.value))) >= _SHORTEST)
                and not _like_a_time(each.category, each.value)
            ):
                self._add(Value(each.category, each.value.strip()))
        for each in found.tokens:
            self._token(each.value, each.token)

    def read(self, decoded: Decoded) -> None:
        """Take in the words of one exchange, keys and values, up to the bound."""
        if len(self.words) >= _MOST:
            return
        keys: set[KeyPath] = set()
        for leaf in decoded.fields:
            self.words.update(map(fold, _WORD.findall(leaf.value[:_LONGEST_TEXT])))
            node: KeyPath | None = leaf.path
            while node is not None and node not in keys:
                keys.add(node)
                self.words.update(map(fold, _WORD.findall(node.key)))
                node = node.parent

    def _token(self, text: str, token: str = "") -> None:
        if len(self.tokens) < _MOST:
            self.tokens.add(token or text.strip().lower())
        else:
            self.dropped += 1

    def _add(self, value: Value) -> None:
        key = (value.category, value.text)
        if key in self.values:
            return
        if len(self.values) >= _MOST and not value.known:
            self.dropped += 1
            return
        self.values[key] = value
        if value.category in NAMES:
            self.name_words.update(tokens(value.text))
        if value.category is Category.NAME_FULL:
            for part in parts(value):
                self._add(part)
        if value.category is Category.DOB and (day := parse_date(value.text)):
            self.days.add(day)
        if value.category in (Category.BSN, Category.PGN):
            self.bsns.add("".join(filter(str.isdigit, value.text)).zfill(9))


def _like_a_time(category: Category, text: str) -> bool:
    """Whether a session or cookie is named by the moment it began, which others have as well."""
    return category in (Category.COOKIE, Category.TOKEN) and text.isdigit() and len(text) < 14


def parts(value: Value) -> Iterable[Value]:
    """The given name and the surname that a full name consists of, where they tell somebody."""
    given, particles, family = split(value.text)
    first = [word for word in given if len(word) >= _SHORTEST and word.isalpha()]
    if first:
        yield Value(Category.NAME_GIVEN, first[0], value.known)
    if family and sum(map(len, family)) >= _SHORTEST and not set(map(str.casefold, family)) & PARTICLES:
        yield Value(Category.NAME_FAMILY, " ".join((*particles, *family)), value.known)
