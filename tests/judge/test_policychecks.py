"""What only a whole policy shows: domains of two recipients, parts that no message has, rules that there are not."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.errors import UsageError
from scanner.judge import load_policy
from scanner.judge.files import rules_folder

EXAMPLE: dict[str, Any] = yaml.safe_load((rules_folder() / "policies" / "voorbeeld.yaml").read_text("utf-8"))


def written(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(EXAMPLE | changes, sort_keys=False, default_flow_style=False), "utf-8")
    return path


def excepted(**changes: str) -> list[dict[str, Any]]:
    return [EXAMPLE["exceptions"][0] | changes]


@pytest.mark.parametrize("part", ["body", "body.json", "url.query", "header.referer", "cookie.*", "*",
                                  "body.json:/leerlingen/*/nummer", "b*"])
def test_parts_that_there_are(tmp_path: Path, part: str) -> None:
    assert load_policy(written(tmp_path, exceptions=excepted(part=part))).exceptions[0].part == part


@pytest.mark.parametrize(("part", "hint"), [("bdy", "did you mean 'body'?"), ("query", "use body, cookie"),
                                            ("headers.referer", "did you mean 'header'?")])
def test_a_part_that_there_is_not(tmp_path: Path, part: str, hint: str) -> None:
    with pytest.raises(UsageError) as told:
        load_policy(written(tmp_path, exceptions=excepted(part=part)))
    assert "exceptions[0].part" in str(told.value) and hint in str(told.value)
    assert f"{written(tmp_path)}:" in str(told.value)


def test_a_rule_that_there_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, exceptions=excepted(rule="IDN-099"))
    assert load_policy(path).exceptions[0].rule == "IDN-099", "who knows no rules cannot tell"
    with pytest.raises(UsageError, match=r"exceptions\[0\]\.rule: there is no rule IDN-099; did you mean 'IDN-00\d'"):
        load_policy(path, {"IDN-009", "MIN-001"})


def test_a_domain_of_two_recipients(tmp_path: Path) -> None:
    recipients = [dict(each) for each in EXAMPLE["recipients"]]
    recipients[1]["domains"] = recipients[0]["domains"]
    with pytest.raises(UsageError, match=r"recipients\[1\]\.domains\[0\]: .* is the domain of 'rekenen' already"):
        load_policy(written(tmp_path, recipients=recipients))
    recipients[1]["domains"] = ["crash.rekenen.example"]  # the more specific one goes first
    assert len(load_policy(written(tmp_path, recipients=recipients)).recipients) == 2
