"""Surnames before given names, where an entry begins."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.surname_first import surname_first


def names(text: str) -> list[str]:
    return [text[match.start : match.end] for match in surname_first(text)]


@pytest.mark.parametrize(("text", "name"), [
    ("van den Berg, Sanne", "van den Berg, Sanne"), ("de Wit, Fenne: gesprek verzet", "de Wit, Fenne"),
    ("Ter Horst, Yassin is toegevoegd aan 4B", "Ter Horst, Yassin"),
    ("Zorgplan Van der Meer, Sanne, groep 6", "Van der Meer, Sanne"),
    ("niveau: Van Beek-de Haan, Yassin, score 5", "Van Beek-de Haan, Yassin"),
    ("Te laat:\nVan Loon, Sanne", "Van Loon, Sanne"), ("7,3 | De Groot, Noor", "De Groot, Noor"),
    ("'t Hart, Sanne - absent", "'t Hart, Sanne"), ("El Amrani, Yassin (2B)", "El Amrani, Yassin"),
    ("van der Zee, Anne-Sophie", "van der Zee, Anne-Sophie"),
])
def test_found(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(("text", "why"), [
    ("Beste mevrouw Van Beek, Sanne is ziek", "two people"), ("Beste Van Beek, Sanne is ziek", "two people"),
    ("Mevrouw Van Beek, Sanne is ziek", "two people"), ("Volgens Van Beek, Sanne en Tim klopt het", "two people"),
    ("wij gingen met Van Beek, Sanne bleef thuis", "in a sentence"), ("Den Haag, Sanne woont daar", "a town"),
    ("De Bilt, Noor", "a town"), ("Van Gogh, Vincent", "a painter"), ("Van Beek, Visser, De Haan", "surnames"),
    ("Van Beek, Sanne, Tim en Noor", "a list"), ("van der Veen, maandag", "no capital"),
    ("De Kamer, Dinsdag", "no given name"), ("Van Maandag, Opdracht 3", "no given name"),
    ("Van Beek, Sanne@school.example", "an address"), ("Van Beek, Sanne-methode", "a compound"),
    ("VAN BEEK, SANNE", "capitals throughout"), ("Bakker, Sanne", "no tussenvoegsel: for the models"),
    ("van de leraar, Sanne", "an ordinary word"),
])  # fmt: skip
def test_not_found(text: str, why: str) -> None:
    assert names(text) == [], why


def test_hostile_input_is_read_in_linear_time() -> None:
    assert surname_first("Van de der " * 10_000 + "A" * 10_000 + ", " * 10_000) == []
