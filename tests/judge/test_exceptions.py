"""Which part of a message an exception names."""

from dataclasses import replace

import pytest

from scanner.judge.exceptions import in_part
from scanner.model import Category, Detection

DETECTION = Detection(Category.LEERLINGNUMMER, 0.9, "r", "request", "body", "/leerlingen/3/nr", "/leerlingen/*/nr",
                      "***", "f", steps=("gzip", "json"))


@pytest.mark.parametrize(("part", "covered"), [
    ("", True), ("body", True), ("body.json", True), ("body.xml", False), ("body.form", False),
    ("body.json:/leerlingen/*/nr", True), ("body:/leerlingen/3/nr", True), ("body.json:/docenten/*/nr", False),
    ("url.query", False), ("header.*", False), ("*", True),
])
def test_parts(part: str, covered: bool) -> None:
    assert in_part(part, DETECTION) is covered


def test_other_parts() -> None:
    query = replace(DETECTION, part="url.query", pointer="/nr", template="/nr", steps=())
    assert in_part("url.*", query)
    assert in_part("url.query:/nr", query)
    assert not in_part("body", query)
    assert not in_part("body.json", query)
