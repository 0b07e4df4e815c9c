"""Fonts of a PDF: which text the codes of a string stand for, and how wide it is (ISO 32000-1 §9.6 to §9.10).

Theory. A string in a PDF is codes of glyphs. The font's ToUnicode map says what they mean; without one a simple font
has an encoding by names of glyphs, and a composite font says nothing. Widths are needed for one question only:
whether two pieces of text touch or have a space between them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from .pdf_objects import Document, Lexer, Name, Stream

_BLOCK = re.compile(rb"begin(bfchar|bfrange|codespacerange)\s(.*?)end", re.DOTALL)
_ACCENTS = {"acute": "\u0301", "grave": "\u0300", "dieresis": "\u0308", "circumflex": "\u0302", "tilde": "\u0303",
            "cedilla": "\u0327", "caron": "\u030c", "ring": "\u030a", "breve": "\u0306", "ogonek": "\u0328",
            "macron": "\u0304", "dotaccent": "\u0307", "commaaccent": "\u0327", "hungarumlaut": "\u030b"}
_PUNCTUATION = """
space:  period:. comma:, hyphen:- minus:- colon:: semicolon:; slash:/ backslash:\\ parenleft:( parenright:)
bracketleft:[ bracketright:] braceleft:{ braceright:} quotesingle:' quoteright:’ quoteleft:‘ quotedbl:" quotedblleft:“
quotedblright:” quotedblbase:„ quotesinglbase:‚ exclam:! question:? numbersign:# dollar:$ percent:% ampersand:&
asterisk:* plus:+ less:< equal:= greater:> at:@ underscore:_ bar:| asciitilde:~ asciicircum:^ grave:` bullet:•
endash:– emdash:— ellipsis:… Euro:€ sterling:£ section:§ degree:° copyright:© registered:® trademark:™ germandbls:ß
ae:æ AE:Æ oe:œ OE:Œ oslash:ø Oslash:Ø dotlessi:ı lslash:ł Lslash:Ł eth:ð thorn:þ guillemotleft:« guillemotright:»
fi:fi fl:fl ff:ff ffi:ffi ffl:ffl zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ij:ij IJ:IJ
"""
_GLYPHS = {pair.partition(":")[0]: pair.partition(":")[2] or " " for pair in _PUNCTUATION.split()}
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] "), frozenset("mwMWOQG@%")
_MOST_CODES = 70_000


@dataclass(slots=True)
class Font:
    """What codes mean and how wide they are, in thousandths of the size; ``size`` bytes make a code."""

    size: int = 1
    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    width: float = 0.0
    """Of codes that are in no table; 0 when it is to be guessed."""
    mute: bool = False
    """Whether nothing says what the codes mean."""

    def read(self, data: bytes) -> tuple[str, float, int]:
        """The text of a string, its width, and the number of its codes."""
        pieces: list[str] = []
        width = 0.0
        size = self.size
        codes = data if size == 1 else [int.from_bytes(data[at:at + size], "big") for at in range(0, len(data), size)]
        for code in codes:
            text = self.texts.get(code)
            if text is None:
                text = "" if size > 1 or self.mute else bytes([code]).decode("cp1252", "replace")
            pieces.append(text)
            known = self.widths.get(code)
            width += known if known is not None else self.width or _guess(text)
        return "".join(pieces), width, len(codes)


def _guess(text: str) -> float:
    if text in _NARROW:
        return 280.0
    return 830.0 if text in _WIDE else 680.0 if text.isupper() else 545.0


def load(document: Document, info: dict[str, Any]) -> Font:
    """The font of a font dictionary."""
    font = Font()
    composite = info.get("Subtype") == "Type0"
    font.size = 2 if composite else 1
    map_ = document.get(info.get("ToUnicode"))
    if isinstance(map_, Stream):
        _read_map(font, document.content(map_))
    if composite:
        encoding = document.get(info.get("Encoding"))
        if not font.texts:
            if isinstance(encoding, Name) and ("UCS2" in encoding or "UTF16" in encoding):
                font.texts = {code: chr(code) for code in range(32, 0xD800)}
            else:
                font.mute = True
        parts = document.get(info.get("DescendantFonts"))
        inner = document.dictionary(parts[0]) if isinstance(parts, list) and parts else {}
        _read_cid_widths(document, font, inner)
    else:
        _read_encoding(document, font, info)
        _read_widths(document, font, info)
    return font


def _read_map(font: Font, data: bytes) -> None:
    """A ToUnicode map (§9.10.3): single codes, ranges, and how long codes are."""
    for found in _BLOCK.finditer(data):
        lexer = Lexer(found[2])
        values: list[Any] = []
        while (value := lexer.value()) != () and len(values) < 3 * _MOST_CODES:
            values.append(value)
        if found[1] == b"codespacerange":
            sizes = [len(value) for value in values if isinstance(value, bytes)]
            if sizes and 1 <= max(sizes) <= 2:
                font.size = max(sizes)
        elif found[1] == b"bfchar":
            for code, text in zip(values[::2], values[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(text, bytes):
                    font.texts[int.from_bytes(code, "big")] = _utf16(text)
        else:
            for low, high, text in zip(values[::3], values[1::3], values[2::3], strict=False):
                if isinstance(low, bytes) and isinstance(high, bytes):
                    _add_range(font, int.from_bytes(low, "big"), int.from_bytes(high, "big"), text)
        if len(font.texts) > _MOST_CODES:
            return


def _add_range(font: Font, low: int, high: int, text: Any) -> None:
    count = min(high - low + 1, 65536, _MOST_CODES - len(font.texts))
    if isinstance(text, list):
        for number, single in enumerate(text[:max(count, 0)]):
            if isinstance(single, bytes):
                font.texts[low + number] = _utf16(single)
    elif isinstance(text, bytes) and text:
        start = int.from_bytes(text[-2:], "big")
        for number in range(count):
            font.texts[low + number] = _utf16(text[:-2] + ((start + number) & 0xFFFF).to_bytes(2, "big"))


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "replace").replace("\x00", "")


def _read_encoding(document: Document, font: Font, info: dict[str, Any]) -> None:
    """Codes that the encoding of a simple font names; what the ToUnicode map says goes before."""
    encoding = document.get(info.get("Encoding"))
    base = encoding.get("BaseEncoding") if isinstance(encoding, dict) else encoding
    if base == "MacRomanEncoding":
        for code in range(128, 256):
            font.texts.setdefault(code, bytes([code]).decode("mac-roman"))
    if not isinstance(encoding, dict):
        return
    code = 0
    differences = document.get(encoding.get("Differences"))
    for item in differences[:2000] if isinstance(differences, list) else []:
        if isinstance(item, int):
            code = item
        elif isinstance(item, Name):
            text = glyph_text(item)
            if text:
                font.texts.setdefault(code, text)
            code += 1


def glyph_text(name: str) -> str:
    """The text of a glyph by its name (Adobe Glyph List rules), empty when it cannot be told."""
    name = name.partition(".")[0]
    if name in _GLYPHS:
        return _GLYPHS[name]
    if len(name) == 1:
        return name
    if name.startswith("uni") and len(name) >= 7:
        try:
            return chr(int(name[3:7], 16)) if not 0xD800 <= int(name[3:7], 16) < 0xE000 else ""
        except ValueError:
            return ""
    accent = _ACCENTS.get(name[1:])
    return unicodedata.normalize("NFC", name[0] + accent) if accent and name[0].isascii() else ""


def _read_widths(document: Document, font: Font, info: dict[str, Any]) -> None:
    first, widths = document.get(info.get("FirstChar")), document.get(info.get("Widths"))
    # The glyphs of a Type 3 font have a scale of their own.
    scale = 1.0
    matrix = document.get(info.get("FontMatrix"))
    if isinstance(matrix, list) and matrix and isinstance(matrix[0], (int, float)):
        scale = 1000.0 * matrix[0]
    if isinstance(first, int) and isinstance(widths, list):
        for number, width in enumerate(widths[:256]):
            width = document.get(width)
            if isinstance(width, (int, float)) and width:
                font.widths[first + number] = width * scale


def _read_cid_widths(document: Document, font: Font, info: dict[str, Any]) -> None:
    """Widths of a composite font (§9.7.4.3): ``first [w w …]`` and ``first last w``."""
    default = document.get(info.get("DW"))
    font.width = float(default) if isinstance(default, (int, float)) else 1000.0
    table = document.get(info.get("W"))
    if not isinstance(table, list):
        return
    position = 0
    while position + 1 < len(table) and len(font.widths) < _MOST_CODES:
        first, second = document.get(table[position]), document.get(table[position + 1])
        if not isinstance(first, int):
            return
        if isinstance(second, list):
            for number, width in enumerate(second[:_MOST_CODES]):
                if isinstance(width, (int, float)):
                    font.widths[first + number] = float(width)
            position += 2
            continue
        width = document.get(table[position + 2]) if position + 2 < len(table) else None
        if not isinstance(second, int) or not isinstance(width, (int, float)):
            return
        for code in range(first, min(second + 1, first + 65536)):
            font.widths[code] = float(width)
        position += 3
