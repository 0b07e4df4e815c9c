"""First names that stand in lists, in short keys, and in the tokens and messages of who is signed in."""

from __future__ import annotations

import base64
import json

import pytest
from detect_builders import an_exchange, answered, detections


@pytest.mark.parametrize("body", [
    {"aanwezig": ["Sanne", "Daan", "Chaima"]},
    {"teams": [{"kleur": "rood", "wie": ["Noor", "Sem", "Lotte"]}]},
    {"items": [{"k": "Sanne", "v": 3}, {"k": "Daan", "v": 5}]},
    {"rows": [["Sanne", "4B", 7], ["Daan", "4B", 8]]},
    {"l": [{"i": 1, "n": "Chaima"}, {"i": 2, "n": "Fatoumata"}, {"i": 3, "n": "Abel"}]},
    {"lijst": ["Dirk-Jan", "Sanne"]},
])
def test_a_list_of_first_names_is_of_people(body: object) -> None:
    assert "name.given" in answered(body)


@pytest.mark.parametrize(("body", "why"), [
    ({"lijst": ["Sanne", "Blauw", "Groen"]}, "one name among words"),
    ({"lijst": ["Sanne"]}, "one name"),
    ({"themes": ["Dark", "Light", "Ocean"]}, "words"),
    ({"voices": ["Ellen", "Xander", "Claire"]}, "voices of a program"),
    ({"options": ["Sanne", "Daan", "Chaima"]}, "answers to choose from"),
    ({"words": ["Sanne", "Daan", "Chaima"]}, "a lesson"),
    ({"maanden": ["Januari", "Februari", "Mei"]}, "months"),
    ({"boeken": [{"auteur": "Sanne"}, {"auteur": "Daan"}]}, "authors"),
    ({"lijst": ["SANNE", "DAAN"]}, "codes"),
    ({"items": [{"k": "Sanne", "v": 3}, {"k": "score", "v": 5}, {"k": "Total", "v": 8}]}, "names of columns"),
])
def test_other_lists_are_not(body: object, why: str) -> None:
    assert not {code for code in answered(body) if code.startswith("name.")}, why


def test_names_that_everybody_may_read_are_of_nobody() -> None:
    body = {"jongens": [{"naam": "Daan"}, {"naam": "Bram"}], "meisjes": ["Sanne", "Lieke"]}
    assert not answered(body, "/api/voornamen/top", ())


@pytest.mark.parametrize("body", [
    {"who": "Sanne K."}, {"n": "Mohammed K"}, {"nm": "Daan de V."}, {"naam": "Fatima B."},
])
def test_a_first_name_with_an_initial_is_somebody(body: object) -> None:
    assert "name.full" in answered(body)


@pytest.mark.parametrize("body", [
    {"n": "Vitamine K"}, {"n": "Plan B"}, {"naam": "Wiskunde A"}, {"wie": "Team B."}, {"n": "Route A"},
])
def test_words_with_a_letter_are_not(body: object) -> None:
    assert "name.full" not in answered(body)


def token(claims: dict[str, object]) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f"{part({'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


def test_claims_are_of_who_the_token_was_made_for() -> None:
    claims = {"uid": "usr:88131", "fn": "Sanne", "exp": 1791199999}
    found = detections(an_exchange(target=f"/lezen?jwt={token(claims)}"))
    assert {"id.account", "name.given"} <= {each.category.value for each in found if each.confidence >= 0.6}


def test_who_wrote_a_message_and_who_gets_it() -> None:
    body = {"van": "Juf Marieke", "aan": "Sanne", "tekst": "Dank je wel voor het mooie werkstuk van gisteren."}
    assert "name.given" in answered({"bericht": body})
    assert "name.given" not in answered({"van": "Marieke", "tot": "Sanne", "prijs": 3})


@pytest.mark.parametrize(("body", "expected"), [
    ({"fn": "Amber", "ln": "Jansen"}, True),
    ({"fn": "report.pdf", "ln": "12"}, False),
    ({"fn": "init", "ln": "main"}, False),
    ({"fn": "Amber"}, False),
])
def test_the_short_keys_of_the_parts_of_a_name_prove_each_other(body: object, expected: bool) -> None:
    assert bool({code for code in answered({"u": body}) if code.startswith("name.")}) is expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Sanne de Vries (4B)", {"name.full", "edu.group"}),
    ("4B · Daan Bakker", {"name.full", "edu.group"}),
    ("Xyqarel Wommelgoor - 2HV3", {"name.full", "edu.group"}),
    ("Bakker, Daan | 5a", {"name.full", "edu.group"}),
])
def test_a_name_and_a_class_on_a_card(text: str, expected: set[str]) -> None:
    assert expected <= answered({"titel": text})


@pytest.mark.parametrize("text", [
    "Anne Frank (4B)", "Blauwe Groep (4B)", "Rekenen Oefenen - 4B", "Hoofdstuk Twee (3A)", "Wiskunde (4B)",
    "Versie (2D)", "iPhone Pro - 5G", "De Rode Draak - 3D",
])
def test_titles_with_a_code_are_no_cards(text: str) -> None:
    assert "name.full" not in answered({"titel": text})


@pytest.mark.parametrize(("name", "expected"), [
    ("iPad Sanne 4B", True), ("Chromebook van Sanne", True), ("iPad Lokaal 12", False), ("iPad Pro", False),
    ("Laptop Wit", False),
])
def test_the_owner_of_a_device(name: str, expected: bool) -> None:
    assert ("name.given" in answered({"deviceName": name})) is expected
