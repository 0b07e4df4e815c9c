"""Names in file names: first name and surname, both listed."""

import pytest

from scanner.detect.recognizers.file_name import FileNameRecognizer

RECOGNIZER = FileNameRecognizer()

POSITIVES = [
    ("werkstuk_Sanne_de_Vries.docx", "Sanne_de_Vries"),
    ("sanne-de-vries.pdf", "sanne-de-vries"),
    ("Verslag.Sanne.Jansen.odt", "Sanne.Jansen"),
    ("/inlever/12/sanne_jansen.pdf", "sanne_jansen"),
    ("presentatie_v2_Sanne_Jansen.pptx", "Sanne_Jansen"),
    ("zie bijlage sanne_jansen.zip.", "sanne_jansen"),
]
WEAK = ["sanne_jansen.jpg", "roos_bloem.pdf", "mark_smit.docx"]
NEGATIVES = [
    ("main.3fa8c1.js", "a bundle"),
    ("student-profile.pdf", "words"),
    ("name-badge.png", "words"),
    ("IMG_2026.jpg", "a camera"),
    ("jquery.min.js", "a library"),
    ("sanne.pdf", "one word"),
    ("anne_frank.pdf", "a person of lessons"),
    ("hoofdstuk_3_breuken.pdf", "a chapter"),
    ("de_roos_van_dekama.epub", "a book"),
    ("sanne_jansen", "no file"),
    ("willem-van-oranje.pdf", "a person of lessons"),
    ("document_final_v2.docx", "words"),
    (".pdf", "nothing"),
    ("kerst-in-groep-7.pptx", "words"),
    ("sanne_jansen.exe.tmp", "another ending"),
]


@pytest.mark.parametrize(("text", "found"), POSITIVES)
def test_match(text: str, found: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert text[match.start : match.end] == found
    assert match.score >= 0.6
    assert RECOGNIZER.trigger.search(text)


@pytest.mark.parametrize("text", WEAK)
def test_weak(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert 0.3 <= match.score < 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_hostile() -> None:
    assert RECOGNIZER.find("a_" * 50_000 + ".pdf") == []
    assert RECOGNIZER.find("a.b-" * 25_000) == []
