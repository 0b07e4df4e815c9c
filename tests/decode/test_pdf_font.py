"""What the codes of a font mean."""

from __future__ import annotations

import pytest

from scanner.decode.pdf_font import glyph_text, load
from scanner.decode.pdf_objects import Reference
from tests.decode.pdf_builder import pdf, stream
from tests.decode.test_pdf_objects import opened

MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0003> <0020> <0010> <00660069> endbfchar
2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<00EB> <0130>] endbfrange
endcmap"""


def font(*objects: bytes | str):
    document = opened(pdf(*objects))
    return load(document, document.get(Reference(1)))


def test_a_composite_font():
    found = font("<< /Subtype /Type0 /Encoding /Identity-H /ToUnicode 2 0 R /DescendantFonts [3 0 R] >>", stream(MAP),
                 "<< /DW 900 /W [36 [500 600] 48 49 250] >>")
    assert found.read(b"\x00\x24\x00\x25\x00\x03\x00\x30\x00\x31\x00\x10") == ("AB ëİfi", 500 + 600 + 900 + 500 + 900,
                                                                               6)
    assert not found.mute


def test_a_composite_font_that_says_nothing():
    assert font("<< /Subtype /Type0 /Encoding /Identity-H >>").mute
    unicode = font("<< /Subtype /Type0 /Encoding /UniGB-UCS2-H >>")
    assert unicode.read("Zoë".encode("utf-16-be"))[0] == "Zoë"


def test_a_simple_font_with_names_of_glyphs():
    found = font("<< /Subtype /Type1 /Encoding << /Differences [1 /Z /o /edieresis 65 /fi /uni00E9 /g123] >> "
                 "/FirstChar 1 /Widths [600 500 400] >>")
    assert found.read(b"\x01\x02\x03") == ("Zoë", 1500.0, 3)
    assert found.read(b"AB")[0] == "fié"


def test_code_pages():
    assert font("<< /Subtype /TrueType /Encoding /WinAnsiEncoding >>").read(b"Zo\xeb \x80")[0] == "Zoë €"
    assert font("<< /Subtype /TrueType /Encoding /MacRomanEncoding >>").read(b"Zo\x91")[0] == "Zoë"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a", "a"), ("eacute", "é"), ("Udieresis", "Ü"), ("ccedilla", "ç"), ("scaron", "š"), ("gbreve", "ğ"),
     ("uni0130", "İ"), ("uniZZZZ", ""), ("uniD800", ""), ("Euro", "€"), ("germandbls", "ß"), ("one", "1"),
     ("a.sc", "a"), ("G45", ""), ("", ""), (".notdef", "")],
)
def test_names_of_glyphs(name, text):
    assert glyph_text(name) == text


@pytest.mark.parametrize(
    "map_",
    [
        b"1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange" * 20, b"beginbfchar <00> endbfchar",
        b"beginbfrange <00> <01> endbfrange", b"1 begincodespacerange <00> endcodespacerange",
        b"beginbfrange <00> <05> [<0041>] endbfrange", b"beginbfchar " * 1000, b"\xff" * 50,
    ],
)
def test_hostile_maps(map_):
    found = font("<< /Subtype /Type0 /ToUnicode 2 0 R /DescendantFonts [<< /W [0 99999999 500 1 (x)] >>] >>",
                 stream(map_))
    assert len(found.texts) <= 70_000
    assert len(found.widths) <= 140_000
    found.read(bytes(range(256)))
