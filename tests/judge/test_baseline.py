"""The baseline beside findings: what holds, what counts again, and which entries say nothing any more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import builders
import pytest

from scanner.errors import UsageError
from scanner.judge import Baseline, load_baseline
from scanner.judge.baseline import Accepted, apply
from scanner.judge.order import ABOUT_THE_SCAN, NEVER_SOFTENED
from scanner.model import Finding, Severity
from scanner.report import acceptance
from scanner.report.difference.compare import ABOUT_THE_SCAN as NOT_COMPARED

SEEN = {("api.rekenen.example", "POST /v2/oefen/resultaat"), ("crash.example", "POST /report")}


def entry(finding: Finding | None = None, **changes: object) -> Accepted:
    """An entry for the sample finding, accepted a month before its capture for half a year."""
    found = finding or builders.finding()
    given = {
        "rule": found.rule, "severity": found.severity, "reason": "bekend", "owner": "J. Beheer",
        "accepted_on": date(2026, 9, 1), "expires": date(2027, 3, 1), "id": found.id, "fingerprint": found.fingerprint,
        "places": (("host", found.host), ("endpoint", found.endpoint), ("part", found.part)),
        "categories": frozenset(found.categories),
    } | changes
    return Accepted(**given)  # type: ignore[arg-type]


def state(accepted: Accepted, finding: Finding, latest: float = builders.START) -> str:
    marked, outcome = apply(Baseline(accepted=(accepted,)), [finding], SEEN, [], latest)
    mark = marked[0].baseline
    assert mark is not None
    assert outcome.states[mark.state] == 1
    assert sum(outcome.states.values()) == 1
    return mark.state


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, "accepted"),
    ({"severity": Severity.MIDDEN}, "accepted"),  # milder than what was accepted
    ({"count": 900, "subjects": 40, "last_seen": builders.START + 3600}, "accepted"),  # longer clicking, same place
    ({"categories": ("name.family",)}, "accepted"),  # less than what was accepted
    ({"severity": Severity.KRITIEK}, "changed"),
    ({"categories": ("id.eckid", "name.family", "special.health")}, "changed"),
    ({"fingerprint": "0" * 32}, "new"),
    ({"last_seen": 1_803_945_600.0 - 3601}, "accepted"),  # 2027-03-01, 23:59:59 in the Netherlands: the last day counts
    ({"last_seen": 1_803_945_600.0 - 3600}, "expired"),  # one second later it is the second of March there
    ({"last_seen": 0.0, "first_seen": 0.0}, "accepted"),  # a finding without a moment has that of its scan
])
def test_an_entry_holds_for_what_was_accepted(changes: dict[str, object], expected: str) -> None:
    assert state(entry(), builders.finding(**changes)) == expected


def test_a_capture_without_dates_cannot_show_that_an_entry_holds() -> None:
    assert state(entry(), builders.finding(first_seen=0.0, last_seen=0.0), latest=0.0) == "expired"


@pytest.mark.parametrize(("places", "expected"), [
    ((("host", "*.rekenen.example"),), "accepted"),
    ((("host", "api.rekenen.example"), ("endpoint", "POST /v2/oefen/*"), ("pointer", "/leerling/*")), "accepted"),
    ((("recipient", "rekenen"), ("direction", "request")), "accepted"),
    ((("host", "rekenen.example"),), "new"),
    ((("host", "api.rekenen.example"), ("direction", "response")), "new"),
])
def test_an_entry_without_fingerprint_is_about_a_place(places: tuple[tuple[str, str], ...], expected: str) -> None:
    assert state(entry(fingerprint="", places=places), builders.finding()) == expected
    assert state(entry(fingerprint="", places=places, rule="MIN-003"), builders.finding()) == "new"


def test_of_several_entries_the_one_that_covers_counts() -> None:
    lapsed = entry(fingerprint="", places=(("host", "*"),), expires=date(2026, 9, 2))
    valid = entry(fingerprint="", places=(("host", "api.*"),))
    marked, outcome = apply(Baseline(accepted=(lapsed, valid)), [builders.finding()], SEEN, [], builders.START)
    assert marked[0].baseline is not None
    assert marked[0].baseline.state == "accepted"
    assert [item.expires for item in outcome.expired] == ["2026-09-02"]


def test_what_was_known_and_not_accepted_is_not_new() -> None:
    finding = builders.finding()
    marked, _ = apply(Baseline(known=frozenset({finding.fingerprint})), [finding], SEEN, [], builders.START)
    assert marked[0].baseline is not None
    assert marked[0].baseline.state == "known"


def test_findings_about_the_examination_have_no_mark() -> None:
    marked, outcome = apply(Baseline(), [builders.finding(rule="COV-004")], SEEN, [], builders.START)
    assert marked[0].baseline is None
    assert not any(outcome.states.values())


@pytest.mark.parametrize(("places", "gone"), [
    ((("host", "api.rekenen.example"), ("endpoint", "POST /v2/oefen/resultaat"), ("part", "body")), True),
    ((("host", "api.rekenen.example"), ("endpoint", "GET /v2/klas"), ("part", "body")), False),
    ((("host", "www.rekenen.example"), ("endpoint", "POST /v2/oefen/resultaat"), ("part", "body")), False),
    # A cookie goes along to every endpoint of its host.
    ((("host", "api.rekenen.example"), ("endpoint", "GET /v2/klas"), ("part", "cookie.sid")), True),
    ((("host", "api.rekenen.example"), ("endpoint", "GET /v2/klas"), ("part", "header.x"), ("direction", "request")),
     True),
    ((("host", "api.rekenen.example"), ("endpoint", "GET /v2/klas"), ("part", "header.x"), ("direction", "response")),
     False),
    ((("recipient", "rekenen"),), True),
    ((("recipient", "elders"),), False),
])
def test_an_entry_without_a_finding_is_gone_only_where_its_place_was_looked_at(
        places: tuple[tuple[str, str], ...], gone: bool) -> None:
    _, outcome = apply(Baseline(accepted=(entry(places=places),)), [], SEEN, ["rekenen"], builders.START)
    assert bool(outcome.gone) is gone
    assert bool(outcome.unseen) is not gone


VALID = """
schema: leerlek-baseline/1
product: Rekenbaas
accepted:
  - id: MIN-001-5e884898
    fingerprint: 5e884898da28047151d0e56f8dc62927
    rule: MIN-001
    severity: hoog
    categories: [id.eckid, name.family]
    reason: "tot release 6"
    owner: "J. Beheer"
    accepted_on: "2026-10-05"
    expires: "2027-04-05"
  - rule: POL-001
    host: "*.rekenen.example"
    endpoint: "POST /v2/*"
    severity: midden
    reason: "annex wordt aangepast"
    owner: "FG"
    accepted_on: "2026-10-05"
    expires: "2026-12-31"
known:
  - {id: IDN-001-00000000, fingerprint: "00000000000000000000000000000000"}
seen:
  scans: 2
  until: "2026-10-05"
  recipients:
    - {id: rekenen, organisation: "Voorbeeld Rekenen B.V.", country: NL, categories: [id.eckid, parent.name.full]}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "baseline.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    baseline = load_baseline(write(tmp_path, VALID))
    first, second = baseline.accepted
    assert (first.fingerprint[:8], first.severity, first.expires) == ("5e884898", Severity.HOOG, date(2027, 4, 5))
    assert first.categories == {"id.eckid", "name.family"}
    assert second.places == (("host", "*.rekenen.example"), ("endpoint", "POST /v2/*"))
    assert second.categories is None
    assert (baseline.scans, baseline.recipients[0].categories) == (2, {"id.eckid", "parent.name.full"})
    assert baseline.known == {"0" * 32}


@pytest.mark.parametrize(("old", "new", "field", "says"), [
    ("    owner: \"FG\"\n", "", "accepted[1]", "the key 'owner' is missing"),
    ("reason: \"tot release 6\"", "raeson: \"x\"", "accepted[0].raeson", "did you mean 'reason'?"),
    ("severity: hoog", "severity: high", "accepted[0].severity", "use info, laag, midden, hoog or kritiek"),
    ("rule: POL-001", "rule: IDN-001", "accepted[1].rule", "cannot be accepted"),
    ("expires: \"2026-12-31\"", "expires: \"2027-12-31\"", "accepted[1].expires", "more than 12 months"),
    ("expires: \"2026-12-31\"", "expires: \"2026-09-30\"", "accepted[1].expires", "before accepted_on"),
    ("expires: \"2026-12-31\"", "expires: \"2026-13-31\"", "accepted[1].expires", "is no date"),
    ("expires: \"2026-12-31\"", "expires: 31-12-2026", "accepted[1].expires", "year-month-day"),
    ("categories: [id.eckid, name.family]", "categories: [id.eckidd]", "accepted[0].categories[0]",
     "did you mean 'id.eckid'?"),
    ("    host: \"*.rekenen.example\"\n    endpoint: \"POST /v2/*\"\n", "", "accepted[1]", "everywhere"),
    ("fingerprint: 5e884898da28047151d0e56f8dc62927", "fingerprint: 5e88", "accepted[0].fingerprint", "32 hexadecimal"),
    ("leerlek-baseline/1", "leerlek-baseline/9", "schema", "leerlek-baseline/1"),
])
def test_a_mistake_is_one_line(old: str, new: str, field: str, says: str, tmp_path: Path) -> None:
    assert old in VALID
    path = write(tmp_path, VALID.replace(old, new, 1))
    with pytest.raises(UsageError) as caught:
        load_baseline(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert f" {field}: " in message
    assert says in message
    assert "\n" not in message


def test_a_finding_is_accepted_once(tmp_path: Path) -> None:
    first = VALID.index("  - id: MIN-001"), VALID.index("  - rule: POL-001")
    with pytest.raises(UsageError, match=r"accepted\[1\]\.fingerprint: accepted\[0\] has it too"):
        load_baseline(write(tmp_path, VALID[:first[1]] + VALID[first[0]:first[1]] + VALID[first[1]:]))


def test_what_is_never_softened_is_never_accepted() -> None:
    assert set(acceptance.NEVER) == set(NEVER_SOFTENED)
    assert set(acceptance.NOT_ACCEPTED) >= ABOUT_THE_SCAN == NOT_COMPARED
