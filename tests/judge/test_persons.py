"""Who is who within one message."""

from typing import Any

import pytest

from scanner.judge.persons import Persons
from scanner.model import Category, Detection, ExchangeFacts

FACTS = ExchangeFacts(id="e", capture="c", order=1, time=1.0, protocol="", method="GET", scheme="https", host="h",
                      port=1, path="/", endpoint="GET /", status=200, actor_subject="leerling-01")


def seen(direction: str = "request", **more: Any) -> Detection:
    base: dict[str, Any] = {"category": Category.NAME_FULL, "fingerprint": "f", "pointer": "/p", "about": "pupil"}
    return Detection(confidence=0.9, recognizer="r", direction=direction, part="body",  # type: ignore[arg-type]
                     template="/p", masked="*", **{**base, **more})


def tied(first: Detection, second: Detection, same: str, *others: Detection) -> bool:
    everything = [first, second, *others]
    persons = Persons(everything, range(len(everything)), FACTS)
    return persons.has_partner(0, same, persons.partners([1]))


@pytest.mark.parametrize(("a", "b", "same", "expected"), [
    # one object is one person, whatever the subjects say
    ({"record": "r"}, {"record": "r"}, "record", True),
    ({"record": "r"}, {"record": "s"}, "record", False),
    ({"record": "r", "subject": "~1"}, {"record": "r", "subject": "~2"}, "subject", True),
    # the same known person in two objects
    ({"record": "r", "subject": "leerling-01"}, {"record": "s", "subject": "leerling-01"}, "subject", True),
    ({"record": "r", "subject": "leerling-01"}, {"record": "s", "subject": "leerling-02"}, "subject", False),
    ({"record": "r", "subject": "leerling-01"}, {"record": "s", "subject": "leerling-01"}, "record", False),
    # a request that knows one person is the owner's own
    ({"record": "r"}, {"record": "s"}, "subject", True),
    ({"record": "r", "about": "teacher"}, {"record": "s"}, "subject", False),
    ({"record": "r", "subject": "leerling-01"}, {"record": "s", "subject": "~1"}, "subject", True),
    ({"record": "r"}, {"record": "s"}, "message", True),
])
def test_ties_in_a_request(a: dict[str, Any], b: dict[str, Any], same: str, expected: bool) -> None:
    assert tied(seen(**a), seen(**b), same) is expected


def test_a_response_may_list_anybody() -> None:
    assert not tied(seen("response", record="r"), seen("response", record="s"), "subject")


def test_a_request_with_two_persons_is_nobodys_own() -> None:
    assert not tied(seen(), seen(subject="~1"), "subject", seen(subject="~2"))


def test_nobody_is_their_own_partner() -> None:
    persons = Persons([seen(record="r")], [0], FACTS)
    assert not persons.has_partner(0, "record", persons.partners([0]))


@pytest.mark.parametrize(("spans", "expected"), [(((0, 5), (3, 9)), True), (((0, 5), (5, 9)), False),
                                                 (((0, 0), (5, 9)), True)])
def test_the_same_value(spans: tuple[tuple[int, int], tuple[int, int]], expected: bool) -> None:
    assert tied(seen(span=spans[0]), seen(span=spans[1]), "value") is expected


def test_another_place_is_another_value() -> None:
    assert not tied(seen(pointer="/a"), seen(pointer="/b"), "value")


@pytest.mark.parametrize(("subjects", "others"), [
    (["leerling-01"], 0), (["leerling-02"], 1), (["leerling-01", "leerling-02", "~3"], 2),
    (["~1"], 0),  # may be the actor
    (["~1", "~2"], 1),
])
def test_others_than_the_one_who_looks(subjects: list[str], others: int) -> None:
    detections = [seen("response", subject=subject) for subject in subjects]
    persons = Persons(detections, range(len(detections)), FACTS)
    assert persons.count("others", range(len(detections))) == others


def test_kinds() -> None:
    detections = [seen(category=c) for c in (Category.STREET, Category.POSTCODE, Category.NAME_FAMILY,
                                             Category.NAME_FULL, Category.DOB)]
    assert Persons(detections, range(5), FACTS).count("kinds", range(5)) == 3
