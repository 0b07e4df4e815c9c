"""Weighs what the model calls a name: lists, homographs and the words around it, so that a detection can be believed.

Theory. The chances that the models give are the weightiest witnesses; they know the lists of names, the case of a
word and what stands beside it. What they know too little of is added: that no list holds a capitalised word, the
head of a list of people, and what stands further off than they look, such as a sum or a lesson. Names of lessons
(Anne Frank), labels (``leerling``) and names that are part of a compound (``de Vries-methode``) are refused. Where the
text is nothing but a name, the models have nothing to go by and count for less. Scores: from 0.6 on a name is likelier
than not, below that it is to be assessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scanner.model import Category, Evidence

from ..recognizers.base import Match
from ..recognizers.cues import (
    CUE,
    LOOK_BACK,
    NOT_A_PERSON_AFTER,
    ORGANISATION,
    ORGANISATION_BEFORE,
    PLACES_LIKE_PEOPLE,
)
from ..recognizers.gazetteer import brands, places, public_figures
from ..recognizers.names import LABELS, TUSSENVOEGSELS
from ..recognizers.outcome import fold, reasons
from .chances import Possible, witnesses
from .engines import Found
from .features import lists
from .gate import CODE
from .lesson_words import words_around
from .lessons import EXERCISE, of_a_lesson
from .words import compound, english, ordinary

FLOOR, SURE = 0.3, 0.6
_SURE_OF_LIST, _LEAST_OF_LIST = 0.9, 2
_BELIEVED = 0.9
"""The most that prose alone can give."""
_CUE, _HEADED, _MOST_ADDED = 0.05, 0.15, 0.4
"""What a word before a name and the head of a list add to models that see them too, and the most that all can add."""
ALONE = Evidence("context:none", -0.45)
"""That the text is nothing but the name."""
LABEL = Evidence("context:label", -0.45)
"""That the text is a few words with capitals and no sentence: a heading, a country, a language, a dish."""
_SENTENCE_SIGN = re.compile(r"(?:(?<=[^\W\d_]{4})[.]|[!?…])(?:\s|\Z)|[:;,]\s")
_SAINT = re.compile(r"(?<![^\W_])(?:Sint|Saint|San|Santa|Santo|St\.)[ -](?=[A-Z])")
"""A word of the names of islands and towns: a list that holds it is one of places."""
_LIST_HEAD = re.compile(
    r"(?<![^\W_])(?:aanwezig(?:en)?|afwezig(?:en)?|absent(?:en|ie)?|afgemeld|uitgenodigd|genodigden|deelnemers?|leden|"
    r"ziek|te laat|presentie(?:lijst)?|klassenlijst|leerling(?:en)?|corvee|pleindienst|pleinwacht|surveillance|"
    r"surveillanten|toezicht|nog bellen|jarig|tafel|groepje|tafelgroep|team|duo|"
    r"maatjes?)(?:[ ][^:\n]{0,20})?:[ \n][^:;|{}<>]{0,160}\Z",
    re.IGNORECASE)
"""The head of a list of people, in whose line or lines the name stands."""
_LONGEST_LIST = 200
_PARTICLES_AFTER = re.compile(
    r"[ ](?:van|de|der|den|ter|ten|el|van (?:de|der|den|het|'t))"
    r"(?=[ ]?(?:[,.;:()|\n]|-[ ]|\Z|(?:om|op|is|heeft|was|zit)[ ]))")
"""The tussenvoegsels of ``Vries, Sanne de``."""
_POSTCODE = re.compile(r"(?<!\d)[1-9]\d{3}(?:[ ]?[A-Z]{2})?[ ]{0,2}\Z")
_LETTERS_OF_POSTCODE = re.compile(r"[A-Z]{2}(?![^\W_])")
"""What stands before the name of a town; the model takes the letters for a part of it."""
_MONTH_AND_NUMBER = re.compile(
    r"(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|maart|march|apr(?:il)?|mei|may|jun[ie]|jul[iy]|aug(?:ustus|ust)?|"
    r"sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\Z", re.IGNORECASE)
_NUMBER_BESIDE = re.compile(r"[ ]?\d")
_NUMBER_BEFORE = re.compile(r"\d(?:e|st|nd|rd|th)?(?: of)?[ ]\Z")
_WORDS_OF_A_LABEL = 8
_LEAST_LOWER = 3
"""Words in lower case beside the name that make a short sentence of it."""
_SHOUTED = 2
"""Ordinary words beside the name that make a sentence of what is written in capitals throughout."""
_TITLE = re.compile(r"(?:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|hr\.|de heer|heer|juf|juffrouw|meester|mr\.?|drs\.?|dr\.?|"
                    r"prof\.?|ms\.?|mrs\.?|miss|fam\.?|familie)[ ]+", re.IGNORECASE)
_TITLE_BEFORE = re.compile(
    r"(?:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|hr\.|heer|juf|juffrouw|meester|mr\.?|mrs\.?|miss|familie)[ ]+\Z",
    re.IGNORECASE)
_MARKED = re.compile(r"\\\Z|[^\s(\[\"'“,;:!?]@\Z")
"""What stands before a command or a part of an address; a name with an at sign before it follows a space."""
_NEAR, _SIGNS_OF_CODE = 60, 2
_INITIAL = re.compile(r"[^\W\d_a-z]\.\Z")
_COMPOUND_AFTER = re.compile(
    r"-(?!(?:van|de|der|den|ten|ter|el|al)\b)[^\W\d_]{3,}(?![\w-]*[A-Z])|[ ]?[&+]|[@/\\]\w|[.]\w\w|_")
_JOINS = re.compile(r"[ ]?[&+/][ ]?")
_COMPOUND_BEFORE = re.compile(r"[\w][-/\\@_.]\Z")
_START = re.compile(r"(?:\A|[.!?…:\n]|[.!?…:\n][ ]+)[\"'‘“(*•–-]*[ ]*\Z")
_POSSESSIVES = frozenset(("meine", "mein", "deine", "dein", "unsere", "unser", "notre", "votre", "mon", "mes", "nos"))
"""German and French words before what is somebody's: *Meine Familie* is a chapter; Meine is a Frisian name too."""
_NOUN_AFTER = re.compile(r"[ ]([^\W\d_a-zß-öø-ÿ][^\W\d_]+)")
_NO_NAME = re.compile(r"[\d_/\\@#=<>{}]")
_PARTS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_AROUND = 400
_ACCOUNT = re.compile(r"[a-z]\.[^\W\d_A-Z]{2,}\Z")
"""An initial and a surname as accounts are called: ``j.jansen``."""
_CAMEL = re.compile(r"[a-z][A-Z]")
_NEVER = frozenset({
    "ik", "jij", "je", "hij", "zij", "ze", "wij", "we", "jullie", "hun", "haar", "hem", "mij", "me", "iemand",
    "niemand", "iedereen", "allemaal", "mama", "papa", "oma", "opa", "mam", "pap", "juf", "meester", "meneer",
    "mevrouw", "ouders", "ouder", "moeder", "vader", "klas", "groep", "team", "leerling", "leerlingen", "school",
    "kinderen", "jongens", "meiden", "god", "allah", "jezus", "sinterklaas", "kerst", "pasen", "bro", "gast", "man",
    "joh", "ok", "oke", "haha", "lol", "omg", "the", "and", "you", "user", "student", "teacher", "hallo", "hoi",
    "hey", "dag", "doei", "groetjes", "groet", "mvg", "januari", "februari", "maart", "juni", "juli", "augustus",
    "september", "oktober", "november", "december", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
    "zaterdag", "zondag", "january", "february", "march", "july", "october", "engels", "duits",
    "nederlands", "frans", "ots", "ass", "tos", "opp", "tlv", "swv", "odd", "ocd", "ggz", "azc", "cito", "iep",
    "jehova",
})
"""Words that are called names by mistake: whom one speaks to or of without a name, months, days, languages."""


class Beside(NamedTuple):
    """Where other names of the text begin and end, as the models see it."""

    starts: frozenset[int]
    ends: frozenset[int]


NOTHING = Beside(frozenset(), frozenset())


def is_list_of_people(text: str, found: Sequence[Found]) -> bool:
    """Whether a text holds several names that the model is sure of and that begin with a listed given name.

    Such a text is a list of people, in which a name needs no sentence around it.
    """
    sure = [each for each in found if each.probability >= _SURE_OF_LIST]
    return len(sure) >= _LEAST_OF_LIST and sum(
        "g" in lists(word.casefold()) for each in sure for word in _PARTS.findall(text[each.start : each.end])
    ) >= _LEAST_OF_LIST


def weigh(text: str, place: Possible, *, listed: bool = False, beside: Beside = NOTHING) -> Match | None:
    """The detection that a place amounts to, ``None`` for none; ``listed`` in a list of people."""
    models = witnesses(place.first, place.second)
    if sum(weight for _, weight in models) + _MOST_ADDED < FLOOR:
        return None
    start, end = trimmed(text, place.start, place.end)
    name = text[start:end]
    parts = _PARTS.findall(name)
    words = [part for part in parts if part.casefold() not in TUSSENVOEGSELS]
    if not words or _refused(text, start, end, name, words, particles=len(parts) - len(words)) or (
        _is_part(text, start, end, beside)
    ):
        return None
    before = text[max(0, start - LOOK_BACK) : start]
    titled = _TITLE_BEFORE.search(before) is not None
    headed = _LIST_HEAD.search(text[max(0, start - _LONGEST_LIST) : start]) is not None
    nobody = of_a_lesson(text, start, end)
    summed = nobody == EXERCISE  # sums have teachers and grandfathers too, so that a title says nothing
    cue = not summed and (titled or headed or CUE.search(before) is not None)
    pairs = models + _of_lists(words, titled=titled and not summed, at_start=_START.search(before) is not None)
    if cue:
        pairs.append(("context:list-of-names" if headed else "context:cue", _HEADED if headed else _CUE))
    if not text[:start].strip() and not text[end:].strip(" .,;:!?\n"):
        pairs.append((ALONE.code, ALONE.weight))
    elif not cue and not listed and _is_label(text, text[:start], text[end:]):
        pairs.append((LABEL.code, LABEL.weight))
    elif not cue and not listed:
        known = known_words(text[:start]) + known_words(text[end:])
        if known < 2:
            pairs.append(("context:thin", -0.3 if known else ALONE.weight))
    if not cue and nobody is not None:
        pairs.append(nobody)
    pairs.append(words_around(text, start, end))
    total = round(sum(weight for _, weight in pairs), 2)
    if total < FLOOR:
        return None
    score = min(_BELIEVED, total)
    if total > score:  # what is beyond belief is taken from the models, so that the evidence adds up
        pairs[0] = (pairs[0][0], round(pairs[0][1] - total + score, 2))
    category = _category(words, parts, titled=titled, comma="," in name)
    return Match(start, end, category, score, fold(name), reasons(*pairs))


def in_program(text: str, start: int, end: int) -> bool:
    """Whether a place lies in a program, markup or data; comments name authors."""
    return len(CODE.findall(text[max(0, start - _NEAR) : end + _NEAR])) >= _SIGNS_OF_CODE


def _is_label(text: str, before: str, after: str) -> bool:
    if len(text) > 30 * _WORDS_OF_A_LABEL:
        return False
    if _SENTENCE_SIGN.search(text) is not None and _SAINT.search(text) is None:
        return False
    if text.isupper() and known_words(before) + known_words(after) >= _SHOUTED:
        return False
    words = _PARTS.findall(text)
    if len(words) > _WORDS_OF_A_LABEL or sum(word[0].isupper() for word in words) * 2 < len(words):
        return False
    beside = _PARTS.findall(before) + _PARTS.findall(after)
    capitals: int = sum(word[0].isupper() for word in beside)
    return len(beside) - capitals < _LEAST_LOWER or capitals * 2 >= len(beside)


def known_words(text: str) -> int:
    """How many of the words around a name are Dutch or English ones that are no names."""
    return _known_words(text[:_AROUND])


@lru_cache(maxsize=512)
def _known_words(text: str) -> int:
    """The same; names of one text have its beginning in common."""
    return sum(held in ("w", "e", "we", "sw", "swe", "spw")
               for held in (lists(word.casefold()) for word in _PARTS.findall(text) if len(word) > 1))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without titles before the name and signs around it."""
    title = _TITLE.match(text, start, end)
    if title is not None and title.end() < end:
        start = title.end()
    while start < end and not (text[start].isalnum() or text[start] in "'’"):
        start += 1
    while start < end and not (text[end - 1].isalnum() or _INITIAL.search(text, end - 2, end)):
        end -= 1
    particles = _PARTICLES_AFTER.match(text, end) if "," in text[start:end] else None
    return start, particles.end() if particles is not None else end


def _refused(text: str, start: int, end: int, name: str, words: list[str], *, particles: int) -> bool:
    canonical = fold(name)
    if _NO_NAME.search(name) or _CAMEL.search(name) or canonical in public_figures() or canonical in LABELS:
        return True
    if all(len(word) < 2 for word in words) or _ACCOUNT.match(name):
        return True
    if particles == 0 and all(word.casefold() in LABELS or word.casefold() in _NEVER for word in words):
        return True
    if NOT_A_PERSON_AFTER.match(text[end : end + 24]):
        return True
    if _MARKED.search(text[max(0, start - 2) : start]):
        return True
    code = _POSTCODE.search(text[max(0, start - 10) : start])
    if code is not None and (code.group().strip()[-1:].isalpha() or _LETTERS_OF_POSTCODE.match(text, start)):
        return True
    if words[0].casefold() in _POSSESSIVES and (noun := _NOUN_AFTER.match(text, start + len(words[0]))) and (
            "s" not in lists(noun[1].casefold())):
        return True
    if canonical in PLACES_LIKE_PEOPLE or (" " in canonical and canonical in places()) or (
            len(words) > 1 and ORGANISATION.match(words[-1])):
        return True
    if ORGANISATION_BEFORE.search(text[max(0, start - LOOK_BACK) : start]):
        return True
    if len(words) == 1 and _MONTH_AND_NUMBER.match(words[0]) and (
        _NUMBER_BESIDE.match(text, end) or _NUMBER_BEFORE.search(text[max(0, start - 8) : start])
    ):
        return True
    return len(words) > 7 or in_program(text, start, end)


def _is_part(text: str, start: int, end: int, beside: Beside) -> bool:
    """Whether the name is part of a longer word or of a firm, and not joined with another name: ``Rosa/Tim``."""
    joined = _JOINS.match(text, end)
    after = _COMPOUND_AFTER.match(text[end : end + 24]) is not None
    if after and (joined is None or joined.end() not in beside.starts):
        return True
    before = text[max(0, start - 2) : start]
    return _COMPOUND_BEFORE.search(before) is not None and not (before.endswith("/") and start - 1 in beside.ends)


def _of_lists(words: list[str], *, titled: bool, at_start: bool) -> list[tuple[str, float]]:
    """What lists and spelling add to models that know them too: little, and nothing good of a word that none holds."""
    pairs: list[tuple[str, float]] = []
    held = [lists(word.casefold()) for word in words]
    capital = words[0][0].isupper()
    given = "g" in held[0].lower()
    if len(words) > 1:
        known = given + any("s" in each for each in held[1:])
        code = "given-and-family" if known == 2 else "given-name" if given else "family-name" if known else "not-listed"
        pairs.append((f"gazetteer:{code}", 0.05 if known == 2 else 0.0))
        if not any(word[0].isupper() for word in words):
            pairs.append(("shape:lower-case-words", -0.1))
    elif given:
        pairs.append(("gazetteer:given-name" if "g" in held[0] else "gazetteer:given-name-and-word",
                      0.05 if capital else 0.1))
    elif _is_word(words[0].casefold()):
        pairs.append(("shape:ordinary-word", -0.1 if not capital else -0.05 if at_start else 0.0))
    elif words[0].casefold() in places():
        pairs.append(("gazetteer:place", -0.1))
    elif not titled and "s" not in held[0]:
        pairs.append(("gazetteer:not-listed", 0.0 if not capital else -0.1 if at_start else -0.2))
    if not titled and not given and not brands().isdisjoint(word.casefold() for word in words):
        pairs.append(("gazetteer:brand", -0.4))
    return pairs


def _is_word(word: str) -> bool:
    return ordinary(word) or english(word) or compound(word)


def _category(words: list[str], parts: list[str], *, titled: bool, comma: bool) -> Category:
    if len(parts) > len(words) and parts[0].casefold() in TUSSENVOEGSELS and not comma:
        return Category.NAME_FAMILY
    if len(words) > 1 or comma:
        return Category.NAME_FULL
    held = lists(words[0].casefold())
    if titled and "g" not in held and "G" not in held:
        return Category.NAME_FAMILY
    return Category.NAME_GIVEN
