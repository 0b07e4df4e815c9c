"""What of a value is known: categories and certainty, what chance explains, and how it goes with what the key says."""

from __future__ import annotations

import hashlib

import pytest
from detect_builders import BSN, JURRE, KEY, SANNE, subjects

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.judging import ValueJudge
from scanner.detect.key_meaning import meaning_of
from scanner.detect.known import KnownValues
from scanner.detect.outcome import Outcome
from scanner.model import Category as C

JUDGE = ValueJudge(Fingerprinter(KEY), None)
KNOWING = ValueJudge(Fingerprinter(KEY), KnownValues(subjects(SANNE, JURRE)))


def judge(path: str, value: str, who: ValueJudge = KNOWING) -> list[Outcome]:
    outcomes = who.judge(who.rule(meaning_of(tuple(path.split("/")))), value)
    return [outcome for outcome in outcomes if not outcome.token]


@pytest.mark.parametrize(("path", "value", "category", "confidence"), [
    ("veld", "Sanne de Vries", "name.full", 1.0), ("veld", "SANNE", "name.given", 1.0), ("bsn", BSN, "id.bsn", 1.0),
    ("veld", BSN, "id.bsn", 1.0), ("veld", "04-03-2012", "demo.dob", 1.0), ("geslacht", "V", "demo.gender", 1.0),
    ("klas", "5B", "edu.group", 1.0), ("leerlingnummer", "2671717", "id.leerlingnummer", 1.0),
    ("veld", "2671717", "id.leerlingnummer", 0.8), ("veld", "iPad van Sanne", "name.given", 0.8),
    ("gebruikersnaam", "sanne@school.example", "contact.email", 1.0), ("price", BSN, "id.bsn", 1.0),
    ("veld", hashlib.sha256(BSN.encode()).hexdigest(), "id.bsn", 1.0), ("id", "910099999", "id.bsn", 1.0),
])
def test_known(path: str, value: str, category: str, confidence: float) -> None:
    outcomes = [each for each in judge(path, value) if each.known]
    assert (category, confidence) in {(each.category.value, each.confidence) for each in outcomes} or any(
        each.confidence == confidence and category.startswith(each.category.value[:2]) for each in outcomes
    )
    assert {known.subject for each in outcomes for known in each.known} == {"leerling-01"}
    assert all(each.about == "pupil" for each in outcomes)


@pytest.mark.parametrize(("path", "value"), [
    ("veld", "V"), ("veld", "12-03-04"), ("created_at", "2012-03-04"), ("score", "2671717"), ("amount", "2671717"),
    ("veld", "prijs 2671717 euro"), ("veld", "jan"),
])
def test_not_known(path: str, value: str) -> None:
    assert not [each for each in judge(path, value) if each.known]


def test_equal_values_have_equal_fingerprints_in_any_disguise() -> None:
    forms = [("bsn", BSN), ("veld", "9999.90.019"), ("veld", hashlib.sha1(BSN.encode()).hexdigest()),
        ("veld", BSN[::-1])]
    prints = {judge(path, value)[0].fingerprint for path, value in forms}
    assert prints == {judge("bsn", BSN, JUDGE)[0].fingerprint}


def test_the_evidence_says_how() -> None:
    (outcome,) = judge("bsn", BSN)
    codes = [evidence.code for evidence in outcome.evidence]
    assert "subject:value" in codes
    assert "key:bsn" in codes
    assert any(code.startswith("checksum:") for code in codes)
    (digest,) = judge("veld", hashlib.sha256(BSN.encode()).hexdigest())
    assert digest.evidence[0].code == "digest:sha256"


def test_static_content_is_searched_for_known_values_only() -> None:
    rule = KNOWING.rule(meaning_of(("bsn",)))
    assert [each.category for each in KNOWING.judge(rule, f"a={BSN};", static=True)] == [C.BSN]
    assert KNOWING.judge(rule, "123456782", static=True) == ()
    assert JUDGE.judge(JUDGE.rule(meaning_of(("bsn",))), BSN, static=True) == ()
