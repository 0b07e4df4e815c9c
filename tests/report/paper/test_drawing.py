"""The picture as PNG: sharp, bounded, the same bytes, nothing of the machine in it."""

from __future__ import annotations

import copy
import io
from typing import Any

import builders
import pytest
from PIL import Image

from scanner.report import render
from scanner.report.html.picture import WIDTH, pictures
from scanner.report.paper.drawing import SHARP, TALLEST, drawn


def with_parties(number: int) -> dict[str, Any]:
    document = copy.deepcopy(builders.sample_document())
    party, flow = document["recipients"][0], document["flows"][0]
    document["recipients"] = [party | {"id": f"d{i}.example"} for i in range(number)]
    document["flows"] = [flow | {"recipient": f"d{i}.example"} for i in range(number)]
    return document


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_it_is_the_picture_at_twice_its_size() -> None:
    document = builders.sample_document()
    image, picture = opened(render(document, "png", "nl")), pictures(document, "nl", None)[0]
    assert image.format == "PNG"
    assert abs(image.width - WIDTH * SHARP / 96) <= 2
    assert abs(image.height - picture.height * SHARP / 96) <= 2
    colours = image.convert("RGB").getcolors(1 << 20)
    assert colours is not None and len(colours) > 50, "something was drawn"
    assert not set(image.info) - {"dpi"}, "no clock, no name of a machine"


def test_another_language_is_another_picture() -> None:
    document = builders.sample_document()
    assert render(document, "png", "nl") != render(document, "png", "en")


@pytest.mark.slow
def test_hundreds_of_recipients_stay_one_picture_of_bounded_size() -> None:
    image = opened(render(with_parties(300), "png", "nl"))
    assert TALLEST * 0.98 < image.height <= TALLEST * 1.01


def test_a_sign_that_no_font_has_is_drawn_as_its_code_point() -> None:
    def svg(text: str) -> str:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="2" y="20">{text}</text></svg>'

    assert drawn(svg("漢"), 96) == drawn(svg("\\u{6f22}"), 96)
    assert drawn(svg("漢"), 96) != drawn(svg(""), 96)
