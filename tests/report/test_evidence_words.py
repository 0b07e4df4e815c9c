"""Evidence in words: every code that a recognizer can give has them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.report.evidence_words import detail, words
from scanner.report.texts import EVIDENCE, evidence_label

DETECT = Path(__file__).parents[2] / "scanner" / "detect"
CODE = re.compile(r'(?<!f)"((?:checksum|context|encoding|gazetteer|model|pair|shape|sibling):[a-z0-9-]+)"')
GIVEN = sorted({code for path in DETECT.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))})


def test_there_are_many() -> None:
    assert len(GIVEN) > 150


@pytest.mark.parametrize("code", GIVEN)
def test_every_code_has_words(code: str) -> None:
    text = words()[code]
    assert text.nl and text.en


def test_every_kind_has_a_label() -> None:
    assert {code.partition(":")[0] for code in words()} <= set(EVIDENCE)


@pytest.mark.parametrize(("code", "nl", "en"), [
    ("model:person", "taalmodel: ziet een persoonsnaam", "language model: sees a person's name"),
    ("shape:date-m/d/y", "vorm van de waarde: datum als maand/dag/jaar", "shape of the value: date as month/day/year"),
    ("key:achternaam", "veldnaam: achternaam", "field name: achternaam"),  # a name of the capture stays
    ("digest:sha256", "hash van een bekende waarde: sha256", "digest of a known value: sha256"),
    ("host", "host", "host"),
    ("shape:of-a-later-version", "vorm van de waarde: of-a-later-version", "shape of the value: of-a-later-version"),
])
def test_labels(code: str, nl: str, en: str) -> None:
    assert (evidence_label(code, "nl"), evidence_label(code, "en")) == (nl, en)
    assert detail(code, "nl") in nl
