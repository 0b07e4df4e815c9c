"""The scanner of texts finds what each recognizer finds, without overlaps and without losing the end of long texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.recognizers import TEXT_RECOGNIZERS
from scanner.detect.text import TextScanner

SCANNER = TextScanner()


@pytest.mark.parametrize(("text", "category"), [
    ("mail sanne@school.example nu", "contact.email"), ("bel 06-12345678", "contact.phone"),
    ("BSN 999990019", "id.bsn"), ("Sanne heeft ADHD", "special.diagnosis"), ("NL91ABNA0417164300", "fin.iban"),
])
def test_found(text: str, category: str) -> None:
    assert category in {match.category.value for _, match in SCANNER.scan(text)}


@pytest.mark.parametrize("text", [
    "", "abc", "true", "1791184462", "1791184462125", "2026-10-05T07:14:22.125Z", "0.123456789012", "12345", "1234567",
    "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", "application/json", "oefening afgerond", "v5.3.0", "123456789012",
])
def test_nothing_found(text: str) -> None:
    assert [match for _, match in SCANNER.scan(text) if match.score >= 0.6] == []


def test_matches_do_not_overlap_and_are_in_order() -> None:
    text = "Sanne de Vries, Dorpsstraat 12, 1234 AB, sanne@school.example, 06-12345678, BSN 999990019 " * 20
    spans = [(match.start, match.end) for _, match in SCANNER.scan(text)]
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_the_end_of_a_long_text_is_read() -> None:
    text = "een zin zonder iets. " * 8_000 + "BSN 999990019"
    (found,) = [match for _, match in SCANNER.scan(text) if match.category.value == "id.bsn"]
    assert text[found.start : found.end] == "999990019"


@pytest.mark.parametrize("text", ["12.5", "1234.56", "123.45", "0.123456789", "7", "2026-01-12", "1760000000000",
                                  "9999.90019", "1700000019999.0", "79.34160893552765"])
def test_numbers_that_say_nothing_ask_nobody(text: str) -> None:
    assert SCANNER.may_match(text) == 0


@pytest.mark.parametrize("text", ["999990019", "0612.345678", "06.12345678", "123456782.", "192.0.2.17", "1.1.1.1"])
def test_numbers_that_may_say_something_are_read(text: str) -> None:
    assert SCANNER.may_match(text)


@given(st.from_regex(r"(?:[1-9][0-9]{0,12}|0)\.[0-9]{1,12}", fullmatch=True))
@settings(deadline=None)
def test_no_recognizer_finds_anything_in_a_fraction(text: str) -> None:
    assert not [each.name for each in TEXT_RECOGNIZERS if each.trigger.search(text) and each.find(text)]
