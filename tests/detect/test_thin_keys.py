"""Keys that say little: abbreviations that mean something else too, and bare ids whose value speaks for itself."""

from __future__ import annotations

import pytest
from detect_builders import in_body


def sure(body: object) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= 0.6}


@pytest.mark.parametrize(("body", "why"), [
    ({"tos": "2026-01-01", "version": 3}, "terms of service"),
    ({"tos": "accepted"}, "terms of service"),
    ({"vir": "3.2"}, "a version"),
    ({"ots": 12345, "status": "ok"}, "a counter"),
    ({"upn": "aX93kfP0s8_qT"}, "a parameter of a video service"),
])
def test_alone_they_say_nothing(body: object, why: str) -> None:
    assert not {code for code in sure(body) if code.startswith(("special.", "id.login"))}, why


@pytest.mark.parametrize(("body", "code"), [
    ({"achternaam": "Kanarie", "roepnaam": "Kim", "tos": "vastgesteld door logopedist"}, "special.diagnosis"),
    ({"leerling": {"naam": "Kim Kanarie", "opp": "vmbo-basis"}}, "special.support"),
    ({"user": {"upn": "k.kanarie@school.example"}}, "contact.email"),
])
def test_beside_a_person_they_count(body: object, code: str) -> None:
    assert code in {each.category.value for each in in_body(body) if each.confidence >= 0.5}


@pytest.mark.parametrize("key", ["id", "uid", "identifier", "key", "account"])
def test_an_address_under_a_bare_id_is_an_address(key: str) -> None:
    assert "contact.email" in sure({key: "kim.kanarie@school.example"})
    assert not sure({key: "kim-kanarie-school-example"})
