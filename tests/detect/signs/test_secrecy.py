"""Flags of secret addresses, signed addresses, redirections; and what looks like them."""

import json
from typing import Any

import pytest

from scanner.detect.signs import signed

JSON = ("Content-Type", "application/json")
NOW = 1_790_000_000.0


@pytest.mark.parametrize(("body", "expected"), [
    ({"adresgeheim": True}, ["/adresgeheim"]),
    ({"adresGeheim": "ja"}, ["/adresGeheim"]),
    ({"adres_geheim": 1}, ["/adres_geheim"]),
    ({"leerling": {"isGeheim": True}}, ["/leerling/isGeheim"]),
    ({"adres": {"straat": "Kade", "geheim": "true"}}, ["/adres/geheim"]),
    ({"adressen": [{"geheim": True}]}, ["/adressen/*/geheim"]),
    ({"adresgeheim": False}, []),
    ({"adresgeheim": "nee"}, []),
    ({"adresgeheim": ""}, []),
    ({"telefoonnummer_geheim": True}, []),  # of a number, not of an address
    ({"geheim": True}, []),  # of whatever it is
    ({"communicatie": {"geheim": True}}, []),
    ({"titel": "geheim adres"}, []),
])
def test_secret_addresses(signs_of: Any, body: object, expected: list[str]) -> None:
    found = [s for s in signs_of([JSON], body=json.dumps(body).encode()) if s.code == "address.secret"]
    assert [s.pointer for s in found] == expected


def test_the_choice_in_a_form_on_a_page_is_no_flag(signs_of: Any) -> None:
    page = b'<form><input name="adresgeheim" value="1"></form>'
    assert not [s for s in signs_of([("Content-Type", "text/html")], body=page) if s.code == "address.secret"]


@pytest.mark.parametrize(("query", "detail"), [
    ("X-Amz-Signature=4f3c&X-Amz-Expires=600", "brief"),
    ("X-Amz-Signature=4f3c&X-Amz-Expires=900", "brief"),
    ("X-Amz-Signature=4f3c&X-Amz-Expires=901", "lasting"),
    ("X-Goog-Signature=4f3c&X-Goog-Expires=604800", "lasting"),
    (f"Signature=4f3c&Expires={NOW + 300:.0f}", "brief"),
    (f"Signature=4f3c&Expires={NOW + 86400:.0f}", "lasting"),
    ("sv=2020&st=2026-10-05T12:00:00Z&se=2026-10-05T12%3A10%3A00Z&sig=Zm9v", "brief"),
    ("sv=2020&st=2026-10-05&se=2027-10-05&sig=Zm9v", "lasting"),
    ("X-Amz-Expires=600", ""),  # not signed
    ("X-Amz-Signature=4f3c", ""),  # for how long is not told
    (f"Signature=4f3c&Expires={NOW - 10:.0f}", ""),  # over
    ("sig=Zm9v&se=later", ""),
    ("design=1&essential=2", ""),
])
def test_signed_addresses(query: str, detail: str) -> None:
    assert [s.detail for s in signed.of_target(f"/rapport.pdf?{query}", NOW)] == ([detail] if detail else [])


def test_a_hostile_address_costs_nothing() -> None:
    assert signed.of_target("/?sig=" + "&se=9" * 100_000, NOW) == ()


@pytest.mark.parametrize(("scheme", "status", "location", "there"), [
    ("http", 301, "https://www.rekenen.example/", True),
    ("http", 308, "HTTPS://www.rekenen.example/", True),
    ("http", 301, "http://www.rekenen.example/", False),
    ("http", 200, "https://www.rekenen.example/", False),
    ("https", 301, "https://www.rekenen.example/", False),
    ("http", 302, "/inloggen", False),
])
def test_redirections(signs_of: Any, scheme: str, status: int, location: str, there: bool) -> None:
    found = signs_of([("Location", location)], scheme=scheme, status=status, port=80)
    assert [s.direction for s in found if s.code == "redirect.https"] == (["request"] if there else [])
