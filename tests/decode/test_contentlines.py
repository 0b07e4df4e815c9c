"""iCalendar and vCard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:Europe/Amsterdam\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:4711@school.example\r
SUMMARY:Oudergesprek over Sanne\\, groep 3B met een heel lange titel die wor\r
 dt afgebroken\r
ATTENDEE;CN="de Vries, Anja";ROLE=REQ-PARTICIPANT:mailto:anja@thuis.example\r
DTSTART;TZID=Europe/Amsterdam:20261005T091422\r
DESCRIPTION:Regel een\\nregel twee\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Rapport Daan\r
END:VEVENT\r
END:VCALENDAR\r
"""
CARD = """BEGIN:VCARD
VERSION:4.0
FN:Sanne de Vries
N:Vries;Sanne;Maria\\;Anna;;
BDAY:20120304
item1.EMAIL;TYPE=home:sanne@thuis.example
TEL;TYPE="voice,home":+31612345678
ADR;TYPE=home:;;Laan 12;Utrecht;;3511 AB;Nederland
NOTE;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB heeft=
 dyslexie
END:VCARD
BEGIN:VCARD
FN:Daan Bakker
END:VCARD
"""


@pytest.mark.parametrize("kind", ["text/calendar; charset=utf-8", "text/plain", "application/octet-stream", ""])
def test_a_calendar(decode, kind):
    outcome = decode(response=CALENDAR.encode(), kind=kind)
    found = outcome.body
    base = "/vcalendar/0/vevent/0"
    assert found[base + "/summary"] == "Oudergesprek over Sanne, groep 3B met een heel lange titel die wordt afgebroken"
    assert found[base + "/attendee"] == "mailto:anja@thuis.example"
    assert found[base + "/attendee/common_name"] == "de Vries, Anja"
    assert found[base + "/description"] == "Regel een\nregel twee"
    assert found["/vcalendar/0/vevent/1/summary"] == "Rapport Daan"
    assert outcome.notes == []


@pytest.mark.parametrize("kind", ["text/vcard", "text/x-vcard", "", "text/directory"])
def test_cards(decode, kind):
    found = decode(response=CARD.encode(), kind=kind).body
    base = "/vcard/0"
    assert {key.removeprefix(base): value for key, value in found.items() if key.startswith(base)} == {
        "/version": "4.0", "/fn": "Sanne de Vries", "/n/family_name": "Vries", "/n/given_name": "Sanne",
        "/n/additional_names": "Maria;Anna", "/bday": "20120304", "/email": "sanne@thuis.example",
        "/tel": "+31612345678", "/adr/street": "Laan 12", "/adr/locality": "Utrecht", "/adr/postal_code": "3511 AB",
        "/adr/country": "Nederland", "/note": "Zoë heeft dyslexie"}
    assert found["/vcard/1/fn"] == "Daan Bakker"


@pytest.mark.parametrize("text", ["BEGIN:VCARD", "BEGIN:VCARD\nBEGIN:VCARD\n" * 50,
                                  "BEGIN:VCARD\ngeen regel\nEND:X\nEND:Y",
                                  "BEGIN:VCARD\nN:;;;;;;;;\nADR:\\", "BEGIN:VCARD\n" + "A;" * 50_000 + ":x",
                                  "BEGIN:VCARD\nA" + ';x="' * 50_000, "BEGIN:VCARD\n" + "a." * 50_000])
def test_odd_texts(decode, text):
    decode(response=text.encode(), kind="text/vcard")


@given(st.text(alphabet='ABN:;="\\\n .,-x', max_size=80))
def test_any_text(decode_once, text):
    decode_once(response=("BEGIN:VCARD\n" + text).encode(), kind="text/vcard")
