"""The picture of the data flows: who gets which data, as SVG made from the result alone.

Theory. In captured traffic data go from the device of a pupil, where the product runs, to each recipient; so the
picture has the school with the product on the left and the recipients below one another on the right, each with what
goes there. Nothing is told by colour alone: lines differ in dash, boxes in border, and words say "not named",
"undeclared" and "tracker". Recipients without recognised data share one box, and many recipients give several pictures
of a page each, so forty stay readable on paper. Text widths are estimated on the safe side, as no font is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

from scanner.model import Text

from ..document import Document
from ..listing import Row, organisations, product
from ..texts import ROLES, category_label, label, number
from .builder import Child, Markup, tag

WIDTH = 760
_LEFT, _GAP, _LINE, _PAD = 150, 70, 17, 12
_BOX = WIDTH - _LEFT - _GAP - 2
_CHARACTER = 6.6
"""Width of a character of 12 px at most, on average."""
_PER_LINE = int((_BOX - 2 * _PAD) / _CHARACTER)
_MOST_LINES = 4
"""Lines of categories in one box; the rest is counted."""
_SCHOOL = 140
"""Height of the box of the school."""
_PAGE = 900
"""Height of one picture at most, so that it fits a page with its text at 8 points."""
_INK, _SOFT, _ALERT, _FONT = "#1a232d", "#4a5560", "#8c1127", "system-ui, 'Segoe UI', Arial, sans-serif"
_OTHERS = {"guardian": Text(" (ouder)", " (parent)"), "teacher": Text(" (leraar)", " (teacher)")}
_ORDER = ("school", "las", "vendor", "federation", "subprocessor", "own_controller", "authority")


class Picture(NamedTuple):
    """One picture: the ``svg`` element, its size in pixels, and what it says in words."""

    svg: Markup
    width: int
    height: int
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class _Party:
    name: str
    facts: str
    undeclared: bool
    tracker: bool
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    back: bool
    """Whether data come back from the recipient too."""

    def lines(self, lang: str) -> list[tuple[str, bool]]:
        """The text of the box, each line with whether it is emphasised."""
        found: list[tuple[str, bool]] = []
        for head, items, strong in ((Text("niet genoemd", "not named"), self.unnamed, True),
                                    (Text("genoemd", "named"), self.named, False)):
            if items:
                found += [(line, strong) for line in _filled(f"{head.get(lang)}: ", items, lang)]
        return found


def _filled(head: str, items: Sequence[str], lang: str) -> list[str]:
    """Items on lines of a box, each whole; those beyond the last line are counted."""
    lines = [head]
    for shown, item in enumerate(items):
        piece = _short(item, _PER_LINE - 4) + (", " if shown + 1 < len(items) else "")
        if len(lines[-1]) + len(piece) <= _PER_LINE + 1 or not lines[-1]:
            lines[-1] += piece
        elif len(lines) < _MOST_LINES:
            lines.append(piece)
        else:
            left = len(items) - shown
            lines.append(Text(f"… en nog {left}", f"… and {left} more").get(lang))
            break
    return [line.rstrip() for line in lines]


def pictures(document: Document, lang: str, most: int | None = _PAGE) -> list[Picture]:
    """The flows of a result as pictures of at most ``most`` pixels high; None: one picture, however high."""
    parties, silent = _parties(document, lang)
    pages: list[list[_Party]] = [[]]
    height = 0
    for party in parties:
        own = _height(party, lang)
        if most is not None and pages[-1] and height + own > most - 130:
            pages.append([])
            height = 0
        pages[-1].append(party)
        height += own
    return [_draw(document, lang, page, silent if number_ == len(pages) else [], (number_, len(pages)))
            for number_, page in enumerate(pages, 1)]


def render_svg(document: Document, lang: str) -> bytes:
    """One SVG file with all recipients."""
    picture = pictures(document, lang, None)[0]
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + picture.svg.encode("utf-8") + b"\n"


def _parties(document: Document, lang: str) -> tuple[list[_Party], list[str]]:
    """Recipients with recognised data, the chain of the product first, and the names of those without."""
    names = organisations(document)
    flows: dict[str, list[Row]] = {}
    for f in document["flows"]:
        flows.setdefault(f["recipient"], []).append(f)
    rows = {r["id"]: r for r in document["recipients"]}

    def rank(key: str) -> tuple[int, str]:
        role = rows[key]["role"] if key in rows else ""
        return (_ORDER.index(role) if role in _ORDER else len(_ORDER), key)

    found = []
    for key in sorted(flows, key=rank):
        r = rows.get(key, {"role": "undeclared", "country": "", "declared": False, "tracker": False})
        country = r["country"] or Text("land onbekend", "country unknown").get(lang)
        facts = country if r["role"] == "undeclared" else f"{label(ROLES, r['role'], lang)} · {country}"
        found.append(_Party(
            names.get(key, key), facts, not r["declared"], r["tracker"],
            _listed(flows[key], True, lang), _listed(flows[key], False, lang),
            any("response" in f["directions"] for f in flows[key])))
    return found, sorted(names[key] for key in rows if key not in flows)


def _listed(flows: Sequence[Row], declared: bool, lang: str) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for f in flows:
        if f["declared"] is declared:
            name = category_label(f["category"], lang) + _OTHERS.get(f["about"], Text("", "")).get(lang)
            counts[name] = counts.get(name, 0) + f["count"]
    return tuple(f"{name} ({number(count, lang)}×)" for name, count in counts.items())


def _height(party: _Party, lang: str) -> int:
    return 2 * _PAD + _LINE * (2 + len(party.lines(lang))) + 14


def _draw(document: Document, lang: str, parties: list[_Party], silent: list[str], page: tuple[int, int]) -> Picture:
    top = 44
    children: list[Child] = []
    y = top
    centres: list[tuple[int, _Party]] = []
    for party in parties:
        own = _height(party, lang) - 14
        children += _box(party, y, own, lang)
        centres.append((y + own // 2, party))
        y += own + 14
    if silent or not parties:
        text, own = _silent(silent, y, lang)
        children += text
        y += own + 14
    y = max(y, top + _SCHOOL + 14)
    # Beside a picture that is taller than a page the school stands at its head, where the reader begins.
    middle = (top + y - 14) // 2 if y <= _PAGE else top + _SCHOOL // 2
    legend, depth = _legend(y + 6, lang)
    height = y + depth
    name = product(document)
    title = Text("Gegevensstromen", "Data flows").get(lang) + (f" {name}" if name else "")
    if page[1] > 1:
        title += Text(f" (deel {page[0]} van {page[1]})", f" (part {page[0]} of {page[1]})").get(lang)
    description = _description(parties, silent, lang)
    key = f"flows-{page[0]}"
    svg = tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", *(f"{sentence} " for sentence in description), id=f"{key}-desc"),
        tag("rect", x=0, y=0, width=WIDTH, height=height, fill="#ffffff"),
        _text(title, 2, 24, size=16, bold=True),
        _trunk(middle, [centre for centre, _ in centres]),
        *(_line(centre, party) for centre, party in centres),
        *_school(name, middle, lang),
        *children,
        *legend,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}", width=WIDTH, height=height, role="img",
        aria_labelledby=f"{key}-title {key}-desc", lang=lang, font_family=_FONT, font_size=12, fill=_INK,
    )
    return Picture(svg, WIDTH, height, title, " ".join(description))


def _school(name: str, middle: int, lang: str) -> list[Child]:
    """The school with the product in it, on the left."""
    top = middle - _SCHOOL // 2
    inner = wrap(name or Text("onderzocht product", "product examined").get(lang), 16)[:3]
    return [
        tag("rect", x=1, y=top, width=_LEFT, height=_SCHOOL, rx=6, fill="#e3f0f4", stroke="#0a5a75", stroke_width=2),
        _text(Text("School", "School").get(lang), _PAD, top + 22, bold=True),
        _text(Text("leerling, ouder, leraar", "pupil, parent, teacher").get(lang), _PAD, top + 39, size=11, fill=_SOFT),
        tag("rect", x=_PAD, y=top + 52, width=_LEFT - 2 * _PAD + 2, height=74, rx=4, fill="#ffffff", stroke="#0a5a75"),
        *(_text(line, _PAD + 8, top + 72 + 16 * row, bold=True) for row, line in enumerate(inner)),
        _text(Text("op het apparaat", "on the device").get(lang), _PAD + 8, top + 74 + 16 * len(inner), size=11,
              fill=_SOFT) if len(inner) < 3 else None,
    ]


def _trunk(school: int, ends: Sequence[int]) -> Markup | None:
    """From the school to where the lines to the recipients begin."""
    if not ends:
        return None
    bend = _LEFT + _GAP // 2
    first, last = min(school, *ends), max(school, *ends)
    return tag("path", d=f"M{_LEFT + 1},{school} H{bend} V{first} V{last}", fill="none", stroke=_SOFT,
               stroke_width="1.5")


def _line(end: int, party: _Party) -> Markup:
    """To a recipient; dashed when something is not named, with an arrow for each direction."""
    right, bend = _LEFT + _GAP, _LEFT + _GAP // 2
    colour = _ALERT if party.unnamed else "#17693c"
    heads = f"M{right - 9},{end - 5} L{right},{end} L{right - 9},{end + 5}"
    if party.back:
        heads += f" M{bend + 11},{end - 5} L{bend + 2},{end} L{bend + 11},{end + 5}"
    return tag(
        "g",
        tag("path", d=f"M{bend},{end} H{right}", stroke_dasharray="6 4" if party.unnamed else None),
        tag("path", d=heads),
        fill="none", stroke=colour, stroke_width=2 if party.unnamed else "1.5",
    )


def _box(party: _Party, y: int, height: int, lang: str) -> list[Child]:
    x = _LEFT + _GAP
    marks = ([Text("niet genoemd", "undeclared").get(lang)] if party.undeclared else []) + (
        ["tracker"] if party.tracker else [])
    room = _BOX - 2 * _PAD - sum(int(len(mark) * _CHARACTER) + 22 for mark in marks)
    children: list[Child] = [
        tag("rect", x=x, y=y, width=_BOX, height=height, rx=6, fill="#fdf3f4" if party.undeclared else "#f4f6f8",
            stroke=_ALERT if party.undeclared else _SOFT, stroke_width=2 if party.undeclared else 1,
            stroke_dasharray="6 4" if party.undeclared else None),
        _text(_short(party.name, int(room / 8)), x + _PAD, y + _PAD + 10, size=13, bold=True),
        _text(_short(party.facts, _PER_LINE), x + _PAD, y + _PAD + 10 + _LINE, size=11, fill=_SOFT),
    ]
    right = x + _BOX - _PAD
    for mark in reversed(marks):
        wide = int(len(mark) * _CHARACTER) + 14
        filled = mark == "tracker"
        children += [
            tag("rect", x=right - wide, y=y + 8, width=wide, height=19, rx=3, fill=_ALERT if filled else "#ffffff",
                stroke=_ALERT),
            _text(mark, right - wide + 7, y + 22, size=11, bold=True, fill="#ffffff" if filled else _ALERT),
        ]
        right -= wide + 8
    for row, (line, strong) in enumerate(party.lines(lang), 2):
        children.append(_text(line, x + _PAD, y + _PAD + 10 + _LINE * row, bold=strong,
                              fill=_ALERT if strong else _INK))
    return children


def _silent(names: list[str], y: int, lang: str) -> tuple[list[Child], int]:
    """The box of those who were contacted without recognised data."""
    x = _LEFT + _GAP
    head = Text(f"{len(names)} ontvangers zonder herkende gegevens" if len(names) != 1
                else "1 ontvanger zonder herkende gegevens",
                f"{len(names)} recipients without recognised data" if len(names) != 1
                else "1 recipient without recognised data").get(lang)
    lines = _filled("", [_short(name, 40) for name in names], lang) if names else []
    height = 2 * _PAD + _LINE * (1 + len(lines))
    children: list[Child] = [
        tag("rect", x=x, y=y, width=_BOX, height=height, rx=6, fill="#ffffff", stroke=_SOFT, stroke_dasharray="2 3"),
        _text(head, x + _PAD, y + _PAD + 10, bold=True),
        *(_text(line, x + _PAD, y + _PAD + 10 + _LINE * row, fill=_SOFT) for row, line in enumerate(lines, 1)),
    ]
    return children, height


def _legend(y: int, lang: str) -> tuple[list[Child], int]:
    t = Text
    texts = (
        ("6 4", _ALERT, t("gegevens die niet in de privacybijsluiter staan", "data that the privacybijsluiter does not "
                          "name")),
        (None, "#17693c", t("alle herkende gegevens staan in de privacybijsluiter (noodzaak te toetsen)",
                            "all recognised data are named in the privacybijsluiter (necessity to be assessed)")),
    )
    children: list[Child] = []
    for row, (dash, colour, text) in enumerate(texts):
        middle = y + 12 + 16 * row
        children += [tag("path", d=f"M2,{middle} H42", stroke=colour, stroke_width=2, stroke_dasharray=dash),
                     _text(text.get(lang), 50, middle + 4, size=11, fill=_SOFT)]
    children.append(_text(t("Pijl terug: ook in antwoorden. Getal: waarnemingen in deze opnamen.",
                            "Arrow back: in responses too. Number: observations in these captures.").get(lang),
                          2, y + 48, size=11, fill=_SOFT))
    return children, 60


def _description(parties: Sequence[_Party], silent: Sequence[str], lang: str) -> list[str]:
    """The picture in words, a sentence a recipient, for who cannot see it."""
    sentences = []
    for party in parties:
        marks = [Text("niet genoemd", "undeclared").get(lang)] * party.undeclared + ["tracker"] * party.tracker
        facts = ", ".join([party.facts.replace(" · ", ", "), *marks])
        what = "; ".join(
            f"{head.get(lang)}: {', '.join(items)}" for head, items in (
                (Text("niet genoemd", "not named"), party.unnamed), (Text("genoemd", "named"), party.named)) if items)
        sentences.append(f"{party.name} ({facts}) – {what}.")
    if silent:
        sentences.append(Text("Zonder herkende gegevens:", "Without recognised data:").get(lang))
        sentences += [f"{name};" for name in silent]
    if not sentences:
        sentences.append(Text("Geen ontvangers.", "No recipients.").get(lang))
    return sentences


def _text(text: str, x: int, y: int, *, size: int = 12, bold: bool = False, fill: str | None = None) -> Markup:
    return tag("text", text, x=x, y=y, font_size=size if size != 12 else None,
               font_weight="bold" if bold else None, fill=fill)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: max(1, most - 1)] + "…"
