"""The spellings of a known value; wrong ones are not among them."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.detect.phrases import tokens
from scanner.detect.spellings import full_name, parse_date, spellings
from scanner.model import Category as C


def forms(category: C, value: str, reach: str = "") -> set[tuple[str, ...]]:
    return {tokens(each.text) for each in spellings(category, value) if not reach or each.reach == reach}


@pytest.mark.parametrize(("value", "expected"), [
    ("2012-03-04", date(2012, 3, 4)), ("04-03-2012", date(2012, 3, 4)), ("4/3/2012", date(2012, 3, 4)),
    ("20120304", date(2012, 3, 4)), ("2012-13-04", None), ("31-02-2012", None), ("gisteren", None), ("", None),
])
def test_parse_date(value: str, expected: date | None) -> None:
    assert parse_date(value) == expected


@pytest.mark.parametrize("text", [
    "2012-03-04", "04-03-2012", "4-3-2012", "04/03/2012", "20120304", "4 maart 2012", "4 mrt 2012", "04 maart 2012",
    "March 4, 2012", "4 Mar 2012", "1330819200", "1330819200000", "1330815600", "2012-03-03T23:00:00",
])
def test_dates(text: str) -> None:
    assert tokens(text) in forms(C.DOB, "2012-03-04")


def test_a_date_with_two_digits_for_the_year_needs_a_key() -> None:
    assert ("04", "03", "12") in forms(C.DOB, "2012-03-04", "key")
    assert ("04", "03", "12") not in forms(C.DOB, "2012-03-04", "text")


@pytest.mark.parametrize("text", ["999990019", "9999.90.019", "999 990 019"])
def test_bsn(text: str) -> None:
    assert tokens(text) in forms(C.BSN, "999990019")


def test_a_bsn_loses_its_leading_zero() -> None:
    assert ("63138219",) in forms(C.BSN, "063138219")
    assert ("63138219",) not in forms(C.BSN, "163138219")


@pytest.mark.parametrize("text", ["0612345678", "+31612345678", "0031612345678", "06-12345678", "06 12 34 56 78",
                                  "+31 6 1234 5678", "+31 (0)6 12345678"])
def test_phone(text: str) -> None:
    assert tokens(text) in forms(C.PHONE, "06-12345678")


@pytest.mark.parametrize("text", ["Sanne de Vries", "de Vries Sanne", "Vries, Sanne de", "sannedevries", "sanne.vries",
                                  "S. de Vries", "sdevries"])
def test_names(text: str) -> None:
    assert tokens(text) in {tokens(each.text) for each in full_name("Sanne", "de Vries")}


def test_initials_are_weak() -> None:
    weak = {tokens(each.text) for each in full_name("Sanne", "de Vries") if each.weak}
    assert ("s", "de", "vries") in weak
    assert ("sanne", "de", "vries") not in weak


@pytest.mark.parametrize(("category", "value"), [
    (C.GENDER, "v"), (C.AGE, "12"), (C.LEERLINGNUMMER, "1234"), (C.NAME_GIVEN, "Bo"), (C.RESULT, "7,5"),
])
def test_small_values_need_a_key(category: C, value: str) -> None:
    assert {each.reach for each in spellings(category, value)} == {"key"}


@pytest.mark.parametrize(("category", "value"), [(C.NAME_GIVEN, "Sanne"), (C.GROUP, "5b"), (C.LEERLINGNUMMER, "26717")])
def test_short_values_are_not_looked_for_in_static_content(category: C, value: str) -> None:
    assert all(each.reach != "any" for each in spellings(category, value) if not each.via)


def test_reversible_codings() -> None:
    by_way = {each.via: each.text for each in spellings(C.EMAIL, "sanne@school.example") if each.via}
    assert by_way == {"reversed": "elpmaxe.loohcs@ennas", "rot13": "fnaar@fpubby.rknzcyr"}
