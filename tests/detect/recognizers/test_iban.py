"""IBANs; NL91ABNA0417164300 is the published example."""

import pytest

from scanner.detect.recognizers.iban import IbanRecognizer, check_iban

RECOGNIZER = IbanRecognizer()

POSITIVES = [
    ("NL91ABNA0417164300", "NL91ABNA0417164300"),
    ("iban NL91 ABNA 0417 1643 00 ten name van", "NL91ABNA0417164300"),
    ("NL91-ABNA-0417-1643-00", "NL91ABNA0417164300"),
    ("nl91abna0417164300", "NL91ABNA0417164300"),
    ("iban=BE68539007547034;", "BE68539007547034"),
    ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("NL25.BUNQ.0706.3969.74 stuur maar een tikkie", "NL25BUNQ0706396974"),
    ("NL-76-KNAB-0402-3188-41", "NL76KNAB0402318841"),
]
NEGATIVES = [
    ("NL92ABNA0417164300", "fails mod 97"), ("NL91ABNA041716430", "too short"), ("NL91ABNA04171643001", "too long"),
    ("xNL91ABNA0417164300", "glued"), ("XX91ABNA0417164300", "no country"), ("nl91 abna 0417 1643 00 x",
    "lower case in groups"),
    ("Nl91abna0417164300", "mixed case"), ("ABNANL2A", "BIC"), ("NL91", "a start"), ("NL91  ABNA  0417  1643  00",
    "double spaces"),
    ("NL999990019B01", "btw number"), ("1234AB", "postcode"), ("", "nothing"),
    ("NL-76-KNAB-0402-3188-42", "mod 97"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [match.canonical for match in RECOGNIZER.find(text)] == [canonical]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("nl91 abna 0417 1643 00", "valid", "NL91ABNA0417164300"), ("NL92ABNA0417164300", "plausible",
    "NL92ABNA0417164300"),
    ("417164300", "plausible", "417164300"), ("P1234567", "plausible", "P1234567"), ("0000", "impossible", "0000"),
    ("", "impossible", ""), ("geen", "impossible", "geen"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_iban(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)
