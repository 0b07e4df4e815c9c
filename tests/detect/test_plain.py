"""Detection in texts that stand by themselves."""

from __future__ import annotations

import pytest
from detect_builders import KEY, subjects
from hypothesis import given, settings
from hypothesis import strategies as st

import scanner.detect
from scanner.detect import TextDetector, detect_text

DETECTOR = TextDetector(key=KEY, ner="off")


@pytest.mark.parametrize(("text", "expected"), [
    ("bsn 999990019", [("id.bsn", 4, 13)]), ("\U0001f600 bsn 999990019", [("id.bsn", 6, 15)]),
    ("e\u0301 mail kim@thuis.example en bsn 999990019", [("contact.email", 8, 25), ("id.bsn", 33, 42)]),
    ("", []), ("999990020", []), ("een gewone zin over de zee", []),
])  # fmt: skip
def test_places_are_in_characters(text: str, expected: list[tuple[str, int, int]]) -> None:
    found = [(each.category.value, each.start, each.end) for each in DETECTOR.detect(text) if each.confidence >= 0.6]
    assert found == expected


def test_many_texts_give_what_each_gives() -> None:
    texts = ["groetjes van Sanne", "", "bsn 999990019", "Sanne de Vries belt", "groetjes van Sanne"]
    detector = TextDetector(key=KEY)
    together = [[(each.category, each.start, each.confidence) for each in found]
                for found in detector.detect_all(texts)]
    alone = [[(each.category, each.start, each.confidence) for each in TextDetector(key=KEY).detect(t)] for t in texts]
    assert together == alone
    assert any(together[0])


def test_known_subjects() -> None:
    found = list(detect_text("voor SANNE de vries", key=KEY, subjects=subjects(), ner="off"))
    assert ("name.full", 1.0) in {(each.category.value, each.confidence) for each in found}


@given(st.text(max_size=80))
@settings(max_examples=60)
def test_places_lie_in_the_text_and_in_order(text: str) -> None:
    found = DETECTOR.detect(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


def test_the_names_of_presidio_are_there_when_asked_for() -> None:
    assert "leerlek_recognizers" in scanner.detect.__all__
    with pytest.raises(AttributeError):
        _ = scanner.detect.no_such_name  # type: ignore[attr-defined]
