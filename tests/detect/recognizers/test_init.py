"""What holds for every recognizer: triggers, order, spans, hostile input; and that every category has a check."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.recognizers import TEXT_RECOGNIZERS, VALUE_CHECKS, TextRecognizer
from scanner.model import Category

KINDS = {"model", "key", "shape", "checksum", "context", "sibling", "gazetteer", "subject", "digest", "encoding",
         "host", "header"}
PIECES = [
    "bsn 999990019", "999990019", "onderwijsnummer 101234564", "kim.kanarie@school.example", "06-12345678",
    "0101234567", "1234 AB", "Utrecht",
    "Kanariestraat 12", "geboren 4 maart 2012", "NL91ABNA0417164300", "wachtwoord: Kanarie2012",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc",
    "Kim heeft ADHD", "TIQ 87", "84.22.1.9", "mac 00:1a:2b:3c:4d:5e", "gps 52.09074, 5.12142", "brin 99XX",
    "Sanne de Vries", "Beste Sanne,",
    "inlognaam kim5b", "nationaliteit: Syrische", '"StamNr":20551', "geboren te Leeuwarden op 4 maart 2012",
    "jarig 4 maart",
    "kim [at] school [punt] nl", "12.04.03-669.35",
    "melding Veilig Thuis", "OPP", "medicatie", "https://ketenid.nl/pilot/" + "7a" * 64,
    "https://ketenid.nl/sppilot/" + "7a" * 64,
    "idfa=0f8fad5b-d9cb-469f-a165-70867728950e", " ", ", ", "\n", "=", "&", "/", '"', "les over ", "x",
]
HOSTILE = [
    "1.", "a@", "a", "1", "0", "A", "Ab ", "Jan ", "Jan van de ", "eyJ", "06-", "+31 ", "12 ", "1234 AB ",
    "Straat 1 ", "straat", "%40", "%",
    "https://ketenid.nl/", "geb 1-1-2012 ", "00:", "::", "lat 1.234,", "token=", "wachtwoord: a1 ",
    "-----BEGIN PRIVATE KEY-----", "NL91",
    "diabetes les ", "TIQ 87 ", "brin 99XX ", "Beste Sanne, ", " ", "kim@a.", "bsn 999990019 ", "tel +49 30 123456 ",
    "login: ", "naam:", "id=1&", "geboren te A ", "nationaliteit: a b c d ", "a [at] b ",
    "’", "\x00", "\ud800",
]
each_recognizer = pytest.mark.parametrize("recognizer", TEXT_RECOGNIZERS, ids=lambda each: each.name)


def test_names_and_entities_are_unique() -> None:
    assert len({each.name for each in TEXT_RECOGNIZERS}) == len(TEXT_RECOGNIZERS)
    assert len({each.entity for each in TEXT_RECOGNIZERS}) == len(TEXT_RECOGNIZERS)


@each_recognizer
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8))
def test_contract(recognizer: TextRecognizer, pieces: list[str]) -> None:
    text = "".join(pieces)
    found = recognizer.find(text)
    if found:
        assert recognizer.trigger.search(text)
    end = 0
    for match in found:
        assert end <= match.start < match.end <= len(text)
        end = match.end
        assert match.category in recognizer.categories
        assert 0 < match.score <= 1
        assert match.canonical
        assert {each.code.partition(":")[0] for each in match.evidence} <= KINDS
        weighed = max(0.1, sum(each.weight for each in match.evidence))  # no score is lower
        assert abs(weighed - match.score) < 0.11


def searched(recognizer: TextRecognizer, piece: str, size: int) -> None:
    text = piece * (size // len(piece))
    recognizer.trigger.search(text)
    for match in recognizer.find(text):
        assert match.end <= len(text), piece


@each_recognizer
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_input_comes_to_an_end(recognizer: TextRecognizer, piece: str) -> None:
    searched(recognizer, piece, 10_000)


@pytest.mark.long
@each_recognizer
def test_so_does_ten_times_as_much(recognizer: TextRecognizer) -> None:
    for piece in HOSTILE:
        searched(recognizer, piece, 100_000)


@pytest.mark.parametrize("category", list(Category))
@given(value=st.text(max_size=80) | st.sampled_from(PIECES) | st.sampled_from([piece * 2000 for piece in HOSTILE]))
def test_checks_never_raise(category: Category, value: str) -> None:
    verdict = VALUE_CHECKS[category](value)
    assert verdict.outcome in {"valid", "plausible", "impossible"}
    assert {each.code.partition(":")[0] for each in verdict.evidence} <= KINDS
    assert isinstance(verdict.category, Category)


def test_canonical_form_is_stable() -> None:
    """What a check calls canonical is judged the same again: equal values have one fingerprint."""
    for category, value in [(Category.BSN, "9999.90.019"), (Category.PHONE, "06-12345678"), (Category.EMAIL,
    "Kim@School.Example"),
                            (Category.DOB, "4 maart 2012"), (Category.IBAN, "nl91 abna 0417 1643 00"),
                            (Category.POSTCODE, "1234 ab"),
                            (Category.NAME_FULL, "Vries, Sanne de"), (Category.ECKID,
                            "https://ketenid.nl/pilot/" + "7A" * 64)]:
        first = VALUE_CHECKS[category](value)
        assert VALUE_CHECKS[category](first.canonical).canonical == first.canonical


def test_nothing_to_find_in_machine_text() -> None:
    text = (
        '{"t":1612345678000,"v":"1.2.3",'
        '"uuid":"0f8fad5b-d9cb-469f-a165-70867728950e","w":1920,"h":1080,"ua":"Chrome/126.0.0.0"}'
    )
    assert [match for each in TEXT_RECOGNIZERS for match in each.find(text)] == []
