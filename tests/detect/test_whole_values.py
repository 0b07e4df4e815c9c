"""What a whole value is worth where its key says little: searches, paths, answers, names in parts, phone numbers."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, detections, in_body

from scanner.model import Detection

BAND = 0.6


def sure(items: tuple[Detection, ...]) -> set[tuple[str, str]]:
    return {(item.category.value, item.part) for item in items if item.confidence >= BAND}


@pytest.mark.parametrize(
    "target",
    [
        "/zoek?q=Quinten+Janssen",
        "/zoek?zoek=Quinten%20Janssen",
        "/leerlingen/op-naam/Quinten%20Janssen",
        "/a?term=Quinten+Janssen",
    ],
)
def test_a_name_that_is_searched_for(target: str) -> None:
    assert {category for category, _ in sure(detections(an_exchange(target=target)))} == {"name.full"}


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/zoek?q=Anne+Frank", "a person of lessons"),
        ("/zoek?q=breuken+oefenen", "words"),
        ("/zoek?q=Den+Haag", "a place"),
        ("/zoek?q=Quinten", "one word"),
        ("/lessen/Willem%20van%20Oranje", "a person of lessons"),
        ("/zoek?q=Rode+Kruis", "no name"),
        ("/vak/Wiskunde%20B", "a subject"),
    ],
)
def test_a_search_for_nobody(target: str, reason: str) -> None:
    assert not {category for category, _ in sure(detections(an_exchange(target=target))) if category[:5] == "name."}, (
        reason
    )


@pytest.mark.parametrize(
    "answer",
    [
        "Ik ben Quinten Janssen en ik denk 108 gram.",
        "mijn nummer is 06-12345678 voor als je het niet snapt",
    ],
)
def test_an_answer_is_read_though_its_key_is_a_result(answer: str) -> None:
    body = {"actor": {"account": {"name": "a1"}}, "result": {"response": answer}}
    assert {"name.full", "contact.phone"} & {category for category, _ in sure(in_body(body))}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"email": "a.b@school.example", "givenName": "Xqwertz"}, True),
        ({"email": "a.b@school.example", "roepnaam": "Vlinder"}, True),
        ({"givenName": "Xqwertz"}, False),
        ({"voornaam": "Voornaam", "email": "E-mailadres"}, False),
        ({"email": "a.b@school.example", "tussenvoegsel": "van"}, False),
    ],
)
def test_a_part_of_a_name_that_no_list_holds(body: object, expected: bool) -> None:
    assert bool({category for category, _ in sure(in_body(body)) if category[:5] == "name."}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bel me op 06-12345678 als je er bent", True),
        ("bel de school op 023-1234567 of kom langs", False),
        ("artikel 0612345678 is op", False),
    ],
)
def test_a_mobile_number_is_somebodys(text: str, expected: bool) -> None:
    assert (("contact.phone", "body") in sure(in_body({"message": text}))) is expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("wachtwoord", "Wachtwoord vergeten?"),
        ("placeholder.email", "naam@school.nl"),
        ("uid", "24f90eac-2e30-4cb1-9111-4ac061f4bf49@a.example"),
    ],
)
def test_texts_of_an_interface_are_no_values(key: str, value: str) -> None:
    assert not {c for c, _ in sure(in_body({"profiel": {key: value}})) if c in {"secret.credential", "contact.email"}}
