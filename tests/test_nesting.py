"""Settings files that are nested without end are refused in a line, and no other file is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scanner.detect.subjects import load_subjects
from scanner.errors import UsageError
from scanner.judge import load_policy
from scanner.nesting import DEEPEST, refuse_deep

DEEP = {
    "brackets": "a: " + "[" * 50_000,
    "brackets that end": "a: " + "[" * 5_000 + "]" * 5_000,
    "braces": "{a: " * 20_000,
    "indents": "\n".join(" " * number + "a:" for number in range(1_500)),
    "dashes": "- " * 20_000 + "a",
    "lists in maps at one indent": "\n".join(f"{' ' * number}a:\n{' ' * number}- b:" for number in range(0, 800, 2)),
    "questions": "? " * 20_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_too_deep_is_refused(name: str) -> None:
    with pytest.raises(yaml.YAMLError):
        refuse_deep(DEEP[name])


@pytest.mark.parametrize("name", DEEP)
def test_files_of_users_are_refused_in_a_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(DEEP[name], "utf-8")
    for load in (load_subjects, load_policy):
        with pytest.raises(UsageError, match="not valid YAML"):
            load(path)


@pytest.mark.parametrize("text", [
    "", "a: b", "a: [1, {b: 2}]", "[" * DEEPEST + "]" * DEEPEST, "a: [" + "[1], " * 5_000 + "]", "- a\n" * 5_000,
    "a: |\n" + " " * 300 + "far to the right", "# " + "[" * 10_000, "a: '" + "[{" * 10_000 + "'",
])
def test_what_is_not_is_let_through(text: str) -> None:
    refuse_deep(text)
