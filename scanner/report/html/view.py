"""What all sections of the page share: the result, its look-ups, the language, and small recurring pieces."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import Any

from ..additions import NOTHING, Additions
from ..document import Document
from ..json_ import digest
from ..texts import SEVERITIES, STATUSES, day, label, number, percent, size
from .builder import Child, Markup, breakable, tag

Item = dict[str, Any]
MANY = 400
"""Findings beyond which a page holds those far down as text, so that it opens quickly; see ``findings.py``."""


class View:
    """One result in one language.

    ``most_places`` bounds the places of a rule that are told in full, ``most_rows`` those that then get a row each; the
    page has all, paper cannot.
    """

    def __init__(
        self, document: Document, lang: str, most_places: int = sys.maxsize, most_rows: int = sys.maxsize,
        additions: Additions = NOTHING,
    ) -> None:
        self.most_places, self.most_rows = most_places, most_rows
        self.document = document
        self.dossier, self.previous = additions.dossier, additions.previous
        self.lang = "en" if lang == "en" else "nl"
        self.findings: list[Item] = document["findings"]
        self.many = most_places == sys.maxsize and len(self.findings) > MANY
        self.detections: dict[str, Item] = {d["id"]: d for d in document["detections"]}
        self.recipients: dict[str, Item] = {r["id"]: r for r in document["recipients"]}
        self.coverage: Item = document["coverage"]
        self.scan: Item = document["scan"]
        self.settings: Item = document["scan"]["settings"]

    def t(self, nl: str, en: str) -> str:
        """The text of the page's language."""
        return en if self.lang == "en" else nl

    def n(self, amount: float, decimals: int = 0) -> str:
        """A number as the language writes it."""
        return number(amount, self.lang, decimals)

    def size(self, amount: int) -> str:
        """An amount of bytes."""
        return size(amount, self.lang)

    def percent(self, part: int, whole: int) -> str:
        """A share."""
        return percent(part, whole, self.lang)

    def count(self, amount: int, nl: tuple[str, str], en: tuple[str, str]) -> str:
        """An amount with its noun: ``(one, more)`` in each language."""
        one, more = en if self.lang == "en" else nl
        return f"{self.n(amount)} {one if amount == 1 else more}"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the JSON result that this page was made from."""
        return digest(self.document)

    @property
    def report_id(self) -> str:
        """The name of this result."""
        return f"LL-{self.digest[:12].upper()}"

    @cached_property
    def product(self) -> str:
        """The product as the policy names it, empty without one."""
        product = self.scan["product"]
        return " ".join(part for part in (product["name"], product["version"]) if part)

    def moment(self, iso: str | None, seconds: bool = False) -> str:
        """A moment to the minute or the second, UTC."""
        return iso[: 19 if seconds else 16].replace("T", " ") if iso else "–"

    def span(self, first: str | None, last: str | None, seconds: bool = False) -> str:
        """From one moment to another, UTC; the date stands once when it is one day, and the moment when it is one."""
        start, end = self.moment(first, seconds), self.moment(last, seconds)
        if start == end or not last:
            return start
        return f"{start} – {end[11:] if start[:10] == end[:10] else end}"

    def period(self) -> str:
        """First and last moment of the captures, in words."""
        first, last = (self._in_words(self.scan["period"][key]) for key in ("first", "last"))
        if not last or first == last:
            return first or "–"
        return f"{first} – {last[-5:] if first[:-5] == last[:-5] else last}"

    def _in_words(self, iso: str | None) -> str:
        """A moment to the minute as a sentence has it."""
        return f"{self.day(iso[:10])}, {iso[11:16]}" if iso else ""

    def day(self, iso: str) -> str:
        """A date as a sentence has it."""
        return day(iso, self.lang)

    def recipient_name(self, key: str) -> str:
        """The organisation of a recipient, else its id."""
        found = self.recipients.get(key)
        return (found["organisation"] or found["domain"] or key) if found else key

    def seen(self, finding: Item) -> list[Item]:
        """The detections that a finding lists."""
        return [self.detections[o] for o in finding["occurrences"] if o in self.detections]

    # Small pieces

    def severity(self, code: str) -> Markup:
        """The badge of a severity."""
        return tag("span", label(SEVERITIES, code, self.lang), class_=f"badge sev-{_word(code)}")

    def status(self, code: str) -> Markup:
        """The badge of a status."""
        return tag("span", label(STATUSES, code, self.lang), class_=f"badge status-{_word(code)}")


def section(key: str, title: str, *children: Child, **attributes: str) -> Markup:
    """A numbered section of the page with an anchor."""
    return tag("section", tag("h2", title), *children, id=key, **attributes)


def table(heads: list[Child], rows: list[list[Child]], *, caption: str, class_: str = "", empty: str = "") -> Markup:
    """A table that scrolls by itself on a narrow screen; ``empty`` is said when there are no rows."""
    if not rows and empty:
        return tag("p", empty, class_="empty")
    bodies = (
        tag("tbody", *(tag("tr", *(cell if _is_cell(cell) else tag("td", cell) for cell in row)) for row in group))
        for group in _grouped(rows)
    )
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    # A region that can scroll must be reachable by keyboard, and then needs a name.
    return tag(
        "div",
        tag("table", tag("caption", caption), head, *bodies, class_=class_ or None),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=caption,
    )


def _grouped(rows: list[list[Child]]) -> list[list[list[Child]]]:
    """The rows in groups, of which each but the first begins with the row that is its heading (``band``)."""
    groups: list[list[list[Child]]] = [[]]
    for row in rows:
        if groups[-1] and isinstance(row[0], Markup) and 'scope="rowgroup"' in row[0][:200]:
            groups.append([])
        groups[-1].append(row)
    return groups


def band(columns: int, *children: Child) -> Markup:
    """A cell across the table that heads the rows until the next one."""
    return tag("th", *children, scope="rowgroup", class_="band", colspan=columns)


def right(child: Child) -> Markup:
    """A table cell with a number."""
    return tag("td", child, class_="num")


def head(child: Child) -> Markup:
    """A table cell that names its row."""
    return tag("th", child, scope="row")


def code(text: str) -> Markup:
    """A technical name in a fixed-width font that may break."""
    return tag("code", breakable(text)) if text else tag("span", "–", class_="none")


def pairs(rows: list[tuple[str, Child]]) -> Markup:
    """Names with their values."""
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in rows), class_="pairs")


def items(children: list[Child], class_: str = "") -> Markup:
    """A bullet list."""
    return tag("ul", *(tag("li", child) for child in children), class_=class_ or None)


def yes_no(v: View, yes: bool) -> Markup:
    """A badge that says yes or no."""
    return tag("span", v.t("ja", "yes") if yes else v.t("nee", "no"), class_="badge yes" if yes else "badge no")


def _is_cell(child: Child) -> bool:
    return isinstance(child, Markup) and child.startswith(("<td", "<th"))


def _word(code: str) -> str:
    """A code as a class name."""
    return "".join(char if char.isalnum() else "-" for char in code)[:20]


def anchor(f: Item) -> str:
    """A fragment that a capture cannot choose."""
    return "f-" + "".join(char for char in f["id"] if char.isascii() and (char.isalnum() or char == "-"))[:40]
