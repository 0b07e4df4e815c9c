"""Signs that need the test accounts: passwords that can be guessed, names in hosts; and cookies that track."""

import base64
import json
from typing import Any

import pytest

from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.detect.subjects import parse_subjects
from scanner.model import Body, Exchange, Sign

SUBJECTS = parse_subjects({"subjects": [
    {"id": "leerling-01", "role": "pupil", "values": {
        "name.given": "Sanne", "name.family": "de Vries", "demo.dob": "2012-03-04", "id.login": "sanne12",
        "id.leerlingnummer": "2671717", "addr.postcode": "1234 AB", "secret.credential": "Geheim-31!"}},
]})


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(key=b"1" * 32, subjects=SUBJECTS)


def signs(detector: Detector, *headers: tuple[str, str], body: bytes = b"", **more: Any) -> tuple[Sign, ...]:
    values: dict[str, Any] = {"id": "e1", "capture": "c", "protocol": "", "method": "POST", "scheme": "https",
                              "host": "les.example", "port": 443, "target": "/login", "status": 200, "time": 1.79e9}
    exchange = Exchange(request_headers=headers, request_body=Body(body, len(body)), **(values | more))
    return detector.detect(exchange, Decoder().decode(exchange, lambda note: None), 1).observation.facts.signs


def passwords(found: tuple[Sign, ...]) -> list[tuple[str, str, str]]:
    return [(s.part, s.pointer, s.detail) for s in found if s.code == "password.predictable"]


@pytest.mark.parametrize(("password", "word"), [
    ("04032012", "birth-date"), ("04-03-2012", "birth-date"), ("040312", "birth-date"), ("4 3 2012", "birth-date"),
    ("2012", "birth-date"), ("sanne", "given-name"), ("SANNE", "given-name"), ("de Vries", "family-name"),
    ("2671717", "pupil-number"), ("sanne12", "login-name"), ("1234ab", "postcode"),
    ("Geheim-31!", ""), ("sanne2013", ""), ("05032012", ""), ("welkom01", ""), ("sann", ""),
])
def test_passwords(detector: Detector, password: str, word: str) -> None:
    body = json.dumps({"gebruikersnaam": "x-13", "wachtwoord": password}).encode()
    found = passwords(signs(detector, ("Content-Type", "application/json"), body=body))
    assert found == ([("body", "/wachtwoord", word)] if word else [])


def test_a_password_of_basic_authentication(detector: Detector) -> None:
    coded = base64.b64encode(b"sanne12:04032012").decode()
    found = passwords(signs(detector, ("Authorization", f"Basic {coded}"), method="GET"))
    assert ("header.authorization", "", "birth-date") in found


def test_a_password_that_is_the_login_of_a_stranger() -> None:
    plain = Detector(key=b"1" * 32)
    body = b'{"username": "rodebever86", "password": "rodebever86"}'
    assert passwords(signs(plain, ("Content-Type", "application/json"), body=body)) == [
        ("body", "/password", "login-name")]
    other = b'{"username": "rodebever86", "password": "Rivier-86-x"}'
    assert passwords(signs(plain, ("Content-Type", "application/json"), body=other)) == []


def test_no_value_is_in_a_sign(detector: Detector) -> None:
    body = b'{"gebruikersnaam": "sanne12", "wachtwoord": "04032012"}'
    found = signs(detector, ("Content-Type", "application/json"), body=body, host="sanne.les.example")
    assert not any(word in repr(found).lower() for word in ("sanne", "04032012"))


@pytest.mark.parametrize(("host", "yes"), [
    ("sanne.les.example", True), ("2671717.les.example", True), ("les.example", False), ("a8f3c2.les.example", False),
    ("sanne.example", False), ("kim.sanne.example", False),
    ("school.les.example", False), ("[::1]", False), ("bad host", False),
])
def test_hosts(detector: Detector, host: str, yes: bool) -> None:
    assert ("host.identifier" in {s.code for s in signs(detector, host=host)}) is yes


@pytest.mark.parametrize(("cookie", "parts"), [
    ("_ga=GA1.2.3.4; sid=abc", {"cookie._ga"}), ("_fbp=fb.1.2.3; _hjid=x", {"cookie._fbp", "cookie._hjid"}),
    ("sid=abc; theme=dark", set()), ("_gang=1", set()),
])
def test_tracking_cookies(detector: Detector, cookie: str, parts: set[str]) -> None:
    found = [s for s in signs(detector, ("Cookie", cookie)) if s.code == "cookie.tracking"]
    assert {s.part for s in found} == parts
    assert all(s.direction == "request" for s in found)


def test_a_key_in_a_body_is_no_cookie(detector: Detector) -> None:
    found = signs(detector, ("Content-Type", "application/json"), body=b'{"_ga": "GA1.2.3.4", "nid": 5}')
    assert "cookie.tracking" not in {s.code for s in found}
