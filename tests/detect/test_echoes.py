"""Cookies of one site that are sent to another are found at the end of the scan, in whatever order they came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detect_builders import an_exchange, examine

from scanner.detect.echoes import EchoIndex
from scanner.detect.engine import Detected
from scanner.model import Observation

ID = "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b"


def at(order: int, detected: Detected) -> Detected:
    facts = replace(detected.observation.facts, order=order, id=f"entry-{order}")
    return replace(detected, observation=replace(detected.observation, facts=facts))


def cookie(order: int, value: str = ID, host: str = "www.leren.example") -> Detected:
    return at(order, examine(an_exchange(host=host, headers=(("Cookie", f"uid={value}; theme=dark"),))))


def sent(order: int, value: str = ID, host: str = "sync.meten.example") -> Detected:
    return at(order, examine(an_exchange(host=host, target=f"/match?p={value}")))


def resolved(*detected: Detected, limit: int = 100) -> list[Observation]:
    index = EchoIndex(limit=limit)
    for each in detected:
        index.add(each)
    return index.resolve()


@pytest.mark.parametrize("items", [(cookie(1), sent(2)), (sent(1), cookie(2))], ids=["cookie first", "cookie later"])
def test_before_and_after(items: tuple[Detected, ...]) -> None:
    observation = next(each for each in resolved(*items) if each.facts.host == "sync.meten.example")
    (found,) = observation.detections
    assert (found.category.value, found.part, found.pointer, found.confidence) == ("id.cookie", "url.query", "/p", 0.8)
    assert [evidence.code for evidence in found.evidence] == ["context:cookie-of-other-site"]


def test_the_cookie_itself_is_told_too_when_its_name_said_nothing() -> None:
    first, second = resolved(cookie(1), sent(2))
    assert [d.part for d in first.detections] == ["cookie.uid"]
    assert first.detections[0].fingerprint == second.detections[0].fingerprint


def test_a_cookie_is_told_when_its_value_goes_under_a_telling_name_elsewhere() -> None:
    named = at(2, examine(an_exchange(host="sync.meten.example", target=f"/match?user_id={ID}")))
    for items in ((cookie(1), named), (named, cookie(3))):
        (observation,) = resolved(*items)
        assert [d.part for d in observation.detections] == ["cookie.uid"]


def test_a_cookie_is_nothing_when_its_own_site_gets_it_under_a_telling_name() -> None:
    named = at(2, examine(an_exchange(host="api.leren.example", target=f"/match?user_id={ID}")))
    assert resolved(cookie(1), named) == []


def test_a_cookie_with_a_telling_name_was_detected_before() -> None:
    visitor = at(1, examine(an_exchange(host="www.leren.example", headers=(("Cookie", f"visitor={ID}"),))))
    (observation,) = resolved(visitor, sent(2))
    assert observation.detections[0].fingerprint == visitor.observation.detections[0].fingerprint


@pytest.mark.parametrize("dressed", [
    ID.upper(), ID.replace("-", ""), f"urn:uuid:{ID}", f"user_{ID}", f"%7B{ID}%7D",
])
def test_in_another_dress(dressed: str) -> None:
    assert len(resolved(cookie(1), sent(2, dressed))) == 2


def test_an_analytics_cookie_without_its_prefix() -> None:
    headers = (("Cookie", "_ga=GA1.2.99887766.1700000001"),)
    google = at(1, examine(an_exchange(host="www.leren.example", headers=headers)))
    assert len(resolved(google, sent(2, "99887766.1700000001"))) == 1


def test_a_redirect_is_addressed_to_where_it_leads() -> None:
    away = at(2, examine(an_exchange(
        host="www.leren.example", status=302,
        response_headers=(("Location", f"https://sync.meten.example/match?p={ID}"),))))
    _, observation = resolved(cookie(1), away)
    assert observation.facts.redirect_host == "sync.meten.example"
    assert [d.part for d in observation.detections] == ["header.location"]


@pytest.mark.parametrize(("items", "why"), [
    ((cookie(1), sent(2, host="api.leren.example")), "the same site"),
    ((cookie(1), sent(2, ID[:-1] + "c")), "another value"),
    ((sent(1), sent(2, host="b.example")), "nobody's cookie"),
    ((cookie(1, "Xk39d"), sent(2, "Xk39d")), "too short"),
])
def test_is_no_echo(items: tuple[Detected, ...], why: str) -> None:
    assert resolved(*items) == [], why


def test_memory_is_bounded_and_what_is_given_up_counted() -> None:
    index = EchoIndex(limit=10)
    for number in range(30):
        index.add(sent(number + 1, f"{number:02}{ID[2:]}"))
    index.add(cookie(40, f"29{ID[2:]}"))
    assert index.dropped == 20
    assert len(index.resolve()) == 2


def test_a_cookie_that_came_before_room_ran_out_is_remembered() -> None:
    index = EchoIndex(limit=2)
    index.add(cookie(1))
    index.add(sent(2))
    for number in range(10):
        index.add(sent(number + 3, f"{number:02}{ID[2:]}"))
    assert len(index.resolve()) == 2
