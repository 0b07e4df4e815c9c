"""Who can join what, as a table in the page and as lines on a terminal; old results without it stay as they are."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import Any

import builders
import jsonschema
import pytest

from scanner.report import render

LINKAGE: dict[str, Any] = {
    "holders": [{"recipient": "rekenen", "subjects": 2,
                 "profiles": [{"categories": ["name.family", "id.account"], "subjects": 2}]}],
    "joins": [{
        "recipients": ["rekenen", "x.example"], "subjects": 1234,
        "by": [{"category": "id.account", "form": "digest", "values": 1300, "subjects": 1234, "declared": False}],
        "categories": [["name.family"], ["edu.result", "loc.geo"]],
    }],
    "left_out": 7,
}  # fmt: skip


def with_linkage(**changes: Any) -> dict[str, Any]:
    document = copy.deepcopy(builders.sample_document())
    document["linkage"] = {**copy.deepcopy(LINKAGE), **changes}
    return document


def test_the_result_fits_the_schema() -> None:
    schema = json.loads(resources.files("scanner.schemas").joinpath("result.schema.json").read_text("utf-8"))
    jsonschema.validate(with_linkage(), schema)


@pytest.mark.parametrize(("lang", "words"), [
    ("nl", ["Wie kan wat samenvoegen", "1.234", "account-id (hash)", "achternaam", "locatie"]),
    ("en", ["Who can join what", "1,234", "account id (hash)", "surname", "location"]),
])
def test_the_page_has_a_table(lang: str, words: list[str]) -> None:
    page = render(with_linkage(), "html", lang).decode("utf-8")
    assert [word for word in words if word not in page] == []


def test_the_page_says_that_nobody_can() -> None:
    page = render(with_linkage(joins=[], left_out=0), "html", "en").decode("utf-8")
    assert "No two recipients with an identifier in common observed." in page
    assert "were not compared" not in page


def test_the_terminal_has_a_line_for_each_pair() -> None:
    joins = [{**LINKAGE["joins"][0], "recipients": [f"p{number}", "x.example"]} for number in range(8)]
    text = render(with_linkage(joins=joins), "text", "en").decode("utf-8")
    assert text.count("persons: 1,234, by account id") == 5
    assert "… and 3 more" in text


def test_a_result_of_before_has_neither() -> None:
    document = copy.deepcopy(builders.sample_document())
    document.pop("linkage", None)
    assert "Who can join what" not in render(document, "html", "en").decode("utf-8")
    assert "Can join" not in render(document, "text", "en").decode("utf-8")
