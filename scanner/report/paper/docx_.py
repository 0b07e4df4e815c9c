"""The report as a Word document, which privacy staff edit: headings, repeated table heads, pictures with their words.

Theory. python-docx gives the package, its styles and the sections; rows are made as XML elements, because its own
tables take minutes for a thousand rows. Texts are only ever text nodes. The bytes are the same each time: dates are
those of the captures, and the archive is written anew with fixed times. Pictures are drawn by Typst from the same SVG
as everywhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..additions import NOTHING, Additions
from ..document import Document
from .blocks import BREAK, Block, Box, Bullets, Cell, Figure, Heading, Pairs, Paragraph, Run, Runs, Table
from .content import Content, content
from .drawing import drawn
from .layout import is_wide, parts, widths

_BREAKS = frozenset({"samenvatting", "rijksmodel", "methode", "bevindingen", "maatregelen", "dossier", "bijlage"})
_PORTRAIT, _LANDSCAPE = (210, 297), (297, 210)
_MARGIN = 20
"""Millimetres, as the sizes of the page."""
_MONO = "Consolas"
_MARKS = {"sev-kritiek": ("8C1127", "FFFFFF"), "sev-hoog": ("BF3D0C", "FFFFFF"), "sev-midden": ("F0BD3F", "33260A"),
          "sev-laag": ("2B6CB0", "FFFFFF"), "sev-info": ("5D6975", "FFFFFF"), "tracker": ("8C1127", "FFFFFF")}
"""Fill and colour of a mark; the words stay readable without."""
_FILLS = {"preamble": "E3F0F4", "callout": "FFF6DC"}
_SOFT = "4A5560"
_PIXELS_PER_INCH = 150
_YEAR = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document, lang: str, additions: Additions = NOTHING) -> bytes:
    """The document; the same bytes for the same result."""
    last = document["scan"]["period"]["last"]
    moment = datetime.fromisoformat(last[:19]) if last else datetime(2000, 1, 1)
    return docx_of(content(document, lang, additions), moment)


def docx_of(paper: Content, moment: datetime) -> bytes:
    """Any content for paper as a Word document with that date."""
    import docx

    writer = _Writer(docx.Document(), paper)
    writer.properties(moment)
    for block in paper.blocks:
        writer.block(block)
    out = io.BytesIO()
    writer.document.save(out)
    return _without_clock(out.getvalue())


class _Writer:
    def __init__(self, document: Any, paper: Content) -> None:
        self.document = document
        self._paper = paper
        self._landscape = False
        # Elements go before the last section's properties: python-docx looks through the whole body for each paragraph.
        self._end = document.element.body.sectPr
        self._page(document.sections[0], landscape=False)
        self._styles()
        self._style_ids = {style.name: style.style_id for style in document.styles}
        self._footer()

    def properties(self, moment: datetime) -> None:
        """Title, language and dates of the file."""
        p = self.document.core_properties
        p.title, p.author, p.keywords = self._paper.title[:255], "Leerlek", self._paper.subject
        p.language = "nl-NL" if self._paper.lang == "nl" else "en-GB"
        p.comments, p.last_modified_by, p.revision = "", "Leerlek", 1
        p.created = p.modified = moment

    def block(self, block: Block, inside: str = "") -> None:
        """One block at the end of the document."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            self._paragraph(block.runs, self._style(block.kind, inside), _FILLS.get(inside),
                            keep=block.kind in {"line", "summary"})
        elif isinstance(block, Bullets):
            for item in block.items:
                self._paragraph(item, "List Bullet")
        elif isinstance(block, Pairs):
            self._pairs(block, inside)
        elif isinstance(block, Table):
            for part in parts(block):
                self._table(part)
        elif isinstance(block, Figure):
            self._picture(block.number)
        elif isinstance(block, Box):
            for inner in block.blocks:
                self.block(inner, block.kind)

    def _heading(self, block: Heading) -> None:
        style = "Title" if block.level == 1 else f"Heading {block.level - 1}"
        self._paragraph(block.runs, style, new_page=block.key in _BREAKS)

    @staticmethod
    def _style(kind: str, inside: str) -> str:
        if kind in {"note", "legend", "empty", "where", "reasons", "summary"} or (inside == "finding" and not kind):
            return "Leerlek Small"
        return "Leerlek Line" if kind == "line" else "Normal"

    def _pairs(self, block: Pairs, inside: str) -> None:
        if inside == "finding":
            joined: list[Run] = []
            for name, value in block.rows:
                joined += [*([Run(" · ")] if joined else []), *name, Run(": "), *value]
            self._paragraph(tuple(joined), "Leerlek Small")
            return
        for name, value in block.rows:
            self._paragraph((*(run._replace(bold=True) for run in name), Run(": "), *value), "Normal")

    def _paragraph(
        self, runs: Runs, style: str, fill: str | None = None, keep: bool = False, new_page: bool = False
    ) -> None:
        self._turn(False)
        self._add(runs, style, fill, keep, new_page)

    def _add(self, runs: Runs, style: str, fill: str | None = None, keep: bool = False, new_page: bool = False) -> None:
        """A paragraph at the end, upright or not; properties in the order of the format."""
        properties = _element("w:pPr", {}, _element("w:pStyle", {"w:val": self._style_ids[style]}))
        if keep:
            properties.append(_element("w:keepNext", {}))
        if new_page:
            properties.append(_element("w:pageBreakBefore", {}))
        if fill:
            _shade(properties, fill)
        paragraph = _element("w:p", {}, properties)
        _fill(paragraph, runs)
        self._end.addprevious(paragraph)

    def _table(self, table: Table) -> None:
        if is_wide(table):
            self._turn(True)
        if table.caption:
            self._add((Run(table.caption),), "Caption", keep=True)
        page = _LANDSCAPE if self._landscape else _PORTRAIT
        room = page[0] - 2 * _MARGIN
        shares = widths(table) if table.kind != "tiles" else [1] * (len(table.heads) - 1) + [3]
        columns = [room * share / sum(shares) for share in shares]
        self._end.addprevious(_table_element(table, columns))
        self._add((), "Leerlek Small")

    def _picture(self, number: int) -> None:
        from docx.shared import Mm

        self._turn(False)
        picture = self._paper.pictures[number - 1]
        made = drawn(str(picture.svg), _PIXELS_PER_INCH)
        room = _PORTRAIT[0] - 2 * _MARGIN
        highest = _PORTRAIT[1] - 4 * _MARGIN
        wide = min(room, highest * picture.width / picture.height)
        shape = self.document.add_picture(io.BytesIO(made), width=Mm(wide))
        named = shape._inline.docPr
        named.set("title", picture.title)
        named.set("descr", picture.description)

    def _turn(self, landscape: bool) -> None:
        """Go on on a page upright or on its side."""
        if landscape == self._landscape:
            return
        from docx.enum.section import WD_SECTION

        self._landscape = landscape
        self._page(self.document.add_section(WD_SECTION.NEW_PAGE), landscape)

    @staticmethod
    def _page(section: Any, landscape: bool) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        width, height = _LANDSCAPE if landscape else _PORTRAIT
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {
            qn("w:val"): "nl-NL" if self._paper.lang == "nl" else "en-GB"})
        normal.element.get_or_add_rPr().append(language)
        for name, size, before in (("Title", 24, 0), ("Heading 1", 16, 18), ("Heading 2", 12.5, 14),
                                   ("Heading 3", 11, 10)):
            styles[name].font.name, styles[name].font.size = "Calibri", Pt(size)
            styles[name].font.color.rgb = RGBColor(0x0A, 0x5A, 0x75)
            styles[name].paragraph_format.space_before = Pt(before)
            fonts = styles[name].element.rPr.rFonts
            for key in list(fonts.attrib):  # fonts of a theme would win over the name
                if "Theme" in key or "theme" in key:
                    del fonts.attrib[key]
        for name, bold in (("Leerlek Small", False), ("Leerlek Line", True)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            style.font.size = Pt(10.5 if bold else 9)
            style.paragraph_format.space_before = Pt(10 if bold else 0)
            style.paragraph_format.space_after = Pt(2 if bold else 3)
        styles["Caption"].font.size = Pt(9)
        styles["Caption"].font.color.rgb = RGBColor.from_string(_SOFT)

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles["Leerlek Small"]
        paragraph.add_run(f"{self._paper.footer} · ")
        for field in ("PAGE", "NUMPAGES"):
            if field == "NUMPAGES":
                paragraph.add_run(" / ")
            paragraph._p.append(_element("w:fldSimple", {"w:instr": field}, _element("w:r", {}, _text("1"))))


def _table_element(table: Table, columns: Sequence[float]) -> Any:
    """``w:tbl`` with a head that is repeated on each page; widths in millimetres."""
    turned = table.kind == "matrix"
    twips = [int(width * 56.7) for width in columns]
    size = 15 if len(columns) > 7 else 17 if len(columns) > 4 else 19
    head = _element("w:tr", {}, _element("w:trPr", {}, _element("w:cantSplit", {}), *(
        [_element("w:trHeight", {"w:val": "2300", "w:hRule": "atLeast"})] if turned else []),
        _element("w:tblHeader", {})))
    for number, (runs, width) in enumerate(zip(table.heads, twips, strict=True)):
        bold = tuple(run._replace(bold=True) for run in runs)
        head.append(_cell_element(Cell(bold), width, size, "EEF2F5", turned=turned and number > 0))
    rows = []
    for row in table.rows:
        element = _element("w:tr", {}, _element("w:trPr", {}, _element("w:cantSplit", {})))
        for number, cell in enumerate(row):
            width = sum(twips[number : number + cell.span])
            element.append(_cell_element(cell, width, size, "EEF2F5" if cell.span > 1 else None))
        rows.append(element)
    properties = _element(
        "w:tblPr", {}, _element("w:tblStyle", {"w:val": "TableGrid"}),
        _element("w:tblW", {"w:w": str(sum(twips)), "w:type": "dxa"}), _element("w:tblLayout", {"w:type": "fixed"}),
        _element("w:tblLook", {"w:firstRow": "1", "w:firstColumn": "1", "w:noVBand": "1"}))
    grid = _element("w:tblGrid", {}, *(_element("w:gridCol", {"w:w": str(width)}) for width in twips))
    return _element("w:tbl", {}, properties, grid, head, *rows)


def _cell_element(cell: Cell, width: int, size: int, fill: str | None, turned: bool = False) -> Any:
    properties = _element("w:tcPr", {}, _element("w:tcW", {"w:w": str(width), "w:type": "dxa"}))
    if cell.span > 1:
        properties.append(_element("w:gridSpan", {"w:val": str(cell.span)}))
    if fill:
        _shade(properties, fill)
    if turned:
        properties.append(_element("w:textDirection", {"w:val": "btLr"}))
    paragraph = _element("w:p", {}, _element(
        "w:pPr", {}, _element("w:spacing", {"w:before": "0", "w:after": "0"}),
        *([_element("w:jc", {"w:val": "right"})] if cell.right else [])))
    runs = tuple(run._replace(bold=True) for run in cell.runs) if cell.head else cell.runs
    _fill(paragraph, runs, size)
    return _element("w:tc", {}, properties, paragraph)


def _fill(paragraph: Any, runs: Runs, size: int = 0) -> None:
    """Append the runs; ``size`` in half points, 0 for that of the style."""
    for run in runs:
        if run.text == BREAK:
            paragraph.append(_element("w:r", {}, _element("w:br", {})))
            continue
        look = []
        if run.code:
            look.append(_element("w:rFonts", {"w:ascii": _MONO, "w:hAnsi": _MONO, "w:cs": _MONO}))
        if run.bold:
            look.append(_element("w:b", {}))
        fill, colour = _MARKS.get(run.badge, (None, None))
        if colour or run.small:
            look.append(_element("w:color", {"w:val": colour or _SOFT}))
        half_points = (size or 21) - (2 if run.small or run.code else 0)
        if size or run.small or run.code:
            look.append(_element("w:sz", {"w:val": str(half_points)}))
        if fill:
            look.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
        text = f" {run.text} " if fill else run.text
        properties = [_element("w:rPr", {}, *look)] if look else []
        paragraph.append(_element("w:r", {}, *properties, _text(text)))


def _shade(properties: Any, fill: str) -> None:
    properties.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))


def _text(text: str) -> Any:
    element = _element("w:t", {"xml:space": "preserve"})
    element.text = text
    return element


def _element(name: str, attributes: dict[str, str], *children: Any) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    for child in children:
        element.append(child)
    return element


def _without_clock(content: bytes) -> bytes:
    """The archive with fixed times and in a fixed order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            item = zipfile.ZipInfo(name, _YEAR)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.create_system = 3
            new.writestr(item, old.read(name))
    return out.getvalue()
