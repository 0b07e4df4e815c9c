"""What is made of a value whose key says nothing, and of one whose key says that it is no personal datum."""

from __future__ import annotations

import pytest
from detect_builders import BSN, KEY

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.judging import ValueJudge
from scanner.detect.meaning import LIKE_ADDRESS, SILENT, Meaning

JUDGE = ValueJudge(Fingerprinter(KEY), None)


@pytest.mark.parametrize(("meaning", "value", "codes"), [
    (SILENT, "sanne@school.example", {"contact.email"}), (LIKE_ADDRESS, "4f1e9a77c0@school.example", set()),
    (SILENT, f"BSN {BSN}", {"id.bsn"}),
])
def test_what_is_looked_for(meaning: Meaning, value: str, codes: set[str]) -> None:
    outcomes = JUDGE.judge(JUDGE.rule(meaning), value)
    assert {each.category.value for each in outcomes if not each.token and each.confidence >= 0.6} == codes
