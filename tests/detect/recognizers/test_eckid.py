"""ECK iDs, stampseudoniemen and hPGNs; the hexadecimals are made up."""

import hashlib

import pytest

from scanner.detect.recognizers.eckid import (
    EckIdRecognizer,
    StampseudoniemRecognizer,
    check_eckid,
    check_hpgn,
    check_stampseudoniem,
    form_of,
)
from scanner.model import Category

HEX = hashlib.sha512(b"kim kanarie").hexdigest()
ECKID = f"https://ketenid.nl/201703/{HEX}"
PILOT = f"https://ketenid.nl/pilot/{HEX}"
STAM = f"https://ketenid.nl/sppilot/{HEX}"

POSITIVES = [
    (ECKID, ECKID),
    (f"login {PILOT} ok", PILOT),
    (f'{{"eckId":"{ECKID}"}}', ECKID),
    ("eck=https%3A%2F%2Fketenid.nl%2Fpilot%2F" + HEX, PILOT),
    ("u=https%253A%252F%252Fketenid.nl%252Fpilot%252F" + HEX + "&x", PILOT),
    ("https:\\/\\/ketenid.nl\\/pilot\\/" + HEX, PILOT),
    (f"http://ketenid.nl/pilot/{HEX}", PILOT),
    (f"ketenid.nl/pilot/{HEX}", PILOT),
    (f"HTTPS://KETENID.NL/PILOT/{HEX.upper()}", PILOT),
]
WEAK = [f"https://ketenid.nl/pilot/{HEX[:-1]}", f"https://ketenid.nl/pilot/{HEX}0",
"https://id.school/abcdefgh12345678", "https://id.school/pilot/7e2b9a4c41f84c8f9c55"]
NEGATIVES = [
    ("https://id.school/over-ons/contact", "a page"),
    (HEX, "bare hexadecimals look like SHA-512"),
    ("https://ketenid.nl/", "the site"),
    ("https://ketenid.nl/eck/schemas/v1_0", "a namespace"),
    ("https://ketenid.nl/201703/", "no id"),
    ("https://ketenid.nl/201703/abc", "too short"),
    (f"https://ketenid.nl/{HEX}", "no environment"),
    (f"https://mijnketenid.nl/pilot/{HEX}", "another domain"),
    (f"https://ketenid.nl.evil.example/pilot/{HEX}", "another domain"),
    (f"https://ketenid.nl/pilot/{HEX}xyz", "glued to more"),
    (f"https://ketenid.nl/pilot/{'g' * 128}", "not hexadecimal"),
    (STAM, "a stampseudoniem"),
    ("ketenid", "a word"),
    ("https://id.school/", "no id"),
    ("https://id.school/abc", "too short"),
    ("https://mijnid.school/abcdefgh", "another domain"),
    ("eck id van de leerling", "words"),
    (f"https://eckid.nl/pilot/{HEX}", "another domain"),
    (f"sha512:{HEX}", "a digest"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [(match.canonical, match.score) for match in EckIdRecognizer().find(text)] == [(canonical, 0.95)]


@pytest.mark.parametrize("text", WEAK)
def test_other_length_and_old_form_are_weaker(text: str) -> None:
    (match,) = EckIdRecognizer().find(text)
    assert match.score == 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert EckIdRecognizer().find(text) == [], why


def test_environment_and_case_are_named() -> None:
    (match,) = EckIdRecognizer().find(f"https://ketenid.nl/pilot/{HEX.upper()}")
    assert {"shape:pilot-environment", "shape:upper-case"} <= {each.code for each in match.evidence}


def test_stampseudoniem() -> None:
    assert [match.canonical for match in StampseudoniemRecognizer().find(f"x {STAM}")] == [STAM]
    assert StampseudoniemRecognizer().find(ECKID) == []


@pytest.mark.parametrize(("value", "outcome", "category", "canonical"), [
    (ECKID, "valid", Category.ECKID, ECKID),
    (HEX.upper(), "valid", Category.ECKID, HEX),
    (STAM, "valid", Category.STAMPSEUDONIEM, STAM),
    (ECKID[:-3], "plausible", Category.ECKID, ECKID[:-3]),
    ("abc-12345-xyz", "plausible", Category.ECKID, "abc-12345-xyz"),
    ("123456", "impossible", Category.ECKID, "123456"),
    ("", "impossible", Category.ECKID, ""),
    ("onbekend", "impossible", Category.ECKID, "onbekend"),
    ("geen eck id", "impossible", Category.ECKID, "geen eck id"),
])
def test_value(value: str, outcome: str, category: Category, canonical: str) -> None:
    verdict = check_eckid(value)
    assert (verdict.outcome, verdict.category, verdict.canonical) == (outcome, category, canonical)


def test_stampseudoniem_and_hpgn_values() -> None:
    assert check_stampseudoniem(HEX).category is Category.STAMPSEUDONIEM
    assert check_stampseudoniem(ECKID).category is Category.ECKID
    assert check_hpgn(HEX[:64]).outcome == "valid"
    assert check_hpgn(HEX).outcome == "impossible"
    assert check_hpgn("999990019").outcome == "impossible"


@pytest.mark.parametrize(("raw", "codes"), [
    ("https://ketenid.nl/pilot/" + "ab" * 64, ["shape:pilot-environment"]),
    ("https://ketenid.nl/201703/" + "ab" * 64, ["shape:production-environment"]),
    ("https%3A%2F%2Fketenid.nl%2F201703%2F" + "ab" * 64, ["shape:production-environment"]),
    ("https://ketenid.nl/201703/" + "AB" * 60, ["shape:production-environment", "shape:wrong-length",
                                               "shape:upper-case"]),
    ("ab" * 64, []), ("https://ketenid.nl/anders/" + "ab" * 64, []), ("", []),
])
def test_form_of_a_known_one(raw: str, codes: list[str]) -> None:
    assert form_of(raw) == codes
