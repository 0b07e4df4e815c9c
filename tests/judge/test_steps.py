"""Which step an exchange belongs to: by times, by marks, by both, in any order."""

from dataclasses import replace

import pytest

from scanner.judge.markers import HOST
from scanner.judge.scenario import Scenario, Step
from scanner.judge.steps import MAX_STEPS, Steps
from scanner.model import Category, Detection, Exchange, ExchangeFacts, Gap, Note, Observation, Peer


def at(time: float, host: str = "api.example", target: str = "/", capture: str = "a", client: str = "") -> Exchange:
    return Exchange("e", capture, "http/1.1", "GET", "https", host, 443, target, 200, time,
                    client=Peer(client, 5000) if client else None)


def mark(time: float, query: str, capture: str = "a") -> Exchange:
    return at(time, HOST, "/?" + query, capture)


def names(steps: Steps, *exchanges: Exchange) -> list[str]:
    """The step of each exchange that is no mark."""
    found = []
    for exchange in exchanges:
        if not steps.is_mark(exchange):
            step = steps.of(exchange)
            found.append(step.id if step else "")
    return found


def timed(*steps: Step) -> Steps:
    return Steps(Scenario("t", steps))


def test_without_a_scenario_nothing_belongs_anywhere() -> None:
    steps = Steps()
    assert names(steps, at(1), at(2)) == ["", ""]
    assert (steps.seen().outside, steps.seen().planned, steps.seen().steps) == (2, False, ())


def test_times_of_the_file() -> None:
    steps = timed(Step("a", start=10, end=20), Step("b", start=30), Step("c", start=40, end=50), Step("d"))
    times = [(9.9, ""), (10, "a"), (20, "a"), (20.1, ""), (30, "b"), (39.9, "b"), (40, "c"), (51, "b"), (0, "")]
    # after the end of c the open step b would be meant again, but it ended when c began
    expected = [name if time != 51 else "" for time, name in times]
    assert names(steps, *(at(time) for time, _ in times)) == expected
    seen = {s.step.id: s for s in steps.seen().steps}
    assert (seen["a"].exchanges, seen["a"].first, seen["a"].last, seen["a"].executed) == (2, 10, 20, True)
    assert not seen["d"].executed
    assert steps.seen().outside == 4


def test_devices_that_act_at_once() -> None:
    steps = timed(Step("a", start=10, end=20, client="192.0.2.1"), Step("b", start=10, end=20, client="192.0.2.2"))
    assert names(steps, at(12, client="192.0.2.2"), at(12, client="192.0.2.1"), at(12, client="192.0.2.3"), at(12)) \
        == ["b", "a", "", ""]


def test_marks_hold_until_the_next_and_until_an_end() -> None:
    steps = Steps()
    found = names(steps, at(1), mark(2, "step=login&actor=pupil"), at(3), mark(4, "step=oefenen"), at(5),
                  mark(6, "end=oefenen"), at(7))
    assert found == ["", "login", "oefenen", ""]
    seen = steps.seen()
    assert [(s.step.id, s.step.actor, s.marked) for s in seen.steps] == \
        [("login", "pupil", True), ("oefenen", "", True)]
    assert (seen.marks, seen.outside, seen.planned) == (3, 2, False)


def test_a_mark_names_a_step_of_the_file_and_goes_before_times() -> None:
    steps = timed(Step("a", title="A", actor="pupil", marker="m", start=1, end=100), Step("b", actor="teacher"))
    found = names(steps, at(2), mark(3, "step=b&actor=pupil"), at(4), mark(5, "step=m"), at(6), at(101))
    assert found == ["a", "b", "a", ""]
    assert [s.step.actor for s in steps.seen().steps] == ["pupil", "teacher"]  # the file says who, not the mark


def test_a_marked_step_without_traffic_was_executed() -> None:
    steps = timed(Step("a"))
    names(steps, mark(3, "step=a"))
    (seen,) = steps.seen().steps
    assert (seen.executed, seen.exchanges) == (True, 0)


def test_marks_speak_of_their_own_capture() -> None:
    steps = Steps()
    assert names(steps, mark(1, "step=x", "a"), at(2, capture="a"), at(2, capture="b")) == ["x", ""]


def test_a_mark_is_no_traffic_and_speaks_of_its_own_exchange_as_a_header() -> None:
    steps = Steps()
    carrying = replace(at(5), request_headers=(("X-Leerlek-Step", "a; actor=pupil"),))
    assert names(steps, carrying, at(6), carrying) == ["a", "a", "a"]
    assert len(steps.marks) == 1, "what is known is not told again"
    assert steps.seen().marks == 0


@pytest.mark.parametrize("exchanges", [
    [at(5), at(3), mark(4, "step=x")],  # packets come connection by connection
    [at(5), mark(5, "step=x"), at(3)],
])
def test_a_mark_that_comes_late_asks_for_another_round(exchanges: list[Exchange]) -> None:
    first = Steps()
    assert "x" not in names(first, *exchanges)
    assert first.outran
    again = Steps(None, first.marks)
    assert names(again, *exchanges).count("x") == 1
    assert not again.outran
    assert again.seen().marks == 1


def test_a_name_that_was_looked_up_is_a_mark_and_no_recipient() -> None:
    steps = Steps()
    assert steps.note(Note(Gap.DNS_LOOKUP, "a", "login.pupil." + HOST, time=2.0))
    assert steps.note(Note(Gap.HTTP_NO_RESPONSE, "a", HOST))
    assert not steps.note(Note(Gap.DNS_LOOKUP, "a", "api.example"))
    assert names(steps, at(1), at(3)) == ["", "login"]


def test_captures_without_times_go_by_order() -> None:
    assert names(Steps(), at(0), mark(0, "step=a"), at(0), mark(0, "step=b"), at(0)) == ["", "a", "b"]


def test_what_a_step_must_show() -> None:
    steps = timed(Step("a", start=1, expected=(Category.ECKID, Category.GEO)))
    names(steps, at(2))
    seen = Detection(Category.ECKID, 1.0, "r", "request", "body", "/e", "/e", "*", "f")
    facts = ExchangeFacts("e", "a", 1, 2.0, "", "GET", "https", "api.example", 443, "/", "GET /", 200, step="a")
    steps.show(Observation(facts, (seen,)))
    (row,) = steps.seen().steps
    assert row.missing == (Category.GEO,)


def test_many_steps_are_bounded() -> None:
    steps = Steps()
    names(steps, *(mark(n + 1, f"step=s{n}") for n in range(MAX_STEPS + 50)))
    assert len(steps.seen().steps) == MAX_STEPS


def test_what_a_mark_says_is_shown_only_where_it_names_nobody() -> None:
    def ordinary(text: str) -> bool:
        return "kanarie" not in text.lower()

    steps = Steps(Scenario("t", (Step("toets-kanarie", "Toets"),)), is_ordinary=ordinary)
    for told in ("step=kim-kanarie&title=Kim+Kanarie&subject=kanarie", "step=inloggen&title=Inloggen",
                 "step=kim-kanarie", "step=toets-kanarie"):
        steps.is_mark(mark(0, told))
    seen = [(each.step.id, each.step.title, each.step.subject) for each in steps.seen().steps]
    assert seen == [("toets-kanarie", "Toets", ""), ("stap-1", "", ""), ("inloggen", "Inloggen", "")]
