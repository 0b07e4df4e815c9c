"""What names in one text cost does not grow with how many there are: counted in lines of Python, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from scanner.detect import prose
from scanner.detect.prose.chances import Possible, possible
from scanner.detect.prose.engines import Found
from scanner.detect.recognizers.base import Match
from scanner.model import Category

STEP = 10
"""Characters from one name to the next."""


def names(amount: int) -> list[Found]:
    return [Found(STEP * number, STEP * number + 5, 0.9) for number in range(amount)]


def match_at(_text: str, place: Possible, **_settings: object) -> Match:
    return Match(place.start, place.end, Category.NAME_GIVEN, 0.9, "meine", ())


def lines(action: Callable[[], object]) -> int:
    """How many lines an action runs; each turn of a loop, and each item of a generator, counts by itself."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal count
        count += event in {"line", "call"}
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def grows(action: Callable[[int], object]) -> float:
    """How many times as many lines run for twice the names."""
    action(2)
    return lines(lambda: action(400)) / lines(lambda: action(200))


def test_places_are_compared_with_their_neighbours_alone() -> None:
    assert grows(lambda amount: possible(
        "Meine     " * amount, names(amount), names(amount), lambda _text, start, end: (start, end))) < 2.5


def test_names_are_compared_with_their_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "weigh", match_at)
    for name in ("with_company", "with_addressed"):  # what they do to each name is more than all of this
        monkeypatch.setattr(prose, name, lambda _text, matches: matches)
    assert grows(lambda amount: prose._weighed("Meine     " * amount, names(amount), names(amount))) < 2.5
