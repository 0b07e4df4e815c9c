"""Outcomes: entropy bounds, and a repr without values."""

from __future__ import annotations

import pytest

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.outcome import Outcome, entropy
from scanner.model import Category as C

FINGERPRINTER = Fingerprinter(b"k" * 32)


@pytest.mark.parametrize(("category", "value", "low", "high"), [
    (C.BSN, "999990019", 27, 27), (C.LEERLINGNUMMER, "12345", 16, 17), (C.ACCOUNT, "b554d7c7b554d7c7", 64, 64),
    (C.ACCOUNT, "3f2a9c1d-aaaa-4bbb-8ccc-123456789012", 128, 128), (C.LOGIN, "sannedv", 40, 42),
    (C.ECKID, "x", 512, 512),
    (C.ACCOUNT, "x" * 10_000, 3000, 3100),
])
def test_entropy(category: C, value: str, low: int, high: int) -> None:
    assert low <= entropy(category, value) <= high


def test_only_identifiers_have_bits() -> None:
    assert Outcome(C.NAME_GIVEN, 0.9, "r", "Sanne", "sanne", FINGERPRINTER, ()).bits == 0
    assert Outcome(C.LEERLINGNUMMER, 0.9, "r", "12345", "12345", FINGERPRINTER, ()).bits == 16


def test_the_repr_names_the_category_only() -> None:
    assert repr(Outcome(C.NAME_GIVEN, 0.9, "r", "Sanne", "sanne", FINGERPRINTER, ())) == "Outcome(name.given 0.90)"


def test_what_makes_an_object_one_about_a_person() -> None:
    assert Outcome(C.BSN, 0.9, "r", "v", "v", FINGERPRINTER, ()).personal
    assert not Outcome(C.BSN, 0.3, "r", "v", "v", FINGERPRINTER, ()).personal
    assert not Outcome(C.RESULT, 0.9, "r", "v", "v", FINGERPRINTER, ()).personal
    assert not Outcome(C.NAME_FULL, 0.7, "r", "v", "v", FINGERPRINTER, (), alone=0.0).personal


@pytest.mark.parametrize(("category", "name", "same"), [
    (C.NAME_FULL, "sanne de vries", ("vries", "sanne")),  # in whatever order
    (C.NAME_FAMILY, "van den berg", ("berg",)),
    (C.NAME_FULL, "s. de vries", ("vries",)),
    (C.NAME_FAMILY, "de", ()),
    (C.EMAIL, "sanne vries", ()),
])
def test_the_words_of_a_name(category: C, name: str, same: tuple[str, ...]) -> None:
    words = Outcome(category, 0.9, "r", name, name, FINGERPRINTER, ()).words
    assert set(words) == {word for part in same for word in Outcome(
        C.NAME_GIVEN, 0.9, "r", part, part, FINGERPRINTER, ()).words}
    assert all(part not in word for part in same for word in words)


def test_a_digest_of_a_name_has_no_words() -> None:
    assert Outcome(C.NAME_FULL, 0.9, "r", "x", "sanne vries", FINGERPRINTER, (), via="sha256").words == ()
