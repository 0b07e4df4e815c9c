"""Marks, test results and decisions: of a pupil, of nobody, of other things."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.result import ResultRecognizer

POSITIVES = [
    ("Lisa haalde een 7,8 voor geschiedenis", "7,8"),
    ("Ik heb een 4 voor mijn toets", "4"),
    ("Hij staat een 5,4 gemiddeld voor Duits", "5,4"),
    ("Julia staat een 4 gemiddeld", "4"),
    ("het cijfer van Milan is een 6-", "6-"),
    ("Omar scoorde 78% op de toets", "78%"),
    ("Nina had 18 van de 20 goed", "18 van de 20"),
    ("Cito-score Sven: 532", "532"),
    ("Bo heeft AVI-M6 gehaald", "AVI-M6"),
    ("Thijs: DMT III, spelling IV", "III"),
    ("begrijpend lezen E6: B (Noor)", "B"),
    ("Romy is bevorderd naar 3 havo", "bevorderd"),
    ("Dean blijft zitten", "blijft zitten"),
    ("Onze zoon kreeg vwo-advies", "vwo-advies"),
    ("schooladvies Lynn: vmbo-t", "vmbo-t"),
    ("Mila heeft een onvoldoende voor scheikunde", "onvoldoende"),
    ("Finn heeft drie onvoldoendes op zijn rapport", "onvoldoendes"),
    ("Rapport Iris: ne 7, en 6, wi 5", "7"),
    ("Doorstroomtoets 541, advies havo (Levi)", "541"),
    ("rekenen 1S en taal 2F gehaald door Emma", "1S"),
    ("Zij is gezakt voor haar examen", "gezakt"),
    ("Iep 84, lezen 2F - Joris", "84"),
    ("Adam got a 9 for maths", "9"),
    ("Mees kreeg een 3,2 op het proefwerk wiskunde", "3,2"),
    ("Gemiddelde van Eline is 6,9", "6,9"),
    ("Eva had een 5,6 voor wiskunde.", "5,6"),
    ("Cijfers Luuk: ne 6,5 en 8- wi 4½ fa 7+", "4½"),
    ("CITO 541, dus havo/vwo volgens juf", "541"),
    ("technisch lezen: AVI-E5 (Sara, november)", "AVI-E5"),
    ("De onvoldoende van Ismail voor natuurkunde blijft staan.", "onvoldoende"),
    ("inzet: matig (Nina)", "matig"),
    ("Mads behaalde een I+ op begrijpend lezen en V op spelling", "I+"),
    ("Mads behaalde een I+ op begrijpend lezen en V op spelling", "V"),
    ("voor Engels sta ik 3,9", "3,9"),
    ("percentielscore 37, functioneringsniveau E4, dle 25", "E4"),
    ("toetsadvies: vmbo-kb", "vmbo-kb"),
    ("Eindexamen: geslaagd met gemiddeld 7,8, gefeliciteerd Roos!", "geslaagd"),
]
NEGATIVES = [
    ("Een 10 voor de service!", "a service"),
    ("Wij geven het hotel een 8,5", "a hotel"),
    ("Ajax wint met 5-1 van PSV", "sport"),
    ("De temperatuur is 8,5 graden", "weather"),
    ("Neem 2 eieren en een 1/2 liter melk", "a recipe"),
    ("Wat betekent 1F en 2F?", "a question"),
    ("Boek AVI-E4, spannend verhaal", "a book"),
    ("Dit boek heeft leesniveau AVI-M4.", "a book"),
    ("CITO-scores lopen van 501 tot 550.", "a range"),
    ("De gemiddelde Cito-score was 535", "an average"),
    ("Je hebt minimaal een 537 nodig op de doorstroomtoets", "a demand"),
    ("niveau 2F is het streefniveau aan het eind van de basisschool", "a norm"),
    ("De toets telt 3 keer mee", "a weight"),
    ("Maak opgave 5 voor wiskunde", "an exercise"),
    ("Een onvoldoende moet je herkansen", "a rule"),
    ("Wat is een onvoldoende? Alles onder de 5,5.", "a question"),
    ("Geslaagd! Je bestelling is geplaatst", "an order"),
    ("Build 5 is geslaagd", "a program"),
    ("De voortgang is 78% van de opgaven", "nobody"),
    ("Het gemiddelde van 5,6 en 7,2 is 6,4.", "a sum"),
    ("5,6 x 10^3 = 5600", "a sum"),
    ("Leerlingen die blijven zitten, doen het jaar over", "all"),
    ("Het schooladvies wordt in groep 8 gegeven", "a rule"),
    ("De docent geeft een 6 als alles af is", "a rule"),
    ("Zij haalde een 9 uit het kaartspel", "a card"),
    ("Hij heeft een 3 kamer woning", "a house"),
    ("Anna kocht 5 boeken voor biologie", "things"),
    ("Als Tim een 4 haalt, blijft hij zitten", "a condition"),
    ("Emma telt tot 10", "counting"),
    ("Anna maakt som 5 van wiskunde", "an exercise"),
    ("Engels hoofdstuk 2: voldoende afgerond", "nobody"),
    ("Het examen begint om 9 uur", "a time"),
    ("Tim fietst 5,6 km naar school", "a distance"),
    ("rekenen 1F", "a label"),
    ("vwo-advies", "a label"),
    ("Cijfers van leerlingen: 6,5 en 8", "all"),
    ("Einstein had een 6 voor wiskunde", "history"),
    ("Score: 532", "no test"),
    ("Welk advies krijgt een leerling: havo of vwo?", "a question"),
    ("Anna kreeg 5 euro", "money"),
    ("Sanne heeft drie opdrachten af", "progress"),
    ("D", "a letter"),
    ("Spelling: IV", "a label"),
    ("Tim woont op 7", "a house number"),
    ("Luuk kiest antwoord B", "an answer"),
    ("gedrag: goed", "a label of a form"),
    ("De score loopt van 0% tot 100%", "a range"),
    ("Jij krijgt straks een toets", "no mark"),
    ("Route 8 rijdt niet", "a bus"),
    ("Anna heeft 2 van de 3 bladzijden gelezen", "reading"),
    ("een G voor gym staat op het formulier", "nobody got it"),
    ("Wie geslaagd is, krijgt bericht", "all"),
]


def strong(text: str) -> list[str]:
    """What counts without any other datum beside it."""
    return [text[match.start:match.end] for match in ResultRecognizer().find(text) if match.score >= 0.6]


@pytest.mark.parametrize(("text", "word"), POSITIVES)
def test_match(text: str, word: str) -> None:
    assert any(word in each for each in strong(text))


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert strong(text) == [], why


def test_each_mark_of_a_row_is_found() -> None:
    assert strong("Cijfers Luuk: ne 6,5 en 8- wi 4½ fa 7+") == ["6,5", "8-", "4½", "7+"]
    assert strong("Doorstroomtoets Kay: taal 1F, lezen 2F, rekenen 1S") == ["1F", "2F", "1S"]


def test_a_test_of_intelligence_is_left_to_diagnosis() -> None:
    assert ResultRecognizer().find("TIQ 87, VIQ 92 (leerling Joep)") == []
