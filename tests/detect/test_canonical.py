"""Spellings of one value have one canonical form."""

from __future__ import annotations

from detect_builders import BSN

from scanner.detect.canonical import canonical_of
from scanner.model import Category as C


def test_canonical_forms() -> None:
    assert canonical_of(C.BSN, "9999.90.019") == canonical_of(C.BSN, BSN)
    assert canonical_of(C.NAME_GIVEN, " Sanne ") == canonical_of(C.NAME_GIVEN, "SANNE")
    assert canonical_of(C.NAME_FULL, "Vries, Sanne de") == canonical_of(C.NAME_FULL, "Sanne de Vries")


def test_what_no_check_knows_is_compared_without_case_and_spaces() -> None:
    assert canonical_of(C.BSN, " Twee  Woorden ") == "twee woorden"
    assert canonical_of(C.NAME_FULL, "Sanne " * 1000) == " ".join(["sanne"] * 1000), "too long for a value of a key"
