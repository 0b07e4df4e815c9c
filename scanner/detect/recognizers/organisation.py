"""Tells the addresses of firms, offices and schools from those of people, by the words around them.

A publisher's address stands in a colophon, a school's in its letterhead: beside *B.V.*, *KvK*, *postbus*, *redactie*.
The nearest word decides: *woont aan* after the name of a school makes the address a pupil's again.
"""

from __future__ import annotations

import re

from .context import Cues
from .gazetteer import brands

_FIRM = Cues((
    r"b\.?v\.?(?![a-z])", r"n\.?v\.?(?![a-z])", r"gmbh", r"inc\.", r"ltd", r"uitgever(?:ij|s)?(?![a-z])", r"redactie",
    r"kvk", r"k\.v\.k", r"btw", r"rsin", r"antwoordnummer", r"correspondentieadres", r"bezoekadres",
    r"vestigingsadres", r"klantenservice", r"helpdesk", r"hoofdkantoor", r"kantoor", r"drukker(?:ij)?(?![a-z])",
    r"stichting", r"vereniging", r"museum", r"bibliotheek", r"gemeentehuis", r"ministerie", r"universiteit", r"colofon",
    r"copyright", r"retouradres", r"leverancier", r"boekhandel", r"bestuursbureau", r"secretariaat", r"schooladres",
    r"theater", r"zwembad", r"sporthal", r"restaurant", r"pretpark", r"fabriek", r"winkel", r"bedrijf",
), reach=60)
_SCHOOL = Cues((
    r"basisschool", r"(?:o|c|k|pc|rk)bs(?![a-z])", r"ikc(?![a-z])", r"scholengemeenschap", r"lyceum", r"college",
    r"gymnasium", r"school(?![a-z])", r"kindcentrum", r"[a-z]+school(?![a-z])",
), reach=45)
_HOME = Cues((
    r"woon", r"woont", r"thuis", r"verhuis", r"huisadres", r"briefadres", r"bij (?:zijn|haar|oma|opa|mama|papa)",
    r"leerling", r"moeder", r"vader", r"ouders?(?![a-z])", r"verzorger", r"oma", r"opa", r"ingeschreven", r"haalt",
    r"ophalen", r"adres van",
), reach=60)
_BOX = Cues((r"postbus",), reach=30)
"""Mostly of a firm, but people have one as well."""
_NAMED = re.compile(r"([^\W\d_][\w&-]{2,30}),\s{1,2}(?:[^\W\d_][\w'’. -]{2,40}[ ][0-9]{1,5}[\w-]{0,4},\s{1,2})?\Z")
"""The name before an address."""
_AFTER = Cues((r"kvk", r"k\.v\.k", r"btw", r"rsin", r"www\.", r"https?:", r"info@"))


def of_an_organisation(text: str, start: int, end: int) -> bool:
    """Whether the address in ``text[start:end]`` is that of a firm, an office or a school."""
    firm, school, home = _FIRM.before(text, start), _SCHOOL.before(text, start), _HOME.before(text, start)
    nearest = min((each for each in (firm, school) if each >= 0), default=-1)
    if nearest >= 0:
        return not 0 <= home < nearest
    if home < 0 and (_BOX.around(text, start, end) or _BOX.within(text[start:end])):
        return True
    named = _NAMED.search(text[max(0, start - 90):start])
    if named is not None and named[1].casefold() in brands():
        return True
    return home < 0 and (_FIRM.within(text[start:end]) or _AFTER.within(text[end:end + 90]))
