"""Values in objects that name their type: Firestore, DynamoDB, MongoDB, OpenTelemetry."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.typed import untyped


def sure(body: object) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= 0.6}


FIRESTORE = {"documents": [{"name": "projects/p/databases/(default)/documents/x/1", "fields": {
    "voornaam": {"stringValue": "Daan"}, "achternaam": {"stringValue": "Kanarie"},
    "cijfer": {"doubleValue": 7.5}, "zorg": {"mapValue": {"fields": {"allergie": {"stringValue": "pinda"}}}},
    "hulp": {"arrayValue": {"values": [{"stringValue": "voorleessoftware"}]}}}}]}
DYNAMO = {"Items": [{"voornaam": {"S": "Daan"}, "achternaam": {"S": "Kanarie"}, "cijfer": {"N": "7.5"},
                     "hulp": {"SS": ["voorleessoftware"]}, "allergie": {"S": "pinda"}}]}
MONGO = {"_id": {"$oid": "507f1f77bcf86cd799439011"}, "voornaam": "Daan", "achternaam": "Kanarie",
         "cijfer": {"$numberDouble": "7.5"}, "geboortedatum": {"$date": "2014-03-04"}, "allergie": "pinda"}


@pytest.mark.parametrize(("body", "more"), [(FIRESTORE, {"special.support"}), (DYNAMO, {"special.support"}),
                                            (MONGO, {"demo.dob"})])
def test_the_key_above_the_type_speaks(body: object, more: set[str]) -> None:
    assert {"name.given", "name.family", "edu.result", "special.health"} | more <= sure(body)


def test_an_attribute_of_a_trace_is_named_by_its_neighbour() -> None:
    body = {"resourceSpans": [{"attributes": [
        {"key": "leerlingnummer", "value": {"stringValue": "118402"}},
        {"key": "http.method", "value": {"stringValue": "GET"}}]}]}
    found = [(each.category.value, each.masked) for each in in_body(body) if each.confidence >= 0.6]
    assert [category for category, _ in found] == ["id.leerlingnummer"]


@pytest.mark.parametrize(("body", "why"), [
    ({"documents": [{"fields": {"titel": {"stringValue": "Breuken"}, "aantal": {"integerValue": "12"}}}]}, "a lesson"),
    ({"maat": {"S": 10, "M": 12, "L": 14}}, "sizes"),
    ({"klassen": {"M": 12, "V": 13}}, "counts of boys and girls"),
    ({"wind": {"N": 4, "S": 2}}, "the wind"),
])
def test_types_above_things_say_nothing(body: object, why: str) -> None:
    assert not sure(body), why


def test_names_without_types_are_left_alone() -> None:
    names = ("leerling", "fields", "values", "naam")
    assert untyped(names) is names
    assert untyped(("fields", "naam", "stringValue")) == ("naam",)
    assert untyped(("stringValue",)) == ("stringValue",)


def found(body: object) -> list[tuple[str, str]]:
    return sorted((each.category.value, each.pointer) for each in in_body(body) if each.confidence >= 0.6)


@pytest.mark.parametrize("key", ["#text", "_", "$t", "_text", "@value", "value", "waarde"])
def test_a_value_in_an_object_of_its_own(key: str) -> None:
    body = {"leerling": {"achternaam": {key: "Kanarie"}, "bsn": {key: "999990019"}, "cijfer": {key: "7.5"}}}
    assert [category for category, _ in found(body)] == ["edu.result", "id.bsn", "name.family"]


@pytest.mark.parametrize(("old", "new"), [("oud", "nieuw"), ("oldValue", "newValue"), ("before", "after"),
                                          ("vorige_waarde", "huidige_waarde")])
def test_the_value_before_and_after_a_change(old: str, new: str) -> None:
    body = {"achternaam": {old: "Kanarie", new: "Vink"}, "opmerking": {old: "", new: "Fenna heeft gehuild."},
            "kleur": {old: "Blauw", new: "Groen"}}
    assert {("name.family", f"/achternaam/{old}"), ("name.family", f"/achternaam/{new}")} <= set(found(body))
    assert ("name.given", f"/opmerking/{new}") in found(body)
    assert not any("kleur" in pointer for _, pointer in found(body))


@pytest.mark.parametrize(("body", "why"), [
    ({"volume": {"value": 7.5}, "titel": {"value": "Breuken"}}, "a measure and a lesson"),
    ({"product": {"naam": {"oud": "Kanarie", "nieuw": "Vink"}}}, "the name of a thing"),
    ({"old": "Kanarie", "new": "Vink"}, "nothing above"),
    ({"versie": {"old": "1.2", "new": "1.3"}}, "a version"),
])
def test_objects_around_values_of_nobody(body: object, why: str) -> None:
    assert not found(body), why
