"""Absence: of a pupil, as a rule, of trains and homework."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.attendance import AttendanceRecognizer

POSITIVES = [
    ("Kim is vandaag afwezig", "afwezig"),
    ("Absent: Lars, Noor", "Absent"),
    ("Mehmet kwam weer te laat", "te laat"),
    ("Hij spijbelt regelmatig", "spijbelt"),
    ("3x te laat deze maand: Lotte", "te laat"),
    ("Joost is uit de les gestuurd", "uit de les gestuurd"),
    ("ongeoorloofd verzuim van Dina op 3 mei", "verzuim"),
    ("Ik was gisteren te laat omdat de bus niet kwam", "te laat"),
    ("bijzonder verlof voor Sara op vrijdag", "verlof"),
    ("klas 3vwo2, afwezig: Tim", "afwezig"),
    ("verzuim Max: 14 uur ongeoorloofd in oktober", "14 uur ongeoorloofd"),
]
NEGATIVES = [
    ("Afwezigheid meld je voor 8.15 uur bij de administratie", "a rule"),
    ("Te laat ingeleverd werk wordt niet nagekeken", "work"),
    ("Anna heeft het werk te laat ingeleverd", "work"),
    ("Verlof aanvragen kan via de website", "a rule"),
    ("Als je te laat komt, haal je een briefje", "a condition"),
    ("Als Tim te laat komt, haalt hij een briefje", "a condition"),
    ("De trein is te laat", "a train"),
    ("Bij absentie van een docent vervalt de les", "any"),
    ("Absentie meld je via het ouderportaal", "a rule"),
    ("De inspectie vraagt scholen verzuim te registreren.", "all"),
    ("Leerlingen die spijbelen krijgen straf", "all"),
    ("Spijbelen mag niet", "a rule"),
    ("afwezig", "a label"),
    ("Afwezig", "a label"),
    ("Aanwezigheid: 0", "a label"),
    ("Elke leerling die afwezig is", "any"),
    ("Beter te laat dan nooit", "a saying"),
    ("Ontbrekende waarde: absent", "a value"),
    ("Wie is er vandaag niet?", "a question"),
    ("Het eerste uur begint om 8.30", "a timetable"),
    ("verlof", "a label"),
    ("bij 16 uur ongeoorloofd verzuim moet een school het melden", "a rule"),
]


def strong(text: str) -> list[str]:
    """What counts without any other datum beside it."""
    return [text[match.start:match.end] for match in AttendanceRecognizer().find(text) if match.score >= 0.6]


@pytest.mark.parametrize(("text", "word"), POSITIVES)
def test_match(text: str, word: str) -> None:
    assert any(word in each for each in strong(text))


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert strong(text) == [], why
