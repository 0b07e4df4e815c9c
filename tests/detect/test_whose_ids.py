"""Ids, schools and hours whose owner the object, the type or the address tells."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, answered, detections, in_body


def sure(body: object) -> set[str]:
    return {each.category.value for each in in_body(body) if each.confidence >= 0.6}


@pytest.mark.parametrize("body", [
    {"data": {"type": "user", "id": "u-33018"}},
    {"auteur": {"__typename": "Leerling", "id": "S2-881-x"}},
    {"resourceType": "User", "id": "2819c223-7f76-453a-919d-413861904646"},
])
def test_the_id_of_an_object_that_says_it_is_a_person(body: object) -> None:
    assert "id.account" in sure(body)


@pytest.mark.parametrize("body", [
    {"data": {"type": "wish", "id": "w-33018"}},
    {"__typename": "Opdracht", "id": "S2-881-x"},
    {"type": "user", "title": "u-33018"},
    {"soort": "user", "id": "menu-users"},
])
def test_the_id_of_a_thing_is_not(body: object) -> None:
    assert "id.account" not in sure(body)


def test_what_an_answer_calls_its_contents_is_no_result_of_a_pupil() -> None:
    person = {"id": 7711, "voornaam": "Sanne", "achternaam": "Kanarie"}
    assert "id.account" in answered({"jsonrpc": "2.0", "result": [person]})
    assert "id.account" in answered({"count": 1, "results": [person]})
    assert "id.account" not in answered({"results": [{"id": 7711, "titel": "Breuken"}]})
    assert not answered({"results": [{"id": 1, "name": "Breuken"}, {"id": 2, "name": "Procenten"}]})


@pytest.mark.parametrize(("body", "expected"), [
    ({"naam": "Sanne de Vries", "school": "OBS De Ark"}, True),
    ({"brin": "30ZZ", "leerlingen": [{"voornaam": "Sanne", "achternaam": "Kanarie"}]}, True),
    ({"naam": "Sanne de Vries", "schoolRef": "81da1fd8-11d1-4a38-a305-75e9e02b542a", "vestiging": "00"}, False),
    ({"school": "OBS De Ark", "plaats": "Ergens"}, False),
    ({"brin": "30ZZ", "vakken": [{"naam": "Rekenen"}]}, False),
])
def test_the_school_of_a_person(body: object, expected: bool) -> None:
    assert ("edu.school" in answered(body)) is expected


@pytest.mark.parametrize(("target", "expected"), [
    ("/api/v3/rooster?user=~me", True), ("/api/v3/rooster?user=me&week=4", True), ("/api/v3/rooster?week=4", False),
    ("/api/v3/rooster?user=mees", False),
])
def test_the_hours_of_who_asks(target: str, expected: bool) -> None:
    body = {"afspraken": [{"start": 1791181800, "eind": 1791184800, "vak": "dutl"}]}
    assert ("edu.schedule" in answered(body, target)) is expected


def test_other_beginnings_and_ends_are_no_lessons() -> None:
    assert "edu.schedule" not in answered({"lessen": [{"start": 1, "eind": 12}]}, "/api/x?user=me")
    assert "edu.schedule" not in answered({"pagina": {"start": "08:30", "eind": "09:20"}}, "/api/x?user=me")


@pytest.mark.parametrize(("cookie", "expected"), [
    ("sterren_uid=9c609511-761f-4a71-a291-fae4e4c0c7a5", True),
    ("zx=A8fkd93kdK20dk39dkWl29", True),
    ("thema=donker", False),
    ("csrftoken=9c609511-761f-4a71-a291-fae4e4c0c7a5", False),
    ("AWSALB=A8fkd93kdK20dk39dkWl29", False),
    ("build=2026-10-05", False),
])
def test_a_cookie_of_any_name_that_tells_browsers_apart(cookie: str, expected: bool) -> None:
    found = detections(an_exchange(headers=(("Cookie", cookie),)))
    assert ("id.cookie" in {each.category.value for each in found if each.confidence >= 0.6}) is expected


@pytest.mark.parametrize(("body", "code"), [
    ({"leerling": {"naam": "Sanne de Vries", "dyslexie": {"verklaring": "ja", "datum": "2023-11-02"}}},
     "special.diagnosis"),
    ({"leerling": {"naam": "Sanne de Vries"}, "advies": {"voorlopig": "havo", "definitief": "havo/vwo"}}, "edu.result"),
    ({"naam": "Sanne de Vries", "rubric": {"ideeen": 4, "uitvoering": 3}}, "edu.result"),
])
def test_members_of_what_is_known_of_a_pupil(body: object, code: str) -> None:
    assert code in answered(body)


@pytest.mark.parametrize("body", [
    {"beleid": {"status": "actief", "waarde": 3}},
    {"advies": {"titel": "Lees meer"}},
    {"rubric": {"ideeen": 4}},
])
def test_members_of_other_things(body: object) -> None:
    assert not answered(body)


@pytest.mark.parametrize(("body", "code"), [
    ({"exams": [{"student": {"id": 12, "display": "S. de Vries"}}]}, "name.full"),
    ({"me": {"naam": "Sanne de Vries", "groep": {"naam": "Vlinders"}}}, "edu.group"),
    ({"profiel": {"naam": "Sanne de Vries", "klas": {"code": "4B"}}}, "edu.group"),
    ({"klas": "4B", "leerlingen": [{"voornaam": "Sanne", "achternaam": "de Vries"}]}, "edu.group"),
])
def test_what_an_object_of_a_person_calls_its_parts(body: object, code: str) -> None:
    assert code in answered(body)


@pytest.mark.parametrize(("body", "code"), [
    ({"groep": [{"naam": "Leerling"}], "persoon": {"naam": "Sanne de Vries"}}, "edu.group"),
    ({"klas": "4B", "vakken": [{"naam": "Rekenen"}]}, "edu.group"),
    ({"product": {"display": "Vlinder"}}, "name.full"),
    ({"policy": {"extra_time": {"dyslexie": 1.2}}}, "special.diagnosis"),
    ({"scan": {"score": 0, "files": 88120}}, "edu.result"),
    ({"personages": [{"naam": "Sanne de Vries", "leeftijd": 11, "geslacht": "V"}]}, "demo.age"),
    ({"cases": [{"className": "nl.app.CijferServiceTest", "naam": "Sanne de Vries"}]}, "edu.group"),
])
def test_parts_of_what_is_no_person(body: object, code: str) -> None:
    assert code not in answered(body)


def test_children_of_a_page_are_no_pupils() -> None:
    page = [["$", "main", None, {"children": [["$", "$L2", None, {"score": 4.6, "name": "reviews", "id": "x1"}]]}]]
    assert not answered(page) - {"edu.result"}
    assert "name.given" in answered({"children": [{"name": "Sanne", "age": 9}]})


@pytest.mark.parametrize(("body", "expected"), [
    ({"model": "x", "user": "ll-7719af"}, True),
    ({"e": [{"uid": "u_118402", "t": "answer"}]}, True),
    ({"user": "admin"}, False),
    ({"uid": 0}, False),
])
def test_who_a_beacon_says_is_signed_in(body: object, expected: bool) -> None:
    found = detections(an_exchange(method="POST", request=body))
    assert ("id.account" in {each.category.value for each in found if each.confidence >= 0.6}) is expected


@pytest.mark.parametrize(("path", "expected"), [
    ("/leerling-api/114/report", False), ("/leerlingen/114402/report", True), ("/student_service/114402", False),
])
def test_a_program_named_after_pupils_has_no_number_of_one(path: str, expected: bool) -> None:
    found = detections(an_exchange(target=path))
    assert bool([each for each in found if each.confidence >= 0.6]) is expected


@pytest.mark.parametrize(("url", "expected"), [
    ("https://x.example/u/91/omer-selfie.png", True), ("/thumbs/88231_tirza.jpg", True),
    ("gs://scans/toets_b3_emirhan.jpg", True),
    ("/img/hero-banner.png", False), ("/img/logo_2026.png", False), ("/foto/zomer-markt.jpg", False),
    ("/img/sanne.png", False), ("/static/icon-roos-24.png", False),
])
def test_a_picture_named_after_somebody(url: str, expected: bool) -> None:
    found = answered({"naam": "Sanne de Vries", "bron": url})
    assert ("media.image" in found) is expected


@pytest.mark.parametrize("body", [
    {"spelers": {"-OaX1kd93": {"n": "Jet", "p": 300}, "-OaX1kf28": {"n": "Mo", "p": 450}}},
    {"members": {"k7x2m1": {"rol": "lezer"}, "p9q4z8": {"rol": "lezer"}}},
])
def test_the_members_of_an_object_of_persons(body: object) -> None:
    found = [each for each in in_body(body) if each.confidence >= 0.6 and each.category.value == "id.account"]
    assert len(found) == 2


@pytest.mark.parametrize("body", [
    {"claims": {"scope12b": "x", "utm2026x1": "y"}}, {"user": {"address2": "x", "oauth2ab3": "y"}},
    {"modules": {"k7x2m1": {"titel": "x"}}}, {"users": {"total": 3, "page2": 1, "top10": 3}},
])
def test_members_that_are_no_persons(body: object) -> None:
    assert not [each for each in in_body(body) if each.confidence >= 0.6 and each.category.value == "id.account"]
