"""PDF documents made anew: each text on the page, or in the property, note or form field, that it stood in.

Theory. A page can be drawn in endless ways, and a font may hide what it shows. So nothing of the file is kept; what the
decoder read is written as plain lines of a standard font (ISO 32000-1).
"""

from __future__ import annotations

from collections.abc import Sequence

Place = int | str | None
"""The number of a page, from 0; the name of a property, note or form field as the decoder gives it, with ``@``; None
for what stood in an attached file or elsewhere."""

_PROPERTIES = {f"@{name.lower()}": name for name in (
    "Author", "Title", "Subject", "Keywords", "Creator", "Producer", "Company")}
_NOTES = {"@note": "Contents", "@description": "Alt", "@text": "ActualText", "@filename": "UF", "@label": "TU"}
_LINES = 50
"""Lines on a page of A4 at 14 points; a page with more is longer."""
_FONT = 3


def document(said: Sequence[tuple[Place, str]], size: int) -> bytes:
    """A PDF that says the same at the same places, filled up to ``size`` bytes with a comment."""
    last = max((place for place, _ in said if isinstance(place, int)), default=0)
    pages: list[list[str]] = [[] for _ in range(last + 1)]
    properties: list[dict[str, str]] = []
    others: list[bytes] = []
    for place, text in said:
        if isinstance(place, int) or place is None:
            pages[last if place is None else place].extend(text.splitlines())
        elif place in _PROPERTIES:
            if not properties or _PROPERTIES[place] in properties[-1]:
                properties.append({"Producer": ""} if place != "@producer" else {})  # what makes them properties
            properties[-1][_PROPERTIES[place]] = text
        elif place in _NOTES:
            others.append(b"<</Type/Annot/Subtype/Text/%s %s>>" % (_NOTES[place].encode(), _string(text)))
        elif place == "@link":
            others.append(b"<</S/URI/URI %s>>" % _string(text))
        else:
            others.append(b"<</FT/Tx/T %s/V %s>>" % (_string(place.removeprefix("@")), _string(text)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (
            len(pages), b" ".join(b"%d 0 R" % (_FONT + 1 + 2 * n) for n in range(len(pages)))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for page in pages:
        objects.extend(_page(page, len(objects) + 2))
    info = len(objects) + 1 if properties else 0
    objects.extend(b"<<%s>>" % b"".join(b"/%s %s" % (key.encode(), _string(text)) for key, text in each.items())
                   for each in properties)
    return _file([*objects, *others], info, size)


def _page(lines: Sequence[str], content: int) -> tuple[bytes, bytes]:
    """A page and its content; ``content`` is the number of the second object."""
    drawn = b"BT /F1 10 Tf 40 800 Td 14 TL\n" + b"".join(b"(%s) Tj T*\n" % _literal(line) for line in lines) + b"ET"
    height = 842 + 14 * max(0, len(lines) - _LINES)
    return (b"<</Type/Page/Parent 2 0 R/MediaBox[0 %d 595 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>"
            % (842 - height, content, _FONT),
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))


def _file(objects: Sequence[bytes], info: int, size: int) -> bytes:
    made, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    named = b"/Info %d 0 R" % info if info else b""
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n" % (count, named)
    fill = size - len(made) - len(table) - len(end) - 20
    if fill > 2:
        made += b"%" + b" " * (fill - 2) + b"\n"
    return made + table + end + b"%d\n%%%%EOF\n" % len(made)


def _literal(line: str) -> bytes:
    return line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _string(text: str) -> bytes:
    """A text string (§7.9.2.2), in UTF-16 so that every letter can be written."""
    return b"<feff%s>" % text.encode("utf-16-be", "replace").hex().encode()
