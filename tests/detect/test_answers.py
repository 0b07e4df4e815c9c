"""The answers of forms are read by what their entries ask; forms to fill in, quizzes and pages have none."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, detections

from scanner.model import Category

NAME, BORN, BSN = "Bohdan Shevchenko", "2018-02-19", "999990019"


def told(body: object) -> set[str]:
    return {each.category.value for each in detections(an_exchange(
        target="/hook/intake", method="POST", request=body, body={"ok": 1}))
        if each.confidence >= 0.6 and each.part == "body" and each.category is not Category.FREE_TEXT}


@pytest.mark.parametrize("body", [
    {"form": {"id": "u2"}, "answers": [
        {"field": {"ref": "naam_kind"}, "type": "text", "text": NAME},
        {"field": {"ref": "geb"}, "type": "date", "date": BORN},
        {"field": {"ref": "bsn"}, "type": "text", "text": BSN}]},
    {"items": [{"question": {"title": title}, "answer": {"value": value}} for title, value in (
        ("Wat is de naam van uw kind?", NAME), ("Geboortedatum", BORN), ("BSN", BSN))]},
    {"item": [{"linkId": "1", "text": "Geboortedatum", "answer": [{"valueDate": BORN}]},
              {"linkId": "2", "text": "Naam kind", "answer": [{"valueString": NAME}]},
              {"linkId": "3", "text": "BSN", "answer": [{"valueString": BSN}]}]},
    {"answers": {"3": {"name": "naam", "text": "Naam kind", "answer": NAME},
                 "4": {"name": "geb", "text": "Geboortedatum", "answer": BORN},
                 "5": {"name": "nr", "text": "BSN", "answer": BSN}}},
    {"responses": [{"element": {"label": "Naam kind"}, "response": {"text": NAME}},
                   {"element": {"label": "Date of birth"}, "response": {"text": BORN}},
                   {"element": {"label": "BSN leerling"}, "response": {"text": BSN}}]},
])
def test_what_was_asked_tells_what_was_answered(body: object) -> None:
    assert {"name.full", "demo.dob", "id.bsn"} <= told(body)


def test_the_choice_that_was_made() -> None:
    assert told({"answers": [
        {"field": {"ref": "nationaliteit"}, "type": "choice", "choice": {"label": "Oekraïense"}},
        {"field": {"ref": "geboortedatum"}, "type": "date", "date": BORN}]}) == {"demo.nationality", "demo.dob"}


@pytest.mark.parametrize(("body", "why"), [
    ({"fields": [{"label": "BSN", "type": "text", "required": True}, {"label": "Geboortedatum", "type": "date"}]},
     "a form to fill in"),
    ({"fields": [{"label": "BSN", "text": "Geboortedatum"}, {"label": "Naam kind", "text": "Voornaam"}]},
     "labels in two languages"),
    ({"answers": [{"field": {"ref": "kleur"}, "text": "rood"}, {"field": {"ref": "dier"}, "text": "hond"}]},
     "questions about nobody"),
    ({"answers": [{"question": {"title": "Hoofdstad van Peru"}, "answer": {"value": "Lima"}},
                  {"question": {"title": "Geboortejaar"}, "answer": {"value": "Spinoza"}}]}, "a quiz"),
    ({"faq": [{"title": "Wat is dyslexie?", "text": "Moeite met lezen"},
              {"title": "Wat is een BSN?", "text": "Een nummer van negen cijfers"}]}, "questions about the world"),
    ({"menu": [{"title": "Adres", "id": "1"}, {"title": "Telefoon", "id": "2"}]}, "a menu"),
    ({"cards": [{"title": "Postcode", "content": {"rows": 3}}, {"title": "Telefoon", "content": {"rows": 2}}]},
     "a page of settings"),
])
def test_what_is_no_filled_in_form(body: object, why: str) -> None:
    assert not told(body), why
