"""Fingerprints are HMACs: equal for equal values of one family, other under another key."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.fingerprint import Fingerprinter, comparable, family
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


UUID = "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b"


@pytest.mark.parametrize("dressed", [
    UUID, UUID.upper(), UUID.replace("-", ""), "{" + UUID + "}", f"urn:uuid:{UUID}", f"user_{UUID}", f"uid:{UUID}",
])
def test_an_identifier_is_the_same_in_another_dress(dressed: str) -> None:
    assert comparable(dressed) == UUID.replace("-", "")
    assert Fingerprinter(b"k" * 32).value(C.COOKIE, dressed) == Fingerprinter(b"k" * 32).value(C.TOKEN, UUID)


@pytest.mark.parametrize(("one", "other", "why"), [
    ("a-b", "ab", "dashes belong to it"),
    ("user_17", "17", "a short number without its word is another one"),
    ("klas_5b", "5b", "a word is no prefix"),
    ("sanne.devries", "devries", "names are kept whole"),
])
def test_what_is_not_the_same(one: str, other: str, why: str) -> None:
    assert comparable(one) != comparable(other), why


def test_known_prefixes_of_analytics() -> None:
    assert comparable("GA1.2.99887766.1700000001") == "99887766.1700000001"


def test_only_identifiers_are_undressed() -> None:
    prints = Fingerprinter(b"k" * 32)
    assert prints.value(C.CREDENTIAL, "Geheim") != prints.value(C.CREDENTIAL, "geheim")


def test_a_long_value_takes_no_time_to_speak_of() -> None:
    assert comparable("a:" * 50_000) == "a:" * 50_000
