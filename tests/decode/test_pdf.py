"""PDF files as a whole; a browser's print as the real thing."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.decode import Limits
from tests.decode.pdf_builder import HELVETICA, one_page, pdf, stream

KIND = "application/pdf"
TEXT = b"BT /F1 12 Tf 72 700 Td (Rapport van Zo\xeb van Dijk) Tj 0 -14 Td (BSN 999990019) Tj ET"


@pytest.mark.parametrize("kind", [KIND, "application/octet-stream", "", "application/json"])
def test_the_text_of_a_page(decode, kind):
    outcome = decode(response=one_page(TEXT), kind=kind)
    assert outcome.body == {"/page/0": "Rapport van Zoë van Dijk\nBSN 999990019"}
    assert outcome.steps("Rapport van Zoë van Dijk\nBSN 999990019") == ["pdf"]
    assert outcome.notes == []


def test_pages_share_resources_and_contents(decode):
    body = pdf("<< /Type /Catalog >>",
               "<< /Type /Pages /Resources << /Font << /F1 3 0 R >> >> >>", HELVETICA, stream(b"/F1 12 Tf (Sanne) Tj"),
               stream(b"(Daan) Tj"), "<< /Type /Page /Parent 2 0 R /Contents [4 0 R 5 0 R] >>",
               "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>")
    assert decode(response=body, kind=KIND).body == {"/page/0": "SanneDaan", "/page/1": "Daan"}


def test_forms_notes_properties_and_attachments(decode):
    body = one_page(
        TEXT, HELVETICA,
        "<< /FT /Tx /T (bsn) /V (999990020) >>", "<< /T (leerling) /Kids [8 0 R] >>",
        "<< /Parent 7 0 R /FT /Tx /V <FEFF0053> >>", "<< /FT /Btn /T (dyslexie) /V /Ja >>",
        "<< /Type /Annot /Subtype /Text /Contents (Let op Sanne) /T (Juf Anja) >>",
        "<< /Type /Annot /A << /URI (mailto:sanne@school.example) >> >>",
        "<< /Author (Anja Jansen) /Title (Dossier) /Producer (x) >>",
        stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><maker>Bas Smit</maker></x:xmpmeta>",
               "/Type /Metadata /Subtype /XML"),
        stream(b'{"bsn":"999990031"}', "/Type /EmbeddedFile"), "<< /Type /Filespec /UF (lijst Daan.json) >>",
        "<< /S /Figure /Alt (Foto van Daan) >>",
    )
    outcome = decode(response=body, kind=KIND)
    found = outcome.body
    assert found["/@bsn"] == "999990020"
    assert found["/@leerling"] == "S"
    assert found["/@dyslexie"] == "ja"
    assert {"Let op Sanne", "Juf Anja", "mailto:sanne@school.example", "Anja Jansen", "Dossier", "Bas Smit",
            "lijst Daan.json", "Foto van Daan"} <= set(outcome.values)
    assert found["/0/bsn"] == "999990031"


def test_pictures_and_fonts_are_named(decode):
    body = one_page(TEXT, HELVETICA, stream(bytes(500), "/Subtype /Image", pack=False),
                    stream(b"x" * 300, "/Length1 5", pack=False),
                    stream(b"\xff\xd8\xff" + bytes(60), "/Subtype /Image /Filter /DCTDecode", pack=False))
    assert sorted(decode(response=body, kind=KIND).gaps) == [
        ("content.media", 300, "font", False), ("content.media", 563, "image", False)]


def test_a_font_without_meaning_is_named(decode):
    body = one_page(b"BT /F1 9 Tf <00010002> Tj ET", "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>")
    assert decode(response=body, kind=KIND).gaps == [("content.opaque", 4, "pdf-font", False)]


def test_an_encrypted_file_is_named(decode):
    body = pdf("<< /Type /Catalog >>", "(geheim)", trailer="/Encrypt 2 0 R")
    outcome = decode(response=body, kind=KIND)
    assert outcome.gaps == [("content.encrypted", len(body), "pdf", False)]
    assert outcome.values == []


@pytest.mark.parametrize("body", [b"%PDF-1.7", b"%PDF-1.4 1 0 obj", b"%PDF-1.7 leerling Sanne de Vries"])
def test_what_has_no_objects_is_searched_for_strings(decode, body):
    assert decode(response=body, kind=KIND).gaps == [("content.opaque", len(body), "pdf", True)]


def test_a_file_that_was_cut_off(decode):
    body = one_page(TEXT)
    assert "Zoë" in "".join(decode(response=body[:body.find(b"5 0 obj")], kind=KIND).values)


def test_bombs(decode, monkeypatch):
    monkeypatch.setattr("scanner.decode.pdf.MOST_DRAWN", 200_000)
    body = one_page(b"q Q " * 2_000_000)
    assert "budget.ratio" in [gap[0] for gap in decode(response=body, kind=KIND).gaps]
    page = "<< /Type /Page /Contents [" + "1 0 R " * 900 + "] >>"
    body = pdf(stream(b"(x) Tj " * 10_000, pack=False), *[page] * 50)
    outcome = decode(response=body, kind=KIND)
    assert "budget.bytes" in [gap[0] for gap in outcome.gaps]


def test_fields_are_bounded(decode):
    body = pdf(*["<< /Contents (Sanne) >>"] * 500)
    assert len(decode(response=body, kind=KIND, limits=Limits(fields=20)).fields) <= 20


@settings(max_examples=60)
@given(st.data())
def test_damaged_files(decode_once, data):
    body = bytearray(one_page(TEXT, HELVETICA, "<< /FT /Tx /T (bsn) /V (999990020) >>", pack=False))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(9, len(body) - 1))] = data.draw(st.sampled_from(b"0123456789()<>[]/ R\xff\x00"))
    decode_once(response=bytes(body), kind=KIND)


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_the_print_of_a_browser(decode, tmp_path):
    page, out = tmp_path / "rapport.html", tmp_path / "rapport.pdf"
    page.write_text("<!doctype html><meta charset=utf-8><title>Rapport</title><h1>Handelingsplan</h1><p>Leerling: "
                    "<b>Zoë</b> van Dijk, BSN 999990019, officieel.</p><table><tr><td>Naam<td>Sanne de Vries</table>"
                    "<p style='width:180px;text-align:justify'>Een alinea die over meer dan een regel is uitgevuld "
                    "en dus woorden op eigen plaatsen heeft.</p>", encoding="utf-8")
    subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", page.as_uri()],
                   check=True, capture_output=True, timeout=120)
    outcome = decode(response=out.read_bytes(), kind=KIND)
    text = next(value for value in outcome.values if "Handelingsplan" in value)
    assert "Leerling: Zoë van Dijk, BSN 999990019, officieel." in text
    assert "Sanne de Vries" in text
    assert "uitgevuld en dus woorden op eigen plaatsen heeft." in " ".join(text.split())
    assert {gap[:1] + gap[2:] for gap in outcome.gaps} <= {("content.media", "font", False)}
