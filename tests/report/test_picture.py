"""The picture of the data flows: well-formed, inert, complete in words, in bounds with forty recipients."""

import copy
import re
from typing import Any
from xml.etree import ElementTree as ET

import builders
import goldens
import pytest

from scanner.model import Category
from scanner.report import render
from scanner.report.html.picture import WIDTH, pictures

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "rect", "text", "path", "g"}


def parsed(document: dict[str, Any], lang: str = "nl") -> ET.Element:
    return ET.fromstring(render(document, "svg", lang))


def with_recipients(number: int, categories: int = 6) -> dict[str, Any]:
    """The sample with that many recipients, of which every fifth got nothing that was recognised."""
    document = copy.deepcopy(builders.sample_document())
    codes = ["id.eckid", "name.family", "contact.email", "id.bsn", "demo.dob", "edu.result", "behav.event", "id.cookie"]
    party, flow = document["recipients"][0], document["flows"][0]
    document["recipients"], document["flows"] = [], []
    for i in range(number):
        key = f"derde-{i:02}.example"
        document["recipients"].append(party | {"id": key, "domain": key, "organisation": f"Organisatie nummer {i} B.V.",
                                               "tracker": i % 3 == 0, "declared": i % 2 == 0})
        document["flows"] += [flow | {"recipient": key, "category": code, "declared": i % 2 == 0}
                              for code in codes[:categories] if i % 5]
    return document


def overlaps(root: ET.Element) -> list[tuple[str, str]]:
    """Pairs of texts on one line that would run into each other, by a width of 6.2 px a character."""
    texts = [(float(t.get("x", 0)), float(t.get("y", 0)), t.text or "") for t in root.iter(f"{SVG}text")]
    return [(a[2], b[2]) for a in texts for b in texts
            if a[1] == b[1] and a[0] < b[0] and a[0] + 6.2 * len(a[2]) > b[0]]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_it_is_a_picture_and_no_program(name: str, lang: str) -> None:
    root = parsed(getattr(builders, f"{name}_document")(), lang)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ELEMENTS
    for element in root.iter():
        assert not [key for key in element.attrib if key.startswith("on") or "href" in key or key == "style"]
        assert "url(" not in " ".join(element.attrib.values())


def test_who_cannot_see_it_gets_it_in_words() -> None:
    document = builders.sample_document()
    root = parsed(document)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None and description is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    text = description.text or ""
    for name in ("Voorbeeld Rekenen B.V.", "Crash Inc.", "meten.example"):
        assert name in text
    assert "niet genoemd, tracker" in text
    assert "niet genoemd: burgerservicenummer (BSN) (2×)" in text


def test_marks_are_words_and_dashes_and_not_colour_alone() -> None:
    root = parsed(builders.sample_document())
    texts = [t.text or "" for t in root.iter(f"{SVG}text")]
    assert "niet genoemd" in texts and "tracker" in texts
    assert any(text.startswith("niet genoemd: ") for text in texts)
    dashed = [path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]
    assert len(dashed) == len({f["recipient"] for f in builders.sample_document()["flows"] if not f["declared"]}) + 1


def test_data_that_come_back_have_an_arrow_back() -> None:
    document = builders.sample_document()
    for flow in document["flows"]:
        flow["directions"] = ["request"]
    one_way = render(document, "svg", "nl")
    document["flows"][0]["directions"] = ["request", "response"]
    assert one_way.count(b" M") + 1 == render(document, "svg", "nl").count(b" M")


@pytest.mark.parametrize("number", [1, 12, 40])
def test_forty_recipients_stay_legible(number: int) -> None:
    document = with_recipients(number)
    root = parsed(document)
    assert overlaps(root) == []
    assert min(float(t.get("font-size", "12")) for t in root.iter(f"{SVG}text")) >= 11
    height = float(root.get("height", "0"))
    boxes = [(float(r.get("y", 0)), float(r.get("height", 0))) for r in root.iter(f"{SVG}rect")]
    assert all(y + tall <= height for y, tall in boxes)
    words = render(document, "svg", "nl").decode()
    assert all(f"Organisatie nummer {i} B.V." in words for i in range(number))


def test_a_long_picture_is_given_in_parts_that_fit_a_page() -> None:
    document = with_recipients(40)
    parts = pictures(document, "nl")
    assert len(parts) > 1
    assert max(part.height for part in parts) < 1050
    assert {part.width for part in parts} == {WIDTH}
    together = " ".join(part.description for part in parts)
    assert all(f"Organisatie nummer {i} B.V." in together for i in range(40))
    ids = re.findall(r'id="([^"]+)"', " ".join(part.svg for part in parts))
    assert len(ids) == len(set(ids)), "several parts stand in one page"


def test_many_categories_are_counted() -> None:
    document = with_recipients(2)
    flow = document["flows"][0]
    document["flows"] = [flow | {"category": code.value, "declared": False} for code in Category]
    text = " ".join(t.text or "" for t in parsed(document, "en").iter(f"{SVG}text"))
    left = re.search(r"and (\d+) more", text)
    assert left is not None
    shown = text.split("not named: ")[1].split("…")[0].count("×)")
    assert shown + int(left[1]) == len(Category)


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.svg", render(builders.sample_document(), "svg", "nl"))
