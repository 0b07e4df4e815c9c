"""Finds that a pupil was absent, late, sent out or away in a lesson: ``afwezig: Tim``, ``kwam te laat``, ``spijbelt``.

Theory. Schools write much about absence in general, so a word counts with a link to a person alone; *te laat* is said
of work that is handed in and of trains. Illness as the reason is found as health, suspension as a measure of safety.
Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .link import Reader, tied
from .outcome import fold

_WORDS = re.compile(
    r"(?<![^\W_])(?:"
    r"(?:on)?geoorloofd (?:afwezig|absent|verzuim)|afwezig(?:heid)?|absent(?:ie|ies)?|(?:school|les)?verzuim(?:t|de|"
    r"d)?|"
    r"gespijbeld|spijbel(?:t|de|aar|en)|nablijven|nagebleven|vierkant rooster|"
    r"(?P<counted>\d{1,3} ?(?:uur|uren|lessen|lesuren|dagen|dagdelen|keer|x) (?:on)?geoorloofd(?: afwezig| verzuim|"
    r" absent)?)|"
    r"(?:(?:kwam|komt|kom|is|was|ben) (?:[^\W\d_]{1,12} ){0,3}?|weer |alweer |vaak |steeds |regelmatig |keer |"
    r"\d{1,2} ?x |"
    r"uur |minuten |min\.? )te laat"
    r"(?![ ](?:ingelever|inlever|met |opgestuurd|geb|voor de trein|betaald|begonnen))|te laat(?=[ ]?[:(])|"
    r"te laat gekomen|"
    r"te laat (?:op school|in de les|binnen)|telaatmelding|te-laatmelding|"
    r"(?:de|uit de) (?:les|klas) (?:uit)?(?:gestuurd|verwijderd)|uitgestuurd|er(?:uit| uit) gestuurd|"
    r"afgemeld|betergemeld|beter gemeld|"
    r"(?P<arrives>(?:komt|kwam) (?:het|pas (?:het|in het)|vanaf het) (?:eerste|tweede|derde|vierde|vijfde|zesde|"
    r"[1-9]e) "
    r"(?:les)?uur|komt (?:iets |wat )?later)|(?:mist|miste|gemist|is er|niet bij) (?:het|de|pas (?:het|in het)|"
    r"vanaf het) (?:eerste|tweede|derde|"
    r"vierde|vijfde|zesde|zevende|[1-9]e) (?:les)?uur|is (?:er )?(?:vandaag|morgen|vanmiddag|"
    r"vanmorgen|deze week) (?:niet|er niet|niet aanwezig|afwezig)|"
    r"(?:bijzonder |extra )?verlof(?:aanvraag)?|vrij gevraagd|skipped (?:class|school|a lesson)|truant|"
    r"(?:was|is|came|arrived) late|absent)(?![^\W_])", re.IGNORECASE)


class AttendanceRecognizer:
    """Finds words of absence that are said of a person."""

    name = "nl_attendance"
    entity = "NL_ATTENDANCE"
    categories: tuple[Category, ...] = (Category.ATTENDANCE,)
    cost: Cost = "context"
    trigger = re.compile(
        r"(?<![^\W_])(?:(?:on)?geoorloofd|afwezig|absen|verzuim|schoolverzuim|lesverzuim|gespijbeld|spijbel|te laat|"
        r"nablijven|nagebleven|vierkant|"
        r"telaat|"
        r"te-laat|gestuurd|uitgestuurd|verwijderd|afgemeld|betergemeld|beter gemeld|[1-9]e (?:les)?uur|"
        r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende) (?:les)?uur|later|vandaag|morgen|vanmiddag|vanmorgen|"
        r"deze week|verlof|vrij gevraagd|skipped|truant|late)", re.IGNORECASE)
    context: tuple[str, ...] = ("absent", "verzuim", "les")

    def find(self, text: str) -> list[Match]:
        if " " not in text:
            return []  # a word by itself is said of nobody
        reader = Reader(text)
        found: list[Match] = []
        for each in _WORDS.finditer(text):
            weight = 0.15 if each["arrives"] else 0.45 if each["counted"] else 0.25
            found += tied(reader, each.span(), Category.ATTENDANCE, ("context:absence", weight), fold(each.group()))
        return found
