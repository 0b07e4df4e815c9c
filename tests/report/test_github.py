"""Annotations for GitHub: read back by the rules of the runner, no command of the capture's, no more than is shown."""

import copy
import re
from collections import Counter
from typing import Any

import builders
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.report.github import MOST, command, without_commands, workflow_commands

COMMANDS = ("::error::", "::warning file=a,line=1::", "::set-output name=x::y", "::add-mask::x", "::stop-commands::x",
            "::group::x", "  ::error::x", "\t::debug::x", "##[error]x", "text ##[command]x", "##vso[task.setvariable]x",
            "%0A::error::x", "a%0D%0A::error::x", "x\n::error::y", "x\r::error::y", "x\u2028::error::y", "###[error]x",
            "#" * 9 + "[error]")
"""What a capture could hold to be read as a command."""


def taken(line: str) -> str | None:
    """The name of the command that the runner finds in a line of the log, by its source: ``ActionCommand``."""
    trimmed = line.lstrip()
    if trimmed.startswith("::") and (end := trimmed.find("::", 2)) > 0:
        return trimmed[2:end].split(" ")[0]
    legacy = line.find("##[")
    if legacy >= 0 and (end := line.find("]", legacy)) > 0:
        return line[legacy + 3:end].split(" ")[0]
    return None


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Level, properties and message of a command, unescaped as the runner does it."""
    found = re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line)
    assert found is not None, line
    properties = dict(each.split("=", 1) for each in (found[2] or "").split(",") if each)
    return found[1], {name: unescaped(value) for name, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_the_reader_of_these_tests_sees_commands() -> None:
    lines = ("::error::x", " ::add-mask::x", "text ##[command]x", "plain ::error::", "# #[x]")
    assert [taken(line) for line in lines] == ["error", "add-mask", "command", None, None]


def test_an_annotation_points_at_the_entry_and_says_what_to_do() -> None:
    lines = workflow_commands(builders.sample_document(), "en", "midden")
    level, properties, message = parsed(lines[0])
    assert level == "error"
    assert properties == {"file": "opnames/les1.har", "line": "9120",
                          "title": "IDN-001 BSN outside statutory recipient (critical)"}
    for part in ("→ crash.example", "Masked: ", "Advice: ", "leerlek explain F-"):
        assert part in message


@pytest.mark.parametrize(("fail_on", "levels"), [
    ("kritiek", {"error": 1}), ("midden", {"error": 4}), ("", {}), ("info", {"error": 5}),
])
def test_what_fails_the_build_is_an_error(fail_on: str, levels: dict[str, int]) -> None:
    lines = workflow_commands(builders.sample_document(), "nl", fail_on)
    found = Counter(parsed(line)[0] for line in lines)
    open_ones = [f for f in builders.sample_document()["findings"] if not f["exception"]]
    order = ["kritiek", "hoog", "midden", "laag", "info"]
    failing = [f for f in open_ones if fail_on and order.index(f["severity"]) <= order.index(fail_on)]
    assert found["error"] == len({(f["rule"], f["recipient"]) for f in failing})
    assert bool(found["error"]) == bool(levels)


def test_coverage_that_is_limited_is_a_warning() -> None:
    level, _, message = parsed(workflow_commands(builders.empty_document(), "en", "midden")[0])
    assert (level, message) == ("warning", "No traffic was read.")


def test_no_more_than_the_platform_shows_and_the_rest_is_counted() -> None:
    document = builders.sample_document()
    row = next(f for f in document["findings"] if not f["exception"])
    document["findings"] = [{**copy.deepcopy(row), "id": f"F-{n}", "recipient": f"r{n}.example"} for n in range(25)]
    lines = workflow_commands(document, "en", "info")
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == MOST
    assert parsed(errors[-1])[2] == f"{25 - MOST + 1} more are in the summary and the report."
    assert all(len(line) < 4096 for line in lines)


def test_suppressed_findings_are_no_annotations() -> None:
    document = builders.sample_document()
    for f in document["findings"]:
        f["exception"] = "uitz-1"
    assert not [line for line in workflow_commands(document, "nl", "info") if line.startswith("::error")]


def hostile() -> dict[str, Any]:
    document = builders.hostile_document([*builders.HOSTILE, *COMMANDS])
    for f in document["findings"]:
        f["exception"] = ""
        f["texts"] = {lang: {**f["texts"][lang], "title": f["host"], "remediation": f["host"]} for lang in ("nl", "en")}
    return document


@pytest.mark.parametrize("fail_on", ["", "info"])
def test_a_capture_gives_no_command_of_its_own(fail_on: str) -> None:
    lines = workflow_commands(hostile(), "nl", fail_on)
    assert lines
    for line in lines:
        assert taken(line) in {"error", "warning", "notice"}
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        _, properties, message = parsed(line)
        assert set(properties) <= {"file", "line", "title"}
        assert not properties.get("file", "x").startswith(("/", ".."))
        assert not [part for part in message.split("\n") if taken(part)]


@given(st.text(), st.text(), st.text())
@example("x::y,line=9", "a,file=/etc/passwd::b", "%0A::error::x\r\n::add-mask::y")
def test_every_text_comes_back_from_a_command_as_text(file: str, title: str, message: str) -> None:
    line = command("notice", message, file=file, title=title, line=3)
    assert len(line.splitlines()) <= 1 and "##" not in line
    level, properties, told = parsed(line)
    assert (level, set(properties) - {"file", "line", "title"}) == ("notice", set())
    assert len(told) <= 2000 + 2 * len(message.splitlines())


@given(st.one_of(st.text(), st.sampled_from(COMMANDS), st.text(alphabet=":#[] x")))
def test_a_line_of_text_holds_no_command(text: str) -> None:
    for line in text.split("\n"):
        assert taken(without_commands(line)) is None
