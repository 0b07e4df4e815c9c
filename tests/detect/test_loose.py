"""What may be an identifier although its key says nothing, and what is a word, a time, a version or a file."""

from __future__ import annotations

import pytest
from detect_builders import an_exchange, examine

from scanner.detect.loose import is_loose, is_watched
from scanner.model import Origin

UUID = "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b"


@pytest.mark.parametrize(("value", "key", "part"), [
    (UUID, "p", "url.query"),
    ("Xk39dQ7mPz", "p", "url.query"),
    ("123456789.1700000001", "x", "url.query"),
    ("A7d1c0ffee99b2e4", "", "url.path"),
    ("auth0|5f7c8ec7c33c6c004bbafe82", "u", "body"),
])
def test_may_be_one(value: str, key: str, part: str) -> None:
    assert is_loose(value, key, part)


@pytest.mark.parametrize(("value", "key", "part", "why"), [
    ("start", "p", "url.query", "a word"),
    ("oefenblokken-rekenen", "p", "url.query", "words"),
    ("12345678", "p", "url.query", "a number of 26 bits"),
    ("1700000000123", "p", "url.query", "milliseconds since the epoch"),
    ("2026-10-05T07:14:22Z", "p", "url.query", "a time"),
    ("5.3.0.17", "p", "url.query", "a version"),
    ("10.15.7.20231", "p", "url.query", "a version"),
    ("app.3f2a9c1e77aa.js", "", "url.path", "a file"),
    ("https://a.example/9f8e7d6c5b", "p", "url.query", "an address"),
    ("twee woorden 12345 en meer", "p", "url.query", "a sentence"),
    ("Xk39dQ7mPz", "nonce", "url.query", "serves once"),
    ("Xk39dQ7mPz", "csrf_token", "body", "serves once"),
    ("Xk39dQ7mPz", "code", "url.query", "serves once"),
    ("Xk39dQ7mPz", "requestId", "body", "serves once"),
    ("Xk39dQ7mPz", "AWSALB", "cookie.AWSALB", "distributes traffic"),
    ("a1" * 101, "p", "body", "too long"),
])
def test_is_none(value: str, key: str, part: str, why: str) -> None:
    assert not is_loose(value, key, part), why


@pytest.mark.parametrize(("direction", "part", "watched"), [
    ("request", "url.query", True), ("request", "url.path", True), ("request", "body", True),
    ("request", "header.x-client", True), ("response", "header.location", True),
    ("request", "cookie.sid", True), ("response", "cookie.sid", True),
    ("request", "header.user-agent", False), ("request", "header.referer", False),
    ("response", "body", False),
])
def test_what_is_handed_over(direction: str, part: str, watched: bool) -> None:
    assert is_watched(Origin(direction, part)) is watched  # type: ignore[arg-type]


def test_a_draft_shows_nothing_of_the_value() -> None:
    detected = examine(an_exchange(target=f"/match?p={UUID}"))
    (draft,) = detected.loose
    assert (draft.part, draft.pointer, draft.confidence) == ("url.query", "/p", 0.0)
    assert UUID[:8] not in repr(detected)
    assert detected.observation.detections == ()


def test_what_has_a_meaning_is_no_loose_value() -> None:
    assert examine(an_exchange(target=f"/match?user_id={UUID}")).loose == []


def test_answers_are_left_out() -> None:
    assert examine(an_exchange(body={"p": UUID})).loose == []


def test_a_thousand_values_are_bounded() -> None:
    request = {f"p{number}": f"Xk39dQ7mPz{number:04}" for number in range(1000)}
    assert len(examine(an_exchange(method="POST", request=request)).loose) == 200
