"""Finds surnames after a title: ``mw. Oudshoorn``, ``dhr. R. van den Singh``, ``meneer van vliet``.

Theory. In Dutch *mevrouw*, *dhr.* and *de heer* before a word with a capital announce a surname, in a list of rooms and
times as well as in a sentence, so it needs no model. Words that are ordinary ones too are left to the model: stories
have a *meneer de Uil*, letters a *mevrouw Minister*. Cost: one pattern that begins with the title.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose import of_a_lesson
from ..prose.features import lists
from .base import Match
from .cues import LOOK_BACK, NOT_A_PERSON_AFTER, ORGANISATION, ORGANISATION_BEFORE
from .gazetteer import brands, public_figures
from .outcome import fold, reasons

_PARTICLES = r"(?:van|de|der|den|het|['’]t|ten|ter|te|el|al)"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-Z]{2,24}(?:-[^\W\d_a-zß-öø-ÿ][^\W\d_A-Z]{2,24})?"
_TITLED = re.compile(
    r"(?<![^\W_])(?i:mw\.|mevr\.|mevrouw|meneer|dhr\.|hr\.|de heer)[ ](?P<name>(?:[A-Z]\.[ ]?){0,4}"
    rf"(?:(?i:{_PARTICLES})[ ]){{0,3}}(?P<last>{_CAPITAL})|(?:(?:van|ter|ten|el)[ ](?:(?:de|der|den|het|['’]t)[ ])?)?"
    r"(?P<low>[^\W\d_A-Z]{3,24})(?![ ]uit))(?![\w@])")
_NOBODY = frozenset(("president", "minister", "voorzitter", "rector", "directeur", "jones", "bean", "incognito"))
_STREET = re.compile(r".{3,}(?:straat|laan|weg|plein|kade|gracht|school|college|lyceum)\Z", re.IGNORECASE)
_LISTED, _UNLISTED, _TITLE = 0.4, 0.35, 0.25


def titled(text: str) -> list[Match]:
    """The surnames with initials and tussenvoegsels, without the titles, in order of place."""
    found = []
    for each in _TITLED.finditer(text):
        start, end = each.span("name")
        held, listed = lists((each["last"] or each["low"]).casefold()), True
        if each["low"] is not None:
            wanted = "s" in held and (" " in each["name"] or not set("we") & set(held))
        else:
            listed = "s" in held
            wanted = "w" not in held and (listed or "e" not in held)
        if wanted and not _is_other(text, start, end, (each["last"] or each["low"]).casefold()):
            pairs = (("gazetteer:family-name", _LISTED) if listed else ("shape:capital", _UNLISTED),
                     ("context:cue", _TITLE))
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(start, end, Category.NAME_FAMILY, score, fold(text[start:end]), reasons(*pairs)))
    return found


def _is_other(text: str, start: int, end: int, last: str) -> bool:
    """Whether it is no person of the school: of a lesson, a firm, a street, an office."""
    name = text[start:end]
    return (
        last in _NOBODY
        or (last in brands() and "s" not in lists(last))
        or _STREET.match(last) is not None
        or fold(name) in public_figures()
        or ORGANISATION.match(name) is not None
        or NOT_A_PERSON_AFTER.match(text, end) is not None
        or ORGANISATION_BEFORE.search(text[max(0, start - LOOK_BACK) : start]) is not None
        or of_a_lesson(text, start, end) is not None
    )
