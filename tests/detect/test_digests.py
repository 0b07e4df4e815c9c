"""Digest-looking tokens, the spellings that are hashed, and the algorithms."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.digests import (
    ALGORITHMS,
    LENGTHS,
    candidates,
    digests,
    may_hold_digest,
    name_and_birth,
    variants,
)
from scanner.model import Category as C

SHA = hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize("text", [SHA, SHA.upper(), f"a={SHA}&b", f"/avatar/{SHA}.png", f'"{SHA}"'])
def test_candidates(text: str) -> None:
    assert [token for _, _, token in candidates(text)] == [SHA]


@pytest.mark.parametrize("text", ["", "abc", "z" * 64, "g" + SHA, SHA + "g", "een gewone zin zonder iets", "f" * 12,
                                  "3f2a9c1d-aaaa-4bbb-8ccc-12345678901",
                                  base64.b64encode(b"gebruiker-104233").decode()])
def test_no_candidates(text: str) -> None:
    assert list(candidates(text)) == []


def test_unusual_lengths_only_where_wanted() -> None:
    assert list(candidates(SHA[:20]))
    assert not list(candidates(SHA[:20], truncated=False))


@pytest.mark.parametrize(("category", "value", "expected"), [
    (C.BSN, "999990019", {"999990019", "9999.90.019", "bsn:999990019"}),
    (C.BSN, "063138219", {"063138219", "63138219"}),
    (C.PHONE, "06-12345678", {"+31612345678", "31612345678", "0612345678", "0031612345678", "06-12345678"}),
    (C.DOB, "2012-03-04", {"20120304", "04-03-2012", "2012-03-04"}),
    (C.EMAIL, "S.dV@School.example", {"s.dv@school.example", "mailto:s.dv@school.example", "sdv@school.example"}),
    (C.NAME_FULL, "Sanne de Vries", {"sanne de vries", "sannedevries", "Sanne de Vries"}),
    (C.ECKID, "https://ketenid.nl/pilot/" + "ab" * 64, {"ab" * 64}),
    (C.LEERLINGNUMMER, "12345", {"12345"}),
])
def test_variants(category: C, value: str, expected: set[str]) -> None:
    assert expected <= set(variants(category, value))


def test_the_published_vectors() -> None:
    known = dict(digests("063138219"))
    assert known["md5"] == "24f90eac2e304cb191114ac061f4bf49"
    assert known["sha1"] == "79f5f8c77b594d8974c347d655566b8887e5dcff"
    assert known["sha256"] == "22548254d8fc659153937d7146a042424f37d245d8d2fa75d9a5e70c546f5355"


def test_only_the_lengths_that_are_wanted() -> None:
    assert {name for name, _ in digests("x", frozenset({32}))} == {"md5", "md5(md5)", "md5(sha1)"}


@given(st.text(max_size=30))
def test_lengths_are_right(text: str) -> None:
    assert all(len(token) == LENGTHS[name] for name, token in digests(text))
    assert set(LENGTHS) == set(ALGORITHMS)


def test_name_and_birth() -> None:
    made = set(name_and_birth(["Sanne de Vries"], ["2012-03-04"]))
    assert {"Sanne de Vries2012-03-04", "sannedevries|20120304", "sanne de vries 04-03-2012"} <= made


def test_hostile_text_is_linear() -> None:
    assert list(candidates("a" * 1_000_000)) == []
    assert list(candidates("A1b" * 300_000)) == []


@pytest.mark.parametrize("text", [
    "2026-01-12T08:00:00.123Z", "3f2a9c1d-aaaa-4bbb-8ccc-1234567890ab", "de les van vandaag begint om negen uur",
    "abcdefghijklmnopqrstuvwxyz0123456789abcd0",
])
def test_ids_and_moments_hold_no_digest(text: str) -> None:
    assert not may_hold_digest(text) and not list(candidates(text, truncated=False))


@pytest.mark.parametrize("text", ["ab" * 16, "x=" + "0f" * 20, "3f2a9c1d-" + "ab" * 32, "sub:" + "Ab1" * 9])
def test_what_is_as_long_as_a_digest_may_be_one(text: str) -> None:
    assert may_hold_digest(text)
