"""Names before e-mail addresses, and the desks, lists and tags that are none."""

from __future__ import annotations

import pytest

from scanner.detect.guards import Guard
from scanner.detect.recognizers import TEXT_RECOGNIZERS
from scanner.detect.recognizers.mail_name import MailNameRecognizer

RECOGNIZER = MailNameRecognizer()

POSITIVES = [
    ("Reply-To: Anouk Vermeer <anouk+ouderraad@vermeertjes.example>", "Anouk Vermeer", 0.8),
    ('Van: "Kuiper, M.J. (Marlies)" <mj.kuiper@college.example>', "Kuiper, M.J. (Marlies)", 0.8),
    ("aan Sanne de Vries <leerling8@school.example>, cc", "Sanne de Vries", 0.65),
    ("Xzibon Qwaal <x.qwaal@school.example>", "Xzibon Qwaal", 0.8),
    ("Kim Kanarie &lt;kim@school.example&gt;", "Kim Kanarie", 0.8),
    ("from Noor El Amrani <mailto:noor@school.example>", "Noor El Amrani", 0.8),
]
NEGATIVES = [
    ("From: Team Support <support@leermiddel.example>", "a desk"),
    ("Nieuwsbrief De Regenboog <info@regenboog.example>", "a role"),
    ("Kim Kanarie <info@school.example>", "the address of a role tells of a school"),
    ("stuur een mail naar <kim@school.example>", "no name"),
    ("Kanarie <kim@school.example>", "one word"),
    ("<a href=\"mailto:kim@school.example\">Mail ons</a>", "a page"),
    ("Basis Pakket <x9@school.example>", "words that no list of names holds"),
    ("if a < b@c.d", "a program"),
]


@pytest.mark.parametrize(("text", "name", "score"), POSITIVES)
def test_match(text: str, name: str, score: float) -> None:
    assert [(text[match.start : match.end], match.score) for match in RECOGNIZER.find(text)] == [(name, score)]
    position = [type(each) for each in TEXT_RECOGNIZERS].index(MailNameRecognizer)
    assert Guard(TEXT_RECOGNIZERS)(text) >> position & 1


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why
