"""The guard may ask too many recognizers, never too few."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.guards import Guard, is_opaque, required_letters
from scanner.detect.recognizers import TEXT_RECOGNIZERS

GUARD = Guard(TEXT_RECOGNIZERS)
SAMPLES = [
    "BSN 999990019", "bsn: 9999.90.019", "bel 06-12345678", "bel (06) 12 34 56 78", "+31 (0)6 1234 5678",
    "sanne@school.example", "sanne%40school.example", "1234 AB", "Dorpsstraat 12",
    "Laan van Meerdervoort 5, 1234 AB Den Haag",
    "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "10.0.0.1", "fe80::1:2:3", "2001:db8:0:1:1:1:1:1",
    "Sanne heeft ADHD",
    "sanne heeft dyslexie", "geboren op 4 maart 2012", "d.o.b. 04-03-2012", "jarig op 4 maart", "naar Halt", "IQ 87",
    "met Jan de Vries gesproken", "ww: geheim123", "wachtwoord=Welkom01", "Bearer abcdefghijklmnopqrst", "lat=52.09113",
    "gps: 52.09113, 5.12142", "mac 00:11:22:33:44:55", "idfa=38400000-8cf0-11bd-b23e-10b96e40000d", "school 20DP",
    "https://ketenid.nl/pilot/" + "ab" * 64, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "cluster 4", "veilig thuis",
    "onderwijsnummer 101234564", "Ritalin", "suïcidaal", "spijbelen", "PDD-NOS", "OPP", "TLV",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
]
WORDS = st.sampled_from([word for sample in SAMPLES for word in sample.split()] + ["de", "en", "is", "7", "x"])


def asked(text: str) -> set[str]:
    mask = GUARD(text)
    return {each.name for position, each in enumerate(TEXT_RECOGNIZERS) if mask >> position & 1}


def needed(text: str) -> set[str]:
    return {each.name for each in TEXT_RECOGNIZERS if each.find(text)}


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("wrap", ["{}", "xx {} yy", "({})", "a={}&b", '"{}"', "{}."])
def test_who_finds_something_is_asked(text: str, wrap: str) -> None:
    text = wrap.format(text)
    assert needed(text) <= asked(text)
    assert needed(text) <= asked(text)  # also when all words are known


@given(st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_who_finds_something_is_asked_of_any_text(text: str) -> None:
    assert needed(text) <= asked(text)


@pytest.mark.parametrize("text", ["actief", "open", "oefening", "blok-begonnen", "qwertyuiop", "3f2a"])
def test_harmless_words_ask_nobody(text: str) -> None:
    assert asked(text) == set()


@pytest.mark.parametrize(("pattern", "letters"), [
    (r"ketenid\.nl", {"ketenid"}), (r"(?:abc|def)x?", {"abc", "def"}), (r"abc|[0-9]+", set()), (r"(?:abc)?", set()),
    (r"(?:abc)+d", {"abc"}), (r"[a-z]{2,9}allergie", {"allergie"}), (r"a.b", set()), (r"(?i:ABC)", {"abc"}),
    (r"", set()),
    (r"x(?>abc)", {"abc"}),
])
def test_required_letters(pattern: str, letters: set[str]) -> None:
    assert required_letters(re.compile(pattern)) == letters


@pytest.mark.parametrize("text", [
    "waarom reageert qzwyrano niet in de app", "van dijkstra moeten we dit maken", "kan iemand djaimy terug toevoegen",
])
def test_a_sentence_in_lower_case_with_an_unknown_word_may_name_somebody(text: str) -> None:
    assert "nl_person" in asked(text)
    assert "nl_person" in asked(text)  # also when its other words are known


@pytest.mark.parametrize("text", [
    "waarom doet het digibord het niet", "de opdracht van vandaag is klaar", "qzwyrano is er",
    "opslaan als nieuw bestand",
])
def test_a_sentence_of_ordinary_words_in_lower_case_names_nobody(text: str) -> None:
    assert "nl_person" not in asked(text)


def test_memory_is_bounded() -> None:
    guard = Guard(TEXT_RECOGNIZERS)
    for number in range(70_000):
        guard("".join(chr(97 + (number // 26**place) % 26) for place in range(5)))
    assert len(guard._harmless) <= 60_000


@given(st.uuids().map(str) | st.sampled_from([16, 20, 24, 28, 32, 48, 64]).flatmap(
    lambda size: st.binary(min_size=size, max_size=size).map(bytes.hex)))
@settings(max_examples=300, deadline=None)
def test_no_recognizer_finds_anything_in_an_opaque_id(text: str) -> None:
    assert is_opaque(text) or text.isdigit()
    assert needed(text) == set()
    assert needed(text.upper()) == set()
    assert needed(f"{text}.png") == set()


@pytest.mark.parametrize("text", [
    "3f2a9c1d-aaaa-4bbb-8ccc-12345678901", "3f2a9c1d-aaaa-4bbb-8ccc-1234567890123", "9" * 32, "g" * 32,
    "ab" * 17, "3f2a9c1d aaaa 4bbb 8ccc 123456789012",
    "3f2a9c1d-aaaa-4bbb-8ccc-123456789012.", "3f2a9c1d-aaaa-4bbb-8ccc-123456789012.123",
    "",
])
def test_other_texts_are_not_opaque(text: str) -> None:
    assert not is_opaque(text)


def test_a_word_list_that_begins_words_is_not_asked_for_their_insides() -> None:
    assert "nl_diagnosis" in asked("ass")
    assert "nl_diagnosis" not in asked("klassen passen")


def test_what_needs_digits_is_not_asked_without() -> None:
    assert asked("de breedte van de vestiging in het midden") <= {"nl_labelled", "nl_told"}
    assert {"geo", "nl_brin"} <= asked("de breedte van vestiging 20DP")


@pytest.mark.parametrize(("text", "name"), [
    ("https://cdn.example/thumbs/4cc5e5aa80a5e153.png", "command_line"), ("magnetisme", "command_line"),
    ("4cc5e5aa80a5e153.png", "photo_url"), ("oefening.webp", "photo_url"),
    ("1.0.2345", "ip"), ("rekenen 2345:12", "ip"), ("build 4cc5123456", "nl_dob"), ("blok 12345-6", "nl_dob"),
])
def test_nobody_is_asked_what_its_pattern_cannot_match(text: str, name: str) -> None:
    assert name not in asked(text)


@pytest.mark.parametrize(("text", "name"), [
    ("echo kees:Geheim1|chpasswd", "command_line"), ("https://kees:Geheim1@git.example/x", "command_line"),
    ("MYSQL_PWD=Geheim1", "command_line"), ("Access-Accept: [kees.bos]", "command_line"),
    ("leerling-118402.png", "photo_url"), ("klas_12.jpg", "photo_url"), ("avatar", "photo_url"),
    ("https://x.example/shots/12.png", "photo_url"), ("v192.0.2.17", "ip"), ("1::2", "ip"), ("2001:db8::17", "ip"),
    ("*14-02-2010", "nl_dob"), ("d.o.b 14-02-2010", "nl_dob"), ("DO.B 14-02-2010", "nl_dob"),
    ("Verjaardag 14-02-2010", "nl_dob"), ("GEB. 14-02-2010", "nl_dob"),
])
def test_who_may_match_is_asked(text: str, name: str) -> None:
    assert name in asked(text)
