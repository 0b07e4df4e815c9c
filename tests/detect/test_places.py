"""Values outside bodies are judged by the name of their header or cookie, or by the segment before them."""

from __future__ import annotations

import pytest
from detect_builders import KEY

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.judging import ValueJudge
from scanner.detect.places import Places
from scanner.detect.plan import Planner
from scanner.model import Category as C
from scanner.model import Field, KeyPath, Origin, Step

JUDGE = ValueJudge(Fingerprinter(KEY), None)
PLACES, PLANNER = Places(JUDGE), Planner(JUDGE)


def rule_of(part: str, name: str, value: str, steps: tuple[Step, ...] = (), before: str = "") -> tuple[C | None, str]:
    node = KeyPath().item() if not name else KeyPath().child(name)
    leaf = Field(value, node, (0,), Origin("request", part, steps))
    rule, segment = PLACES.rule(leaf, PLANNER.plan(node), before)
    return rule.meaning.category, segment


@pytest.mark.parametrize(("part", "name", "value", "category"), [
    ("header.authorization", "authorization", "Bearer x", C.TOKEN),
    ("header.authorization", "authorization", "Basic x", C.CREDENTIAL),
    ("header.x-leerlingnummer", "x-leerlingnummer", "1", C.LEERLINGNUMMER),
    ("header.etag", "etag", "1", None),
    ("cookie.MoodleSession", "MoodleSession", "1", C.TOKEN),
    ("cookie._ga", "_ga", "1", C.COOKIE),
    ("cookie.bsn", "bsn", "1", C.BSN),
    ("url.fragment", "email", "1", C.EMAIL),
])
def test_names(part: str, name: str, value: str, category: C | None) -> None:
    assert rule_of(part, name, value) == (category, "")


def test_segments() -> None:
    assert rule_of("url.path", "", "12345", before="leerlingen") == (C.LEERLINGNUMMER, "12345")
    assert rule_of("url.path", "", "12345", before="vakken") == (None, "12345")
    assert rule_of("header.referer", "", "12345", (Step("url"),), "users") == (C.ACCOUNT, "12345")


def test_what_a_header_decodes_to_is_named_by_its_keys() -> None:
    assert rule_of("header.authorization", "email", "x", (Step("jwt"), Step("json"))) == (C.EMAIL, "")
