"""A process that was started by ``leerlek proxy`` ends when that is gone, and only then."""

from __future__ import annotations

import asyncio
import os

import pytest

from scanner.live.parent import VARIABLE, follow_parent


def test_it_is_told_when_the_other_end_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    watched, held = os.pipe()
    monkeypatch.setenv(VARIABLE, str(watched))
    told: list[str] = []

    async def follow() -> None:
        follow_parent(asyncio.get_running_loop(), lambda: told.append("gone"))
        await asyncio.sleep(0)
        assert told == []
        os.close(held)
        for _ in range(10):
            await asyncio.sleep(0)

    asyncio.run(follow())
    os.close(watched)
    assert told == ["gone"]
    assert VARIABLE not in os.environ, "its own children follow it, not its parent"


@pytest.mark.parametrize("number", ["", "x", "²"])
def test_a_process_that_was_started_otherwise_follows_nobody(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, number)

    async def follow() -> None:
        follow_parent(asyncio.get_running_loop(), lambda: None)

    asyncio.run(follow())
