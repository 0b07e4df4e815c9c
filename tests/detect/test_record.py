"""What all hits of one object say of it together."""

from __future__ import annotations

import pytest
from detect_builders import in_body


def sure(body: object) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= 0.6}


@pytest.mark.parametrize(("body", "category"), [
    ({"n": "Sara Öztürk", "leeftijd": 12}, "name.full"),  # a name beside what is said of people
    ({"posts": [{"auteur": "Fenna Bakker", "tekst": "Ik vind dat we later moeten beginnen met school."}]}, "name.full"),
    ({"gebruikersnaam": "kkanarie", "bericht": "Ik ben Quinten Janssen en ik denk 108 gram."}, "name.full"),
])
def test_together(body: object, category: str) -> None:
    assert category in sure(body)


@pytest.mark.parametrize(("body", "category"), [
    ({"n": "Sara Rekenwijs", "breedte": 12}, "name.full"),
    ([{"auteur": "Fenna Bakker", "isbn": "9789067349727"}], "name.full"),
    ([{"id": 880123, "user_id": 8011223, "naam": "Overzicht"}], "name.full"),
    ({"titel": "Anna: het leven van een schrijfster"}, "name.given"),
])
def test_apart(body: object, category: str) -> None:
    assert category not in sure(body)
