"""A neighbour may say what a value is."""

from __future__ import annotations

import pytest
from detect_builders import in_body

ECK = "https://ketenid.nl/201703/" + "0f" * 64


def test_type_and_identifier() -> None:
    seen = in_body({"userIds": [{"type": "leerlingnummer", "identifier": "95312"}, {"type": "vak", "identifier": "7"}]})
    assert [(each.category.value, each.pointer) for each in seen if each.category.value == "id.leerlingnummer"] == [
        ("id.leerlingnummer", "/userIds/0/identifier")
    ]


def test_name_and_value() -> None:
    seen = in_body([{"name": "geboortedatum", "value": "2012-03-04"}, {"name": "kleur", "value": "2012-03-05"}])
    assert [each.pointer for each in seen if each.category.value == "demo.dob"] == ["/0/value"]


def test_a_label_of_another_object_says_nothing() -> None:
    seen = in_body([{"name": "geboortedatum"}, {"value": "2012-03-04"}])
    assert not [each for each in seen if each.category.value == "demo.dob"]


def test_doorstroomtoets() -> None:
    seen = in_body({"deelnemerref": [{"label": "ECK-iD", "onderwijsdeelnemerID": ECK}]})
    assert "id.eckid" in {each.category.value for each in seen}


def test_a_column_that_is_described_holds_no_value() -> None:
    seen = in_body({"menu": [{"id": "grade", "label": "Cijfer"}, {"id": "geboortedatum", "label": "Geboortedatum"}]})
    assert not [each for each in seen if each.category.value in {"edu.result", "demo.dob"}]


def found(body: object) -> list[tuple[str, str]]:
    return sorted((each.category.value, each.pointer) for each in in_body(body) if each.confidence >= 0.6)


@pytest.mark.parametrize(("label", "old", "new"), [("veld", "oud", "nieuw"), ("field", "oldValue", "newValue"),
                                                   ("column", "from", "to"), ("fieldName", "before", "after")])
def test_an_account_of_changes(label: str, old: str, new: str) -> None:
    seen = found([{label: "achternaam", old: "Kanarie", new: "Vink"}, {label: "kleur", old: "Blauw", new: "Groen"}])
    assert seen == sorted([("name.family", f"/0/{old}"), ("name.family", f"/0/{new}")])


@pytest.mark.parametrize("path", ["/leerling/achternaam", "name.familyName", "/students/3/last_name",
                                  "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName", "/achternaam/value"])
def test_a_patch_names_the_path(path: str) -> None:
    assert found([{"op": "replace", "path": path, "value": "Vink"}]) == [("name.family", "/0/value")]


def test_the_path_of_a_list_that_is_filtered() -> None:
    assert ("contact.phone", "/0/value") in found(
        [{"op": "add", "path": 'phoneNumbers[type eq "home"].value', "value": "030-2345678"},
         {"op": "add", "path": "name.givenName", "value": "Fenna"}])


@pytest.mark.parametrize(("body", "why"), [
    ([{"field": "achternaam", "code": "required"}, {"path": "/achternaam", "code": "too_short"}], "errors"),
    ([{"path": "/static/achternaam", "text": "Vul in"}], "a path that names a text"),
    ([{"op": "add", "path": "/producten/-", "value": "Vink"}], "no datum of a person"),
    ([{"op": "move", "path": "/achternaam", "from": "/roepnaam"}], "a move"),
    ([{"column": "achternaam", "order": "asc"}], "how a list is sorted"),
])
def test_what_names_no_value(body: object, why: str) -> None:
    assert not found(body), why


@pytest.mark.parametrize("system", ["http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"])
def test_the_system_of_an_identifier_in_fhir(system: str) -> None:
    assert ("id.bsn", "/identifier/0/value") in found({"identifier": [{"system": system, "value": "917330584"}]})


def test_how_somebody_is_reached_in_fhir() -> None:
    seen = found({"telecom": [{"system": "phone", "value": "0612345678"}], "birthDate": "2013-09-08"})
    assert ("contact.phone", "/telecom/0/value") in seen


@pytest.mark.parametrize("body", [{"system": "iOS", "value": "17.2"}, {"system": "metric", "value": "112233440"},
                                  {"system": "http://snomed.info/sct", "value": "271649006"}])
def test_other_systems(body: dict[str, str]) -> None:
    assert not found(body)
