"""Names of persons in prose by rules: given name and surname both listed, or a listed given name after a cue.

This is the precise placeholder for the trained named-entity pipeline (``scanner/detect/dutch_ner``), which will take
the place of this module: it finds names in lower case, unlisted names and bare given names, which rules cannot find
without many false ones. Until then recall in prose is low on purpose, and confidence stays at 0.6 or below.
Cost class: prose.
"""

from __future__ import annotations

import re
from functools import cache

from scanner.model import Category

from .base import Cost, Match
from .gazetteer import public_figures
from .names import TUSSENVOEGSELS, listed_family, listed_given
from .outcome import fold, reasons

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,24}(?:['’][^\W\d_]{2,15})?(?:-[^\W\d_a-zß-öø-ÿ][^\W\d_]{1,24}){0,2}"
_PARTICLE = r"(?:van|de|der|den|het|['’]t|ten|ter|te|von|la|le|du|di|da|del|dos|el|al|bin|in['’]t)"
_DOUBLE = rf"{_CAPITAL}(?:-(?:{_PARTICLE}[ ]){{1,3}}{_CAPITAL})?"
_WORD = re.compile(rf"{_DOUBLE}|[^ ]+")
_SEQUENCE = re.compile(
    rf"(?<![\w@/.#-]){_CAPITAL}(?:[ ](?:{_DOUBLE}|[A-Z]\.|{_PARTICLE}(?=[ ]))){{0,7}}(?![\w@/]|[.-][^\W_])")
_CUE = re.compile(
    r"(?<![^\W_])(?:(?:mede)?leerlinge?|student|naam|naam is|heet|heette|ik ben|beste|hoi|hallo|hey|hi|dag|lieve|"
    r"ha|goed zo|goed "
    r"gedaan|goed gewerkt|knap(?: gedaan)?|prima|top|super|succes|bravo|welkom(?: terug)?|gefeliciteerd|groetjes|"
    r"groet(?:en)?|"
    r"groetjes van|van je vriend(?:in)?|namens|docent|leerkracht|juf|juffrouw|meester|mevrouw|meneer|mevr\.|mw\.|"
    r"dhr\.|de heer|mentor|"
    r"moeder van|vader van|ouders? van|broer(?:tje)? van|zus(?:je)? van|werk van|antwoord van|inzending van|"
    r"gesprek met|samen met|"
    r"klasgenoot|vriend(?:in)?|broer(?:tje)?|zus(?:je)?|zoon|dochter|ingeleverd door|nagekeken door|gemaakt door|"
    r"pupil|dear)"
    r"(?:[:,]|)[ ]{1,2}[\"'‘“(]?\Z",
    re.IGNORECASE,
)
_NOT_A_PERSON_AFTER = re.compile(
    r"[ ]?-?(?:straat|laan|weg|plein|school|college|lyceum|huis|museum|stichting|stadion|prijs|methode|test|bv|"
    r"b\.v\.|instituut|"
    r"universiteit|foundation|award|(?:van )?holding)(?![a-z])",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r".{2,}(?:school|straat|laan|weg|plein|college|lyceum|huis|park|kade|gracht|brug|hal|dag|"
    r"feest|methode|toets)\Z",
                       re.IGNORECASE)
_SUBJECTS = frozenset(("frans",))
"""Given names that are school subjects: ``docent Frans``."""
_NO_FAMILY = frozenset(("vandaag", "morgen", "gisteren", "je", "jij", "we", "wij", "ik", "het", "de", "een", "wat",
    "wil", "kun", "heb",
                        "goed", "groep", "klas", "welkom", "hier", "ook"))


@cache
def _word(word: str) -> tuple[bool, bool]:
    """Listed as given name, and whether it is also an ordinary word."""
    ordinary = listed_given(word)
    return ordinary is not None, bool(ordinary)


class PersonRecognizer:
    """Finds listed names in prose. Public and historic persons and things named after persons are left out."""

    name = "nl_person"
    entity = "PERSON"
    categories: tuple[Category, ...] = (Category.NAME_FULL, Category.NAME_GIVEN)
    cost: Cost = "prose"
    trigger = re.compile(r"[^\W\d_.][.,:]?[ ]{1,2}[\"'‘“(]?[^\W\d_a-z][^\W\d_]")
    context: tuple[str, ...] = ("leerling", "naam", "beste", "groetjes")

    def find(self, text: str) -> list[Match]:
        found: list[Match] = []
        for sequence in _SEQUENCE.finditer(text):
            words = [(word.start() + sequence.start(), word.group()) for word in _WORD.finditer(sequence.group())]
            index = 0
            while index < len(words):
                match, used = _name_at(text, words, index)
                if match is not None:
                    found.append(match)
                index += used
        return found


def _name_at(text: str, words: list[tuple[int, str]], index: int) -> tuple[Match | None, int]:
    """The name that begins at a word of a capitalised sequence, and how many words were used up."""
    start, first = words[index]
    listed, ordinary = _word(first)
    if not listed or first.casefold() in TUSSENVOEGSELS or (first.isupper() and len(first) > 2):
        return None, 1
    cue = _CUE.search(text[max(0, start - 32):start]) is not None
    at = index + 1
    while at < len(words) - 1 and (words[at][1].endswith(".") or _word(words[at][1])[0]):
        at += 1
    while at < len(words) - 1 and words[at][1].casefold() in TUSSENVOEGSELS:
        at += 1
    family = words[at] if at < len(words) and words[at][1].casefold() not in TUSSENVOEGSELS else None
    if family is not None:
        match = _full(text, start, index + 1 < at, family, cue, ordinary)
        if match is not None:
            return match, at - index + 1
    if not cue or first.casefold() in _SUBJECTS:
        return None, 1
    end = start + len(first)
    if _NOT_A_PERSON_AFTER.match(text, end):
        return None, 1
    score = 0.4 if ordinary else 0.5
    evidence = reasons(("gazetteer:given-name", score - 0.2), ("context:cue", 0.2))
    return Match(start, end, Category.NAME_GIVEN, score, fold(first), evidence), 1


def _full(text: str, start: int, linked: bool, family: tuple[int, str], cue: bool, ordinary: bool) -> Match | None:
    end = family[0] + len(family[1])
    canonical = fold(text[start:end])
    if canonical in public_figures() or _NOT_A_PERSON_AFTER.match(text, end) or _COMPOUND.match(family[1]):
        return None
    known = listed_family([family[1]])
    if not known and not (cue and family[1].casefold() not in _NO_FAMILY and not ordinary):
        return None
    if ordinary and not cue and not known:
        return None
    pairs = [("gazetteer:given-and-family" if known else "gazetteer:given-name", 0.5 if known else 0.4)]
    if ordinary and not cue and not linked:
        pairs.append(("gazetteer:given-name-and-word", -0.1))
    if cue:
        pairs.append(("context:cue", 0.1 if known else 0.2))
    return Match(start, end, Category.NAME_FULL, round(sum(weight for _, weight in pairs), 2), canonical,
    reasons(*pairs))
