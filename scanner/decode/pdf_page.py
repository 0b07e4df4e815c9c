"""The text of a PDF page: strings in the order they are drawn, with the spaces and line breaks that the eye sees.

Theory. A page draws strings at places (ISO 32000-1 §9.4). Whether two strings are one word, two words or two lines
shows only in where the second begins beside where the first ended; so the matrices are followed as a viewer does.
"""

from __future__ import annotations

import math
from typing import Any

from . import pdf_font
from .pdf_font import Font
from .pdf_objects import Document, Lexer, Name, Stream

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 6
_LONGEST = 1 << 20
"""Characters of one page."""
_MOST_OPERANDS = 64
_MOST_CODES = 500_000
"""Codes of all fonts together."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_FAR = 1e7


class Page:
    """Collects the text that content streams draw; ``left`` bytes of them may still be read, of all pages together."""

    def __init__(self, document: Document, fonts: dict[int, Font], left: int) -> None:
        self._document = document
        self._fonts = fonts
        self.left = left
        self.muted = 0
        """Bytes of strings whose font does not say what they mean."""
        self._pieces: list[str] = []
        self._length = 0
        self._end: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        """What was drawn so far, spaces and empty lines made one."""
        drawn = "".join(self._pieces).translate(_LIGATURES)
        lines = (" ".join(line.split()) for line in drawn.split("\n"))
        return "\n".join(line for line in lines if line)

    def draw(self, data: bytes, resources: dict[str, Any], matrix: Matrix = _UNIT, level: int = 0) -> None:
        """Follow one content stream."""
        if len(data) > self.left or level > _DEEPEST:
            return
        self.left -= len(data)
        _Stream(self, resources, matrix, level).run(data)

    def show(self, data: bytes, font: Font | None, matrix: Matrix, size: float) -> tuple[float, int]:
        """Take a string that begins at the origin of ``matrix``; its width in thousandths, its number of codes."""
        if font is None:
            font = Font()
        if font.mute:
            self.muted += len(data)
        text, width, count = font.read(data)
        if text and self._length < _LONGEST:
            a, b, _, _, x, y = matrix
            scale = math.hypot(a, b) or 1.0
            height = abs(size) * scale or 1.0
            if self._end is not None:
                dx, dy = x - self._end[0], y - self._end[1]
                along, across = (dx * a + dy * b) / scale, (dy * a - dx * b) / scale
                if abs(across) > 0.4 * height or along < -height:
                    self._pieces.append("\n")
                elif along > 0.17 * height:
                    self._pieces.append(" ")
            advance = width / 1000 * size
            self._end = (x + a * advance, y + b * advance)
            self._pieces.append(text)
            self._length += len(text)
        return width, count

    def font(self, resources: dict[str, Any], name: str) -> Font | None:
        """The font that a page calls by this name."""
        info = self._document.dictionary(self._document.dictionary(resources.get("Font")).get(name))
        if not info:
            return None
        known = self._fonts.get(id(info))
        if known is None:
            held = sum(len(font.texts) + len(font.widths) for font in self._fonts.values())
            known = self._fonts[id(info)] = (
                pdf_font.load(self._document, info) if held < _MOST_CODES else Font(mute=True))
        return known

    def form(self, resources: dict[str, Any], name: str, matrix: Matrix, level: int) -> None:
        """Follow a form that is drawn into the page."""
        document = self._document
        found = document.get(document.dictionary(resources.get("XObject")).get(name))
        if not isinstance(found, Stream) or found.info.get("Subtype") != "Form" or self.left <= 0:
            return
        self.left -= len(found.raw)
        own = _matrix(document.get(found.info.get("Matrix")))
        inner = document.dictionary(found.info.get("Resources")) or resources
        self.draw(document.content(found), inner, multiply(own, matrix) if own else matrix, level + 1)


class _Stream:
    """The graphics and text state while one content stream is followed."""

    def __init__(self, page: Page, resources: dict[str, Any], matrix: Matrix, level: int) -> None:
        self._page = page
        self._resources = resources
        self._level = level
        self._matrix = matrix
        self._stack: list[Matrix] = []
        self._text = self._line = _UNIT
        self._font: Font | None = None
        self._size = 1.0
        self._leading = self._spacing = self._word_spacing = 0.0
        self._stretch = 1.0

    def run(self, data: bytes) -> None:
        lexer = Lexer(data)
        operands: list[Any] = []
        while lexer.position < lexer.end:
            value = lexer.value()
            if not isinstance(value, tuple):
                if len(operands) < _MOST_OPERANDS:
                    operands.append(value)
                continue
            if value:
                if value[0] == b"BI":
                    self._skip_image(lexer)
                else:
                    self._operator(value[0], operands)
            operands = []

    @staticmethod
    def _skip_image(lexer: Lexer) -> None:
        """Go past an inline image, whose bytes are no operators."""
        end = lexer.data.find(b"EI", lexer.position)
        lexer.position = end + 2 if end >= 0 else lexer.end

    def _operator(self, name: bytes, operands: list[Any]) -> None:
        numbers = [_number(value) for value in operands if isinstance(value, (int, float))]
        if name in (b"Tj", b"'", b'"'):
            if name != b"Tj":
                self._move(0.0, -self._leading)
            if operands and isinstance(operands[-1], bytes):
                self._show(operands[-1])
        elif name == b"TJ":
            for item in operands[-1] if operands and isinstance(operands[-1], list) else ():
                if isinstance(item, bytes):
                    self._show(item)
                elif isinstance(item, (int, float)):
                    self._advance(-_number(item) / 1000 * self._size * self._stretch)
        elif name in (b"Td", b"TD") and len(numbers) == 2:
            if name == b"TD":
                self._leading = -numbers[1]
            self._move(numbers[0], numbers[1])
        elif name == b"T*":
            self._move(0.0, -self._leading)
        elif name in (b"Tm", b"cm") and (matrix := _matrix(operands)):
            if name == b"Tm":
                self._text = self._line = matrix
            else:
                self._matrix = multiply(matrix, self._matrix)
        elif name == b"BT":
            self._text = self._line = _UNIT
        elif name == b"Tf" and len(operands) == 2 and isinstance(operands[0], Name):
            self._font = self._page.font(self._resources, operands[0])
            self._size = numbers[0] if numbers else self._size
        elif name == b"q" and len(self._stack) < 500:
            self._stack.append(self._matrix)
        elif name == b"Q" and self._stack:
            self._matrix = self._stack.pop()
        elif name == b"Do" and operands and isinstance(operands[-1], Name):
            self._page.form(self._resources, operands[-1], self._matrix, self._level)
        elif numbers:
            self._set(name, numbers[0])

    def _set(self, name: bytes, value: float) -> None:
        if name == b"TL":
            self._leading = value
        elif name == b"Tc":
            self._spacing = value
        elif name == b"Tw":
            self._word_spacing = value
        elif name == b"Tz":
            self._stretch = value / 100 or 1.0

    def _show(self, data: bytes) -> None:
        matrix = multiply(self._text, self._matrix)
        width, count = self._page.show(data, self._font, matrix, self._size * self._stretch)
        spaces = data.count(b" ") if self._font is None or self._font.size == 1 else 0
        self._advance((width / 1000 * self._size + self._spacing * count + self._word_spacing * spaces)
                      * self._stretch)

    def _move(self, x: float, y: float) -> None:
        self._text = self._line = multiply((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def _advance(self, x: float) -> None:
        a, b, c, d, e, f = self._text
        self._text = (a, b, c, d, _number(e + a * x), _number(f + b * x))


def multiply(left: Matrix, right: Matrix) -> Matrix:
    """The matrix that does ``left`` first and ``right`` then."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (_number(a * g + b * i), _number(a * h + b * j), _number(c * g + d * i), _number(c * h + d * j),
            _number(e * g + f * i + k), _number(e * h + f * j + m))


def _matrix(values: Any) -> Matrix | None:
    if not isinstance(values, list) or len(values) != 6 or not all(isinstance(v, (int, float)) for v in values):
        return None
    a, b, c, d, e, f = map(_number, values)
    return a, b, c, d, e, f


def _number(value: float) -> float:
    """A number of everyday size: hostile ones would overflow."""
    return float(min(max(value, -_FAR), _FAR)) if value == value else 0.0
