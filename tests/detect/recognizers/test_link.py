"""Whether a place in a text speaks of one person."""

from __future__ import annotations

import pytest

from scanner.detect.recognizers.link import CODES, Reader, beside_a_name, rises, tied
from scanner.model import Category, Evidence


def link(text: str, word: str) -> str:
    start = text.index(word)
    return Reader(text).link(start, start + len(word))


@pytest.mark.parametrize(("text", "word", "wanted"), [
    ("Anna zit in groep 4a", "groep 4a", "named"), ("zorgen om leerling Qzwira", "zorgen", "named"),
    ("gezinsvoogd mw. Kramer belde", "gezinsvoogd", "named"), ("Roos heeft astma", "astma", "named"),
    ("Elke week logopedie, Stijn gaat uit de les", "logopedie", "named"),
    ("Leerlingen werken samen, maar Bilal heeft astma", "astma", "named"),
    ("Hij zit in groep 6", "groep 6", "spoken"), ("Ik ben 10", "10", "spoken"),
    ("volgens ons heeft ze dyslexie", "dyslexie", "spoken"), ("mijn zoon heeft astma", "astma", "spoken"),
    ("Leerling woont in het azc", "azc", "spoken"), ("de leerling heeft dyslexie", "dyslexie", "spoken"),
    ("Zit in groep 6", "groep 6", "spoken"), ("She is dyslexic", "dyslexic", "spoken"),
    ("Tygo doet goed mee. Dyslexie, wisselend beeld.", "Dyslexie", "before"),
    ("thuistaal Tigrinya", "Tigrinya", "note"), ("OTS uitgesproken", "OTS", "note"),
    ("Er is een TLV aangevraagd", "TLV", "note"),
    ("statushouder", "statushouder", "label"),
    ("Het weer is mooi in groep 6", "groep 6", "nobody"), ("Je bent te laat", "te laat", "nobody"),
])
def test_link(text: str, word: str, wanted: str) -> None:
    assert link(text, word) == wanted


@pytest.mark.parametrize(("text", "word", "why"), [
    ("Leerlingen met ADHD hebben baat bij rust", "ADHD", "all"), ("een leerling die ziek is", "ziek", "any"),
    ("Bel mama als Sanne ziek wordt", "ziek", "a condition"), ("Wanneer hij te laat is", "te laat", "a condition"),
    ("Anne Frank was joods", "joods", "history"), ("Mozart was 5 jaar toen hij schreef", "5 jaar", "history"),
    ("Karel V was katholiek", "katholiek", "history"), ("De koning Hendrik was ziek", "ziek", "history"),
    ("Jan is 12 jaar. Hoeveel jaar ouder is hij over 3 jaar?", "12 jaar", "a sum"),
    ("Zij zijn moslim, zoals de meeste inwoners", "moslim", "all"),
    ("Instelling: lettertype voor dyslexie aan/uit", "dyslexie", "a setting"),
    ("Heeft iemand astma?", "astma", "a question"), ("Dit boek heeft niveau AVI-M4", "AVI-M4", "a book"),
    ("lezen voor groep 6 t/m 8", "groep 6", "several"),
])
def test_general(text: str, word: str, why: str) -> None:
    assert link(text, word) == "general", why


@pytest.mark.parametrize(("text", "word", "why"), [
    ("Basisschool Anna ligt in groep 4", "groep 4", "a school"), ("Mark de woorden in groep 6", "groep 6", "a word"),
    ("Dari is een taal", "Dari", "the datum is no name beside itself"),
    ("de Annastraat in groep 6", "groep 6", "a street"),
    ("zij zijn in groep 6", "groep 6", "many"), ("Will is een werkwoord in groep 6", "groep 6", "a word"),
    ("anna@school.example groep 6", "groep 6", "an address"),
])
def test_no_person(text: str, word: str, why: str) -> None:
    assert link(text, word) not in ("named", "spoken", "before"), why


def test_an_abbreviation_ends_no_sentence() -> None:
    assert link("Gesprek met mw. Kramer i.v.m. ADHD", "ADHD") == "named"


def test_score_is_what_the_evidence_adds_up_to() -> None:
    text = "Anna zit in groep 4"
    (match,) = tied(Reader(text), (12, 19), Category.GROUP, ("shape:group", 0.25), "groep 4")
    assert match.score == 0.65
    assert [each.code for each in match.evidence] == ["shape:group", "context:person-named"]
    assert tied(Reader("de klas"), (0, 7), Category.GROUP, ("shape:group", 0.1), "x", "general") == []


def test_a_name_that_the_model_knows_raises() -> None:
    note = (Evidence("shape:group", 0.25), Evidence(CODES["note"], 0.0))
    raised = beside_a_name(note)
    assert raised is not None and [each.weight for each in raised] == [0.25, 0.4]
    soft = beside_a_name((Evidence("context:word", 0.6), Evidence(CODES["nobody"], -0.2)))
    assert soft is not None and [each.weight for each in soft] == [0.6, 0.0]
    assert beside_a_name((Evidence("shape:group", 0.25), Evidence(CODES["general"], -0.15))) is None
    assert beside_a_name(()) is None


def test_notes_rise_beside_a_person_and_sentences_about_nobody_only_when_they_are_strong() -> None:
    assert rises((Evidence("shape:group", 0.25), Evidence(CODES["note"], 0.0)))
    assert rises((Evidence("context:word", 0.6), Evidence(CODES["nobody"], -0.2)))
    assert not rises((Evidence("shape:group", 0.25), Evidence(CODES["nobody"], 0.0)))
    assert not rises((Evidence("context:word", 0.6), Evidence(CODES["general"], -0.2)))
    assert not rises(())


def test_long_texts_are_read_in_pieces() -> None:
    text = "groep 6 " * 20_000
    reader = Reader(text)
    assert {reader.link(at, at + 7) for at in range(0, len(text), 8)} <= {"note", "nobody", "label"}
    start, end = reader.bounds(100_000)
    assert start <= 100_000 < end <= start + 400
