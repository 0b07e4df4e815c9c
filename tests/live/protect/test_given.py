"""Pseudonyms that were given are read by the process that comes next, also after a kill and on a full disk."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from scanner.detect import Key
from scanner.live.protect.given import Given
from scanner.live.protect.guard import Guard
from scanner.live.protect.talk import Briefing, Question
from scanner.live.sealed import SealedWriter
from scanner.model import Body, Exchange, Protecting
from scanner.run import Options

KEY = b"k" * 32


def test_what_was_written_is_there_for_the_next(tmp_path: Path) -> None:
    first = Given(tmp_path, KEY)
    assert list(first.before()) == []
    for record in (b"a" * 24, b"b" * 24):
        first.write(record)
    with next(tmp_path.iterdir()).open("ab") as file:
        file.write(b"\0\0")  # a kill while writing
    second = Given(tmp_path, KEY)
    assert list(second.before()) == [b"a" * 24, b"b" * 24]
    second.write(b"c" * 24)
    assert list(Given(tmp_path, KEY).before()) == [b"a" * 24, b"b" * 24, b"c" * 24]
    assert list(Given(tmp_path, b"x" * 32).before()) == []


def test_without_room_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: SealedWriter, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    given = Given(tmp_path, KEY)
    monkeypatch.setattr(SealedWriter, "append", full)
    given.write(b"a")
    given.write(b"b")
    assert list(given.before()) == []


@pytest.mark.slow
def test_a_judge_that_is_back_gives_nobody_the_pseudonym_of_another(tmp_path: Path) -> None:
    """Of a hundred and fifty numbers of three digits a tenth draw the same pseudonym as another."""

    def replaced(numbers: list[int]) -> dict[int, str]:
        guard = Guard(Briefing(Options(mode="test"), Key(KEY, "file"), Protecting(None, (), ("a.example",)), tmp_path))
        found = {}
        for number in numbers:
            body = b'{"leerlingnummer": "%d"}' % number
            answer = guard.answer(Question(1, Exchange(
                "r", "live", "http/1.1", "POST", "https", "a.example", 443, "/", 0, 1.0,
                (("Content-Type", "application/json"),), Body(body, len(body))), block=False, pseudonymise=True))
            assert answer.changes is not None and answer.changes.body is not None
            found[number] = answer.changes.body.decode().split('"')[3]
        return found

    first = replaced(list(range(100, 180)))
    second = replaced(list(range(240, 90, -1)))
    assert len(set(second.values())) == len(second) and first.items() <= second.items()
