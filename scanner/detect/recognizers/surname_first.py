"""Finds surnames with their tussenvoegsels before the given name: ``Van der Wal, Sietse``, ``de Wit, Fenne``.

Theory. Lists and notes of schools put the surname first; in a sentence a tussenvoegsel and a word with a capital before
a comma are mostly a place or the end of a clause. So it must stand where an entry begins (a line, a cell, after a colon
or one word such as *Handelingsplan*), and what follows the comma must be one listed given name. The models know this
order badly. Cost: one pattern that begins with a tussenvoegsel.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose.features import lists
from .base import Match
from .gazetteer import public_figures
from .outcome import fold, reasons

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-Z]{1,24}"
_PARTICLE = r"(?:van|de|der|den|het|['’]t|ten|ter|te|el|al|von|la)"
_PATTERN = re.compile(
    rf"(?:\A|(?<=[\n\t:;|•(\[])[ ]?|(?:(?<=\A)|(?<=\n)){_CAPITAL}[ ]|[-–—][ ])"
    rf"(?P<name>(?i:{_PARTICLE}[ ]){{1,3}}(?P<last>{_CAPITAL})(?:-(?i:{_PARTICLE}[ ]){{0,3}}{_CAPITAL})?,[ ]"
    rf"(?P<given>{_CAPITAL}(?:-{_CAPITAL})?))(?![\w@.]|-\w|,[ ][^\W\d_a-z]|[ ](?:en|&)[ ])")
_ADDRESSES = frozenset((
    "beste", "hoi", "hallo", "dag", "hey", "geachte", "lieve", "mevrouw", "meneer", "meester", "juf", "heer", "familie",
    "mw", "mevr", "dhr", "groeten", "groetjes", "namens", "bij", "volgens", "vraag", "bedankt", "voor", "met", "aan",
    "naar", "uit", "in",
))
"""Words before a surname that is a whole name by itself: ``Beste Van Dijk, Emma is ziek``."""
_TOWNS = frozenset(("haag", "bilt", "helder", "bosch", "burg", "hoorn", "lier", "meern", "wijk", "gooi"))
"""Towns with an article, which the list of places holds without it or not at all."""
_LISTED, _ORDER = 0.4, 0.25


def surname_first(text: str) -> list[Match]:
    """The names whose surname comes first, in order of place."""
    found = []
    for each in _PATTERN.finditer(text):
        start, end = each.span("name")
        before = text[each.start() : start].strip().casefold()
        if before in _ADDRESSES or not _is_given(each["given"]) or _is_place(text[start : each.end("last")]):
            continue
        turned = fold(f"{each['given']} {text[start : each.start('given')].rstrip(', ')}")
        if turned not in public_figures():
            evidence = reasons(("gazetteer:given-name", _LISTED), ("shape:surname-first", _ORDER))
            found.append(Match(start, end, Category.NAME_FULL, _LISTED + _ORDER, fold(text[start:end]), evidence))
    return found


def _is_place(name: str) -> bool:
    """``De Bilt``, ``Den Haag``; of *Van Loon* and *Ter Horst* the tussenvoegsel says that it is none."""
    particle, _, last = name.casefold().rpartition(" ")
    return particle in ("de", "den", "het", "'t") and ("p" in lists(last) or last in _TOWNS)


def _is_given(name: str) -> bool:
    return all("g" in lists(part.casefold()) or "G" in lists(part.casefold()) for part in name.split("-"))
