"""Streams of keys and movements, and what only looks like them: games, whiteboards, quizzes, charts."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

JSON = ("Content-Type", "application/json")
WORD = "hoofdrekenen"


def typed(text: str, step: int = 180, **more: Any) -> list[dict[str, Any]]:
    return [{"k": char, "t": 1000 + n * step, **more} for n, char in enumerate(text)]


def moves(count: int, kind: str = "mousemove", step: int = 50) -> list[dict[str, Any]]:
    return [{"type": kind, "x": 3 * n % 700, "y": 5 * n % 400, "t": n * step} for n in range(count)]


def found(signs_of: Any, body: object, **more: Any) -> list[tuple[str, str]]:
    signs = signs_of((), [JSON], sent=json.dumps(body).encode(), method="POST", **more)
    return [(s.code, s.pointer) for s in signs if s.code.startswith("telemetry")]


@pytest.mark.parametrize(("body", "place"), [
    ({"events": typed(WORD)}, "/events/*"),
    ({"opgave": 3, "keystrokes": [{"key": c, "timestamp": 1.79e12 + n * 200} for n, c in enumerate(WORD)]},
     "/keystrokes/*"),
    ({"typing": [{"code": f"Key{c.upper()}", "time": n * 0.2} for n, c in enumerate(WORD)]}, "/typing/*"),
    ({"log": [{"event": "keydown", "keyCode": ord(c.upper()), "ts": 1.79e9 + n / 5} for n, c in enumerate(WORD)]},
     "/log/*"),
    ({"keys": [{"key": c, "dt": 90 + n} for n, c in enumerate(WORD)]}, "/keys/*"),
    ([{"k": c, "t": n * 150} for n, c in enumerate(WORD)], "/*"),
    ({"leerling": {"antwoorden": [{"keyCode": ord(c), "time": n * 9} for n, c in enumerate(WORD)]}}, None),
    ({"sessie": {"toetsen": typed(WORD, soort="in")}}, "/sessie/toetsen/*"),
])
def test_keys(signs_of, body: object, place: str | None) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, body) == ([("telemetry.keys", place)] if place else [])


@pytest.mark.parametrize(("body", "place"), [
    ({"events": moves(30)}, "/events/*"), ({"data": {"mouseMoves": moves(12, "m")}}, "/data/mouseMoves/*"),
    ({"trace": [{"clientX": 7 * n, "clientY": n, "ts": n * 16} for n in range(20)]}, "/trace/*"),
    ({"events": [{"type": "touchmove", "x": n, "y": 2 * n, "timestamp": 1.79e12 + n * 16} for n in range(15)]},
     "/events/*"),
])
def test_movements(signs_of, body: object, place: str) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, body) == [("telemetry.pointer", place)]


@pytest.mark.parametrize("body", [
    {"events": [{"key": c, "t": n * 100} for n, c in enumerate("wasdwwad  wasd")]},  # a game
    {"events": [{"key": f"Arrow{d}", "t": n * 100} for n, d in enumerate(["Up", "Left", "Down", "Right"] * 5)]},
    {"events": [{"key": c, "time": n * 15_000} for n, c in enumerate("badcabdc")]},  # answers to a quiz, slowly
    {"events": typed("ab")},  # too few to be a stream
    {"events": [{"key": "a", "t": n} for n in range(20)]},  # one key, held down
    {"data": [{"key": c, "value": n} for n, c in enumerate(WORD)]},  # settings
    {"data": [{"key": "niveau", "t": n * 10} for n in range(20)]},
    {"woorden": typed(WORD)},
    {"strokes": [{"points": [{"x": n, "y": n * 2, "t": n * 16} for n in range(40)]}]},  # a shared whiteboard
    {"data": {"strokes": [{"events": moves(40, "draw")}]}},
    {"board": {"events": moves(40)}},
    {"game": {"moves": [{"x": n, "y": n, "t": n * 30} for n in range(40)]}},
    {"moves": [{"x": n % 8, "y": n % 7, "t": n * 20_000} for n in range(40)]},  # chess
    {"chart": {"data": [{"x": n, "y": n * n, "t": n} for n in range(40)]}},
    {"data": [{"x": n, "y": n * n} for n in range(40)]},
    {"events": [{"type": "click", "x": n, "y": n, "t": n * 100} for n in range(40)]},  # clicks are acts
    {"events": [{"type": "mousemove", "x": 5, "y": 5, "t": n * 50} for n in range(40)]},  # nothing moves
    {"events": [{"name": "answer", "time": n * 900, "score": 1} for n in range(40)]},
    {"positions": [{"x": n, "y": n, "t": n * 60_000} for n in range(40)]},
])
def test_what_is_none(signs_of, body: object) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, body) == []


def test_an_answer_is_no_telemetry(signs_of) -> None:  # type: ignore[no-untyped-def]
    signs = signs_of([JSON], body=json.dumps({"events": typed(WORD)}).encode())
    assert not [s for s in signs if s.code.startswith("telemetry")]


@given(st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
                    lambda inner: st.one_of(st.lists(inner, max_size=8), st.dictionaries(
                        st.sampled_from(["events", "keys", "k", "t", "x", "y", "type", "clientX", "keyCode"]), inner)),
                    max_leaves=40))
def test_nothing_raises(signs_of, body: object) -> None:  # type: ignore[no-untyped-def]
    found(signs_of, {"events": body})


def test_a_long_stream_is_bounded(signs_of) -> None:  # type: ignore[no-untyped-def]
    assert found(signs_of, {"events": moves(5000)}) == [("telemetry.pointer", "/events/*")]
