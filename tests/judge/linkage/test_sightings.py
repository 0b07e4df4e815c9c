"""Sightings: rows of numbers give back what was entered, and stop where there is no more room."""

from __future__ import annotations

from typing import Any

import pytest
from builders import detection
from hypothesis import given
from hypothesis import strategies as st

from scanner.judge.groups import Spot
from scanner.judge.linkage.sightings import MAX_REFS_PER_ROW, Kind, Place, Sightings, number
from scanner.judge.recipients import Party
from scanner.model import Category


def a_party(name: str, **changes: Any) -> Party:
    given_ = {"organisation": name, "role": "vendor", "class_": "", "tracker": False, "country": "", "declared": True,
              "assumed": False, "source": "policy", "covers": frozenset(), **changes}
    return Party(key=name, domain=f"{name}.example", **given_)


def a_place(party: Party, kind: Kind = "sent", via: str = "", sender: Party | None = None) -> Place:
    return Place(party, via, kind, detection(Category.ACCOUNT), Spot("GET /", "h", "body", "/id", "request"), sender)


A, B = a_party("a"), a_party("b")


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=200))
def test_it_is_a_table_of_value_and_holder(entered: list[tuple[int, int]]) -> None:
    sightings = Sightings()
    places = [sightings.place(place) for place in (a_place(A), a_place(A, "cookie"), a_place(B), a_place(B, via="md5"))]
    expected: dict[int, dict[int, list[int]]] = {}
    for order, (value, place) in enumerate(entered, 1):
        sightings.enter(f"{value:016x}", places[place], (order, 0), 1.0)
        expected.setdefault(value, {}).setdefault(place, []).append(order)
    several = {value: at for value, at in expected.items() if len(at) > 1}
    found = list(sightings.several())
    assert len(sightings) == len(expected)
    assert [[(s.count, [order for order, _ in s.refs]) for s in value.sightings] for value in found] == [
        [(len(orders), orders[:MAX_REFS_PER_ROW]) for orders in at.values()] for at in several.values()]


def test_places_of_one_party_form_and_kind_are_one_holder() -> None:
    sightings = Sightings()
    for place in (a_place(A), a_place(A)):
        sightings.enter("0f", sightings.place(place), (1, 0), 1.0)
    assert list(sightings.several()) == []


@pytest.mark.parametrize(("owners", "actors", "constant"), [
    ((1, 1), (0, 0), False), ((1, 2), (0, 0), True), ((0, 0), (1, 2), True), ((1, 0), (1, 2), False),
    ((0, 0), (1, 1), False), ((0, 0), (0, 0), False),
], ids=str)
def test_a_value_of_several_persons_is_a_constant(
    owners: tuple[int, int], actors: tuple[int, int], constant: bool
) -> None:
    sightings = Sightings()
    for order, party in enumerate((A, B)):
        sightings.enter("0f", sightings.place(a_place(party)), (order, 0), 1.0, owner=owners[order],
                        actor=actors[order])
    (value,) = sightings.several()
    assert value.constant is constant


def test_what_finds_no_room_is_counted() -> None:
    sightings = Sightings(max_values=2)
    place = sightings.place(a_place(A))
    for value in range(5):
        sightings.enter(f"{value:x}", place, (value, 0), 1.0)
    assert (len(sightings), sightings.overflow) == (2, 3)


def test_one_value_at_endless_places_is_bounded() -> None:
    sightings = Sightings()
    for count in range(100):
        sightings.enter("0f", sightings.place(a_place(a_party(f"p{count}"))), (count, 0), 1.0)
    (value,) = sightings.several()
    assert len(value.sightings) + sightings.overflow == 100


def test_sightings_of_a_kind_come_with_their_value() -> None:
    sightings = Sightings()
    link = sightings.place(a_place(B, "link", sender=A))
    sightings.enter("0a", sightings.place(a_place(A)), (1, 0), 1.0)
    sightings.enter("0a", link, (2, 0), 1.0)
    sightings.enter("0b", link, (3, 0), 1.0)
    sightings.enter("0c", sightings.place(a_place(A)), (4, 0), 1.0)
    assert [sighting.refs for _, sighting in sightings.of_kind("link")] == [((2, 0),), ((3, 0),)]


def test_a_fingerprint_is_a_number_whatever_it_is_written_as() -> None:
    assert number("00ff") == 255
    assert number("id.device:u1") != number("id.device:u2")
