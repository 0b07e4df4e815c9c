"""BSNs in text and as values. All numbers begin with 9999: they pass the elfproef and are not issued."""

import pytest

from scanner.detect.recognizers.bsn import BsnRecognizer, check_bsn
from scanner.model import Category

RECOGNIZER = BsnRecognizer()

# A word before the number: 0.9.
POSITIVES = [
    ("rijksregisternummer 12.04.03-669.35", "12040366935"), ("INSZ 93051822361", "93051822361"),
    ("mijn bsn is 999990019", "999990019"),
    ("BSN: 999990019", "999990019"),
    ("bsn=999990019&klas=5b", "999990019"),
    ("/leerlingen/bsn/999990019/dossier", "999990019"),
    ("bsn:999990019", "999990019"),
    ("burgerservicenummer 9999.90.019", "999990019"),
    ("sofinummer 999.990.019", "999990019"),
    ("het persoonsgebonden nummer (999 990 019)", "999990019"),
    ("pgn 9999 90 019", "999990019"),
    ("BSN 99 99 90 019", "999990019"),
    ("bsn;naam\n999990019;Kim", "999990019"),
    ("bsn,naam\n999990019,Kim", "999990019"),
    ("BSN leerling: 10000008", "010000008"),  # eight digits: the leading zero was lost
    ('"bsn": "999990021"', None),  # fails the check
]

# The check alone: 0.3, one in eleven passes.
WEAK = [
    "getal 999990019 zonder woord",
    "999990019",
    "ordernummer 999990019",
    "id=999990019",
    "/users/999990019/",
]

# The words of an organisation are nearer: 0.1.
RSIN = [
    "RSIN 999990019",
    "kvk/btw nummer: 999990019",
    "fiscaal nummer 999990019",
    "bsn of rsin 999990019",
]

NEGATIVES = [
    ("rijksregisternummer 12.04.03-669.36", "fails the Belgian check"), ("nummer 93051822361", "no word for it"),
    ("rijksregisternummer 12.14.03-669.35", "no month"), ("som 12.04.03-669.351", "longer"),
    ("bsn 999990018", "fails the elfproef"),
    ("bsn 000000000", "zero is no number"),
    ("bsn 9999900191", "ten digits"),
    ("1999990019", "ten digits: epoch seconds"),
    ("1999990019000", "epoch milliseconds"),
    ("x999990019", "glued to a letter"),
    ("999990019x", "glued to a letter"),
    ("NL999990019B01", "btw number"),
    ("999990019_1", "glued to an underscore"),
    ("0.999990019", "decimal"),
    ("3,999990019", "Dutch decimal"),
    ("999990019.5", "decimal"),
    ("999990019,50 euro", "amount"),
    ("a1b2c3d4-999990019", "after a hex block"),
    ("99999001-9abc-4def-8123-456789abcdef", "UUID"),
    ("06 99999001", "phone number"),
    ("+31 999990019", "phone number"),
    ("+31999990019", "phone number"),
    ("(0)999990019", "phone number"),
    ("0031 999990019", "phone number"),
    ("NL91 ABNA 0999 9900 19", "IBAN"),
    ("12:999990019", "after a time"),
    ("10000008", "eight digits without a word"),
    ("klas 10000008", "eight digits without a word"),
    ("bsn onbekend, geboren 20120305", "a date"),
    ("1 999 990 019", "part of a longer grouped number"),
    ("999 990 019 123", "part of a longer grouped number"),
    ("999990019@school.example", "local part of an address"),
    ("٩٩٩٩٩٠٠١٩", "not ASCII digits"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_word_and_check(text: str, canonical: str | None) -> None:
    found = [(match.canonical, match.score) for match in RECOGNIZER.find(text)]
    assert found == ([(canonical, 0.9)] if canonical else [])


@pytest.mark.parametrize("text", WEAK)
def test_check_alone_is_a_candidate(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score == 0.3
    assert [each.code for each in match.evidence] == ["checksum:elfproef-1-in-11"]


@pytest.mark.parametrize("text", RSIN)
def test_rsin_words_count_against(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score == 0.1
    assert "context:rsin-same-check" in [each.code for each in match.evidence]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_two_numbers_in_one_text() -> None:
    found = RECOGNIZER.find("BSN: 999990019 en 9999.90.021 en 999 990 019")
    assert [match.canonical for match in found] == ["999990019", "999990019"]


def test_repr_holds_no_digits() -> None:
    (match,) = RECOGNIZER.find("bsn 999990019")
    assert "99999" not in repr(match)


VALUES = [
    ("999990019", "valid", Category.BSN, "999990019"),
    (" 9999.90.019 ", "valid", Category.BSN, "999990019"),
    ("999 990 019", "valid", Category.BSN, "999990019"),
    ("10000008", "valid", Category.BSN, "010000008"),
    ("bsn:999990019", "valid", Category.BSN, "999990019"),
    ("101234564", "valid", Category.PGN, "101234564"),
    ("999990018", "plausible", Category.BSN, "999990018"),
    ("111111110", "plausible", Category.BSN, "111111110"),
    ("000000000", "impossible", Category.BSN, "000000000"),
    ("12345678", "impossible", Category.BSN, "012345678"),
    ("", "impossible", Category.BSN, ""),
    ("e4 e5", "impossible", Category.BSN, "e4 e5"),
    ("true", "impossible", Category.BSN, "true"),
    ("9999900190", "impossible", Category.BSN, "9999900190"),
    ("12345", "impossible", Category.BSN, "12345"),
]


@pytest.mark.parametrize(("value", "outcome", "category", "canonical"), VALUES)
def test_value(value: str, outcome: str, category: Category, canonical: str) -> None:
    verdict = check_bsn(value)
    assert (verdict.outcome, verdict.category, verdict.canonical) == (outcome, category, canonical)
