"""The report as blocks: headings, paragraphs, lists, tables and pictures, read from the sections of the HTML page.

Theory. The content of the report, its order and its words stand in one place, the sections of ``report/html``; a
format for paper must not say it a second time. Their markup is ours alone, small and closed (``html/builder.py``), so
it serves as the document: this module reads it into blocks of text runs. An element that it does not know is an error
that a test finds, not a sentence that goes missing. What only a screen needs (navigation, filter, bars) is left out by
name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..html.builder import Markup

_SKIPPED = frozenset({"nav", "form", "script", "style", "svg", "button", "output"})
_INLINE = frozenset({"span", "strong", "b", "em", "i", "code", "small", "a", "br", "wbr"})
_CONTAINERS = frozenset({"div", "section", "header", "main", "footer", "article", "aside", "details", "body", "html"})
_SEPARATED = frozenset({"line", "facts"})
"""Classes whose children stand apart by their style on the screen, and by a point on paper."""
_JOINED = 4
"""Items of a list under a heading that stand in one paragraph with it; longer lists stay lists."""
BREAK = "\n"


class Run(NamedTuple):
    """A piece of text of one kind. ``badge`` is the class of a mark such as ``sev-hoog``."""

    text: str
    bold: bool = False
    code: bool = False
    small: bool = False
    badge: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; ``key`` names the section that it opens."""

    level: int
    runs: Runs
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; ``kind`` is the class it has on the page."""

    runs: Runs
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; ``head`` names its row, ``span`` is the number of columns."""

    runs: Runs
    head: bool = False
    right: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row fills as many columns as there are heads."""

    caption: str
    heads: tuple[Runs, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with values."""

    rows: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """The picture with that number (from 1) of the report's pictures."""

    number: int


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together; ``kind`` is the class they have on the page."""

    kind: str
    blocks: tuple[Block, ...] = field(default=())


Block = Heading | Paragraph | Bullets | Table | Pairs | Figure | Box


def read(markup: Iterable[Markup]) -> list[Block]:
    """The blocks of sections, in their order."""
    import lxml.html

    blocks: list[Block] = []
    for piece in markup:
        blocks += _blocks(lxml.html.fragment_fromstring(str(piece)))
    return blocks


def text_of(runs: Runs) -> str:
    """The runs as plain text."""
    return "".join(run.text for run in runs)


def _blocks(element: Any) -> Iterator[Block]:
    tag, classes = element.tag, _classes(element)
    if not isinstance(tag, str) or tag in _SKIPPED or element.get("hidden") is not None:
        return
    if tag in {"h1", "h2", "h3", "h4", "h5"}:
        yield Heading(min(int(tag[1]), 4), _runs(element), _section(element) if tag == "h2" else "")
    elif tag in {"p", "summary", "pre"}:
        yield from _paragraph(element, "summary" if tag == "summary" else "pre" if tag == "pre" else " ".join(classes))
    elif tag == "ul":
        yield Bullets(tuple(runs for item in element if (runs := _runs(item))))
    elif tag == "dl":
        yield Pairs(tuple((_runs(pair.find("dt")), _runs(pair.find("dd"))) for pair in element))
    elif tag == "table":
        yield _table(element)
    elif tag == "figure":
        yield Figure(int(element.get("id").rpartition("-")[2]))
    elif tag in _CONTAINERS:
        yield from _container(element, classes)
    else:
        raise ValueError(f"the element {tag} has no form on paper")


def _container(element: Any, classes: list[str]) -> Iterator[Block]:
    if "tiles" in classes:
        yield _tiles(element)
        return
    if (label := _labelled(element)) is not None:
        yield label
        return
    if "columns" in classes and "why" in _classes(element.getparent()):
        labels = [label.runs for child in element if (label := _labelled(child)) is not None]
        yield Paragraph(_joined(labels, " · "), "labelled")
        return
    if _is_inline(element):
        yield from _paragraph(element, " ".join(classes))
        return
    inside = tuple(block for child in element for block in _blocks(child))
    boxed = {"callout", "preamble", "title", "finding", "gap"} & set(classes)
    if inside and boxed:
        yield Box(boxed.pop(), inside)
    else:
        yield from inside


def _paragraph(element: Any, kind: str) -> Iterator[Paragraph]:
    if kind == "legend" and any("swatch" in _classes(part) for part in element.iter()):
        return  # it explains the colours of bars
    runs = _runs(element)
    if runs:
        yield Paragraph(runs, kind)


def _labelled(element: Any) -> Paragraph | None:
    """A small heading with one thing under it, as one paragraph: on paper a line each would take pages."""
    children = list(element)
    if not children or children[0].tag not in {"h4", "h5"} or len(children) > 2 or element.tag != "div":
        return None
    rest: Runs
    if len(children) == 1:
        rest = _tidy([Run(children[0].tail or "")])
    elif children[0].tag == "h4" and len(children[1]) > _JOINED:
        return None
    elif children[1].tag in {"p", "ul"}:
        items = children[1] if children[1].tag == "ul" else [children[1]]
        rest = _joined([_runs(item) for item in items], "; ")
    else:
        return None
    name = Run(text_of(_runs(children[0])).rstrip(":") + ": ", bold=True)
    return Paragraph((name, *rest), "labelled")


def _joined(parts: list[Runs], between: str) -> Runs:
    runs: list[Run] = []
    for number, part in enumerate(part for part in parts if part):
        if number:
            runs.append(Run(between))
        runs += part
    return tuple(runs)


def _tiles(element: Any) -> Table:
    """The numbers of the summary: a column a tile, the number under its name."""
    heads, cells = [], []
    for tile in element:
        texts = {name: [run for part in tile if name in _classes(part) for run in _runs(part)]
                 for name in ("figure", "name")}
        names = [_runs(part) for part in tile if "name" in _classes(part)]
        heads.append(names[0] if names else ())
        more = (Run(BREAK), *names[1]) if len(names) > 1 else ()
        cells.append(Cell((*(Run(run.text, bold=True) for run in texts["figure"]), *more)))
    return Table("", tuple(heads), (tuple(cells),), "tiles")


def _table(element: Any) -> Table:
    heads = [_runs(cell) for cell in element.find("thead").find("tr")]
    body = [row for part in element.findall("tbody") for row in part]
    rows = [[_cell(cell) for cell in row] for row in body]
    blank = {number for row in body for number, cell in enumerate(row) if "blank" in _classes(cell)}
    # A column that only a screen fills (bars) has no text.
    whole = [row for row in rows if len(row) == len(heads)]
    empty = {number for number in range(len(heads))
             if number not in blank and whole and not any(row[number].runs for row in whole)}
    if "matrix" in _classes(element):
        empty = set()
    kept = [number for number in range(len(heads)) if number not in empty]
    table_rows = tuple(
        tuple(row[number] for number in kept) if len(row) == len(heads)
        else tuple(Cell(cell.runs, cell.head, cell.right, len(kept)) for cell in row[:1])
        for row in rows)
    caption = element.find("caption")
    return Table(text_of(_runs(caption)) if caption is not None else "", tuple(heads[number] for number in kept),
                 table_rows, " ".join(_classes(element)))


def _cell(element: Any) -> Cell:
    return Cell(_runs(element), element.tag == "th", "num" in _classes(element) or "cell" in _classes(element),
                int(element.get("colspan", "1")))


def _runs(element: Any) -> Runs:
    return _tidy(_raw(element, Run("")))


def _raw(element: Any, style: Run) -> Iterator[Run]:
    """The text of an element in the style around it, children first to last."""
    if element.text:
        yield style._replace(text=element.text)
    separated = bool(_SEPARATED & set(_classes(element)))
    for number, child in enumerate(element):
        if isinstance(child.tag, str):
            if separated and number:
                yield style._replace(text=" · ")
            yield from _child(child, style)
        if child.tail:
            yield style._replace(text=child.tail)


def _child(child: Any, style: Run) -> Iterator[Run]:
    tag, classes = child.tag, _classes(child)
    if tag in _SKIPPED or "hidden" in classes or child.get("hidden") is not None:
        return
    if tag == "br":
        yield style._replace(text=BREAK)
    elif tag == "wbr":
        yield from _raw(child, style)  # the reader of HTML may nest what follows
    elif tag in {"strong", "b"}:
        yield from _raw(child, style._replace(bold=True))
    elif tag == "code":
        if "gapcode" in classes:
            yield style._replace(text=" ")
        yield from _raw(child, style._replace(code=True))
    elif tag == "small":
        yield from _raw(child, style._replace(small=True))
    elif tag == "span" and "badge" in classes:
        yield style._replace(text=" ")
        yield from _raw(child, style._replace(badge=classes[-1], bold=True))
        yield style._replace(text=" ")
    elif tag == "span" and set(classes) & {"facts", "via", "role"}:
        yield style._replace(text=" ")
        yield from _raw(child, style._replace(small=True, bold=False))
    elif tag in {"ul", "p", "div"}:  # a list or paragraph in a cell
        if tag == "p":
            yield style._replace(text=BREAK)
        yield from _raw(child, style)
    elif tag == "li":
        yield style._replace(text=BREAK)
        yield from _raw(child, style)
    elif tag in _INLINE or tag in {"td", "th", "dd", "dt"}:
        yield from _raw(child, style)
    else:
        raise ValueError(f"the element {tag} has no form in a line of text")


def _tidy(runs: Iterable[Run]) -> Runs:
    """Runs with white space collapsed as a browser does, equal neighbours joined, none empty."""
    joined: list[Run] = []
    for run in runs:
        text = run.text if run.text == BREAK else re.sub(r"\s+", " ", run.text)
        before = joined[-1].text if joined else BREAK
        if text.startswith(" ") and (before.endswith((" ", BREAK)) or not joined):
            text = text[1:]
        if text == BREAK:
            if not joined or before.endswith(BREAK):
                continue
            joined[-1] = joined[-1]._replace(text=before.rstrip(" "))
        if not text:
            continue
        if joined and joined[-1][1:] == run[1:] and BREAK not in (text, joined[-1].text):
            joined[-1] = joined[-1]._replace(text=joined[-1].text + text)
        else:
            joined.append(run._replace(text=text))
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip())
    return tuple(run for run in joined if run.text)


def _is_inline(element: Any) -> bool:
    tags = {child.tag for child in element if isinstance(child.tag, str)}
    return bool((element.text or "").strip() or tags) and tags <= _INLINE


def _section(element: Any) -> str:
    parent = element.getparent()
    return str(parent.get("id") or "") if parent is not None else ""


def _classes(element: Any) -> list[str]:
    return str(element.get("class") or "").split()
