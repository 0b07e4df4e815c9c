"""Abbreviated names of fields, and names that only look abbreviated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.abbreviations import in_full

ABBREVIATED = [
    ("roepnm", "roep_naam"), ("roepNm", "roep_naam"), ("gebdt", "geboorte_datum"), ("gebDtm", "geboorte_datum"),
    ("geb_dat", "geboorte_datum"), ("geb_pl", "geboorte_plaats"), ("gebl_vdr", "geboorte_land_vader"),
    ("natl", "nationaliteit"), ("gesl", "geslacht"), ("strnm", "straat_naam"), ("tussenvgsl", "tussenvoegsel"),
    ("achternm", "achter_naam"), ("gebrnm", "gebruikers_naam"), ("volnaam", "volledige_naam"),
    ("mdr_nm", "moeder_naam"), ("rekNr", "rekening_nummer"), ("llnaam", "leerling_naam"),
]  # fmt: skip
SHORT = [("nm", "naam"), ("pcd", "postcode"), ("tok", "token"), ("grp", "groep"), ("lft", "leeftijd"),
         ("ww", "wachtwoord")]
OTHERS = [
    "naam", "postcode", "straatnaam", "product", "model", "html", "player", "land", "all", "str", "no", "nr", "num",
    "cd", "dd", "dat", "data", "med", "pl", "gem", "str_len", "order", "note", "index", "geld", "landingspagina", "",
    "_", "a" * 300, "mod_nr", "seg", "dt", "gb",
]  # fmt: skip


@pytest.mark.parametrize(("name", "full"), ABBREVIATED)
def test_it_is_written_in_full(name: str, full: str) -> None:
    assert in_full(name) == (full, False)


@pytest.mark.parametrize(("name", "full"), SHORT)
def test_of_a_very_short_one_it_is_not_sure(name: str, full: str) -> None:
    assert in_full(name) == (full, True)


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_are_left_alone(name: str) -> None:
    assert in_full(name) is None


@given(st.text(max_size=60))
def test_any_name(name: str) -> None:
    found = in_full(name)
    assert found is None or found[0] != name
