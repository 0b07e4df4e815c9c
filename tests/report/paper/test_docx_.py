"""Word: read back by python-docx; headings, repeated heads, pictures with words, no clock, every text a text."""

import io
import re
import zipfile
from typing import Any

import builders
import docx
import pytest
from docx.oxml.ns import qn

from scanner.report import render

DOCUMENTS = {name: getattr(builders, f"{name}_document")() for name in ("sample", "quiet", "empty", "hostile")}


class Made(dict[tuple[str, str], bytes]):
    """Name of a document and language → its file, made when it is first asked for."""

    def __missing__(self, key: tuple[str, str]) -> bytes:
        self[key] = render(DOCUMENTS[key[0]], "docx", key[1])
        return self[key]


@pytest.fixture(scope="module")
def made() -> Made:
    return Made()


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def text(document: Any) -> str:
    return "\n".join("".join(node.text or "" for node in paragraph.iter(qn("w:t")))
                     for paragraph in document.element.body.iter(qn("w:p")))


def test_headings_and_properties(made: Made) -> None:
    document = opened(made["sample", "nl"])
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads[:4] == ["Samenvatting", "Plaats in de DPIA", "Reikwijdte en methode", "Dekking en blinde vlekken"]
    assert heads[-1].startswith("Bijlage")
    properties = document.core_properties
    assert properties.title == "Rekenbaas 5.3 – Rapport verkeersonderzoek persoonsgegevens"
    assert properties.language == "nl-NL"
    assert opened(made["sample", "en"]).core_properties.language == "en-GB"


def test_it_says_what_the_result_holds(made: Made) -> None:
    found = text(opened(made["sample", "nl"]))
    for finding in DOCUMENTS["sample"]["findings"]:
        assert finding["id"] in found
        assert finding["texts"]["nl"]["message"] in found
    for item in DOCUMENTS["sample"]["scan"]["inputs"]:
        assert item["sha256"] in found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tables_repeat_their_head_and_fill_their_grid(made: Made, name: str) -> None:
    document = opened(made[name, "nl"])
    assert document.tables
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        columns = len(table._tbl.tblGrid.findall(qn("w:gridCol")))
        for row in rows:
            spans = [cell.find(qn("w:tcPr")).find(qn("w:gridSpan")) for cell in row.findall(qn("w:tc"))]
            assert sum(int(span.get(qn("w:val"))) if span is not None else 1 for span in spans) == columns


def test_a_picture_has_its_words(made: Made) -> None:
    document = opened(made["sample", "nl"])
    named = [shape._inline.docPr for shape in document.inline_shapes]
    assert named
    assert all("meten.example" in (one.get("descr") or "") for one in named)


def test_wide_tables_lie_on_their_side_and_the_text_does_not(made: Made) -> None:
    document = opened(made["sample", "nl"])
    sides = [section.page_width > section.page_height for section in document.sections]
    assert sides[0] is False and True in sides, "the annex has ten columns"


def test_hostile_texts_stay_texts(made: Made) -> None:
    with zipfile.ZipFile(io.BytesIO(made["hostile", "nl"])) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8", "replace")
            assert "<script>" not in content
            assert not re.search(r'TargetMode="External"', content), "nothing is fetched"
        body = archive.read("word/document.xml").decode("utf-8")
    assert not re.search(r"w:instr=\"(?!PAGE|NUMPAGES)", body), "no field that a capture could write"
    assert "HYPERLINK" not in re.sub(r"<w:t[ >].*?</w:t>", "", body)
    assert "&lt;script&gt;" in body


def test_it_holds_no_clock_and_is_the_same_each_time(made: Made) -> None:
    content = made["sample", "nl"]
    assert content == render(DOCUMENTS["sample"], "docx", "nl")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    assert opened(content).core_properties.created.isoformat().startswith("2026-10-05")


def test_order_of_properties_is_that_of_the_format(made: Made) -> None:
    """Word refuses a file whose properties come in another order."""
    order = {
        "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "color", "sz", "szCs", "shd", "lang"],
        "tcPr": ["tcW", "gridSpan", "shd", "textDirection"],
        "tblPr": ["tblStyle", "tblW", "tblLayout", "tblLook"],
        "pPr": ["pStyle", "keepNext", "pageBreakBefore", "shd", "spacing", "jc", "sectPr"],
    }
    for name, children in order.items():
        for element in opened(made["sample", "nl"]).element.body.iter(qn(f"w:{name}")):
            names = [child.tag.rpartition("}")[2] for child in element]
            assert names == sorted(names, key=children.index), name
