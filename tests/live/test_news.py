"""What the terminal is told, in both languages."""

from __future__ import annotations

import logging
import re

import pytest

from scanner.live import news
from scanner.live.news import News


def test_both_languages_say_the_same_of_the_same() -> None:
    for name, text in news._NEWS.items():
        assert text.nl and text.en and text.nl != text.en, name
        assert set(re.findall(r"{\w+}", text.nl)) == set(re.findall(r"{\w+}", text.en)), name


def test_it_is_told_with_its_weight(caplog: pytest.LogCaptureFixture) -> None:
    News("en").tell("scarce", logging.WARNING, free=300, floor=67)
    News("nl").tell("scarce", logging.WARNING, free=300, floor=67)
    english, dutch = caplog.records
    assert english.levelno == logging.WARNING and "300 MB left" in english.getMessage()
    assert "nog 300 MB" in dutch.getMessage() and dutch.getMessage().startswith("leerlek: ")


def test_what_stands_in_braces_in_a_name_of_a_folder_stays() -> None:
    assert "les {1}" in News().text("begin", folder="les {1}")
