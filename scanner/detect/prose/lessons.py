"""Tells names of sums, exercises and lessons from those of pupils, by what stands around them.

Theory. "Kim heeft 24 knikkers" names nobody, and the name says nothing of it. What does is the question of a sum, a
person of history beside the name, a century, a prophet. Somebody who is spoken to, or whose work is spoken of, is a
pupil all the same. Cost: a few linear patterns over the 800 characters around a name that the model found.
"""

from __future__ import annotations

import re
from functools import cache

from ..recognizers.gazetteer import public_figures

_AROUND = 400
_EXERCISE = re.compile(
    r"(?<![^\W_])(?:hoeveel|hoe (?:oud|lang|ver|hoog|groot|zwaar|snel|duur)|bereken|welk deel|de kans op|stel een|"
    r"los op|teken (?:een|de)|vul in|vervoeg|ontleed|verleden tijd|persoonsvorm|rond af|"
    r"maak er een|vraagzin|zinsdeel|lijdend voorwerp|gezegde|zet (?:de zin|in de)|"
    r"wie (?:heeft|krijgt|is|betaalt|at|eet|loopt|liep) (?:er )?(?:het|de) (?:grootste|kleinste|meeste|minste|langste|"
    r"kortste|snelste|oudste|jongste)|how (?:many|much|old))(?![^\W_])",
    re.IGNORECASE)
"""What a sum or an exercise asks."""
_QUANTITY = re.compile(
    r"\d|€|_{2,}|(?<![^\W_])(?:twee|drie|vier|vijf|zes|tien|ieder|elk|zin|tijd|keer)(?![^\W_])", re.IGNORECASE)
_GOODS = re.compile(
    r"(?<![^\W_])(?:appels?|peren|knikkers|koekjes|snoepjes|stickers|kralen|ballonnen|stuiters|taart(?:en|jes)?|pizza'?s?|"
    r"eieren|blokjes|munten|bananen|aardbeien|bloemen|kaartjes|potloden|flessen|zakken|dozen|broden|kippen|koeien|schapen|"
    r"liter|kilo|gram|meter|km|cm|euro|cent|bladzijden|pagina's|jaar)(?![^\W_])|€", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<![^\W_])(?:pluk(?:t|ken)|koopt|kopen|verdeelt|verdelen|spaart|sparen|telt|tellen|deelt|delen|geeft er|"
    r"krijgt er|heeft er|eet er|eten er|verkoopt|verkopen|weegt|wegen|in totaal|samen \d+|dubbel zo ?veel|"
    r"twee keer zo|de helft|ieder|elk|schaal 1|(?:ouder|jonger) dan|"
    r"per (?:stuk|uur|kilo|dag|week))(?![^\W_])", re.IGNORECASE)
"""What is counted in sums, and what is done with it; both together make a sum without a question."""
_OF_SCHOOL = re.compile(
    r"(?<![^\W_])(?:leerling|klas|mentor|docent|toets(?:en|je)?|huiswerk|cijfers?|niveau|feedback|voldoende|"
    r"onvoldoende|goed gedaan|netjes|absent|te laat|inlever\w*|ingeleverd|moeite|ouders|ik|"
    r"mijn|wij|ons|onze)(?![^\W_])",
    re.IGNORECASE)
"""Words of talk about pupils, which sums do not hold."""
_SPOKEN_TO = re.compile(r"[ ]?[,!:?]?[ ](?:je|jij|jouw|kun|wil|heb|let|kijk|ga|probeer)(?![^\W_])")
_LESSON = re.compile(
    r"(?<![^\W_])(?:(?:in|rond|sinds|tot|uit|van|anno) 1[0-8]\d\d|\d{1,2}e eeuw|eeuw|keizer|farao|paus|profeet|bijbel|"
    r"koran|thora|evangelie|soennieten|sjiieten|christendom|romeinen|grieken|middeleeuwen|gouden eeuw|wereldoorlog|"
    r"hoofdpersoon|hoofdpersonage|personages?|roman|dichter|componist|natuurkundige|ontdekkingsreiziger|filosoof|"
    r"uitvinder|spraakassistenten|stripfiguur|sprookje)(?![^\W_])|"
    r"(?:(?<![^\W_])(?:geb(?:oren|\.)?|overl(?:eden|\.)?|gestorven)[ ](?:op[ ]|in[ ]|rond[ ])?|†[ ]?)"
    r"(?:\d{1,2}[ ./-](?:[a-z]{3,9}|\d{1,2})[ ./-])?1[0-8]\d\d(?![\d,.]|[ ]?(?:gr|gram|g|kg|uur|u)(?![^\W_]))|"
    r"\(1[0-8]\d\d ?[-–] ?1[0-9]\d\d\)", re.IGNORECASE)
"""Words of lessons about people who are no pupils: history, religion, literature, and lives of long ago."""
_ADDRESSED = re.compile(r"(?<![^\W_])(?:je|jij|jouw|jullie|u|uw|ik|mijn|we|wij|ons|onze)(?![^\W_])", re.IGNORECASE)
"""Words with which people speak to and of each other."""
_CAPITALS = re.compile(r"[A-Z][^\W\d_]+(?:[ ](?:van|de|der|den|ten|ter|von|da|la|[A-Z][^\W\d_]+)){1,5}")
EXERCISE, LESSON = ("context:exercise", -0.5), ("context:lesson", -0.45)


def of_a_lesson(text: str, start: int, end: int) -> tuple[str, float] | None:
    """Evidence that a name belongs to an exercise or a lesson, None where nothing says so."""
    around = text[max(0, start - _AROUND) : end + _AROUND]
    asked = _EXERCISE.search(around) is not None and _QUANTITY.search(around) is not None
    if asked or (_GOODS.search(around) is not None and _COUNTED.search(around) is not None):
        talk = _OF_SCHOOL.search(around) is not None or _SPOKEN_TO.match(text, end) is not None or (
            text.startswith(",", end) and _ADDRESSED.search(around) is not None)
        return None if talk else EXERCISE
    if _ADDRESSED.search(around) is not None:
        return None
    return LESSON if _LESSON.search(around) is not None or _names_figure(around) else None


def _names_figure(around: str) -> bool:
    """Whether a person of lessons is named with first name and surname: a brother of theirs is no pupil."""
    known, begin = public_figures(), _first_words()
    for run in _CAPITALS.finditer(around):
        words = run.group().casefold().split(" ")
        for at in range(len(words) - 1):
            if words[at] in begin and any(" ".join(words[at : at + size]) in known for size in (2, 3, 4)):
                return True
    return False


@cache
def _first_words() -> frozenset[str]:
    return frozenset(figure.partition(" ")[0] for figure in public_figures())
