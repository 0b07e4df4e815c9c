"""Names of persons in prose: by rules that two lists or a cue must back, and by the trained model.

Theory. The rules are precise and see little: a given name and a surname that are both listed, or a listed given name
after a cue. The model (``scanner/detect/prose``) sees bare given names, names in lower case and names that no list
holds, and knows the people of lessons when it meets them. What both see is surer than what one of them sees.
Cost class: prose.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from scanner.model import Category

from ..prose import ALONE, EXERCISE, LABEL, LESSON, OWN, ProseFinder, in_program, known_words
from ..prose.engines import Engine
from .base import Cost, Match
from .cues import CUE, LOOK_BACK, NOT_A_PERSON_AFTER, ORGANISATION, ORGANISATION_BEFORE, PLACES_LIKE_PEOPLE, SELF
from .gazetteer import public_figures
from .names import TUSSENVOEGSELS, listed_family, listed_given
from .outcome import fold, reasons
from .surname_first import surname_first
from .titled import titled

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,24}(?:['’][^\W\d_]{2,15})?(?:-[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,24}){0,2}"
_PARTICLE = r"(?:van|de|der|den|het|['’]t|ten|ter|te|von|la|le|du|di|da|del|dos|el|al|bin|in['’]t)"
_DOUBLE = rf"{_CAPITAL}(?:-(?:{_PARTICLE}[ ]){{1,3}}{_CAPITAL})?"
_WORD = re.compile(rf"{_DOUBLE}|[^ ]+")
_SEQUENCE = re.compile(
    rf"(?<![\w@/.#-]){_CAPITAL}(?:[ ](?:{_DOUBLE}|[A-Z]\.|{_PARTICLE}(?=[ ]))){{0,7}}(?![\w@/]|[.-][^\W_])")
_COMPOUND = re.compile(r".{2,}(?:school|straat|laan|weg|plein|college|lyceum|huis|park|kade|gracht|brug|hal|dag|"
    r"feest|methode|toets)\Z",
                       re.IGNORECASE)
_BOTH, _SURE = 0.15, 0.9
"""What it adds that rules and model agree, and the most that prose alone can give."""
_NO_WITNESS = frozenset((ALONE.code, LABEL.code, EXERCISE[0], LESSON[0]))
"""Evidence of the model's match that makes the agreement worth nothing: it had nothing to go by, or it is a lesson."""
_SUBJECTS = frozenset(("frans",))
"""Given names that are school subjects: ``docent Frans``."""
_DUTCH = frozenset(("van", "de", "der", "den", "het", "'t", "’t", "ten", "ter"))
"""Tussenvoegsels that are Dutch; others link names in many languages."""
_NO_FAMILY = frozenset(("vandaag", "morgen", "gisteren", "je", "jij", "we", "wij", "ik", "het", "de", "een", "wat",
    "wil", "kun", "heb",
                        "goed", "groep", "klas", "welkom", "hier", "ook"))


_LISTED = "gazetteer:given-and-family"
_COUNTS, _UNSEEN = 0.6, 0.5


@cache
def _word(word: str) -> tuple[bool, bool]:
    """Listed as given name, and whether it is also an ordinary word."""
    ordinary = listed_given(word)
    return ordinary is not None, bool(ordinary)


class PersonRecognizer:
    """Finds names in prose. Public and historic persons and things named after persons are left out."""

    name = "nl_person"
    entity = "PERSON"
    categories: tuple[Category, ...] = (Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY)
    cost: Cost = "prose"
    trigger = re.compile(r"[^\W\d_][^\w\s]{0,3}\s|\s[^\w\s]{0,3}[^\W\d_]")
    context: tuple[str, ...] = ("leerling", "naam", "beste", "groetjes")
    default = OWN

    def __init__(self, ner: str = OWN, second: Engine | None = None) -> None:
        """``ner`` is the model: ``leerlek``, ``off``, or an installed spaCy pipeline; ``second`` sees names as well.

        Raises ``UsageError``.
        """
        self._prose = ProseFinder(ner, second)

    def expect(self, texts: Iterable[str]) -> None:
        """Texts that will be searched next: the model reads them together, if it has to read one of them at all."""
        self._prose.expect(texts)

    def find(self, text: str) -> list[Match]:
        ruled, modelled = by_rules(text), self._prose.find([text])[0]
        if any(_is_doubtful(match) for match in ruled) and self._prose.reads(text):
            ruled = [_unseen(match, modelled) if _is_doubtful(match) else match for match in ruled]
        return _together(ruled, modelled)


def _is_doubtful(match: Match) -> bool:
    """Whether nothing but the lists says that a name is somebody's: ``Oliver Twist`` is listed as well."""
    return match.score >= _COUNTS and match.evidence[0].code == _LISTED


def _unseen(match: Match, modelled: list[Match]) -> Match:
    """The same to be assessed where the models that read the text see nobody there."""
    if any(each.start < match.end and match.start < each.end for each in modelled):
        return match
    pair = ("model:sees-none", round(_UNSEEN - match.score, 2))
    return replace(match, score=_UNSEEN, evidence=match.evidence + reasons(pair))


def by_rules(text: str) -> list[Match]:
    """What the rules find without the model."""
    found: list[Match] = []
    for sequence in _SEQUENCE.finditer(text):
        words = [(word.start() + sequence.start(), word.group()) for word in _WORD.finditer(sequence.group())]
        index = 0
        while index < len(words):
            match, used = _name_at(text, words, index)
            if match is not None:
                found.append(match)
            index += used
    starts, ends = [match.start for match in found], [match.end for match in found]  # apart, from left to right
    for match in (*surname_first(text), *titled(text)):
        before = bisect_left(starts, match.end)
        if not before or ends[before - 1] <= match.start:
            found.append(match)
    return sorted(found, key=lambda match: match.start)


def _together(ruled: list[Match], modelled: list[Match]) -> list[Match]:
    """What rules and model say of the same place as one match: the longer name, the evidence of both.

    Both lists go from left to right; what ends before a rule's name meets none of those after it either.
    """
    if not ruled or not modelled:
        return ruled or modelled
    found: list[Match] = []
    rest = deque(modelled)
    for rule in ruled:
        same: list[Match] = []
        while rest and rest[0].start < rule.end:
            each = rest.popleft()
            (same if rule.start < each.end else found).append(each)
        best = max((rule, *same), key=lambda each: (each.end - each.start, each.score))
        if not same:
            found.append(rule)
            continue
        model = max(same, key=lambda each: each.score)
        both = 0.0 if any(each.code in _NO_WITNESS for each in model.evidence) else _BOTH
        score = round(min(_SURE, max(rule.score, model.score + both)), 2)
        added = round(score - sum(each.weight for each in rule.evidence), 2)
        found.append(replace(best, score=score, evidence=rule.evidence + reasons(("model:person", added))))
    return sorted([*found, *rest], key=lambda each: each.start)


def _name_at(text: str, words: list[tuple[int, str]], index: int) -> tuple[Match | None, int]:
    """The name that begins at a word of a capitalised sequence, and how many words were used up."""
    start, first = words[index]
    listed, ordinary = _word(first)
    if not listed or first.casefold() in TUSSENVOEGSELS or (first.isupper() and len(first) > 2):
        return None, 1
    cue = CUE.search(text[max(0, start - LOOK_BACK):start]) is not None
    at = index + 1
    while at < len(words) - 1 and (words[at][1].endswith(".") or _word(words[at][1])[0]):
        at += 1
    while at < len(words) - 1 and words[at][1].casefold() in TUSSENVOEGSELS:
        at += 1
    family = words[at] if at < len(words) and words[at][1].casefold() not in TUSSENVOEGSELS else None
    if family is not None:
        particle = words[at - 1][1].casefold() in _DUTCH
        match = _full(text, start, index + 1 < at, family, cue, ordinary, particle)
        if match is not None:
            return match, at - index + 1
    if not cue or first.casefold() in _SUBJECTS:
        return None, 1
    end = start + len(first)
    if NOT_A_PERSON_AFTER.match(text, end):
        return None, 1
    score = 0.4 if ordinary else 0.5
    evidence = reasons(("gazetteer:given-name", score - 0.2), ("context:cue", 0.2))
    return Match(start, end, Category.NAME_GIVEN, score, fold(first), evidence), 1


def _full(text: str, start: int, linked: bool, family: tuple[int, str], cue: bool, ordinary: bool,
          particle: bool) -> Match | None:
    end = family[0] + len(family[1])
    canonical = fold(text[start:end])
    if canonical in public_figures() or NOT_A_PERSON_AFTER.match(text, end) or _COMPOUND.match(family[1]):
        return None
    if canonical in PLACES_LIKE_PEOPLE or ORGANISATION.match(family[1]) or in_program(text, start, end) or (
        ORGANISATION_BEFORE.search(text[max(0, start - LOOK_BACK):start])
    ):
        return None
    known = listed_family([family[1]])
    if not known and not (cue and family[1].casefold() not in _NO_FAMILY and not ordinary):
        return None
    if ordinary and not cue and not known:
        return None
    pairs = [("gazetteer:given-and-family" if known else "gazetteer:given-name", 0.5 if known else 0.4)]
    if particle and known and known_words(text[:start]) + known_words(text[end:]):
        pairs.append(("shape:tussenvoegsel", 0.1))
    if ordinary and not cue and not linked:
        pairs.append(("gazetteer:given-name-and-word", -0.1))
    if cue:
        pairs.append(("context:cue", 0.1 if known else 0.2))
        if SELF.search(text[max(0, start - LOOK_BACK):start]):
            pairs.append(("context:own-name", 0.15))
    return Match(start, end, Category.NAME_FULL, round(sum(weight for _, weight in pairs), 2), canonical,
    reasons(*pairs))
