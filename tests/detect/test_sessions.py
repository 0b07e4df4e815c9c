"""What one exchange says of a session's owner holds for the session."""

from __future__ import annotations

from builders import detection, facts
from detect_builders import JURRE, SANNE, subjects

from scanner.detect.sessions import Sessions
from scanner.model import Observation


def test_actor_and_owner_are_remembered() -> None:
    sessions = Sessions(subjects(SANNE, JURRE))
    sessions.apply(Observation(facts(session="s1", actor="", actor_subject="leraar-01")))
    later = sessions.apply(Observation(facts(session="s1", actor=""), (detection(subject=""), detection(subject="~a"))))
    assert (later.facts.actor, later.facts.actor_subject) == ("teacher", "leraar-01")
    assert [each.subject for each in later.detections] == ["leraar-01", "~a"]


def test_other_sessions_are_not_touched() -> None:
    sessions = Sessions()
    sessions.apply(Observation(facts(session="s1", actor="pupil", actor_subject="~a")))
    other = Observation(facts(session="s2", actor=""), (detection(subject=""),))
    assert sessions.apply(other) is other
    none = Observation(facts(session="", actor=""), (detection(subject=""),))
    assert sessions.apply(none) is none


def test_a_known_subject_is_not_replaced_by_an_unknown_one() -> None:
    sessions = Sessions(subjects())
    sessions.apply(Observation(facts(session="s", actor="", actor_subject="leerling-01")))
    again = sessions.apply(Observation(facts(session="s", actor="", actor_subject="~abc")))
    assert (again.facts.actor, again.facts.actor_subject) == ("pupil", "leerling-01")


def test_a_role_holds_without_an_owner() -> None:
    sessions = Sessions()
    sessions.apply(Observation(facts(session="s", actor="teacher")))
    assert sessions.apply(Observation(facts(session="s", actor=""))).facts.actor == "teacher"


def test_one_shot_sessions_stop_being_remembered_at_a_bound() -> None:
    sessions = Sessions()
    for number in range(50_010):
        sessions.apply(Observation(facts(session=str(number), actor="pupil", actor_subject="~a")))
    assert len(sessions._owners) == len(sessions._actors) == 50_000
