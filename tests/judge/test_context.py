"""Circumstances of an exchange: the Dutch day, whose session, what caused it, logs and chain exchanges."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from scanner.judge.context import Contexts, day_of
from scanner.judge.files import rules_folder
from scanner.judge.policyfile import load_policy
from scanner.judge.recipients import Parties, load_directory
from scanner.model import ExchangeFacts

POLICY = load_policy(rules_folder() / "policies" / "voorbeeld.yaml")


def contexts(actor: str = "") -> Contexts:
    return Contexts(POLICY, Parties(POLICY, load_directory()), actor)


def facts(host: str = "api.rekenen.example", endpoint: str = "GET /x", **more: Any) -> ExchangeFacts:
    return ExchangeFacts(id="e", capture="c", order=1, time=1e9, protocol="", method="GET", host=host, port=443,
                         path="/x", endpoint=endpoint, status=200, **{"scheme": "https", **more})


@pytest.mark.parametrize(("moment", "day"), [
    ("2026-01-01T00:00:00", date(2026, 1, 1)),
    ("2026-12-31T23:00:00", date(2027, 1, 1)),  # winter: one hour ahead
    ("2026-12-31T22:59:59", date(2026, 12, 31)),
    ("2026-07-01T22:00:00", date(2026, 7, 2)),  # summer: two hours ahead
    ("2026-03-28T22:30:00", date(2026, 3, 28)),  # the night before summer time
    ("2026-03-29T22:30:00", date(2026, 3, 30)),
    ("2026-10-24T22:30:00", date(2026, 10, 25)),
    ("2026-10-25T22:30:00", date(2026, 10, 25)),
])
def test_the_dutch_day(moment: str, day: date) -> None:
    assert day_of(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()) == day


@pytest.mark.parametrize("moment", [0.0, -5.0, 1e300, float("inf"), float("nan")])
def test_no_day(moment: float) -> None:
    assert day_of(moment) is None


def test_the_end_of_the_calendar_is_no_trap() -> None:
    assert day_of(datetime(9999, 12, 31, 23, 59, tzinfo=UTC).timestamp()) == date(9999, 12, 31)


@pytest.mark.parametrize(("endpoint", "log"), [
    ("POST /log", True), ("POST /v2/logs", True), ("POST /api/{id}/envelope/", True), ("POST /js-error", True),
    ("POST /telemetrie", True), ("POST /login", False), ("GET /catalogus", False), ("GET /blog/x", False),
    ("POST /rapport", False), ("GET /collectie", False),
])
def test_log_endpoints(endpoint: str, log: bool) -> None:
    assert contexts().of(facts(endpoint=endpoint)).log is log


def test_crash_services_and_diagnostic_recipients_are_logs() -> None:
    assert contexts().of(facts("o1.ingest.sentry.io")).log
    assert contexts().of(facts("crash.example")).log


@pytest.mark.parametrize(("endpoint", "chain"), [
    ("POST /uwlr/2.2", True), ("POST /ws/leerlinggegevens", True), ("POST /doorstroomtoets/v1", True),
    ("GET /leerlingen", False), ("GET /sem", True), ("GET /semester", False),
])
def test_chain_exchanges(endpoint: str, chain: bool) -> None:
    assert contexts().of(facts(endpoint=endpoint)).exchanges.standard("/leerling/naam") is chain


def test_a_tracker_is_called_by_the_page_of_a_pupil() -> None:
    table = contexts()
    table.of(facts("www.rekenen.example", actor="pupil", client="a"))
    tracker = table.of(facts("www.google-analytics.com", referer_host="www.rekenen.example", client="a"))
    assert (tracker.actor, tracker.from_product, tracker.cross_site, tracker.tracker) == ("pupil", True, True, True)
    other = table.of(facts("www.google-analytics.com", referer_host="www.rekenen.example", client="b"))
    assert other.actor == ""
    elsewhere = table.of(facts("www.google-analytics.com", referer_host="nieuws.ander.example", client="a"))
    assert not elsewhere.from_product


def test_the_actor_that_is_told_counts() -> None:
    assert contexts("teacher").of(facts(actor="pupil")).actor == "teacher"


def test_a_guardian_acts_as_parent() -> None:
    assert contexts().of(facts(actor="guardian")).actor == "parent"


def test_plaintext() -> None:
    assert contexts().of(facts(scheme="http")).plaintext
    assert contexts().of(facts(scheme="ws")).plaintext
    assert not contexts().of(facts(scheme="http", server_is_loopback=True)).plaintext
    assert not contexts().of(facts(scheme="wss")).plaintext


def test_equal_circumstances_are_one_object() -> None:
    table = contexts()
    assert table.of(facts()) is table.of(facts())


def test_the_table_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.judge.context.MAX_CONTEXTS", 4)
    table = contexts()
    for number in range(10):
        table.of(facts(endpoint=f"GET /{number}"))
    assert table.generation >= 1


def test_purposes_by_endpoint() -> None:
    assert contexts().of(facts(endpoint="POST /v2/oefen/{id}")).purposes == ("oefenen",)
    assert contexts().of(facts(endpoint="GET /anders")).purposes == ()
