"""Whose data an object holds that names nobody: the owner's, or nobody's."""

from __future__ import annotations

from typing import Any

import pytest
from detect_builders import an_exchange, detections

from scanner.model import Category as C


def sure(body: object = None, **exchange: Any) -> set[C]:
    return {each.category for each in detections(an_exchange(body=body, **exchange)) if each.confidence >= 0.6}


NORMS = [{"toets": "RW-M6", "ruweScore": 41, "vaardigheidsscore": 172, "niveau": "V"},
         {"toets": "RW-M6", "ruweScore": 60, "vaardigheidsscore": 195, "niveau": "IV"}]
REASONS = [{"code": "ZK", "omschrijving": "Ziek", "geoorloofd": True},
           {"code": "SP", "omschrijving": "Spijbelen", "geoorloofd": False}]
NOBODY: list[tuple[str, str, object]] = [
    ("norms of a test", "/normen/RW-M6.json", NORMS),
    ("norms at an address that says nothing", "/api/v2/tabel/88", NORMS),
    ("reasons of absence", "/api/stamgegevens/verzuimredenen", REASONS),
    ("reasons at an address that says nothing", "/api/data", REASONS),
    ("a depot", "/api/orders/447376007/status", {"depot": {"straat": "Kraaivenstraat 25", "postcode": "5048 AB"}}),
    ("firms", "/odata/Leerbedrijven", [{"Naam": "Bakkerij De Jong & Zn", "Adres": "Ganzepoortstraat 4",
                                        "Postcode": "4461 JP", "Telefoon": "0113-220011"}]),
    ("a map", "/13/4213/2692.json", {"properties": {"name": "Domtoren", "addr:postcode": "3512 JE"}}),
    ("classes of a school", "/api/rooster/klassen", [{"klas": "3H2", "lokaal": "A.12"}, {"klas": "3H3"}]),
    ("vacations", "/vakanties", [{"naam": "Herfstvakantie", "van": "2025-10-18", "regio": "Noord"}]),
    ("a rubric", "/api/rubrics/3", {"rubric": [{"niveau": "goed", "punten": 10}, {"niveau": "matig"}]}),
    ("a menu", "/menu", [{"Title": "Handelingsplannen", "Url": "/hp"}, {"Title": "Verzuim"}]),
    ("words of a filter", "/policies/default", {"keywords": ["zelfmoord", "depressie", "anorexia"]}),
    ("an office", "/api/opleidingen", {"niveau": 4, "contact": {"tel": "088-1234500", "adres": "Stationsweg 40"}}),
    ("questions about somebody", "/v1/quizvragen", {"vragen": [{"context": "Erik is kleurenblind.", "punten": 2}]}),
]


@pytest.mark.parametrize(("target", "body"), [row[1:] for row in NOBODY], ids=[row[0] for row in NOBODY])
def test_reference_data_are_nobodys(target: str, body: object) -> None:
    assert sure(body, target=target) == set()


SOMEBODY: list[tuple[str, dict[str, Any], C]] = [
    ("marks of the pupil in the address",
     {"target": "/api/leerlingen/118402/resultaten", "body": [{"vak": "Rekenen", "niveau": "IV"}]}, C.RESULT),
    ("marks of the pupil in the query",
     {"target": "/api/lvs?leerlingId=118402", "body": [{"vak": "Rekenen", "niveau": "IV"}]}, C.RESULT),
    ("absences with a day",
     {"target": "/api/data", "body": [{"datum": "2025-11-17", "geoorloofd": False}, {"geoorloofd": True}]},
     C.ATTENDANCE),
    ("my marks", {"target": "/api/mijn/overzicht", "body": [{"vak": "Rekenen", "niveau": "IV"}]}, C.RESULT),
    ("the answer about whom one asked",
     {"method": "POST", "request": {"leerlingId": 118402, "antwoord": "b"}, "body": {"pct": 37.5}}, C.PROGRESS),
    ("a form with the postcode beside the child",
     {"method": "POST", "request": {"kind": {"voornaam": "Ilias", "bsn": "999990019"}, "pc": "3521XX"}}, C.POSTCODE),
    ("results in the object of a pupil",
     {"body": {"leerlingnummer": "118402", "resultaten": [{"toets": "RW", "niveau": "IV"}, {"niveau": "V"}]}},
     C.RESULT),
    ("an address in the object of a parent",
     {"body": {"ouder": {"adres": {"straat": "Reggesingel 44", "postcode": "7461 BG"}}}}, C.POSTCODE),
    ("the id that the address names",
     {"target": "/ajax/kind.php?kindid=90310", "body": {"id": 90310, "bso": None}}, C.ACCOUNT),
    ("the name of whom the address names",
     {"target": "/ajax/kind.php?kindid=90310", "body": {"naam": "Shanelle Martina"}}, C.NAME_FULL),
    ("a leaderboard", {"body": {"leaderboard": [{"naam": "Kim K.", "xp": 120}, {"naam": "Sem", "xp": 110}]}},
     C.NAME_GIVEN),
    ("to whom a message goes", {"method": "POST", "request": {"aan": ["70015", "70044"], "bericht": "hoi"}}, C.ACCOUNT),
    ("members by their ids", {"body": {"members": ["0f8fad5b-d9cb-469f-a165-70867728950e"]}}, C.ACCOUNT),
    ("a name in the address of a page", {"host": "www.google-analytics.com",
     "target": "/g/collect?dl=https%3A%2F%2Fx.example%2Fklaar%3Fnaam%3DIlias"}, C.NAME_GIVEN),
    ("who is to be called at a firm",
     {"body": {"naam": "Jansen & Zn BV", "adres": "Kerkstraat 4", "contactpersoon": "Piet Jansen"}}, C.NAME_FULL),
    ("who is looked for", {"target": "/api/leerlingen/zoeken?q=Jansen"}, C.NAME_FAMILY),
    ("a list of pupils", {"body": {"students": ["Kofi", "Maryam", "Olivier"]}}, C.NAME_GIVEN),
    ("an event of a calendar",
     {"target": "/calendar?userid=20602", "body": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:88@elo.example\r\n"
      b"SUMMARY:Inhaaltoets Frans\r\nDTSTART:20251119T123000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
      "response_type": "text/calendar"}, C.SCHEDULE),
]


@pytest.mark.parametrize(("exchange", "category"), [row[1:] for row in SOMEBODY], ids=[row[0] for row in SOMEBODY])
def test_data_of_an_owner_count(exchange: dict[str, Any], category: C) -> None:
    assert category in sure(**exchange)


OTHERS: list[tuple[str, dict[str, Any], C]] = [
    ("the author of a book that somebody borrowed",
     {"target": "/patron/27700112233/loans", "body": {"loans": [{"author": "Andy Griffiths", "title": "x"}]}},
     C.NAME_FULL),
    ("a product of somebody's order",
     {"target": "/leerlingen/118402/boeken", "body": [{"naam": "Johan Cruijff"}]}, C.NAME_FULL),
    ("the id of a message beside its writer",
     {"body": [{"id": 8801, "user_id": 8011223, "body_text": "Dank voor uw bericht."}]}, C.EMAIL),
    ("what is looked for among books", {"target": "/opac/zoeken?q=Jansen"}, C.NAME_FAMILY),
    ("the uid of an event",
     {"body": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:20260101-0@feestdagen.example\r\nDTSTART:20260101\r\n"
      b"SUMMARY:Nieuwjaarsdag\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "response_type": "text/calendar"}, C.EMAIL),
    ("a holiday",
     {"body": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@feestdagen.example\r\nSUMMARY:Koningsdag\r\nEND:VEVENT\r\n"
      b"END:VCALENDAR\r\n", "response_type": "text/calendar"}, C.SCHEDULE),
    ("the address of a firm with somebody to call",
     {"body": {"naam": "Jansen & Zn BV", "adres": "Kerkstraat 4", "contactpersoon": "Piet Jansen"}}, C.STREET),
    ("counts of persons", {"body": {"members": 24, "aan": 12, "users": 12034}}, C.ACCOUNT),
    ("how many there are each year", {"body": {"leerlingen": [2021, 2022, 412, 398]}}, C.ACCOUNT),
    ("a word in the address of a page", {"target": "/zoek?naam=Overzicht&titel=Roman"}, C.NAME_GIVEN),
    ("a postcode of a school beside its contact",
     {"body": {"school": {"postcode": "9051 AA", "contact": {"naam": "Kim Kanarie"}}}}, C.POSTCODE),
]


@pytest.mark.parametrize(("exchange", "category"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_is_not_the_owners(exchange: dict[str, Any], category: C) -> None:
    assert category not in sure(**exchange)


def test_the_own_id_of_an_object_beside_an_account() -> None:
    found = detections(an_exchange(body=[{"id": 880123, "user_id": 8011223}]))
    assert {each.pointer for each in found if each.category is C.ACCOUNT} == {"/0/user_id"}


def test_many_levels_end() -> None:
    body: dict[str, Any] = {"niveau": "IV"}
    for _ in range(40):
        body = {"x": body}
    assert sure({"leerlingnummer": "118402", "y": body}) >= {C.LEERLINGNUMMER}


@pytest.mark.parametrize(("body", "category"), [
    ({"tekst": "Het BSN is 999990019."}, C.BSN), ({"tekst": "Mail naar kim.kanarie@thuis.example."}, C.EMAIL),
    ({"message": "bel me op 06-12345678 als je er bent"}, C.PHONE),
])
def test_what_is_never_published_counts_without_a_session(body: object, category: C) -> None:
    assert category in sure(body)


@pytest.mark.parametrize("body", [
    {"tekst": "Miep Jansen was twaalf jaar en woonde aan de Zomerdijkstraat 27."},
    {"titel": "Erik is kleurenblind"}, {"artikelen": [{"kop": "Sanne de Vries wint de olympiade"}]},
])
def test_what_is_told_of_anybody_needs_a_session(body: object) -> None:
    assert sure(body) <= {C.FREE_TEXT}
