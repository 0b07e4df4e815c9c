"""A neighbour may say what a value is."""

from __future__ import annotations

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
