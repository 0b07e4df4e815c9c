"""Events, profiles and free text as values."""

import pytest

from scanner.detect.recognizers.behaviour import check_event, check_free_text, check_profile, check_replay


@pytest.mark.parametrize(("value", "outcome"), [("toets_gestart", "plausible"), ("1", "plausible"), ("", "impossible"),
("{}", "impossible")])
def test_event_and_replay(value: str, outcome: str) -> None:
    assert check_event(value).outcome == check_replay(value).outcome == outcome


@pytest.mark.parametrize("value", ["page_view", "session_start", "click", "Heartbeat", "user_engagement", "true"])
def test_what_every_visit_has_is_no_event(value: str) -> None:
    assert check_event(value).outcome == "impossible"


@pytest.mark.parametrize(("value", "outcome"), [
    ("0.73", "valid"), ("85%", "valid"), ("-1.2e-3", "valid"), ("hoog risico", "plausible"), ("true", "impossible"),
    ("", "impossible"),
])
def test_profile(value: str, outcome: str) -> None:
    assert check_profile(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("Kim kan nog niet goed automatiseren.", "valid"), ("goed gedaan", "plausible"), ("ok", "plausible"), ("",
    "impossible"),
    ("https://school.example/pad", "impossible"), ("a1b2c3d4e5f60718293a4b5c6d7e8f90", "impossible"),
    ('{"a": 1, "b": "een zin hier"}', "impossible"),
    ("12:30", "impossible"), ("<p>een alinea met tekst</p>", "impossible"), ("false", "impossible"),
])
def test_free_text(value: str, outcome: str) -> None:
    assert check_free_text(value).outcome == outcome
