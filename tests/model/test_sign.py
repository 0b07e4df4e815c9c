"""Signs: the one table of codes, and what a sign refuses."""

import json
import pickle
import re
from importlib import resources

import pytest

from scanner.model import SIGNS, Sign


def test_every_code_has_both_labels() -> None:
    for code, label in SIGNS.items():
        assert re.fullmatch(r"[a-z-]+\.[a-z-]+", code)
        assert label.nl
        assert label.en
    assert list(SIGNS) == sorted(SIGNS)


def test_a_code_that_is_not_in_the_table() -> None:
    with pytest.raises(ValueError, match=r"'cookie\.pink' is no sign"):
        Sign("cookie.pink", "response", "cookie.sid")


def test_goes_to_another_process() -> None:
    sign = Sign("cookie.lifetime", "response", "cookie.sid", "", "session", 400)
    assert pickle.loads(pickle.dumps(sign)) == sign


def test_the_schema_of_rules_knows_every_code() -> None:
    schema = json.loads(resources.files("scanner.schemas").joinpath("rule.schema.json").read_text("utf-8"))
    assert schema["$defs"]["signcode"]["anyOf"][0]["enum"] == list(SIGNS)
