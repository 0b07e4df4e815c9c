"""Finds how old a person is said to be: ``is 12 jaar``, ``(11 jaar)``, ``wordt 13``, ``11;4``, ``14e verjaardag``.

Theory. Years are counted of contracts, loans and wars as well, so the number needs the person right before it: a
name, a pronoun, a relative with *is* or *wordt*, a name with a comma or bracket; or a word that is said of people
alone (*-jarige* with a person, *verjaardag*, *leeftijd*). Ages of the kings and composers of lessons and of the people
in sums are not found. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose.features import lists
from .base import Cost, Match
from .link import Reader, tied

_WORDS = {
    "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
    "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19,
    "twintig": 20, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18,
}
_ORDINALS = {
    "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8, "negende": 9, "tiende": 10,
    "elfde": 11, "twaalfde": 12, "dertiende": 13, "veertiende": 14, "vijftiende": 15, "zestiende": 16,
    "zeventiende": 17, "achttiende": 18,
}
_N = r"(?:[2-9]|[1-9][0-9])"
_WORD = "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_NUMBER = rf"(?:{_N}(?:[,.]5|½|;(?:1[01]|[0-9]))?|{_WORD})"
_YEARS = r"[ ]?(?:jaar|jr\.?|jaren|years?|yrs?)(?![^\W_])"
_MONTHS = r"(?:[ ]?(?:en|,|and)[ ]{1,2}(?:[0-9]|1[01]|een|twee|drie|vier|vijf|zes)[ ](?:maanden|maand|mnd\.?|months?))?"
_COPULA = r"(?:is|ben|was|wordt|word|werd|bent|are|am|turns|turned|i'm|he's|she's)"
_WHEN = (r"(?:[ ](?:nu|net|pas|al|bijna|vandaag|morgen|gisteren|inmiddels|nog maar|maar|zelf|ook|dan|dit jaar|volgende "
         r"(?:week|maand)|(?:vorige|deze) (?:week|maand)|in (?:januari|februari|maart|april|mei|juni|juli|augustus|"
         r"september|oktober|november|december)|now|just|already|today|tomorrow))")
_NAME = r"[^\W\d_a-z][^\W\d_]{1,24}"
_PATTERNS = re.compile(
    rf"(?<![^\W_])(?:"
    # is 12 jaar (oud), wordt morgen dertien jaar
    rf"{_COPULA}{_WHEN}{{0,2}}(?:[ ](?-i:{_NAME}))?{_WHEN}{{0,2}}[ ](?P<years>{_NUMBER}{_YEARS}{_MONTHS}(?:[ ](?:oud|"
    rf"jong|old))?)"
    # Ik ben 10 en; ze wordt 13.
    rf"|{_COPULA}{_WHEN}{{0,2}}(?:[ ](?-i:{_NAME}))?{_WHEN}{{0,2}}[ ](?P<bare>{_N}(?:;(?:1[01]|"
    rf"[0-9]))?)(?=[ ]?(?:[.!?)](?:\s|\Z)|"
    rf",(?!\d)|\Z|\n|[;]\s)|"
    r"[ ](?:en|maar|dus|want|zit|geworden|and|but|yesterday|today|tomorrow|last|vandaag|gisteren|morgen)(?![^\W_]))"
    # onze dochter van 8 jaar
    rf"|(?:zoon|dochter|zoontje|dochtertje|jongen|meisje|broer|broertje|zus|zusje|leerling|leerlinge|nichtje|"
    rf"neefje)[ ]van"
    rf"(?:[ ](?:net|bijna|nog maar))?[ ](?P<of>{_NUMBER}{_YEARS}{_MONTHS})"
    # leeftijd 11;4
    rf"|(?:leeftijd|age|kalenderleeftijd|didactische leeftijd)(?:[ ](?:is|van|nu|[^\W\d_]{{2,20}})){{0,2}}[ ]?[:=]?[ ]"
    rf"(?P<aged>{_N}(?:[;,.](?:1[01]|[0-9])(?!\d))?(?:{_YEARS}{_MONTHS})?)(?![\w%-]|[.,]\d|[ ]?(?:tot|t/m|en|of|-|"
    rf"–)[ ]?\d)"
    # haar 14e verjaardag
    rf"|(?P<birthday>(?:{_N}(?:e|de|ste|th|st|nd|rd)|{'|'.join(_ORDINALS)}))[ ](?:verjaardag|birthday)"
    # de 12-jarige Sanne
    rf"|(?P<long>(?:{_N}[ -]?|{_WORD})jarige?)(?![^\W_])|(?P<english>(?:aged[ ]{_N}|{_N}[ -]year[ -]old|{_N}[ ]yo))"
    r")(?![^\W_])", re.IGNORECASE)
_APPOSED = re.compile(
    rf"(?<![^\W_])[^\W\d_a-z][^\W\d_]{{1,24}}(?:[ ]\(|,[ ])(?P<age>(?i:{_NUMBER}{_YEARS}{_MONTHS}(?:[ ]oud)?))"
    r"(?=[ ]?[,.)]|\Z|\n)")
_BRACKETED = re.compile(r"(?<![^\W_])(?P<name>[^\W\d_a-z][^\W\d_A-Z][^\W\d_]{0,20})(?:[ ](?:[^\W\d_a-z][^\W\d_]{0,20}|"
                        r"van|de|der|"
                        r"den|el|[A-Z]\.)){0,4}[ ]\((?P<age>[3-9]|1[0-9])\)")
"""``Lars (8)``: as many things are numbered so, the first word must be a given name."""
_OF_THINGS = re.compile(r"(?<![^\W_])(?:boek|hoofdstuk|verhaal|deel|figuur|opdracht|tekst|film|strip|bron|liedje|"
                        r"module|les|"
                        r"vraag|opgave|casus|voorbeeld)[ ]\Z", re.IGNORECASE)
_TURNS = re.compile(
    rf"(?<![^\W_])(?:[Ww]ordt|[Ww]erd|[Ii]s)(?:[ ](?:dan|net|vandaag|morgen|bijna|al|pas|nu|gisteren))?[ ]"
    rf"(?P<age>(?:[3-9]|1[0-9])(?=[ ]?(?:[,.!🎂🎉🎈🥳]|\Z)|[ ](?:en|op|dan|geworden))"
    rf"|(?i:{_WORD})(?=[ ]geworden|[ ]?[,.!]|"
    rf"\Z))")
_PARTY = re.compile(r"🎂|🎉|🎈|🥳|jarig|verjaar|trakte|feest|geworden|birthday", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:(?<![^\W_])(?i:ik|hij|zij|ze|i|he|she|zoon|zoontje|dochter|dochtertje|kind|broer|broertje|zus|zusje|leerling|"
    r"leerlinge|jongen|meisje|kleinzoon|kleindochter|nichtje|neefje|vriend|vriendin|moeder|vader|oma|opa|oudste|son|"
    r"daughter|brother|sister|boy|girl|mother|father|"
    r"jongste|"
    r"student|mama|papa|mam|pap)|(?<![^\W_])[^\W\d_a-z][^\W\d_]{1,24})(?:[ ](?:die|zelf|nu))?[ ]\Z")
_JOINED = re.compile(
    r"(?<![^\W_])(?:[Ii]k|[Hh]ij|[Zz]ij|[Zz]e|[^\W\d_a-z][^\W\d_]{1,24})[ ][^.!?\n]{0,60}[ ](?:en|and|die)[ ]\Z")
"""A person who is said something else of first: *Mila is 3 april jarig en wordt*."""
_INVERTED = re.compile(rf"\w{{2,6}}(?i:{_WHEN}){{0,2}}[ ]{_NAME}[ ]")
"""The verb with its subject behind it: *vandaag wordt Tess 16*."""
_LOW, _HIGH = 3, 99


class AgeRecognizer:
    """Finds ages of persons in text."""

    name = "nl_age"
    entity = "NL_AGE"
    categories: tuple[Category, ...] = (Category.AGE,)
    cost: Cost = "context"
    words = re.compile(
        r"(?<![^\W_])(?:(?:is|ben|was|wordt|word|werd|am|turns|turned)[ ](?:[^\W\d_]{1,20}[ ]){0,4}[0-9]|jaar|years?|"
        r"\w{0,12}jarige?|[0-9]{1,2}[ ]?(?:jr|jaar|yrs?|yo|years?)|leeftijd|kalenderleeftijd|didactische|aged?[ ]|"
        r"verjaardag|birthday|wordt|werd|geworden)", re.IGNORECASE)
    trigger = re.compile(words.pattern + r"|[^\W\d_] \([1-9]", re.IGNORECASE)
    context: tuple[str, ...] = ("leeftijd", "jaar", "jarig", "verjaardag")

    def find(self, text: str) -> list[Match]:
        reader = Reader(text)
        found: list[Match] = []
        for each in _APPOSED.finditer(text):
            _add(found, reader, each.span("age"), ("shape:age", 0.3), each["age"])
        for each in _BRACKETED.finditer(text):
            if _is_pupil(each["name"]) and not _OF_THINGS.search(text, max(0, each.start() - 24), each.start()):
                _add(found, reader, each.span("age"), ("shape:age", 0.3), each["age"])
        if _PARTY.search(text) is not None:
            for each in _TURNS.finditer(text):
                _add(found, reader, each.span("age"), ("context:birth", 0.3), each["age"])
        taken = [(match.start, match.end) for match in found]
        for each in _PATTERNS.finditer(text):
            kind = each.lastgroup
            assert kind is not None
            span = each.span(kind)
            if any(start < span[1] and span[0] < end for start, end in taken):
                continue
            if kind in ("years", "bare") and not _is_of_somebody(text, each.start()):
                continue
            weight = 0.45 if kind == "aged" and ";" in each[kind] else 0.3
            _add(found, reader, span, ("shape:age", weight), each[kind])
        return sorted(found, key=lambda match: match.start)


def _is_pupil(name: str) -> bool:
    """Whether a word is a given name and nothing else."""
    held = lists(name.casefold())
    return "g" in held and "e" not in held


def _is_of_somebody(text: str, copula: int) -> bool:
    """Whether the subject of the verb, before it or right after the age, can be a person."""
    before = text[max(0, copula - 90) : copula]
    if _INVERTED.match(text, copula) is not None or _SUBJECT.search(before) is not None or before[-1:] == "'":
        return True
    return _JOINED.search(before) is not None


def _add(found: list[Match], reader: Reader, span: tuple[int, int], own: tuple[str, float], said: str) -> None:
    years = _years(said)
    if years is None or not _LOW <= years <= _HIGH:
        return
    link = reader.link(*span)
    if link == "note" and own[1] < 0.4:
        link = "nobody"
    found += tied(reader, span, Category.AGE, own, str(years), link)


def _years(said: str) -> int | None:
    """The whole years that an age says, in digits or as a word."""
    digits = re.match(r"(?:aged[ ])?([0-9]{1,2})", said, re.IGNORECASE)
    if digits is not None:
        return int(digits.group(1))
    word = re.match(r"[^\W\d_]+", said)
    if word is None:
        return None
    plain = word.group().casefold().removesuffix("jarige").removesuffix("jarig")
    return _WORDS.get(plain) or _ORDINALS.get(plain)
