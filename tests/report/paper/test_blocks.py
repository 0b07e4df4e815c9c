"""The report as blocks: everything that the page says, in its order, and an error for what has no form."""

import re
from typing import Any

import builders
import lxml.html
import pytest

from scanner.report.html import sections
from scanner.report.html.builder import tag
from scanner.report.html.view import View
from scanner.report.paper.blocks import (
    Block,
    Box,
    Bullets,
    Figure,
    Heading,
    Pairs,
    Paragraph,
    Runs,
    Table,
    read,
    text_of,
)

DOCUMENTS = {name: getattr(builders, f"{name}_document")() for name in ("sample", "quiet", "empty", "hostile")}
ON_SCREEN = "self::form or self::svg or self::nav or self::script or @hidden or contains(@class, 'hidden')"


def texts(block: Block) -> list[str]:
    """All the text of a block, pieces in order."""
    def of(*runs: Runs) -> list[str]:
        return [text_of(each) for each in runs]

    if isinstance(block, (Heading, Paragraph)):
        return of(block.runs)
    if isinstance(block, Bullets):
        return of(*block.items)
    if isinstance(block, Pairs):
        return [text for name, value in block.rows for text in of(name, value)]
    if isinstance(block, Table):
        return [block.caption, *of(*block.heads), *(text_of(cell.runs) for row in block.rows for cell in row)]
    if isinstance(block, Figure):
        return []
    return [text for inner in block.blocks for text in texts(inner)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_word_of_the_page_goes_missing(name: str, lang: str) -> None:
    markup = sections(View(DOCUMENTS[name], lang))
    page: list[str] = []
    for piece in markup:
        element = lxml.html.fragment_fromstring(str(piece))
        for part in element.xpath(f"//*[{ON_SCREEN}]"):
            if part.tail:
                before = part.getprevious()
                if before is not None:
                    before.tail = (before.tail or "") + part.tail
                else:
                    part.getparent().text = (part.getparent().text or "") + part.tail
            part.getparent().remove(part)
        for legend in element.xpath("//p[@class='legend'][.//span[contains(@class, 'swatch')]]"):
            legend.getparent().remove(legend)
        for head in element.xpath("//span[@class='wide']"):
            head.text = ""  # the column of bars
        page += words(" ".join(element.itertext()))
    paper = words(" ".join(text for block in read(markup) for text in texts(block)))
    assert sorted(set(paper)) == sorted(set(page))
    assert len(paper) == len(page)


def test_the_sections_come_in_the_order_of_the_page() -> None:
    keys = [block.key for block in read(sections(View(DOCUMENTS["sample"], "nl")))
            if isinstance(block, Heading) and block.level == 2]
    assert keys[:7] == ["samenvatting", "rijksmodel", "methode", "dekking", "ontvangers", "gegevensstromen",
                        "bevindingen"]
    assert keys[-1] == "bijlage"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_rows_fill_the_columns(name: str) -> None:
    def tables(blocks: Any) -> Any:
        for block in blocks:
            if isinstance(block, Table):
                yield block
            if isinstance(block, Box):
                yield from tables(block.blocks)

    for table in tables(read(sections(View(DOCUMENTS[name], "nl")))):
        for row in table.rows:
            assert sum(cell.span for cell in row) == len(table.heads), table.caption


def test_an_unknown_element_is_an_error_and_no_loss() -> None:
    with pytest.raises(ValueError, match="video has no form"):
        read([tag("section", tag("video", "x"))])
    with pytest.raises(ValueError, match="video has no form"):
        read([tag("p", tag("video", "x"))])


@pytest.mark.parametrize(("markup", "text"), [
    (tag("p", "a", tag("br"), "b"), "a\nb"),
    (tag("p", "  a \n b  "), "a b"),
    (tag("p", tag("code", "x/", tag("wbr"), "y")), "x/y"),
    (tag("p", "a", tag("span", "s", class_="hidden"), "b"), "ab"),
    (tag("div", tag("strong", "a"), tag("span", "b"), class_="line"), "a · b"),
])
def test_a_line_of_text(markup: Any, text: str) -> None:
    block, = read([tag("div", markup)])
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == text


def test_many_places_are_bounded_on_paper_and_counted() -> None:
    document = builders.sample_document()
    one = document["findings"][0]
    document["findings"] = [one | {"id": f"F-{i}"} for i in range(20)]
    found = " ".join(text for block in read(sections(View(document, "en", most_places=3, most_rows=5)))
                     for text in texts(block))
    assert "And 12 more places" in found
    everything = " ".join(text for block in read(sections(View(document, "en"))) for text in texts(block))
    assert all(f"F-{i}" in everything for i in range(20))
