"""An expected pseudonym that was not seen: said only where it should have shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanner.judge.examples import run_examples
from scanner.judge.expected import Expected
from scanner.judge.files import rules_folder
from scanner.judge.loading import load_rules
from scanner.judge.policyfile import load_policy
from scanner.judge.yamlfile import YamlFile

VOORBEELD = rules_folder() / "policies" / "voorbeeld.yaml"


def policy(tmp_path: Path, **pseudonym: Any) -> Any:
    import yaml

    data: Any = YamlFile(VOORBEELD).data
    data["pseudonym"] |= pseudonym
    file = tmp_path / "policy.yaml"
    file.write_text(yaml.safe_dump(data), "utf-8")
    return load_policy(file)


@pytest.mark.parametrize(("pseudonym", "asked"), [
    ({"expected": "eckid"}, True),
    ({"expected": "pairwise"}, True),
    ({"expected": "none"}, False),
    ({"channels": ["server"]}, False),  # never on the device, so never in a capture of one
    ({"channels": ["device"]}, True),
    ({"channels": []}, True),
])
def test_when_it_is_asked(tmp_path: Path, pseudonym: dict[str, Any], asked: bool) -> None:
    assert Expected(policy(tmp_path, **pseudonym)).asked is asked


def test_the_default_policy_promises_nothing() -> None:
    assert not Expected(load_policy(None)).asked


def test_the_examples_of_its_rule() -> None:
    (rule,) = [rule for rule in load_rules() if (rule.parameters or {}).get("check") == "pseudonym"]
    assert run_examples(rule) == []
