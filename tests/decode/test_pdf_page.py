"""The text of a page as the eye reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.pdf_objects import Reference
from scanner.decode.pdf_page import Page, multiply
from tests.decode.pdf_builder import HELVETICA, pdf, stream
from tests.decode.test_pdf_objects import opened


def drawn(content: bytes, *objects: bytes | str, left: int = 1_000_000) -> str:
    document = opened(pdf(HELVETICA, *objects))
    page = Page(document, {}, left)
    page.draw(content, {"Font": {"F1": Reference(1)}, "XObject": {"X1": Reference(2)}})
    return page.text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 12 Tf 72 700 Td (Sanne de Vries) Tj ET", "Sanne de Vries"),
        (b"BT /F1 12 Tf (San) Tj (ne) Tj ET", "Sanne"),
        (b"BT /F1 12 Tf [(San) -20 (ne) -300 (de) -300 (Vries)] TJ ET", "Sanne de Vries"),
        (b"BT /F1 12 Tf (Sanne) Tj 0 -14 Td (Daan) Tj ET", "Sanne\nDaan"),
        (b"BT /F1 12 Tf 14 TL (Sanne) Tj T* (Daan) ' ET", "Sanne\nDaan"),
        (b'BT /F1 12 Tf 14 TL (Sanne) Tj 1 0 (Daan) " ET', "Sanne\nDaan"),
        (b"BT /F1 12 Tf 0 -14 TD (Sanne) Tj T* (Daan) Tj ET", "Sanne\nDaan"),
        (b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (Naam:) Tj 1 0 0 1 200 700 Tm (Sanne) Tj ET", "Naam: Sanne"),
        (b"BT /F1 1 Tf 12 0 0 12 72 700 Tm (San) Tj 12 0 0 12 93.5 700 Tm (ne) Tj ET", "Sanne"),
        (b"q .1 0 0 .1 0 0 cm BT /F1 120 Tf 720 7000 Td (Sanne) Tj ET Q BT /F1 12 Tf 72 680 Td (Daan) Tj ET",
         "Sanne\nDaan"),
        (b"BT /F1 12 Tf 0 1 -1 0 100 100 Tm (Sanne) Tj 0 14 Td (Daan) Tj ET", "Sanne\nDaan"),  # turned
        (b"BT /F1 12 Tf <53616e6e65> Tj ET", "Sanne"),
        (b"BT /F1 12 Tf (a) Tj ET BI /W 1 ID (b) Tj EI BT /F1 12 Tf 0 -50 Td (c) Tj ET", "a\nc"),
        (b"BT (zonder font) Tj ET", "zonder font"),
        (b"/F1 12 Tf 5 Tc 2 Tw 90 Tz (x) Tj ) >> ] Tj Tf 1 Td cm Q Q", "x"),
        (b"", ""),
    ],
)
def test_spaces_and_lines(content, text):
    assert drawn(content) == text


def test_forms():
    form = stream(b"BT /F1 12 Tf (Sanne) Tj ET", "/Subtype /Form /Matrix [1 0 0 1 0 50]")
    assert drawn(b"BT /F1 12 Tf (Naam) Tj ET /X1 Do", form) == "Naam\nSanne"
    assert drawn(b"/X1 Do", stream(b"(x) Tj", "/Subtype /Image")) == ""


def test_forms_that_draw_themselves():
    form = stream(b"(x) Tj /X1 Do /X1 Do /X1 Do", "/Subtype /Form", pack=False)
    assert set(drawn(b"/X1 Do", form)) == {"x"}
    assert len(drawn(b"/X1 Do " * 1000, form, left=20_000)) < 5000


def test_no_more_is_drawn_than_is_left():
    assert drawn(b"(x) Tj" + b" " * 100, left=50) == ""


def test_matrices():
    assert multiply((1, 0, 0, 1, 5, 6), (2, 0, 0, 2, 1, 1)) == (2, 0, 0, 2, 11, 13)


@pytest.mark.parametrize("number", [b"9" * 400, b"-" + b"9" * 400 + b".5", b"0", b"1e9"])
def test_huge_numbers(number):
    drawn(b"BT /F1 " + number + b" Tf " + number + b" 0 Td " + (number + b" ") * 6 + b"Tm (x) Tj " + (number + b" ") * 6
          + b"cm (y) Tj [" + number + b" (z)] TJ ET")


@given(st.lists(st.sampled_from([b"BT", b"ET", b"(a)", b"Tj", b"TJ", b"[", b"]", b"1", b"-2.5", b"Td", b"Tm", b"cm",
                                 b"q", b"Q", b"/F1", b"Tf", b"/X1", b"Do", b"<<", b">>", b"'", b'"', b"Tz", b"BI",
                                 b"EI"]),
                max_size=60))
def test_any_order_of_operators(words):
    drawn(b" ".join(words), stream(b"/X1 Do (b) Tj", "/Subtype /Form"))
