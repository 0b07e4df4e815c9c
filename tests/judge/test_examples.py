"""The runner of examples reports what an author did wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.judge import load_rule, run_examples
from scanner.judge.files import rules_folder
from scanner.judge.rule import Rule

ENOUGH = """
fire:
  - {note: one, exchanges: [{to: "GET api.rekenen.example/x", response: ["body:/n name.full"]}]}
  - note: two
    expect: {severity: midden}
    exchanges: [{to: "GET api.rekenen.example/x", response: ["body:/n name.full"]}]
silent:
  - {note: a, exchanges: []}
  - {note: b, exchanges: []}
  - {note: c, exchanges: []}
  - {note: d, exchanges: []}
"""


def rule_with(tmp_path: Path, examples: str) -> Rule:
    (tmp_path / "MIN-003.examples.yaml").write_text(examples)
    return replace(load_rule(rules_folder() / "min" / "MIN-003.yaml"), path=tmp_path / "MIN-003.yaml")


def test_examples_that_do_what_they_say(tmp_path: Path) -> None:
    assert run_examples(rule_with(tmp_path, ENOUGH)) == []


@pytest.mark.parametrize(("old", "new", "says"), [
    ("severity: midden", "severity: hoog", "severity is midden, expected hoog"),
    ("body:/n name.full", "body:/n name.given", "does not fire"),
    ("{note: a, exchanges: []}",
     '{note: a, exchanges: [{to: "GET api.rekenen.example/x", response: ["body:/n name.full"]}]}', "fires: midden"),
    ("  - {note: d, exchanges: []}\n", "", "3 examples, at least 4"),
    ("expect: {severity: midden}", "expect: {findings: 2}", "1 findings, expected 2"),
    ("expect: {severity: midden}", "expect: {status: gedekt}", "status is 'open'"),
])
def test_failures(tmp_path: Path, old: str, new: str, says: str) -> None:
    failures = run_examples(rule_with(tmp_path, ENOUGH.replace(old, new)))
    assert any(says in str(failure) for failure in failures)


@pytest.mark.parametrize(("old", "new", "says"), [
    ("fire:", "fires:", "'fire' and 'silent'"),
    ("note: one, exchanges", "note: one, exchange", "did you mean 'exchanges'?"),
    ("body:/n name.full", "body:/n", "part:pointer category"),
    ("body:/n name.full", "body:/n name.full abuot=pupil", "did you mean 'about'?"),
    ('to: "GET api', 'too: "GET api', "did you mean 'to'?"),
])
def test_mistakes_in_the_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run_examples(rule_with(tmp_path, ENOUGH.replace(old, new, 1)))


def test_no_examples_at_all(tmp_path: Path) -> None:
    rule = replace(load_rule(rules_folder() / "min" / "MIN-003.yaml"), path=tmp_path / "MIN-003.yaml")
    with pytest.raises(UsageError, match=r"no file MIN-003\.examples\.yaml"):
        run_examples(rule)
