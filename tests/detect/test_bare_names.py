"""A bare ``naam`` key: a first name with a surname is a person, other values need a person beside them."""

from __future__ import annotations

import pytest

from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.model import Body, Exchange


def detected(body: str) -> dict[str, float]:
    exchange = Exchange("e", "c", "http/1.1", "GET", "https", "api.leer.example", 443, "/lijst", 200, 0.0,
                        response_headers=(("Content-Type", "application/json"),),
                        response_body=Body(body.encode(), len(body.encode())))
    found = Detector(key=b"n" * 32).detect(exchange, Decoder().decode(exchange, lambda note: None), 1)
    return {d.category.value: d.confidence for d in found.observation.detections}


@pytest.mark.parametrize("body", [
    '[{"naam": "Sanne de Vries"}]',
    '[{"naam": "Mohammed El Amrani", "score": 7}]',
    '{"name": "Jansen, Lotte"}',
])
def test_a_whole_name_counts_by_itself(body: str) -> None:
    assert detected(body).get("name.full", 0.0) >= 0.6


@pytest.mark.parametrize(("body", "why"), [
    ('{"naam": "Anne Frank"}', "a historic person in a lesson"),
    ('{"naam": "Willem van Oranje"}', "a historic person in a lesson"),
    ('{"naam": "Roos"}', "a word and a product"),
    ('{"naam": "Breuken vermenigvuldigen"}', "a subject"),
    ('{"naam": "Groep 5 Rekenen"}', "a group"),
    ('{"naam": "hoofd_menu"}', "an identifier"),
    ('{"vak": {"naam": "Floor Bakker"}}', "the name of a thing"),
    ('{"naam": "De Wereld in Getallen"}', "a method"),
])
def test_other_bare_names_do_not(body: str, why: str) -> None:
    assert detected(body).get("name.full", 0.0) < 0.6, why
