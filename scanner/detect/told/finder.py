"""Asks the model of told data which sentences tell something of a person, and weighs what it says.

Theory. The model has seen some thousand lines; what it says is one witness. A check of the value is the other: an age
has a number in it, a login no blank, a class no ten words. What stands in a sum, a lesson or a program is refused, as
it is for names. Where it is sure the datum counts, below that it is to be assessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from scanner.model import Category

from ..prose.engines import Found, told_in
from ..prose.evidence import in_program
from ..prose.gate import CODE, LONGEST, is_dutch_or_english
from ..prose.lessons import of_a_lesson
from ..recognizers.base import Match
from ..recognizers.outcome import fold, reasons
from .clues import family

SURE, LIKELY, POSSIBLE = 0.9, 0.44, 0.32
"""Probabilities from which a datum is 0.7, counts (0.6), and is to be assessed (0.45)."""
_SCORES = ((SURE, 0.7), (LIKELY, 0.6), (POSSIBLE, 0.45))
_SAMPLE = 600
_LEAST_WORDS = 3
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,30}(?!\w)")
_MOST_KEPT = 4_000_000
_LONGEST_EXPECTED, _MOST_EXPECTED = 4_000, 2_000
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(
    r"[0-9]|(?<![^\W_])(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w{2,6}tien|\w{0,12}jarige?|"
    r"\w{0,9}tig|eerste|tweede|derde|\w{3,8}(?:de|ste)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|\w{3,5}teen)(?![^\W_])", re.IGNORECASE)
_STREET = re.compile(rf"{_NUMBER.pattern}|[^\W\d_](?:straat|laan|plein|singel|gracht|kade|dreef|steeg|weg|dijk|hof|"
                     r"plantsoen|park|pad)(?![^\W_])", re.IGNORECASE)
"""A house number, or the ending of a street in which somebody lives."""
_LONG_AGO = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)")
_TOKEN = re.compile(r"\A\S{3,64}\Z")
_PUPIL_NUMBER = re.compile(r"\A(?:[A-Za-z]{0,3}[-. ]?[0-9]{3,10}|[0-9]{2,4}[-./][0-9]{3,6})\Z")


def _short(most: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= most


def _with(pattern: re.Pattern[str], most: int) -> Callable[[str], bool]:
    return lambda value: len(value) <= most and pattern.search(value) is not None


def _is_birthday(value: str) -> bool:
    """A number and no year in which nobody was born who lives."""
    return len(value) <= 40 and _NUMBER.search(value) is not None and _LONG_AGO.search(value) is None


def _is_phone(value: str) -> bool:
    """Digits or words of digits, no more than a telephone number has (ITU-T E.164)."""
    return len(value) <= 80 and _NUMBER.search(value) is not None and sum(map(str.isdigit, value)) <= 15


_CHECKS: dict[Category, Callable[[str], bool]] = {
    Category.AGE: _with(_NUMBER, 24), Category.DOB: _is_birthday, Category.GENDER: _short(20),
    Category.BIRTHPLACE: _short(40), Category.NATIONALITY: _short(40), Category.STREET: _with(_STREET, 80),
    Category.POSTCODE: _with(_DIGIT, 12), Category.PHONE: _is_phone, Category.EMAIL: _short(90),
    Category.LEERLINGNUMMER: _with(_PUPIL_NUMBER, 16), Category.ACCOUNT: _with(_DIGIT, 40),
    Category.LOGIN: _with(_TOKEN, 64), Category.CREDENTIAL: _short(40), Category.DEVICE: _with(_DIGIT, 64),
    Category.GROUP: _short(40), Category.RESULT: _short(48), Category.PROGRESS: _short(60),
    Category.ATTENDANCE: _short(60), Category.SCHEDULE: _short(80), Category.SCHOOL: _short(60),
    Category.HEALTH: _short(60), Category.DIAGNOSIS: _short(60), Category.SUPPORT: _short(60),
    Category.RELIGION: _short(60), Category.ORIGIN: _short(60), Category.ORIENTATION: _short(60),
    Category.YOUTHCARE: _short(70),
}
"""The categories that the model is believed on, and what a value must be like; others have better recognizers."""


def may_tell(text: str) -> bool:
    """Whether a text is one that people write, in a language of the model and with a word of what can be told."""
    if " " not in text or len(text) > LONGEST:
        return False
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    if len(words) < _LEAST_WORDS or len(CODE.findall(sample)) * 25 > len(sample):
        return False
    return any(family(word.casefold()) for word in words) and is_dutch_or_english(words)


class ToldFinder:
    """Finds told data in texts; remembers the texts that come again."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Match]] = {}
        self._held = 0
        self._expected: Iterable[str] = ()

    def expect(self, texts: Iterable[str]) -> None:
        """Texts that will be asked for soon, one by one: read together with the first that the model is needed for."""
        self._expected = texts

    def find(self, text: str) -> list[Match]:
        """What a text tells of somebody, in order of place."""
        known = self._known(text)
        if known is not None:
            return known
        expected, self._expected = self._expected, ()
        others = (each for each in expected if len(each) <= _LONGEST_EXPECTED)
        new = dict.fromkeys((text, *islice((each for each in others if self._known(each) is None), _MOST_EXPECTED)))
        for each, found in zip(new, told_in(list(new)), strict=True):
            self._keep(each, weighed(each, found))
        return self._kept[text]

    def _known(self, text: str) -> list[Match] | None:
        """What was read before or cannot tell anything, ``None`` when the model has to read it."""
        kept = self._kept.get(text)
        return kept if kept is not None or may_tell(text) else self._keep(text, [])

    def _keep(self, text: str, matches: list[Match]) -> list[Match]:
        if self._held + len(text) > _MOST_KEPT:
            self._kept.clear()
            self._held = 0
        self._held += len(text)
        self._kept[text] = matches
        return matches


def weighed(text: str, found: Sequence[tuple[str, Found]]) -> list[Match]:
    """What is believed of what the model found."""
    matches: list[Match] = []
    words = len(_WORD.findall(text[:_SAMPLE]))
    for label, (start, end, probability) in found:
        category = _CATEGORIES.get(label)
        if category is None or probability < POSSIBLE or not _CHECKS[category](text[start:end]):
            continue
        if in_program(text, start, end) or (category in _SIGNING_IN and not _speaks_of_signing_in(text)):
            continue
        score = next(score for least, score in _SCORES if probability >= least)
        if category in _OF_SOMEBODY and words < _LEAST_NOTE:
            score = min(score, _SCORES[-1][1])
        pairs = [("model:told", score)]
        lesson = of_a_lesson(text, start, end)
        if lesson is not None:
            pairs.append(lesson)
        total = round(sum(weight for _, weight in pairs), 2)
        if total > 0.1:
            matches.append(Match(start, end, category, total, fold(text[start:end]), reasons(*pairs)))
    return matches


CATEGORIES = tuple(_CHECKS)


def _speaks_of_signing_in(text: str) -> bool:
    return any(not _OF_SIGNING_IN.isdisjoint(family(word.casefold())) for word in _WORD.findall(text))


_OF_SOMEBODY = frozenset({
    Category.ORIGIN, Category.NATIONALITY, Category.RELIGION, Category.ORIENTATION, Category.SUPPORT, Category.HEALTH,
    Category.DIAGNOSIS, Category.YOUTHCARE, Category.GENDER, Category.SCHOOL,
})  # fmt: skip
_LEAST_NOTE = 4
"""Words of a note that tells of somebody; fewer are a label or a title."""
_SIGNING_IN = frozenset({Category.LOGIN, Category.CREDENTIAL})
_OF_SIGNING_IN = frozenset("rx")
"""Families of words without which a login or a password is a word."""
_CATEGORIES = {category.value: category for category in CATEGORIES}
