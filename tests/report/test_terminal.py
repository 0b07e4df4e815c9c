"""The terminal report: readable, inert, never without its coverage; a golden keeps its shape."""

import io
from pathlib import Path
from typing import Any

import builders
import pytest
from rich.console import Console

from scanner.report import render, render_terminal
from scanner.report.terminal import MOST_ROWS

GOLDEN = Path(__file__).parent / "golden"


def shown(document: dict[str, Any], lang: str = "nl", width: int = 160, **options: Any) -> str:
    out = io.StringIO()
    render_terminal(document, Console(file=out, width=width, legacy_windows=False, **options), lang)
    return out.getvalue()


@pytest.mark.parametrize("name", ["sample", "quiet", "empty"])
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_coverage_is_always_there(name: str, lang: str, width: int) -> None:
    document = {
        "sample": builders.sample_document(),
        "quiet": builders.quiet_document(),
        "empty": builders.empty_document(),
    }[name]
    text = shown(document, lang, width)
    assert ("Dekking: conclusie beperkt" if lang == "nl" else "Coverage: conclusion limited") in text
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 160])
def test_hostile_names_come_out_inert(width: int) -> None:
    text = shown(builders.hostile_document(), width=width) + render(builders.hostile_document(), "text", "nl").decode()
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    assert "[red]" in text, "rich's own markup is shown, not obeyed"


def test_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert "\x1b" not in shown(builders.sample_document())
    assert "\x1b[" in shown(builders.sample_document(), force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = shown(builders.sample_document(), force_terminal=True, color_system="standard")
    assert "\x1b[31" not in coloured
    assert "\x1b[1;31" not in coloured


def test_a_redirected_report_is_plain_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b" not in render(builders.sample_document(), "text", "nl")


def test_places_of_one_rule_at_one_recipient_stand_together() -> None:
    findings = [builders.finding(id=f"F-{n}", endpoint=f"GET /pad/{n}", count=2) for n in range(4)]
    text = shown(builders.sample_document(findings=findings))
    assert text.count("MIN-001") == 1
    assert "en nog 3 plaatsen" in text
    assert "8×" in text
    assert render(builders.sample_document(findings=findings), "text", "nl").decode().count("MIN-001") == 4


def test_what_is_not_shown_is_counted() -> None:
    findings = [builders.finding(id=f"F-{n}", recipient=f"r{n:04d}") for n in range(MOST_ROWS + 7)]
    document = builders.sample_document(findings=findings)
    assert "en nog 7;" in shown(document)
    assert "en nog 7;" not in render(document, "text", "nl").decode()


@pytest.mark.parametrize(
    ("name", "fmt", "lang"),
    [
        ("terminal-nl.txt", "text", "nl"),
        ("terminal-en.txt", "text", "en"),
        ("result.sarif", "sarif", "nl"),
        ("result.json", "json", "nl"),
    ],
)
def test_golden(name: str, fmt: str, lang: str, request: pytest.FixtureRequest) -> None:
    """``pytest tests/report --update-golden`` writes them anew."""
    made = render(builders.sample_document(lang), fmt, lang)
    path = GOLDEN / name
    if request.config.getoption("--update-golden", default=False):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made)
    assert made.decode() == path.read_text("utf-8"), (
        "run: pytest tests/report --update-golden, and look at the difference"
    )
