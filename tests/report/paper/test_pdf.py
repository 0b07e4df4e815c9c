"""PDF: read back by another program; tagged, titled, in a language, with every section, the same bytes each time."""

import io
import subprocess
import sys
from functools import cache
from typing import Any

import builders
import pypdf
import pytest
from report_readers import pages_of

from scanner.report import render

DOCUMENTS = {name: getattr(builders, f"{name}_document")() for name in ("sample", "quiet", "empty", "hostile")}


class Made(dict[tuple[str, str], bytes]):
    """Name of a document and language → its file, made when it is first asked for."""

    def __missing__(self, key: tuple[str, str]) -> bytes:
        self[key] = render(DOCUMENTS[key[0]], "pdf", key[1])
        return self[key]


@pytest.fixture(scope="module")
def made() -> Made:
    return Made()


@cache
def text(content: bytes) -> str:
    return " ".join(" ".join(pages_of(content)).split())


def root(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]


def roles(node: Any) -> set[str]:
    """The structure elements below a node."""
    found: set[str] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            todo += part
        elif isinstance(part, dict):
            if "/S" in part:
                found.add(str(part["/S"]))
            if "/K" in part:
                todo.append(part["/K"])
    return found


def test_it_is_tagged_and_says_its_title_and_language(made: Made) -> None:
    for lang, title in (("nl", "Rapport verkeersonderzoek persoonsgegevens"),
                        ("en", "Report on personal data in network traffic")):
        content = made["sample", lang]
        reader = pypdf.PdfReader(io.BytesIO(content))
        assert reader.metadata is not None
        assert reader.metadata.title == f"Rekenbaas 5.3 – {title}"
        catalogue = root(content)
        assert str(catalogue["/Lang"]).startswith(lang)
        assert catalogue["/MarkInfo"]["/Marked"]
        assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/Figure", "/Caption"} <= roles(
            catalogue["/StructTreeRoot"])
        assert b"pdfuaid" in content or b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_every_section_has_a_bookmark(made: Made) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made["sample", "nl"]))
    top = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert len(top) >= 14
    assert any("Samenvatting" in title for title in top)
    assert any("Bijlage" in title for title in top)


def test_the_summary_is_one_page(made: Made) -> None:
    pages = pages_of(made["sample", "nl"])
    assert "1 Samenvatting" in pages[1]
    assert "2 Plaats in de DPIA" in pages[2]


def test_it_says_what_the_result_holds(made: Made) -> None:
    document = DOCUMENTS["sample"]
    found = text(made["sample", "nl"]).replace(" ", "")
    for finding in document["findings"]:
        assert finding["id"] in found
    for item in document["scan"]["inputs"]:
        assert item["sha256"] in found
    for party in document["recipients"]:
        assert (party["organisation"] or party["domain"]).replace(" ", "") in found
    assert "→" in found and "✓" in found


def test_the_picture_has_its_words(made: Made) -> None:
    def alternatives(node: Any) -> list[str]:
        node = node.get_object()
        below = node.get("/K", [])
        below = below if isinstance(below, list) else [below]
        own = [str(node["/Alt"])] if "/Alt" in node else []
        return own + [text for part in below if isinstance(part.get_object(), dict) for text in alternatives(part)]

    words = alternatives(root(made["sample", "nl"])["/StructTreeRoot"])
    assert any("meten.example" in text and "niet genoemd" in text for text in words)


def test_hostile_texts_stay_texts(made: Made) -> None:
    found = text(made["hostile", "nl"])
    assert "alert(1)" in found
    catalogue = root(made["hostile", "nl"])
    assert "/OpenAction" not in catalogue and "/AA" not in catalogue and "/AcroForm" not in catalogue
    for page in pypdf.PdfReader(io.BytesIO(made["hostile", "nl"])).pages:
        for note in page.get("/Annots") or []:
            action = note.get_object().get("/A", {})
            assert action.get("/S") in (None, "/GoTo"), "links go to places in the document only"


SIGNS = ("漢", "#set text(fill: red)", "$x$", "🎉", "ش", "\u0915\u093f", "é", "*a*", "@ref")


def test_any_script_can_be_set() -> None:
    document = builders.sample_document()
    for place, party in enumerate(document["recipients"][:3]):
        party["organisation"] = ", ".join(f"Naam {sign} B.V." for sign in SIGNS[3 * place : 3 * place + 3])
    found = text(render(document, "pdf", "nl")).replace(" ", "")
    shown = {sign: sign if sign.isascii() or sign == "é" else f"\\u{{{ord(sign[0]):x}}}" for sign in SIGNS}
    assert [sign for sign in SIGNS if f"Naam{shown[sign]}".replace(" ", "") not in found] == []


@pytest.mark.slow
def test_another_process_makes_the_same_bytes(made: Made) -> None:
    code = ("import sys; sys.path.insert(0, 'tests'); import builders; from scanner.report import render; "
            "sys.stdout.buffer.write(render(builders.sample_document(), 'pdf', 'nl'))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == made["sample", "nl"]
