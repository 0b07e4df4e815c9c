"""Ids of findings: the same for every recording of a product, whatever its order, name, numbers and key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import HostCoverage

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = load_rules()
ECK = "body:/eckId id.eckid"
SESSION: list[dict[str, Any]] = [
    {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/achternaam name.family"]},
    {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/email contact.email"]},
    {"to": "POST api.rekenen.example/v2/x", "time": "2026-10-05", "request": ["body:/nummer id.leerlingnummer"]},
    {"to": "POST api.rekenen.example/v2/x", "time": "2027-01-05", "request": ["body:/nummer id.leerlingnummer"]},
    {"to": "POST api.rekenen.example/v2/x", "time": "2026-08-01", "request": ["body:/nummer id.leerlingnummer"]},
    {"to": "POST crash.example/report", "request": ["body:/extra/user id.eckid"]},
    {"to": "GET x.example/pixel", "request": ["url.query:uid id.device value=apparaat"]},
    {"to": "POST api.rekenen.example/v2/y", "request": ["body:/apparaat id.device value=apparaat"]},
    {"to": "GET api.rekenen.example/v2/ik", "response": ["body:/bsn id.bsn", "body:/medicatie special.health"]},
    {"to": "GET api.rekenen.example/v2/ik", "actor": "teacher", "request": ["cookie.profiel:/mail contact.email"]},
    {"to": "GET api.rekenen.example/v2/uit", "actor": "pupil", "request": ["cookie.profiel:/mail contact.email"]},
]
HOSTS = (HostCoverage("api.rekenen.example", 5, 100, 900, 900), HostCoverage("geheim.example", 0, 0, 0, 0, {}, 5000, 3))


def judged(exchanges: Sequence[dict[str, Any]], undecrypted: int = 5000) -> list[tuple[str, str]]:
    judge = Judge(RULES, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    hosts = (HOSTS[0], HostCoverage("geheim.example", 0, 0, 0, 0, {}, undecrypted, 3))
    findings = judge.conclude(CoverageSummary(hosts), lambda order, index: f"d{order}.{index}").findings
    return sorted((f.id, f.fingerprint) for f in findings)


WHOLE = judged(SESSION)


@settings(max_examples=25, deadline=None)
@given(st.permutations(SESSION))
def test_the_order_of_the_traffic_does_not_matter(exchanges: list[dict[str, Any]]) -> None:
    assert judged(exchanges) == WHOLE


def test_ids_and_fingerprints_are_unique() -> None:
    assert len(WHOLE) > 8
    assert len({name for name, _ in WHOLE}) == len({fingerprint for _, fingerprint in WHOLE}) == len(WHOLE)


def test_neither_counts_nor_bytes_matter() -> None:
    assert judged([*SESSION, *SESSION], undecrypted=123) == WHOLE


def test_a_part_of_the_session_gives_the_names_of_the_whole() -> None:
    some = {name for name, _ in judged(SESSION[:2]) if not name.startswith("COV-")}
    assert some
    assert some <= {name for name, _ in WHOLE}


def test_a_new_exception_leaves_the_name_of_a_finding() -> None:
    covered = judged(SESSION[2:3])
    before = judged(SESSION[4:5])
    assert [name for name, _ in covered if name.startswith("IDN-010")] == [
        name for name, _ in before if name.startswith("IDN-010")] != []


def test_two_lapsed_rules_at_one_place_are_two_findings() -> None:
    findings = judged(SESSION[2:5])
    assert {name.partition("-")[0] for name, _ in findings} >= {"IDN", "POL"}
    assert len({fingerprint for _, fingerprint in findings}) == len(findings)
