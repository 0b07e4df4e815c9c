"""Bars: silent where nobody looks, with rate and time left where somebody does."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from har_builders import entry, har

from scanner.cli import progress
from scanner.cli.progress import bar, left, plain, progress_bar
from scanner.run import Options, scan


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("elapsed", "share", "text"), [
    (10.0, 0.5, "0:10"), (60.0, 0.25, "3:00"), (3600.0, 0.25, "3:00:00"), (10.0, 1.0, ""),
    (0.5, 0.5, ""), (10.0, 0.0, ""), (10.0, 0.001, ""),
])
def test_the_time_left(elapsed: float, share: float, text: str) -> None:
    assert left(elapsed, share) == text


def test_nothing_is_shown_to_a_pipe_or_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress_bar(quiet=False) as update:
        assert update is None
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(quiet=True) as update:
        assert update is None


def test_a_terminal_shows_what_how_far_and_how_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "EVERY", 0.0)
    now = iter(float(second) for second in range(1000))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(now)))
    with progress_bar(quiet=False) as update:
        assert update is not None
        for count in range(1, 11):
            update("lesson.har", count * 20, count / 10)
    said = terminal.getvalue()
    assert "lesson.har" in said
    assert "40%" in said
    assert "/s" in said
    assert "0:" in said


def test_time_goes_by_where_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with bar(ticking=True) as update:
        assert update is not None
        update("pdf", 0.0, "1/2")
    assert "0:00:00" in terminal.getvalue()
    assert "1/2" in terminal.getvalue()


def test_a_hostile_name_does_not_act(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain("a\x1b[31m[bold]b") == "a?(31m(bold]b"
    assert len(plain("x" * 300)) == 40
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    with bar() as update:
        assert update is not None
        update("[/nothing]\x1b]0;title\x07", 0.5, "")
    assert "\x1b]0;" not in terminal.getvalue()


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.long), 2])
def test_a_capture_is_as_far_as_its_exchanges_are_judged(jobs: int, tmp_path: Path) -> None:
    """Not as far as it was read: workers are given many exchanges ahead."""
    capture = har(tmp_path / "c.har", [entry(f"https://a.example/{n}", answer={"n": n, "x": "a" * 12_000})
                                         for n in range(600)])
    shares: list[float] = []
    scan([capture], Options(key_file=tmp_path / "key", jobs=jobs),
         lambda label, count, share: shares.append(share))
    assert shares == sorted(shares) and len(shares) == 600
    assert shares[300] == pytest.approx(0.5, abs=0.25)


def test_the_end_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with bar() as update:
        assert update is not None
        for count in range(500):
            update("c.har", 1.0, str(count))
    assert terminal.getvalue().count("c.har") < 10
