"""Words of keys, headings and addresses that speak of results, of other numbers than marks, or of who was there."""

from __future__ import annotations

import re
from functools import lru_cache

from ..names import snake

_RESULTS = re.compile(
    r"cijf|cyf|score|grade|result|toets|test|rapport|punten|niveau|mark|uitslag|quiz|exam|assessment|assignment|"
    r"progress|voortgang|beoordel|vaardigheid|cito|opdracht|(?:se|so|pw|pta|vs|dle)\Z|goed|fout|correct|juist|afname|"
    r"nakijk|gemaakt")
_OF_SCHOOL = re.compile(
    r"cijf|cyf|goed|fout|toets|niveau|vaardigheid|cito|beoordel|percentiel|rapport|afname|gradebook|"
    r"(?:se|so|pw|pta|vs|dle|niv|avi)\Z|nakijk|ingeleverd|inlever|leerling")
"""Those of these that speak of nothing else than schools."""
_NO_MARKS = re.compile(
    r"pri[cj]|bedrag|amount|cost|kosten|aantal|count|total|leeftijd|age|lengte|height|gewicht|weight|saldo|balance|uur|"
    r"uren|hour|minu|sec|tijd|time|jaar|year|maand|month|week|dag|day|id|nr|num|index|pos|rank|rang|volg|order|pag|"
    r"page|size|width|version|versie|lat|lon|lng|x|y|row|col|stock|voorraad|code|duration|duur|coins|punten_totaal|"
    r"weging|weeg|factor|absent|afwezig|verzuim|tel|phone|post|huis|bedr|euro|eur|btw|vat|korting|zoom|seat|plaats|"
    r"stoel|kamer|lokaal")
_PRESENCE = re.compile(r"afw\Z|afwezig|aanwezig|present|absent|ziek|telaat|verzuim|presentie|ingeleverd|deelgenomen")
_LONGEST_NAME = 60
_LONGEST_ABBREVIATION = 3
"""Words up to this length have to be one of those told whole: ``se`` is, ``sec`` is not."""


@lru_cache(maxsize=4096)
def says_results(name: str) -> bool:
    """Whether a key, a heading or a word of an address speaks of results."""
    if not name or len(name) > _LONGEST_NAME:
        return False
    return any(_begins(_RESULTS, word) for word in re.sub(r"[0-9]+", "", snake(name)).split("_"))


@lru_cache(maxsize=4096)
def says_other_numbers(name: str) -> bool:
    """Whether a key or a heading speaks of numbers that are no marks: prices, ages, hours, places in a list."""
    return any(_begins(_NO_MARKS, word) for word in snake(name).split("_"))


@lru_cache(maxsize=4096)
def says_school_results(name: str) -> bool:
    """Whether a key, a heading or a word of an address speaks of results of pupils, and of those of nothing else."""
    if not name or len(name) > _LONGEST_NAME:
        return False
    return any(_begins(_OF_SCHOOL, word) for word in re.sub(r"[0-9]+", "", snake(name)).split("_"))


def says_presence(name: str) -> bool:
    """Whether a key or a word of an address is one of lists of who was there, and of who was not."""
    return _PRESENCE.search(name) is not None


def _begins(words: re.Pattern[str], word: str) -> bool:
    """Whether a word is one of these or begins with one; a short word has to be one."""
    return words.fullmatch(word) is not None or (
        len(word) > _LONGEST_ABBREVIATION and words.match(word) is not None)
