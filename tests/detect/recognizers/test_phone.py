"""Dutch phone numbers; the mobile numbers are of the kind used in fiction (0612345678)."""

import pytest

from scanner.detect.recognizers.phone import PhoneRecognizer, check_phone

RECOGNIZER = PhoneRecognizer()

POSITIVES = [
    ("0612345678", "+31612345678"),
    ("06-12345678", "+31612345678"),
    ("06 12 34 56 78", "+31612345678"),
    ("06.12.34.56.78", "+31612345678"),
    ("06 - 12345678", "+31612345678"),
    ("0612 345 678", "+31612345678"),
    ("+31612345678", "+31612345678"),
    ("+31 6 12345678", "+31612345678"),
    ("+31 (0)6 12345678", "+31612345678"),
    ("+31(0)6-12345678", "+31612345678"),
    ("0031 6 1234 5678", "+31612345678"),
    ("+31 10 123 45 67", "+31101234567"),
    ("010-1234567", "+31101234567"),
    ("(010) 123 45 67", "+31101234567"),
    ("0299-123456", "+31299123456"),
    ("tel=0612345678", "+31612345678"),
    ("tel:0101234567", "+31101234567"),
    ('"telefoon":"0101234567"', "+31101234567"),
    ("bel 0612345678.", "+31612345678"),
    ("+49 30 123456", "+4930123456"),
    ("Contact Aruba: +297 593 1234", "+2975931234"),
    ("vader op Curaçao +599 9 512 3456", "+59995123456"),
    ("+5999 512 3456", "+59995123456"),
    ("Bonaire +599 717 1234", "+5997171234"),
    ("Sint Maarten +1 721 555 1234", "+17215551234"),
    ("Suriname +597 8612345", "+5978612345"),
    ("tante Els, +32 475 12 34 56", "+32475123456"),
    ("+32 (0)475 12 34 56", "+32475123456"),
    ("+33 6 12 34 56 78", "+33612345678"),
    ("+90 532 123 45 67", "+905321234567"),
    ("+48 512-345-678", "+48512345678"),
    ("+212661234567", "+212661234567"),
    ("0612345678,0687654321", "+31612345678"),
    ("nieuw nr is 06 – 1234 5678", "+31612345678"),
    ("(06) 12345678", "+31612345678"),
    ("06/12345678", "+31612345678"),
    ("020/6241111", "+31206241111"),
    ("Nummer opa in Gent: 09 234 56 78", "+3292345678"),
    ("bel 03/234.56.78 in Antwerpen", "+3232345678"),
    ("wa.me/31612345678 stuur maar een appje", "+31612345678"),
]
NEGATIVES = [
    ("612345678", "nine digits without 0 or +"),
    ("1612345678", "epoch seconds"),
    ("1612345678000", "epoch milliseconds"),
    ("00612345678", "eleven digits"),
    ("06123456789", "eleven digits"),
    ("061234567", "nine digits"),
    ("000612345678", "an id with zeros"),
    ("a0612345678", "glued"),
    ("0612345678a", "glued"),
    ("0612345678_1", "glued"),
    ("0.0612345678", "decimal"),
    ("0612345678.25", "decimal"),
    ("0,0612345678", "Dutch decimal"),
    ("0699999999", "no mobile range"),
    ("0912345678", "no area code"),
    ("01-02-2012", "date"),
    ("03-04-2012 12:30:45", "date and time"),
    ("03-04-2012 1234", "date and a number"),
    ("30-03-2012 12", "date and a number"),
    ("2012-03-04T06:12:34", "ISO time"),
    ("12:06:12.345678", "time"),
    ("0001-0612-3456-7800", "card number"),
    ("0612-34-56", "too short"),
    ("0101 234 567", "the separator is not after the area code"),
    ("0612345678-1234-4123-8123-123456789abc", "UUID-like"),
    ("12345678-0612-3456-7812-345678901234", "UUID"),
    ("version 06.1.2", "version"),
    ("NL06 1234 5678 90", "IBAN-like"),
    ("0612345678@school.example", "local part"),
    ("/0612345678901/", "long id"),
    ("0x0612345678", "hexadecimal"),
    ("#0612345678f", "hexadecimal"),
    ("06 12 34 56 7", "nine digits"),
    ("06 12 34 56 78 9", "goes on"),
    ("+3161234567", "one digit short"),
    ("+316123456789", "one digit too many"),
    ("000000000000", "zeros"),
    ("3 + 32 475 12 34 56", "a sum"),
    ("5 +32475123456", "a sum"),
    ("+999 123 456 789", "no country"),
    ("+32 475 12", "short"),
    ("+48 512 345 678 901", "long"),
    ("+10 +20 +30 +40", "steps"),
    ("UTC+02:00 2012", "a time zone"),
    ("+1 034 567 8901", "no area code"),
    ("0032 475 12 34 56", "abroad with zeros, no word"),
    ("+32475123456abc", "glued"),
    ("0 6 1 2", "digits"),
    ("som 06 + 12", "sum"),
    ("telefoon", "word"),
    ("06/12/24 1234", "a date and a number"),
    ("opgave 02 34 56 78", "a row of numbers"),
    ("2026/06/12345678", "a path"),
    ("wa.me/3161234", "too short"),
    ("som 09 234 56 78 maakt samen", "a sum"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    match = RECOGNIZER.find(text)[0]
    assert match.canonical == canonical
    assert match.score >= 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("text", "score"), [
    ("0612345678", 0.6), ("tel. 0612345678", 0.9), ("0101234567", 0.3), ("tel. 0101234567", 0.6),
    ("ordernr 0101234567", 0.1),
    ("088-1234567", 0.2), ("tel +49 30 1234567", 0.9), ("tel 0049 30 1234567", 0.6),
    ("Helpdesk Leermiddelen B.V., 030-7001234", 0.25), ("Bel onze helpdesk op 088 123 45 00", 0.15),
    ("De som 06 12 34 56 78 is een rijtje met stap 22", 0.25), ("de klantenservice: +32 475 12 34 56", 0.25),
    ("secretariaat 030-7001234", 0.25), ("Bel het secretariaat of moeder 06-12345678", 0.9),
    ("bijv. 06-12345678", 0.25), ("Telefoon (bijvoorbeeld 0612345678)", 0.55), ("e.g. 06-12345678", 0.25),
    ("Is 0612345678 deelbaar door 3?", 0.25), ("Tel op: 0612345678 en 0687654321"[:18], 0.55),
    ("Voorbeeldig gedaan! Wil je me vanmiddag nog even bellen op 0612345678", 0.9),
])
def test_score(text: str, score: float) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score == score


def test_two_numbers() -> None:
    found = RECOGNIZER.find("06-12345678 06-87654321")
    assert [match.canonical for match in found] == ["+31612345678", "+31687654321"]


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("06-12345678", "valid", "+31612345678"), ("+31 (0)6 1234 5678", "valid", "+31612345678"),
    ("0031612345678", "valid", "+31612345678"), ("31612345678", "valid", "+31612345678"), ("612345678", "valid",
    "+31612345678"),
    ("tel:+31612345678", "valid", "+31612345678"), ("+49301234567", "valid", "+49301234567"),
    ("0912345678", "plausible", "+31912345678"), ("12345678", "plausible", "12345678"),
    ("1612345678000123", "impossible", "1612345678000123"), ("0000000000", "impossible", "0000000000"),
    ("geen", "impossible", "geen"), ("", "impossible", ""), ("123", "impossible", "123"), ("true", "impossible",
    "true"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_phone(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)
