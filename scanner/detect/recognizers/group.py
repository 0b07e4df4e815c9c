"""Finds the class or group that a pupil is in: ``zit in groep 6``, ``klas 3vwo2``, ``(6V1)``, ``3de leerjaar``.

Theory. Two kinds. What a word announces (*groep*, *klas*, *leerjaar*, *havo 4*) is found by the word; it names the
audience of a book far more often than a pupil's class, so it counts only with a link to a person. The bare code of a
class (``H4c``, ``5h1``, ``2TL``) is the shape of rooms, paper sizes, chapters and moves of chess as well, so it counts
only right beside a name, or where somebody *zit in* it. What stands for several (*groep 6 t/m 8*, *groepen 3 en 4*,
*klas 1 havo/vwo*) is nobody's. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose.features import lists
from .base import Cost, Match
from .link import Reader, tied
from .outcome import fold

_LEVEL = r"(?:vmbo|mavo|havo|vwo|atheneum|gymnasium|tto|isk|tl|gl|kb|bb|kader|basis)"
CODE = (
    r"(?:(?i:[1-6][ -]?(?:(?:vmbo|mavo|havo|vwo|ath|gym|brug|tto|isk)(?:-?(?:tl|gl|kb|bb|t|k|b|g))?|"
    r"(?:kgt|hv|ha|va|av|mh|mv|th|tl|gl|kb|bb|gt|kt|bk|at|gy|vh|hm|vw|[vhamtgkb]))(?:-?[1-9]|-?[a-h][1-9]?)?)"
    r"|[HVAGMTBK][1-6][A-Ha-h]?[1-9]?"
    r"|[1-6][A-H])"
)
"""Class codes of secondary schools: year and kind of school in either order, with the letter or number of the class."""
_NUMBER = r"(?:[1-8]|een|twee|drie|vier|vijf|zes|zeven|acht)"
_ORDINAL = (r"(?:[1-8](?:e|de|ste|ème)|eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste)")
_WORDS = re.compile(
    rf"(?<![^\W_])(?:"
    rf"(?P<plain>(?:jaargroep|groep|gr\.?|unit)(?:[ ]?[1-8]|[ ]{_NUMBER})(?:[/-][1-8])?)(?![^\W_])(?![.,:]\d)"
    rf"|(?P<profile>profiel[ ](?-i:(?:CM|EM|NG|NT)(?:[/+&-](?:CM|EM|NG|NT))?))(?![^\W_])"
    rf"|(?P<lettered>(?:jaargroep|groep|gr\.?)[ ]?[1-8](?:/[1-8])?[ -]?[a-h](?:[1-4])?)(?![^\W_])"
    rf"|(?P<coded>(?:klas|brugklas|mentorklas|stamklas|lesgroep|stamgroep|basisgroep|mentorgroep|klasse)"
    rf"[ :]{{1,2}}(?:{CODE}|[1-6][a-h][1-9]?))(?![^\W_])"
    rf"|(?P<year>(?:klas|leerjaar|year|grade)[ ](?:[1-9]|1[0-3])(?:[ ]{_LEVEL}(?:-\w{{1,2}})?)?(?![^\W_])(?![.,:/]\d)"
    rf"|{_ORDINAL}[ ](?:klas(?:[ ]{_LEVEL})?|leerjaar|kleuterklas|middelbaar|secundair|graad|studiejaar)"
    rf"|(?:[1-6](?:e|de)?[ -]{_LEVEL}|{_LEVEL}[ -](?:[1-6]))(?:[a-h][1-9]?)?|brugklas|examenklas|schakelklas"
    rf"|cohort[ ]20\d\d(?:[ ]niveau[ ][1-4])?|mbo[ -]?(?:niveau[ ])?[1-4]|niveau[ ][1-4][ ](?:bol|bbl)"
    rf"|(?:bol|bbl)[ -]?(?:niveau[ ])?[1-4]))(?![^\W_])", re.IGNORECASE)
_SEVERAL = re.compile(r"[ ]?(?:t/m|tot(?: en met)?|/|-|–|&|of|through|to)[ ]?(?:groep |klas |leerjaar )?"
                      r"[1-8](?![0-9])|,[ ][1-8][ ]en[ ][1-8]|[ ]en[ ](?:groep |klas )?[1-8](?![0-9])|[ ]?%|"
                      r"[ ]van de[ ]\d|"
                      rf"[ ](?:havo|vmbo)[/-](?:vwo|havo)|[ ]en[ ]{_LEVEL}[ ][1-6]", re.IGNORECASE)
"""What follows where more than one is meant."""
_CHEMISTRY = re.compile(r"[ ](?:van het periodiek|elementen|metalen|in de tabel)", re.IGNORECASE)
_OF_THINGS = re.compile(
    r"(?<![^\W_])(?:module|moduul|hoofdstuk|par\.?|paragraaf|blok|les|opgave|opdracht|figuur|lokaal|kamer|zaal|gate|"
    r"vak|vakcode|rij|stoel|spoor|bus|lijn|formaat|papier|versie|model|type|niveau van|leerstof(?: voor)?|boek(?:en)?|"
    r"uitgave|editie|methode|examen|werkboek|deel|cursus|maat|bladzijde|zet|route|snelweg|cel|kolom|bijlage)"
    r"[ :]{1,2}(?:\w{1,12}[ ])?\Z", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w.,#/&=_-]){CODE}(?![\w/=_°%€]|[.,:]\d|-\d|-\w{{2}})")
_SITS = re.compile(
    r"(?<![^\W_])(?:zit(?:ten)?(?: nu| ook)? in|zat in|in klas|uit|naar|in|from|from class|leerling(?:e)? (?:uit|van)|"
    r"mentor(?: van)?|zittenblijver(?: in)?|blijft zitten in|doubleert|bevorderd naar|overgeplaatst naar|"
    r"is in|klas van)[ ]\Z", re.IGNORECASE)
_SITS_SURE = re.compile(
    r"(?<![^\W_])(?:zit(?: nu| ook)? in|zat in|zittenblijver(?: in)?|blijft zitten in|doubleert|bevorderd naar|"
    r"leerlinge? (?:uit|van)|overgeplaatst naar)[ ]\Z", re.IGNORECASE)
_BESIDE = re.compile(
    r"[^\W\d_a-z][^\W\d_]{1,24}(?:[ ][^\W\d_]{1,24}){0,4}(?:[ ]?\((?:[^()\d]{0,24}[,;] ?)?|,[ ]?|[ ]-[ ]|[ ](?:uit|in|"
    r"van)[ ])\Z")
"""A name right before the code: ``Mohammed (6V1)``, ``(Lucas, 5h1)``, ``Lucas uit 5h1``."""
_LEVEL_OF = re.compile(r"(?<![^\W_])(?:niveau|taal|lezen|rekenen|schrijven|luisteren|spelling|taalverzorging|"
                       r"referentieniveau)"
                       r"[ :]{1,3}\Z", re.IGNORECASE)
"""What a level is of: *lezen 2F*."""
_NOT_CODES = frozenset(("a4", "a3", "a5", "a6", "a1", "a2", "b1", "b2", "b3", "b4", "b5", "b6", "t1", "t2", "t3", "m1",
                        "m2", "m3", "m4", "m5", "m6", "g4", "g5", "g3", "g6", "k1", "k2", "1a", "1b", "2a", "2b", "3a",
                        "3b", "1t", "2t", "3g", "4g", "5g", "1g", "2g", "6g"))
"""Codes that are paper, vitamins, levels of language, motorways and networks as well: only after *zit in*."""


class GroupRecognizer:
    """Finds classes and groups that a word announces."""

    name = "nl_group"
    entity = "NL_SCHOOL_GROUP"
    categories: tuple[Category, ...] = (Category.GROUP,)
    cost: Cost = "context"
    trigger = re.compile(
        r"(?<![^\W_])(?:groep|jaargroep|profiel|gr[ .]|unit|klas|brugklas|mentorklas|stamklas|lesgroep|stamgroep|"
        r"basisgroep|mentorgroep|"
        r"leerjaar|kleuterklas|middelbaar|secundair|graad|studiejaar|vmbo|mavo|havo|vwo|atheneum|gymnasium|examenklas|"
        r"schakelklas|cohort|mbo|bol|bbl|year|grade)", re.IGNORECASE)
    context: tuple[str, ...] = ("leerling", "klas", "groep")

    def find(self, text: str) -> list[Match]:
        reader = Reader(text)
        found: list[Match] = []
        for each in _WORDS.finditer(text):
            start, end = each.span()
            if _SEVERAL.match(text, end) or _CHEMISTRY.match(text, end) or (
                _OF_THINGS.search(text, max(0, start - 32), start)
            ):
                continue
            own = ("shape:group", 0.25)
            if each["coded"] or each["profile"] or each["lettered"]:
                own = ("shape:class-code", 0.35 if each["lettered"] else 0.4)
            found += tied(reader, (start, end), Category.GROUP, own, fold(each.group()))
        return found


class ClassCodeRecognizer:
    """Finds bare class codes right beside a name, or where somebody sits in them."""

    name = "nl_class_code"
    entity = "NL_CLASS_CODE"
    categories: tuple[Category, ...] = (Category.GROUP,)
    cost: Cost = "context"
    trigger = _BARE
    context: tuple[str, ...] = ("leerling", "klas")

    def find(self, text: str) -> list[Match]:
        reader = Reader(text)
        found: list[Match] = []
        for each in _BARE.finditer(text):
            start, end = each.span()
            before = max(0, start - 60)
            sits = _SITS_SURE.search(text, before, start) is not None
            if not sits and _LEVEL_OF.search(text, before, start):
                continue
            if not sits and (each.group().casefold() in _NOT_CODES or _OF_THINGS.search(text, before, start)):
                continue
            beside = sits or _SITS.search(text, before, start) or _BESIDE.search(text, before, start) or (
                end - start > 2 and _is_after_a_name(text[before:start]))
            if not beside:
                continue
            link = reader.link(start, end)
            if link in ("named", "spoken", "before") or (sits and link == "note"):
                own = ("shape:class-code", 0.45 if sits else 0.3)
                found += tied(reader, (start, end), Category.GROUP, own, fold(each.group()), link)
        return found


_LAST_WORD = re.compile(r"(?<![\w-])([^\W\d_a-z][^\W\d_A-Z]{1,24})[ ]\Z")


def _is_after_a_name(before: str) -> bool:
    """Whether a given name that is no other word stands right before: ``Sofie 2mh2``."""
    word = _LAST_WORD.search(before)
    held = "" if word is None else lists(word[1].casefold())
    return "g" in held and "e" not in held
