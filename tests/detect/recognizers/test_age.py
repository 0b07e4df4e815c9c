"""Ages: of a pupil, of kings, contracts and things."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.age import AgeRecognizer

POSITIVES = [
    ("Mijn broertje is 6 jaar", "6 jaar"),
    ("Hij is net 14 geworden", "14"),
    ("Saar (9 jaar) kan niet mee", "9 jaar"),
    ("de 12-jarige Ömer", "12-jarige"),
    ("Onze dochter van 8 jaar", "8 jaar"),
    ("Ik ben elf jaar oud", "elf jaar"),
    ("I am 11 years old", "11 years"),
    ("She is 12 and lives in Breda", "12"),
    ("Vandaag wordt Tess 16!", "16"),
    ("Leeftijd Boris: 11;4", "11;4"),
    ("Haar zoontje wordt morgen vier jaar", "vier jaar"),
    ("Hiep hiep hoera, Lars viert zijn 10e verjaardag", "10e"),
    ("Elif, 13 jr, zit thuis", "13 jr"),
    ("Rosa is 7;3 en leest vlot", "7;3"),
    ("Daan is al 17 en mag rijlessen nemen", "17"),
    ("My daughter turned 9 yesterday", "9"),
    ("Tygo, 12 jaar en 3 maanden, wordt besproken", "12 jaar en 3 maanden"),
    ("Mila is 3 april jarig en wordt 13", "13"),
    ("leeftijd: 11;4 bij afname", "11;4"),
    ("Gefeliciteerd Bram met je 14e verjaardag", "14e"),
    ("Ik ben 10 en ik zit in groep 6.", "10"),
    ("Lars (8) kan nog niet zelfstandig naar de wc", "8"),
    ("zij is net zestien geworden", "zestien"),
    ("Joris wordt 12 🎂", "12"),
]
NEGATIVES = [
    ("De garantie is 2 jaar", "a contract"),
    ("De school is 100 jaar oud", "a thing"),
    ("Over 5 jaar is de weg klaar", "a time"),
    ("Dit spel is geschikt vanaf 8 jaar", "a game"),
    ("Voor kinderen van 4 tot 12 jaar", "all"),
    ("Stemrecht heb je als je 18 jaar bent", "a rule"),
    ("Mozart was 6 jaar toen hij optrad", "history"),
    ("Het kind van 10 jaar leert rekenen", "any child"),
    ("Som: Jan is 12 jaar. Over hoeveel jaar is hij 30?", "a sum"),
    ("Karin is 12 jaar en haar broer is 4 jaar ouder. Hoe oud is haar broer?", "a sum"),
    ("Vorige week was het 12 graden", "weather"),
    ("Hij telde tot 10 en rende weg", "counting"),
    ("Ik ben 10 minuten te laat", "a time"),
    ("Zij is 1,65 m lang", "a length"),
    ("Hij heeft 3 broers", "a count"),
    ("Ze woont op nummer 12", "a house"),
    ("Het is 5 voor 12", "a time"),
    ("Romeo en Julia waren 13 en 16 jaar", "literature"),
    ("Jip en Janneke zijn 4 jaar", "a book"),
    ("iPhone 12 is nu goedkoper", "a phone"),
    ("Versie 3 wordt 4", "a version"),
    ("Anna is 3e geworden", "a place"),
    ("De koning is 57 jaar", "all know him"),
    ("Als Tim 12 is, mag hij mee", "a condition"),
    ("Na 2 jaar stopte Anna", "a time"),
    ("Tim werkt al 5 jaar bij ons", "a time"),
    ("Hij is 80 kilo", "a weight"),
    ("Zij was 12% sneller", "a share"),
    ("De tekst is 300 jaar oud", "a text"),
    ("Is Tim 5 minuten te laat?", "a time"),
    ("Het bedrijf viert zijn 10e verjaardag", "a firm"),
    ("leeftijd 4 tot 12", "a range"),
    ("De 10-jarige oorlog", "a war"),
    ("12 jaar", "a label"),
    ("De leerling krijgt 2 jaar garantie", "a contract"),
    ("Roos (3) is een bloem", "a word"),
    ("hoofdstuk Lars (4)", "a chapter"),
    ("opdracht (8) is moeilijk", "an exercise"),
    ("De brug wordt 7 meter lang", "a bridge"),
]


def strong(text: str) -> list[str]:
    """What counts without any other datum beside it."""
    return [text[match.start:match.end] for match in AgeRecognizer().find(text) if match.score >= 0.6]


@pytest.mark.parametrize(("text", "word"), POSITIVES)
def test_match(text: str, word: str) -> None:
    assert any(word in each for each in strong(text))


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert strong(text) == [], why


@pytest.mark.parametrize(("text", "years"), [
    ("Anna is 12 jaar", "12"), ("Hij is twaalf jaar", "12"), ("Zij wordt 13", "13"), ("de veertienjarige Tim", "14"),
    ("Leeftijd Tim: 11;4", "11"), ("Tim viert zijn twaalfde verjaardag", "12"),
])
def test_whole_years_are_the_canonical_form(text: str, years: str) -> None:
    (match,) = AgeRecognizer().find(text)
    assert match.canonical == years
