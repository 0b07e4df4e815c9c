"""Fingerprints are HMACs: equal for equal values of one family, other under another key."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.fingerprint import Fingerprinter, family
from scanner.model import Category as C


@given(st.binary(min_size=16, max_size=100), st.text(max_size=50))
def test_it_is_an_hmac_sha256(key: bytes, value: str) -> None:
    text = value.encode("utf-8", "surrogatepass")
    expected = hmac.new(key, b"contact.email\0" + text, hashlib.sha256).hexdigest()[:16]
    assert Fingerprinter(key).value(C.EMAIL, value) == expected


def test_another_key_gives_another_fingerprint() -> None:
    assert Fingerprinter(b"a" * 32).value(C.BSN, "1") != Fingerprinter(b"b" * 32).value(C.BSN, "1")


@pytest.mark.parametrize(("one", "other", "same"), [
    (C.ACCOUNT, C.LEERLINGNUMMER, True), (C.BSN, C.PGN, True), (C.NAME_FULL, C.NAME_GIVEN, True),
    (C.BSN, C.LEERLINGNUMMER, False), (C.EMAIL, C.LOGIN, False), (C.ECKID, C.ACCOUNT, False),
])
def test_families(one: C, other: C, same: bool) -> None:
    assert (family(one) == family(other)) is same


def test_domains_do_not_run_into_each_other() -> None:
    prints = Fingerprinter(b"k" * 32)
    assert prints.of("a", "bc") != prints.of("ab", "c")
