"""Fakes from closed vocabularies: gender, nationality, religion, health and care words, judgements, attendance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from scanner.model import Category

from ..draws import Draws

_SETS: Mapping[Category, Sequence[Sequence[str]]] = {
    Category.GENDER: (
        ("m", "v"),
        ("m", "f"),
        ("man", "vrouw"),
        ("mannelijk", "vrouwelijk"),
        ("jongen", "meisje"),
        ("male", "female"),
        ("boy", "girl"),
        ("1", "2"),
        ("zoon", "dochter"),
        ("hij", "zij"),
    ),
    Category.NATIONALITY: (
        ("Belgische", "Turkse", "Poolse", "Duitse", "Syrische", "Franse", "Spaanse", "Britse", "Chinese"),
        ("NL", "BE", "DE", "TR", "PL", "FR", "ES"),
        ("NLD", "BEL", "DEU", "TUR", "POL", "FRA", "ESP"),
        ("0001", "0052", "0055", "0339", "0054", "0057", "0077"),
        ("dutch", "belgian", "german", "turkish", "polish"),
    ),
    Category.BIRTHPLACE: (
        ("Utrecht", "Zwolle", "Breda", "Assen", "Arnhem", "Tilburg", "Leiden", "Almere", "Haarlem", "Deventer"),
    ),
    Category.RELIGION: (
        ("islam", "katholiek", "protestants", "hindoe", "joods", "boeddhist", "gereformeerd", "moslim"),
        ("rk", "pc"),
    ),
    Category.ORIENTATION: (("hetero", "homo", "lesbisch", "biseksueel"),),
    Category.HEALTH: (
        ("diabetes", "epilepsie", "astma", "migraine", "allergie", "zwanger"),
        ("medicatie", "medicijnen"),
        ("ritalin", "concerta", "insuline", "epipen", "methylfenidaat"),
        ("kinderarts", "huisarts"),
        ("handicap", "ziekte"),
        ("slechthorend", "slechtziend"),
    ),
    Category.DIAGNOSIS: (
        ("dyslexie", "dyscalculie", "faalangst", "autisme", "depressie"),
        ("adhd", "ptss"),
        ("add", "ass", "tos", "ocd"),
        ("anorexia", "boulimia", "asperger", "tourette"),
        ("angststoornis", "eetstoornis", "gedragsstoornis"),
    ),
    Category.SUPPORT: (
        ("handelingsplan", "ontwikkelingsperspectief", "onderwijsarrangement", "zorgarrangement"),
        ("opp", "tlv", "lgf"),
        ("logopedie", "orthopedagogiek"),
        ("extra tijd", "extra toetstijd", "verlengde toetstijd"),
        ("intern begeleider", "ambulant begeleider", "remedial teacher"),
    ),
    Category.YOUTHCARE: (
        ("jeugdzorg", "jeugdhulp", "pleegzorg"),
        ("pleeggezin", "pleegouders", "pleegkind"),
        ("mishandeling", "uithuisplaatsing"),
    ),
    Category.RESULT: (
        ("goed", "matig", "zwak"),
        ("voldoende", "onvoldoende"),
        ("geslaagd", "gezakt"),
        ("passed", "failed"),
        ("pass", "fail"),
        ("juist", "onjuist"),
        ("correct", "incorrect"),
        ("behaald", "niet behaald"),
        ("a", "b", "c", "d", "e"),
        ("i", "ii", "iii", "iv", "v"),
        ("havo", "vwo", "mavo"),
        ("g", "o", "m"),
        ("zeer goed", "uitstekend"),
        ("good", "poor"),
    ),
    Category.PROGRESS: (
        ("completed", "incomplete"),
        ("passed", "failed"),
        ("started", "finished"),
        ("bezig", "klaar"),
        ("afgerond", "gestart"),
        ("not_started", "in progress"),
    ),
    Category.ATTENDANCE: (
        ("aanwezig", "afwezig"),
        ("present", "absent"),
        ("ziek", "verlof"),
        ("geoorloofd", "ongeoorloofd"),
        ("z", "l", "a", "p"),
        ("dokter", "tandarts"),
        ("te laat", "ziek"),
    ),
}
_ALL = {
    category: re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(sorted({re.escape(term) for terms in sets for term in terms}, key=len, reverse=True))
        + r")(?![^\W_])",
        re.IGNORECASE,
    )
    for category, sets in _SETS.items()
}


def whole(draws: Draws, category: Category, raw: str, whose: str = "") -> str | None:
    """Another term for a value that is one term; None when no list holds it."""
    text = raw.strip()
    for terms in _SETS.get(category, ()):
        folded = [term.casefold() for term in terms]
        if text.casefold() in folded:
            others = [term for term in terms if term.casefold() != text.casefold()]
            same = [term for term in others if len(term) == len(text)]
            return raw.replace(text, _cased(draws.one("term", text.casefold() + whose, same or others), text))
    return None


_WORDS_OF_A_TERM = 3
_USUAL: Mapping[Category, Sequence[str]] = {
    Category.HEALTH: ("astma", "migraine", "diabetes", "epilepsie", "allergie"),
    Category.DIAGNOSIS: ("autisme", "dyslexie", "faalangst", "dyscalculie"),
    Category.SUPPORT: ("handelingsplan", "zorgarrangement"),
    Category.YOUTHCARE: ("jeugdhulp", "pleegzorg"),
}


def any_of(draws: Draws, category: Category, raw: str) -> str | None:
    """A usual term of the category for one that no list holds; None for a text of more words than a term has."""
    options = [term for term in _USUAL.get(category, ()) if term != raw.casefold()]
    short = len(raw.split()) <= _WORDS_OF_A_TERM
    return _cased(draws.one("term", raw.casefold(), options), raw) if options and short else None


def found(draws: Draws, category: Category, raw: str) -> Iterator[tuple[re.Match[str], str]]:
    """The terms of a category in a text, each with another one."""
    pattern = _ALL.get(category)
    for each in pattern.finditer(raw) if pattern is not None else ():
        new = whole(draws, category, each.group())
        if new is not None:
            yield each, new


def _cased(new: str, old: str) -> str:
    if old.isupper():
        return new.upper()
    if old[:1].isupper():
        return new[:1].upper() + new[1:]
    return new if old != old.casefold() or not new[:1].isupper() else new.casefold()
