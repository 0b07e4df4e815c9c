"""Fake names: words of the same lists, and where a name is a word too, one that is read alike."""

from __future__ import annotations

import pytest

from scanner.detect import TextDetector
from scanner.detect.prose.features import lists
from scanner.sanitize.draws import Draws
from scanner.sanitize.forms.people import Words

DETECTOR = TextDetector(key=b"k" * 32)


def tell(text: str) -> object:
    return sorted({(found.category.value, found.confidence >= 0.6) for found in DETECTOR.detect(text)})


@pytest.mark.parametrize("attempt", range(6))
@pytest.mark.parametrize("name", ["Roos", "Iris", "Bas"])
def test_a_name_that_is_a_word_becomes_one_that_is_read_alike(name: str, attempt: int) -> None:
    fake = Words(Draws(b"k" * 32, attempt), [name.lower()], tell=tell).fake(name)
    assert fake != name and lists(fake.lower()) == lists(name.lower())
    sentence = "{} was vandaag ziek."
    assert bool(tell(sentence.format(fake))) == bool(tell(sentence.format(name)))


@pytest.mark.parametrize("name", ["Sanne", "Willem", "Jansen"])
def test_a_name_that_is_no_word_needs_no_sentences(name: str) -> None:
    def asked(text: str) -> object:
        raise AssertionError(text)

    fake = Words(Draws(b"k" * 32), [name.lower()], tell=asked).fake(name)
    assert fake != name and len(fake) == len(name)
