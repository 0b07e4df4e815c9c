"""Streets without a number after words for living there."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.home_street import HomeStreetRecognizer

RECOGNIZER = HomeStreetRecognizer()

POSITIVES = [
    ("Wij wonen boven de bakker in de Nieuwe Ebbingestraat", "Nieuwe Ebbingestraat"),
    ("ze zijn verhuisd naar de Van Speijkstraat, nummer weet ik niet", "Van Speijkstraat"),
    ("oma woont in de meidoornstraat", "meidoornstraat"),
    ("ik woon zelf ook in de Bachstraat, ik kan m wel thuisbrengen", "Bachstraat"),
    ("Sem woont sinds mei aan het Lindeplantsoen", "Lindeplantsoen"),
    ("het gezin is woonachtig aan de Lange Kanariegracht", "Lange Kanariegracht"),
    ("kan Mila worden opgehaald bij het Vogelplein?", "Vogelplein"),
]
NEGATIVES = [
    ("wij wonen in de Kanariestraat 12", "an address, which has a recognizer of its own"),
    ("de winkel in de Kerkstraat is dicht", "nobody lives there"),
    ("hij woont op een woonboot", "no street"),
    ("ze wonen halverwege de snelweg", "a way of everybody"),
    ("de leerlingen worden opgehaald op het schoolplein", "a square of everybody"),
    ("we woonden een les bij over de zijderoute en de waterweg", "a way of everybody"),
    ("verhuizen is een hele weg", "a word"),
    ("in de Nieuwstraat wordt gewerkt", "nobody lives there"),
]


@pytest.mark.parametrize(("text", "street"), POSITIVES)
def test_match(text: str, street: str) -> None:
    assert [(text[match.start : match.end], match.score) for match in RECOGNIZER.find(text)] == [(street, 0.6)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert [match for match in RECOGNIZER.find(text) if match.score >= 0.6] == [], why


@pytest.mark.parametrize("text", [
    "Opgave 3: Anouk woont in de Kastanjelaan en fietst 4 km. Hoe lang doet ze erover?",
    "De school is verhuisd naar de Kanariestraat",
])
def test_lessons_and_firms_do_not_count(text: str) -> None:
    assert all(match.score < 0.6 for match in RECOGNIZER.find(text))
