"""The judge as a whole: the statements of the policy chapter, one root cause, streaming, late digests, flows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.judge import CoverageSummary, Judge, Judgement, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import Category, Detection, ExchangeFacts, Gap, HostCoverage, Note, Observation, Severity, Status

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
RULES = load_rules()
FILE = YamlFile(EXAMPLE)
ECK = "body:/eckId id.eckid"


def judge(exchanges: Sequence[dict[str, Any]], policy: Path | None = EXAMPLE, *, test_mode: bool = False,
          coverage: CoverageSummary | None = None) -> Judgement:
    """Judge exchanges in the notation of the examples, with all rules."""
    found = Judge(RULES, load_policy(policy), test_mode=test_mode)
    for order, exchange in enumerate(exchanges, 1):
        found.observe(observation(exchange, order, (), FILE))
    return found.conclude(coverage or CoverageSummary(), lambda order, index: f"d{order}.{index}")


def above_info(judgement: Judgement) -> dict[str, Any]:
    return {finding.rule: finding for finding in judgement.findings if finding.severity > Severity.INFO}


# What the catalogue says about its own policy file


def test_eckid_in_a_crash_report() -> None:
    finding = above_info(judge([{"to": "POST crash.example/report", "request": ["body:/extra/user id.eckid"]}]))
    assert set(finding) == {"IDN-007"}
    assert {"IDN-008", "POL-001"} <= set(finding["IDN-007"].also)
    assert finding["IDN-007"].recipient == "crash"
    assert finding["IDN-007"].severity is Severity.HOOG


def test_surname_while_practising() -> None:
    exchange = {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/achternaam name.family"]}
    found = above_info(judge([exchange]))
    assert set(found) == {"MIN-001"}
    assert found["MIN-001"].severity is Severity.HOOG
    assert found["MIN-001"].recipient == "rekenen"


@pytest.mark.parametrize(("day", "rule", "status"), [
    ("2026-08-14", "IDN-010", Status.OPEN),  # not approved yet
    ("2026-08-15", "IDN-010", Status.COVERED),
    ("2026-12-31", "IDN-010", Status.COVERED),  # the last day still counts
    ("2026-12-31T22:59:00+00:00", "IDN-010", Status.COVERED),  # 23:59 in the Netherlands
    ("2026-12-31T23:00:00+00:00", "POL-003", Status.OPEN),  # 00:00 in the Netherlands
    ("2027-01-01", "POL-003", Status.OPEN),
    ("1970-01-01T00:00:00+00:00", "IDN-010", Status.OPEN),  # a capture without dates
])
def test_pupil_number_under_an_exception(day: str, rule: str, status: Status) -> None:
    found = above_info(judge([{"to": "POST api.rekenen.example/v2/x", "time": day,
                               "request": ["body:/nummer id.leerlingnummer"]}]))
    assert list(found) == [rule]
    assert found[rule].status is status
    if rule == "POL-003":
        assert "IDN-010" in found[rule].also
        assert found[rule].exception == "EX-1"
        assert "IDN-010" in found[rule].message.nl


LEAN = [
    {"to": "POST api.rekenen.example/acs", "session": "s1", "actor": "pupil", "actor_subject": "leerling-01",
     "request": [ECK, "body:/voornaam name.given", "body:/uid id.account", "body:/brin edu.school"],
     "response": ["cookie.sid: secret.token subject=", "cookie.id: id.cookie subject="]},
    {"to": "POST api.rekenen.example/v2/oefen/1", "session": "s1", "actor": "pupil", "actor_subject": "leerling-01",
     "request": [ECK, "body:/groep edu.group", "cookie.sid: secret.token subject=", "header.x-forwarded-for: id.ip"],
     "response": ["body:/score edu.result", "body:/voornaam name.given"]},
    {"to": "POST crash.example/report", "request": ["header.x-forwarded-for: id.ip subject="]},
]


@pytest.mark.parametrize(("policy", "said"), [(EXAMPLE, []), (None, ["TRA-005"])])
def test_the_lean_product_gives_nothing_above_info(policy: Path | None, said: list[str]) -> None:
    assert list(above_info(judge(LEAN, policy))) == said  # without a privacybijsluiter that itself is what is missing


# One root cause is one finding


def test_the_same_place_is_one_finding_with_all_occurrences() -> None:
    exchange = {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/achternaam name.family"]}
    (finding,) = above_info(judge([exchange] * 5)).values()
    assert finding.count == 5
    assert finding.occurrences == tuple(f"d{order}.1" for order in range(1, 6))
    assert "5 keer" in finding.message.nl


def test_a_bsn_in_clear_over_http_is_two_findings() -> None:
    """The number and the missing encryption are different facts."""
    found = above_info(judge([{"to": "GET http://api.rekenen.example/x", "request": ["url.query:bsn id.bsn"]}]))
    assert set(found) == {"IDN-001", "SEC-001"}
    assert {"SES-001", "POL-001"} <= set(found["IDN-001"].also)


def test_values_side_by_side_at_one_pointer_are_judged_apart() -> None:
    seen = observation({"to": "POST api.rekenen.example/v2/chat", "request": [
        "body:/tekst contact.phone", "body:/tekst special.diagnosis", "body:/tekst text.free"]}, 1, (), FILE)
    phone, word, text = seen.detections
    apart = Observation(seen.facts, (moved(phone, 0, 10), moved(word, 20, 24), moved(text, 0, 40)))
    found = Judge(RULES, load_policy(EXAMPLE), test_mode=False)
    found.observe(apart)
    rules = {f.rule for f in found.conclude(CoverageSummary(), lambda order, index: "").findings}
    assert {"MIN-005", "SPC-002"} <= rules


def moved(detection: Detection, start: int, end: int) -> Detection:
    from dataclasses import replace

    return replace(detection, span=(start, end))


def test_a_value_decoded_from_its_container_is_one_datum() -> None:
    """A URL under a key, and its last segment."""
    exchange = {"to": "POST crash.example/report",
                "request": ["body:/user id.eckid key=user record=r", "body:/user/1 id.eckid record=r"]}
    (finding,) = above_info(judge([exchange])).values()
    assert (finding.pointer, finding.count) == ("/user", 1)


def test_a_cookie_is_one_place_on_whatever_endpoint() -> None:
    exchanges = [{"to": f"GET api.rekenen.example/{page}", "request": ["cookie.p:/naam name.full"]} for page in "abc"]
    (finding,) = above_info(judge(exchanges)).values()
    assert finding.count == 3


def test_ids_are_stable_and_unique() -> None:
    exchanges = [{"to": f"GET api.rekenen.example/{page}", "response": ["body:/bsn id.bsn"]} for page in "abc"]
    first, second = judge(exchanges), judge(list(reversed(exchanges)))
    assert {f.id for f in first.findings} == {f.id for f in second.findings}
    assert len({f.id for f in first.findings}) == len(first.findings)


# Severity


def test_a_declared_flow_is_two_steps_lower_with_its_reason() -> None:
    found = above_info(judge([{"to": "GET api.rekenen.example/x", "request": ["url.query:n name.given"]}]))
    assert found["SES-001"].severity is Severity.LAAG
    assert found["SES-001"].status is Status.COVERED
    assert any("noodzaak te toetsen" in reason.nl for reason in found["SES-001"].severity_reasons)


def test_circumstances_raise_and_say_so() -> None:
    found = above_info(judge([{"to": "GET x.example/log", "request": ["url.query:mail contact.email"]}]))
    assert found["MIN-006"].severity is Severity.KRITIEK
    assert len(found["MIN-006"].severity_reasons) == 3


def test_many_subjects_raise() -> None:
    response = [f"body:/{n}/geb demo.dob subject=leerling-{n:02}" for n in range(26)]
    assert above_info(judge([{"to": "GET api.rekenen.example/x", "response": response}]))["MIN-004"].severity \
        is Severity.HOOG
    few = above_info(judge([{"to": "GET api.rekenen.example/x", "response": response[:25]}]))
    assert few["MIN-004"].severity is Severity.MIDDEN


def test_doubtful_detections_stop_at_midden() -> None:
    found = above_info(judge([{"to": "POST x.example/y", "session": "s",
                               "request": ["body:/tekst special.diagnosis conf=0.4"]}]))
    assert found["SPC-002"].severity is Severity.MIDDEN
    assert found["SPC-002"].status is Status.TO_ASSESS


# The tables and the gate


def test_flows_and_recipients() -> None:
    judgement = judge(LEAN, coverage=CoverageSummary([HostCoverage("api.rekenen.example", 2, 100, 500, 500)]))
    cells = {(flow.recipient, flow.category): flow for flow in judgement.flows}
    eckid = cells["rekenen", "id.eckid"]
    assert (eckid.count, eckid.declared, eckid.subjects, eckid.directions) == (2, True, 1, ("request",))
    assert eckid.purposes == ("oefenen",)
    assert not cells["rekenen", "id.cookie"].declared
    parties = {recipient.id: recipient for recipient in judgement.recipients}
    assert parties["rekenen"].body_bytes == 500
    assert parties["crash"].role == "subprocessor"
    assert parties["crash"].hosts == ("crash.example",)


def test_a_measuring_protocol_marks_its_recipient() -> None:
    judgement = judge([{"to": "POST s.meten.example/g/collect", "request": ["url.query:uid id.account"]}])
    (recipient,) = judgement.recipients
    assert (recipient.tracker, recipient.class_) == (True, "analytics")


@pytest.mark.parametrize(("coverage", "says"), [
    (CoverageSummary([HostCoverage("api.rekenen.example", undecrypted_bytes=10)]), "niet ontsleuteld"),
    (CoverageSummary([HostCoverage("x.example", body_bytes=10), HostCoverage("", undecrypted_bytes=90)]), "90 %"),
    (CoverageSummary([HostCoverage("x.example", body_bytes=10, unread={Gap.PARSE_FAILED: 9})]), "90 %"),
    (CoverageSummary(notes=[Note(Gap.FILE_TRUNCATED, "a.pcap")]), "breekt af"),
    (CoverageSummary([HostCoverage("x.example", exchanges=4)], [Note(Gap.BODY_MISSING, "a.har", "x.example", count=3)]),
     "(3×)"),
    (CoverageSummary(planted={"leerling-09": frozenset({Category.NAME_FULL})}), "testpersonen"),
])
def test_what_limits_the_conclusion(coverage: CoverageSummary, says: str) -> None:
    gate = judge(LEAN, coverage=coverage).gate
    assert gate.verdict == "limited"
    assert any(says in reason.nl for reason in gate.reasons)


def test_nothing_limits_the_conclusion() -> None:
    coverage = CoverageSummary(
        [HostCoverage("cdn.rekenen.example", body_bytes=1000, unread={Gap.CONTENT_STATIC: 900, Gap.CONTENT_MEDIA: 50})],
        planted={"leerling-01": frozenset({Category.NAME_GIVEN})})
    assert judge(LEAN, coverage=coverage).gate.verdict == "complete"


def test_an_empty_scan_is_limited() -> None:
    assert judge([]).gate.verdict == "limited"


def test_a_policy_past_its_end_limits_the_conclusion() -> None:
    gate = judge([{"to": "GET api.rekenen.example/", "time": "2027-08-01"}]).gate
    assert any("31 juli 2027" in reason.nl for reason in gate.reasons)


# Hostile and odd input


def test_many_findings_are_counted_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.judge.groups.MAX_GROUPS", 3)
    exchanges = [{"to": f"GET api.rekenen.example/{page}", "response": ["body:/bsn id.bsn"]} for page in "abcde"]
    judgement = judge(exchanges)
    assert len(judgement.findings) <= 3
    assert any("pasten" in reason.nl for reason in judgement.gate.reasons)


words = st.text(max_size=20)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.builds(
    Detection, category=st.sampled_from(Category), confidence=st.floats(0, 1), recognizer=words,
    direction=st.sampled_from(["request", "response"]), part=words, pointer=words, template=words, masked=words,
    fingerprint=words, subject=words, record=words, about=st.sampled_from(["pupil", "guardian", "teacher", "unknown"]),
    via=words, bits=st.integers(0, 600), key=words), max_size=8), words, words, words, words)
def test_whatever_comes_it_concludes(found: list[Detection], host: str, path: str, session: str, actor: str) -> None:
    facts = ExchangeFacts(id="x", capture="c", order=1, time=1e9, protocol="", method="GET", scheme="https", host=host,
                          port=1, path=path, endpoint=f"GET {path}", status=200, session=session, actor=actor,
                          referer_host=path)
    for policy in (EXAMPLE, None):
        one = Judge(RULES, load_policy(policy), test_mode=True)
        one.observe(Observation(facts, tuple(found)))
        for finding in one.conclude(CoverageSummary(), lambda order, index: f"{order}.{index}").findings:
            assert finding.message.nl
            assert len(finding.occurrences) <= finding.count
