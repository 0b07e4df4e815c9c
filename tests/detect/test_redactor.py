"""The last guard takes known and detected values out of any text."""

from __future__ import annotations

import pytest
from detect_builders import BSN, ECKID, an_exchange, examine, subjects

from scanner.detect.redactor import Redactor

GUARD = Redactor(subjects())


@pytest.mark.parametrize(("text", "clean"), [
    ("host/Sanne de Vries/x", "host/{name.full}/x"), (f"a {BSN} b", "a {id.bsn} b"), ("9999.90.019", "{id.bsn}"),
    ("mail sanne@school.example", "mail {contact.email}"), (f"u={ECKID}", "u={id.eckid}"),
    ("/Sanne%20de%20Vries", "/{name.full}"), ("n=sanne%40school.example", "n={contact.email}"), ("niets", "niets"),
    ("", ""),
    ("sanne", "{name.given}"), ("100 % zeker", "100 % zeker"), ("06 12345678", "{contact.phone}"),
])
def test_clean(text: str, clean: str) -> None:
    assert GUARD.clean(text) == clean


def test_detected_values_are_guarded_too() -> None:
    detected = examine(an_exchange(body={"leerling": {"naam": "Jurgen Boersma", "leerlingnummer": "95312"}}))
    guard = Redactor(None, detected.identifiers)
    assert guard.clean("x/jurgen_boersma/95312") == "x/{name.full}/{id.leerlingnummer}"
    assert guard.clean("jurgen") == "jurgen"


def test_nothing_known_nothing_changed() -> None:
    assert Redactor().clean("Sanne de Vries 100%") == "Sanne de Vries 100%"


def test_short_values_are_left_alone() -> None:
    assert GUARD.clean("groep v 5b") == "groep v 5b"
