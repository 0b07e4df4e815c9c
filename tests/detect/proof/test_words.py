"""The dictionaries hold what is known, then what is listed."""

from __future__ import annotations

import pytest

from scanner.detect import parse_subjects
from scanner.detect.proof.words import Dictionary, dictionaries
from scanner.model import Category

SUBJECTS = parse_subjects({"subjects": [{"id": "leerling-01", "values": {
    "contact.email": "Sanne@school.example", "name.full": "Sanne de Vries", "demo.dob": "2012-03-04"}}]})
ALL = list(dictionaries(SUBJECTS, [(Category.LEERLINGNUMMER, "2671717", "~ab"), (Category.DOB, "2012-03-04", "~ab")]))


@pytest.mark.parametrize(("text", "category", "source", "subject", "canonical"), [
    (b"sanne@school.example", "contact.email", "subjects", "leerling-01", "sanne@school.example"),
    (b"mailto:sanne@school.example", "contact.email", "subjects", "leerling-01", "sanne@school.example"),
    (b"Sanne de Vries2012-03-04", "name.full", "subjects", "leerling-01", "sanne de vries"),
    (b"20120304", "demo.dob", "subjects", "leerling-01", "2012-03-04"),
    (b"2671717", "id.leerlingnummer", "capture", "~ab", "2671717"),
    (b"mohammed", "name.given", "names", "", "mohammed"), (b"Mohammed", "name.given", "names", "", "mohammed"),
    (b"JANSEN", "name.family", "names", "", "jansen"), (b"20091231", "demo.dob", "dates", "", "2009-12-31"),
    (b"31-12-2009", "demo.dob", "dates", "", "2009-12-31"),
])  # fmt: skip
def test_words(text: bytes, category: str, source: str, subject: str, canonical: str) -> None:
    word = next(each for each in ALL if text in each.texts).word(text)
    assert (word.category.value, word.source, word.subject, word.canonical) == (category, source, subject, canonical)
    assert canonical not in repr(word)


@pytest.mark.parametrize("text", [b"32-12-2009", b"jansen", b"999990019", b""])
def test_what_is_not_there(text: bytes) -> None:
    assert not any(text in each.texts for each in ALL if each.source in {"dates", "subjects"})


def test_nothing_known() -> None:
    first: Dictionary = next(dictionaries())
    assert first.listed
    assert not ALL[0].listed
