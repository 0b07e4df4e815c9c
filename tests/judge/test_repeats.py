"""What only several exchanges show: bounds, and who counts as another pupil. Examples of the rules show the rest."""

import pytest
from judge_builders import FILE

from scanner.judge import repeats
from scanner.judge.examples import observation
from scanner.judge.repeats import Owner, Repeats


def signs(seen: Repeats, exchange: dict[str, object]) -> set[str]:
    one = observation(exchange, 1, (), FILE)
    return {sign.code for sign in seen.see(one.facts, one.detections, "party").signs}


@pytest.mark.parametrize(("one", "two", "another"), [
    (Owner("leerling-01", "a", "x"), Owner("leerling-02", "a", "x"), True),
    (Owner("leerling-01", "a", "x"), Owner("leerling-01", "b", "y"), False),
    (Owner("", "a", "x"), Owner("", "b", "y"), True),
    (Owner("", "a", "x"), Owner("", "b", "x"), False),  # one device: the same pupil may have come back
    (Owner("", "a", "x"), Owner("", "a", "y"), False),
    (Owner("leerling-01", "a", "x"), Owner("", "", "y"), False),  # nobody is known to be logged in
])
def test_who_is_another(one: Owner, two: Owner, another: bool) -> None:
    assert one.is_another(two) is another
    assert two.is_another(one) is another


MINE = {"to": "GET api.rekenen.example/mij", "actor_subject": "leerling-01", "session": "s1",
        "response": ["body:/naam name.full value=a"]}
THEIRS = {**MINE, "actor_subject": "leerling-02", "session": "s2", "signs": ["header.age: cache.hit"]}


@pytest.mark.parametrize(("change", "said"), [
    ({}, True),
    ({"signs": []}, False),
    ({"to": "GET api.rekenen.example/jij"}, False),
    ({"to": "POST api.rekenen.example/mij"}, False),
    ({"response": ["body:/naam name.full value=b"]}, False),
    ({"response": ["body:/naam name.full value=a conf=0.5"]}, False),
    ({"response": ["body:/school edu.school value=a"]}, False),
])
def test_an_answer_for_somebody_else(change: dict[str, object], said: bool) -> None:
    seen = Repeats()
    signs(seen, MINE)
    assert ("cache.other-pupil" in signs(seen, {**THEIRS, **change})) is said


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MAX_ADDRESSES", 1)
    seen = Repeats()
    signs(seen, MINE)
    signs(seen, {**MINE, "to": "GET api.rekenen.example/ander"})
    assert "cache.other-pupil" not in signs(seen, THEIRS)


def login(name: str, word: str) -> dict[str, object]:
    return {"to": "POST api.rekenen.example/login", "request": [f"body:/naam id.login value={name}",
                                                                f"body:/wachtwoord secret.credential value={word}"]}


def test_names_of_other_passwords_do_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Repeats()
    assert [signs(seen, login(name, word)) for name, word in ("ax", "bx", "cy", "ax", "cx")] == [
        set(), set(), set(), set(), {"password.shared"}]
    monkeypatch.setattr(repeats, "MAX_PASSWORDS", 1)
    signs(seen, login("a", "z"))
    assert signs(seen, login("d", "x")) == set()  # what it knew of x is forgotten
