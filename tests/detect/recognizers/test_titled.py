"""Surnames after a title; what only looks like one is left alone."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.titled import titled


@pytest.mark.parametrize(("text", "names"), [
    ("Surveillance lokaal 104: mw. Oudshoorn 9.00-10.30, dhr. Singh 10.30-12.00", ["Oudshoorn", "Singh"]),
    ("volgens meneer van vliet hoeven we niet", ["van vliet"]),
    ("Mevrouw Oudshoorn is er niet", ["Oudshoorn"]),
    ("aan de heer R. van den Hoekstra gestuurd", ["R. van den Hoekstra"]),
    ("meneer oudshoorn is ziek", ["oudshoorn"]), ("dhr. Qzwiraat belde", ["Qzwiraat"]),
    ("mevr. Yilmaz-Hoekstra belde", ["Yilmaz-Hoekstra"]), ("Met hr. Oudshoorn gesproken", ["Oudshoorn"]),
])
def test_titled(text: str, names: list[str]) -> None:
    assert [text[each.start:each.end] for each in titled(text)] == names


@pytest.mark.parametrize(("text", "why"), [
    ("Geachte heer, mevrouw, hierbij", "nobody"), ("geachte mevrouw Minister", "an office"),
    ("meneer de Uil vertelt", "a story, and a word"), ("meneer de directeur komt", "an office"),
    ("de heer des huizes", "an expression"), ("mevrouw van huis uit", "a word"), ("Mevrouw De", "a particle"),
    ("de heer Anne Frank", "a person of lessons"), ("mevrouw Oudshoornstraat 12", "a street"),
    ("mevrouw Google weet alles", "a brand"), ("de heerlijke Hoekstra", "another word"),
    ("xmw. Oudshoorn", "part of a word"),
    ("HR Oudshoorn", "a department"), ("meneer loopt weg", "a word"), ("ONZE MEVROUW HEEFT", "shouted"),
])  # fmt: skip
def test_nobody(text: str, why: str) -> None:
    assert not titled(text), why
