"""Finds the street in which somebody lives, named without a number: ``wij wonen in de Nieuwe Ebbingestraat``.

Theory. A street alone is a place as any other; after a word for living, moving or fetching it is somebody's home. So
the word comes first, and the street needs its ending and an article; one with a number is an address, which has a
recognizer of its own. Firms and schools live in streets too, and people of lessons. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose import of_a_lesson
from .base import Cost, Match
from .organisation import of_an_organisation
from .outcome import fold, reasons

_LIVES = (r"(?:ik|wij|we|zij|ze|hij|die|oma|opa|moeder|vader|mama|papa|mam|pap|tante|oom|gezin|familie|fam|ouders|"
          r"[^\W\d_]{2,20})[ ](?:zelf[ ]|nu[ ]|ook[ ])?(?:woont|woon|wonen|woonde|woonden|verhuist|verhuis|verhuizen)|"
          r"woont|wonend|wonende|woonachtig|verhuisd|(?:op|af)[ ]?(?:halen|gehaald|zetten|gezet)")
_ENDING = r"(?:straat|laan|plein|singel|gracht|kade|dreef|steeg|plantsoen|weg|dijk|hof|pad)"
_HOME = re.compile(
    rf"(?<![^\W_])(?i:{_LIVES})(?![^\W_])(?:[ ,][^\W\d_][\w'’-]{{0,20}}){{0,6}}?[ ](?i:in|aan|op|naar|bij)[ ]"
    r"(?:de[ ]|het[ ]|['’]t[ ])?"
    rf"(?P<street>(?:(?:Nieuwe|Oude|Lange|Korte|Grote|Kleine|Sint|St\.?|Van|van|De|de|Den|den|Der|der|ten|ter|Prins|"
    rf"Prinses|"
    rf"Koningin|Burgemeester|Burg\.|Pastoor|Dokter|Dr\.|Prof\.)[ ]){{0,3}}(?:[A-Z][\w'’-]{{2,30}}[ -])?"
    rf"[^\W\d_][\w'’-]{{2,30}}{_ENDING})(?![^\W_])(?![ ]?[,]?[ ]?(?:nr\.?[ ]|nummer[ ])?[1-9])")
_ORDINARY = re.compile(
    r"(?:onder|half|terug|heen|uit|om|over|snel|spoor|water|lucht|rand|tussen|school|kerk|speel|fiets|zand|voet|"
    r"leer|ring|hoofd|auto|rijks|school|markt|dorps|stads)(?:weg|plein|pad|straat|dijk|hof)\Z|.*(?:erwijl|eweg)\Z",
    re.IGNORECASE)
"""Ways and squares of everybody."""
_OFFICE = re.compile(r"(?<![^\W_])(?:school|bedrijf|firma|winkel|praktijk|kantoor|bieb|bibliotheek|afdeling|locatie|"
                     r"vestiging|"
                     r"gemeente|filiaal|bakkerij|museum|club|vereniging|redactie|opvang|"
                     r"instelling)(?![^\W_])", re.IGNORECASE)
_BEFORE = 40


class HomeStreetRecognizer:
    """Finds it."""

    name = "nl_home_street"
    entity = "NL_HOME_STREET"
    categories: tuple[Category, ...] = (Category.STREET,)
    cost: Cost = "context"
    trigger = re.compile(rf"(?:{_LIVES})[ ,].{{0,150}}?{_ENDING}(?![^\W_])", re.IGNORECASE)
    words = re.compile(_ENDING, re.IGNORECASE)
    """What the guard compares words with instead of the trigger: the end of a street is the rarer of the two."""
    context: tuple[str, ...] = ("woont", "wonen", "verhuisd")

    def find(self, text: str) -> list[Match]:
        found: list[Match] = []
        for each in _HOME.finditer(text):
            street, (start, end) = each["street"], each.span("street")
            if _ORDINARY.match(street.rpartition(" ")[2]):
                continue
            pairs = [("shape:street-ending", 0.3), ("context:home", 0.3)]
            if of_an_organisation(text, start, end) or _OFFICE.search(text[max(0, each.start() - _BEFORE) : start]):
                pairs.append(("context:organisation", -0.3))
            lesson = of_a_lesson(text, start, end)
            if lesson is not None:
                pairs.append(lesson)
            score = round(sum(weight for _, weight in pairs), 2)
            if score > 0.1:
                found.append(Match(start, end, Category.STREET, score, fold(street), reasons(*pairs)))
        return found
