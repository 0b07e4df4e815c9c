"""What waits in visits is bounded over all of them: where nothing came for longest it is let go first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from scanner.judge import visits as module
from scanner.judge.visits import Progress, Visit, Visits, Waiting


def test_the_oldest_let_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 5)
    visits = Visits()
    made = [Visit() for _ in range(4)]
    for number, visit in enumerate(made):
        visits._visits["party", f"key {number}"] = visit
        visit.progress[0] = Progress([False], waiting=[cast(Waiting, object())] * 2)
    visits._visits["party", "another key"] = made[1]  # seen again
    visits._let_go()
    assert [len(visit.progress[0].waiting) for visit in made] == [0, 2, 0, 2]


def test_it_is_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_EVERY", 3)
    monkeypatch.setattr(module, "_keys", lambda *_: ("key",))
    looked: list[int] = []
    visits = Visits()
    monkeypatch.setattr(visits, "_let_go", lambda: looked.append(visits._found))
    facts: Any = SimpleNamespace(session="")
    context: Any = SimpleNamespace(party=SimpleNamespace(key="party"))
    for _ in range(7):
        visits.find((), facts, context)
    assert looked == [3, 6]
