"""The last guard takes known and detected values out of any text."""

from __future__ import annotations

import pytest
from detect_builders import BSN, ECKID, an_exchange, examine, subjects

from scanner.detect import Identifier
from scanner.detect.redactor import Redactor
from scanner.model import Category

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


@pytest.mark.parametrize(("text", "clean"), [
    ("wietske-oudshoorn.leer.example", "{name.full}.leer.example"), ("x/Wietske Tjalma", "x/{name.full}"),
    ("wietske_oudshoorn_tjalma", "{name.full}"), ("w/jip.oudshoorn", "w/{contact.email}"),
    ("oudshoorn", "oudshoorn"), ("jip", "jip"), ("info", "info"),
])
def test_the_telling_parts_of_a_value_are_guarded(text: str, clean: str) -> None:
    detected = examine(an_exchange(body={"leerling": {
        "naam": "Wietske Oudshoorn-Tjalma", "email": "jip.oudshoorn@thuis.example"}, "contact": "info@leer.example"}))
    assert Redactor(None, detected.identifiers).clean(text) == clean


@pytest.mark.parametrize(("text", "clean"), [
    ("sanne-de-vries.leer.example", "{name.full}.leer.example"),
    ("opgezocht: www.yassin_bakker.stats.leer.example, 1x", "opgezocht: www.{name.full}.stats.leer.example, 1x"),
    ("https://Sanne-Bakker.leer.example/x", "https://{name.full}.leer.example/x"),
    ("api-v2.leer.example", "api-v2.leer.example"), ("static-files.cdn.example", "static-files.cdn.example"),
    ("sanne.leer.example", "sanne.leer.example"), ("sanne-bakker.nl", "sanne-bakker.nl"),
    ("anne-frank.school.example", "anne-frank.school.example"), ("a.b.c.d.e.f", "a.b.c.d.e.f"),
    ("eu-west-1.compute.example", "eu-west-1.compute.example"), ("1.2.3.4", "1.2.3.4"), ("x" * 70 + ".a.example",) * 2,
])
def test_a_name_in_a_host_name_is_guarded_though_nobody_told_it(text: str, clean: str) -> None:
    assert Redactor().clean(text) == clean


def test_nothing_known_nothing_changed() -> None:
    assert Redactor().clean("Sanne de Vries 100%") == "Sanne de Vries 100%"


def test_short_values_are_left_alone() -> None:
    assert GUARD.clean("groep v 5b") == "groep v 5b"


def test_a_surname_of_somebody_seen_is_no_label_of_a_host() -> None:
    redactor = Redactor(None, [Identifier(Category.NAME_FULL, "thijmen zonnebloemstra", "Thijmen Zonnebloemstra", "",
                                          "pupil")])
    assert redactor.clean("https://zonnebloemstra.leer.example/x") == "https://{name.full}.leer.example/x"
    assert redactor.clean("api.leer.example") == "api.leer.example"
    assert redactor.clean("zonnebloem.leer.example") == "zonnebloem.leer.example"
