"""One value under one key: confidence bands, evidence, and the contradictions that lower them."""

from __future__ import annotations

import hashlib

import pytest
from detect_builders import BSN, ECKID, JURRE, KEY, SANNE, subjects

from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.judging import ValueJudge
from scanner.detect.key_meaning import meaning_of
from scanner.detect.known import KnownValues
from scanner.detect.outcome import Outcome
from scanner.model import Category as C

JUDGE = ValueJudge(Fingerprinter(KEY), None)
KNOWING = ValueJudge(Fingerprinter(KEY), KnownValues(subjects(SANNE, JURRE)))


def judge(path: str, value: str, who: ValueJudge = JUDGE) -> list[Outcome]:
    outcomes = who.judge(who.rule(meaning_of(tuple(path.split("/")))), value)
    return [outcome for outcome in outcomes if not outcome.token]


def best(path: str, value: str, who: ValueJudge = JUDGE) -> tuple[str, float, float]:
    outcome = max(judge(path, value, who), key=lambda each: each.confidence)
    return outcome.category.value, outcome.alone, outcome.confidence


@pytest.mark.parametrize(("path", "value", "category", "alone", "beside"), [
    # direct key, valid value: at least 0.9
    ("bsn", BSN, "id.bsn", 0.95, 0.95), ("email", "sanne@school.example", "contact.email", 0.95, 0.95),
    ("eckId", ECKID, "id.eckid", 0.95, 0.95), ("actor/mbox", "mailto:sanne@school.example", "contact.email", 0.95,
    0.95),
    ("telefoon", "06-12345678", "contact.phone", 0.95, 0.95),
    ("leerling/naam", "Sanne de Vries", "name.full", 0.95, 0.95),
    # quasi key: 0.7 alone, surer beside another datum of a person
    ("geboortedatum", "2012-03-04", "demo.dob", 0.7, 0.9), ("postcode", "1234 AB", "addr.postcode", 0.7, 0.9),
    # loose key: nothing alone
    ("name", "Sanne de Vries", "name.full", 0.6, 0.7),
    # context keys that are data themselves
    ("brincode", "20DP", "edu.school", 0.5, 0.65),
    # negated special data says less
    ("dyslexie", "false", "special.diagnosis", 0.35, 0.35),
])
def test_bands(path: str, value: str, category: str, alone: float, beside: float) -> None:
    assert best(path, value) == (category, pytest.approx(alone), pytest.approx(beside))


@pytest.mark.parametrize(("path", "value"), [
    ("bsn", "null"), ("bsn", ""), ("bsn", " "), ("email", "onbekend"), ("email", "true"), ("geboortedatum", "morgen"),
    ("achternaam", "-"), ("roepnaam", "[object Object]"), ("prijs", BSN), ("orderNumber", BSN),
    ("isbn", "9789012345678"),
    ("updated_at", "2012-03-04"), ("course/title", "Rekenen met breuken"), ("versie", "5.3.0.17"),
    ("app/name", "Rekenbaas"),
    ("count", "12345678"), ("em", "kort"), ("timestamp", "1791184462"), ("naam", "null"), ("etag", "0612345678"),
])
def test_nothing(path: str, value: str) -> None:
    assert [outcome for outcome in judge(path, value) if outcome.alone >= 0.3] == []


def test_a_bare_bsn_is_a_candidate_to_be_assessed() -> None:
    ((category, confidence),) = [(each.category, each.confidence) for each in judge("veld", BSN)]
    assert category is C.BSN
    assert 0.3 <= confidence < 0.6


@pytest.mark.parametrize(("path", "data", "category", "via"), [
    ("actor/mbox_sha1sum", hashlib.sha1(b"x").hexdigest(), "contact.email", "sha1"),
    ("user_data/em", hashlib.sha256(b"x").hexdigest(), "contact.email", "sha256"),
    ("email", hashlib.md5(b"x").hexdigest(), "contact.email", "md5"),
    ("bsn_hash", hashlib.sha256(b"x").hexdigest(), "id.bsn", "sha256"),
])
def test_digests_under_keys_that_name_personal_data(path: str, data: str, category: str, via: str) -> None:
    (outcome,) = judge(path, data)
    assert (outcome.category.value, outcome.via, outcome.confidence) == (category, via, 0.9)


def test_a_digest_key_without_a_digest_is_nothing() -> None:
    assert judge("mbox_sha1sum", "sanne") == []


def test_a_digest_under_an_id_key_is_a_candidate_for_later() -> None:
    token = hashlib.sha256(b"x").hexdigest()
    outcomes = JUDGE.judge(JUDGE.rule(meaning_of(("user", "id"))), token)
    assert [each.token for each in outcomes if each.token] == [token]
    assert [each.category for each in outcomes if not each.token] == [C.ACCOUNT]


def test_free_text_is_text_and_is_searched() -> None:
    categories = {each.category for each in judge("opmerking", "Sanne heeft ADHD en mailt met sanne@school.example")}
    assert {C.FREE_TEXT, C.DIAGNOSIS, C.EMAIL} <= categories
    assert judge("opmerking", "Goed gedaan") == []


@pytest.mark.parametrize("value", ["x" * 1_000_000, "9" * 100_000, "é" * 50_000, "\x00\ud800", "a@" * 50_000,
    "{" * 100_000])
def test_hostile_values(value: str) -> None:
    for path in ("bsn", "email", "naam", "opmerking", "veld"):
        judge(path, value, KNOWING)
