"""Requests to the proxy: whole, in order, once; what is no request changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.judge import Mark, mark_of
from scanner.live.control import MAX_TITLE, Command, Control, mark


@pytest.mark.parametrize(("data", "command"), [
    ({"do": "mark", "title": " Toets ", "actor": "pupil"}, Command("mark", "Toets", "pupil")),
    ({"do": "mark"}, Command("mark")),
    ({"do": "pause"}, Command("pause")),
    ({"do": "stop", "more": 1}, Command("stop")),
])
def test_requests(data: object, command: Command) -> None:
    assert Command.parse(data) == command


@pytest.mark.parametrize("data", [
    None, [], "stop", {}, {"do": "kill"}, {"do": ["stop"]}, {"do": "mark", "title": 3},
    {"do": "mark", "title": "x" * (MAX_TITLE + 1)}, {"do": "mark", "title": "a\nb"},
    {"do": "mark", "title": "a\x1b[2J"},
    {"do": "mark", "actor": "root"}, {"do": "mark", "actor": ["pupil"]},
])
def test_no_requests(data: object) -> None:
    with pytest.raises(ValueError, match=r"do|title|actor"):
        Command.parse(data)


def test_they_are_taken_once_and_in_order(tmp_path: Path) -> None:
    asking, taking = Control(tmp_path), Control(tmp_path)
    assert taking.take() == []
    commands = [Command("mark", f"stap {number}") for number in range(20)]
    for command in commands:
        asking.ask(command)
    assert taking.take() == commands
    assert taking.take() == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"do": "kill"}', b"\xff\xfe", b'{"do":"mark","title":' * 2000])
def test_what_is_no_request_is_taken_away(content: bytes, tmp_path: Path) -> None:
    control = Control(tmp_path)
    control.ask(Command("pause"))
    (tmp_path / "requests" / "00000000000000000000-1.json").write_bytes(content)
    (tmp_path / "requests" / ".draft.json").write_text(json.dumps({"do": "stop"}), encoding="utf-8")
    assert control.take() == [Command("pause")], "and a draft is no request yet"
    assert control.take() == []


def test_after_the_end_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="requests"):
        Control(tmp_path / "gone").ask(Command("stop"))


def test_a_pause_outlives_the_proxy(tmp_path: Path) -> None:
    Control(tmp_path).pause(on=True)
    assert Control(tmp_path).paused
    Control(tmp_path).pause(on=False)
    Control(tmp_path).pause(on=False)
    assert not Control(tmp_path).paused


@pytest.mark.parametrize(("command", "step", "actor", "title"), [
    (Command("mark", "Toets & meer? #1 = ja", "pupil"), "stap-", "pupil", "Toets & meer? #1 = ja"),
    (Command("mark", "Uitloggen"), "stap-", "", "Uitloggen"),
    (Command("mark"), "", "", ""),
])
def test_a_mark_is_read_as_that_of_a_tester(command: Command, step: str, actor: str, title: str) -> None:
    found = mark_of(mark(command, 1_700_000_000.0))
    assert isinstance(found, Mark)
    assert found.step.startswith(step)
    assert bool(found.step) == bool(title)
    assert (found.actor, found.title, found.time) == (actor, title, 1_700_000_000.0)
