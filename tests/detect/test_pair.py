"""Two captures compared: what is a pupil's own is confirmed, what both have is a constant, lists tell nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from detect_builders import JURRE, SANNE, an_exchange, examine, subjects

from scanner.detect import Pair, PairIndex
from scanner.detect.engine import Detected
from scanner.errors import UsageError
from scanner.model import Detection, Exchange

ONE, TWO = "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b", "b7d0a1c2-1f5e-4c33-8f0e-9a8b7c6d5e4f"


def at(order: int, exchange: Exchange) -> Detected:
    detected = examine(exchange)
    facts = replace(detected.observation.facts, order=order)
    return replace(detected, observation=replace(detected.observation, facts=facts))


def visits(*exchanges: Exchange) -> list[Detected]:
    return [at(order, exchange) for order, exchange in enumerate(exchanges, 1)]


def compared(first: list[Detected], second: list[Detected]) -> Pair:
    index = PairIndex()
    for pupil, visit in enumerate((first, second)):
        for detected in visit:
            index.add(pupil, detected.observation, detected.loose)
    return index.compare()


def judged(pair: Pair, detected: Detected) -> tuple[Detection, ...]:
    return pair.judged(detected.observation, detected.loose)[0].detections


def start(value: object, key: str = "account_id", host: str = "api.leren.example") -> Exchange:
    return an_exchange(host=host, target="/start", method="POST", request={key: value})


def test_what_differs_and_lasts_is_confirmed() -> None:
    mine = visits(start(ONE), start(ONE))
    pair = compared(mine, visits(start(TWO), start(TWO)))
    before = mine[0].observation.detections[0]
    (after,) = judged(pair, mine[0])
    assert after.confidence >= before.confidence >= 0.6
    assert after.evidence[-1].code == "pair:differs"


def test_what_is_the_same_for_both_is_a_constant() -> None:
    mine = visits(start(ONE), start(ONE))
    (after,) = judged(compared(mine, visits(start(ONE))), mine[0])
    assert (after.confidence, after.evidence[-1].code) == (0.4, "pair:equal")
    assert after.evidence[-1].weight < 0


def test_an_unknown_value_becomes_a_candidate() -> None:
    mine = visits(start(ONE, "p"), start(ONE, "p"))
    pair = compared(mine, visits(start(TWO, "p"), start(TWO, "p")))
    (after,) = judged(pair, mine[0])
    assert (after.category.value, after.recognizer, after.confidence) == ("id.account", "pair", 0.65)
    assert pair.judged(mine[0].observation, mine[0].loose)[1] == []


def test_an_unknown_constant_is_no_loose_value_any_more() -> None:
    mine = visits(start(ONE, "p"), start(ONE, "p"))
    pair = compared(mine, visits(start(ONE, "p")))
    assert pair.judged(mine[0].observation, mine[0].loose) == (mine[0].observation, [])


@pytest.mark.parametrize(("first", "second", "why"), [
    ([start(ONE, "p")], [start(TWO, "p")], "seen once each: it may be another every time"),
    ([start(ONE, "p"), start(TWO, "p")], [start(ONE[::-1], "p")] * 2, "changes within a capture"),
    ([start(ONE, "p")] * 2, [start(TWO, "q")] * 2, "another place"),
    ([start(ONE, "p")] * 2, [start(TWO, "p", "b.example")] * 2, "another host"),
    ([start(ONE, "p")] * 2, [], "in one capture only"),
])
def test_what_tells_nothing(first: list[Exchange], second: list[Exchange], why: str) -> None:
    pair = compared(visits(*first), visits(*second))
    assert (pair.differs, pair.equal) == (frozenset(), frozenset()), why


def test_a_number_in_a_list_that_both_see_stays_its_pupils() -> None:
    listed = an_exchange(target="/klas", body=[{"account_id": ONE, "naam": "a"}, {"account_id": TWO, "naam": "b"}])
    mine = visits(start(ONE), start(ONE), listed)
    pair = compared(mine, visits(start(TWO), start(TWO), listed))
    assert all(d.confidence >= 0.6 for d in judged(pair, mine[2]) if d.category.value == "id.account")
    assert pair.equal == frozenset()


def test_a_device_that_both_used_is_no_constant() -> None:
    mine = visits(start("9774d56d682e549c", "android_id"))
    (after,) = judged(compared(mine, visits(start("9774d56d682e549c", "android_id"))), mine[0])
    assert after == mine[0].observation.detections[0]


def test_a_value_of_the_subjects_file_is_certain_already() -> None:
    known = subjects(SANNE)
    exchange = start("2671717", "leerlingnummer")
    mine = examine(exchange, known)
    (after,) = judged(compared([mine], [mine]), mine)
    assert after == mine.observation.detections[0]


def acted(subject: str) -> Detected:
    detected = examine(start(ONE))
    facts = replace(detected.observation.facts, actor="pupil", actor_subject=subject)
    return replace(detected, observation=replace(detected.observation, facts=facts))


@pytest.mark.parametrize(("first", "second", "words"), [
    (["leerling-01", "leerling-02"], ["leerling-03"], "capture 1 holds sessions of 2 test persons"),
    (["leerling-01"], ["leerling-01"], "the same test person"),
])
def test_captures_that_are_not_of_one_pupil_each(first: list[str], second: list[str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        compared([acted(name) for name in first], [acted(name) for name in second])


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.detect.pair.MAX_PLACES", 2)
    pair = compared(visits(*(start(ONE, f"p{number}") for number in range(5))), [])
    assert pair.overflow == 3


def test_a_teacher_is_no_pupil_of_the_pair() -> None:
    assert JURRE["role"] == "teacher"
    teacher = acted("leraar-01")
    facts = replace(teacher.observation.facts, actor="teacher")
    teacher = replace(teacher, observation=replace(teacher.observation, facts=facts))
    assert compared([acted("leerling-01"), teacher], [acted("leerling-02"), teacher]).overflow == 0
