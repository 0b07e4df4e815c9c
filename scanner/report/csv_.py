"""Tables of findings and detections as CSV, for a spreadsheet or pandas.

Theory. A spreadsheet takes a cell that begins with ``= + - @`` as a formula, also after spaces, so such texts get
an apostrophe in front. Excel reads the separators of the language it runs in: Dutch tables have ``;`` between
cells and a decimal comma, English ones ``,`` and a point. The byte order mark makes Excel read UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from scanner.model import Text

from .document import Document
from .inert import inert
from .texts import ABOUT, DIRECTIONS, ROLES, SEVERITIES, STATUSES, baseline_label, category_label, label

_FORMULA_STARTS = tuple("=+-@|%＝＋－＠")


@dataclass(frozen=True, slots=True)
class _Context:
    lang: str
    masked: dict[str, str]
    organisations: dict[str, str]


_Row = dict[str, Any]
_Column = tuple[Text, Callable[[_Row, _Context], object]]


def defused(text: str) -> str:
    """``text`` as a cell that no spreadsheet computes."""
    text = inert(text, 8000)
    return f"'{text}" if text.lstrip(" '\"").startswith(_FORMULA_STARTS) else text


def render_findings(document: Document, lang: str) -> bytes:
    """One row a finding."""
    return _csv(document["findings"], _FINDING, _context(document, lang))


def render_detections(document: Document, lang: str) -> bytes:
    """One row a detection."""
    return _csv(document["detections"], _DETECTION, _context(document, lang))


def _context(document: Document, lang: str) -> _Context:
    masked = {d["id"]: d["masked"] for d in document["detections"]}
    return _Context(lang, masked, {r["id"]: r["organisation"] for r in document["recipients"]})


def _texts(finding: _Row, context: _Context) -> dict[str, Any]:
    found: dict[str, Any] = finding["texts"][context.lang]
    return found


def _masked(finding: _Row, context: _Context) -> str:
    values = dict.fromkeys(context.masked[o] for o in finding["occurrences"] if o in context.masked)
    return " · ".join(list(values)[:5])


_FINDING: tuple[_Column, ...] = (
    (Text("kenmerk", "id"), lambda f, c: f["id"]),
    (Text("ernst", "severity"), lambda f, c: label(SEVERITIES, f["severity"], c.lang)),
    (Text("regel", "rule"), lambda f, c: f["rule"]),
    (Text("titel", "title"), lambda f, c: _texts(f, c)["title"]),
    (Text("status", "status"), lambda f, c: label(STATUSES, f["status"], c.lang)),
    (Text("zekerheid", "confidence"), lambda f, c: f["confidence"]),
    (Text("ontvanger", "recipient"), lambda f, c: f["recipient"]),
    (Text("organisatie", "organisation"), lambda f, c: c.organisations.get(f["recipient"], "")),
    (Text("rol", "role"), lambda f, c: label(ROLES, f["role"], c.lang)),
    (Text("host", "host"), lambda f, c: f["host"]),
    (Text("eindpunt", "endpoint"), lambda f, c: f["endpoint"]),
    (Text("richting", "direction"), lambda f, c: label(DIRECTIONS, f["direction"], c.lang)),
    (Text("deel", "part"), lambda f, c: f["part"]),
    (Text("veld", "pointer"), lambda f, c: f["pointer"]),
    (Text("categorieën", "categories"), lambda f, c: ", ".join(f["categories"])),
    (Text("over wie", "about"), lambda f, c: label(ABOUT, f["about"], c.lang)),
    (Text("gemaskeerd", "masked"), _masked),
    (Text("aantal", "count"), lambda f, c: f["count"]),
    (Text("personen", "subjects"), lambda f, c: f["subjects"]),
    (Text("eerst gezien", "first seen"), lambda f, c: f["first_seen"] or ""),
    (Text("laatst gezien", "last seen"), lambda f, c: f["last_seen"] or ""),
    (Text("waargenomen", "observed"), lambda f, c: _texts(f, c)["message"]),
    (Text("reden van de ernst", "severity reasons"), lambda f, c: " · ".join(_texts(f, c)["severity_reasons"])),
    (Text("mogelijk in strijd met", "possibly at odds with"), lambda f, c: " · ".join(_texts(f, c)["basis"])),
    (Text("advies", "advice"), lambda f, c: _texts(f, c)["remediation"]),
    (Text("ook", "also"), lambda f, c: ", ".join(f["also"])),
    (Text("uitzondering", "exception"), lambda f, c: f["exception"]),
    (Text("vingerafdruk", "fingerprint"), lambda f, c: f["fingerprint"]),
    (Text("baseline", "baseline"), lambda f, c: baseline_label(f, c.lang)),
)

_DETECTION: tuple[_Column, ...] = (
    (Text("kenmerk", "id"), lambda d, c: d["id"]),
    (Text("categorie", "category"), lambda d, c: d["category"]),
    (Text("omschrijving", "description"), lambda d, c: category_label(d["category"], c.lang)),
    (Text("zekerheid", "confidence"), lambda d, c: d["confidence"]),
    (Text("over wie", "about"), lambda d, c: label(ABOUT, d["about"], c.lang)),
    (Text("persoon", "subject"), lambda d, c: d["subject"]),
    (Text("gemaskeerd", "masked"), lambda d, c: d["masked"]),
    (Text("vingerafdruk", "fingerprint"), lambda d, c: d["fingerprint"]),
    (Text("opname", "capture"), lambda d, c: d["capture"]),
    (Text("bericht", "exchange"), lambda d, c: d["exchange"]),
    (Text("tijd (UTC)", "time (UTC)"), lambda d, c: d["time"] or ""),
    (Text("ontvanger", "recipient"), lambda d, c: d["recipient"]),
    (Text("methode", "method"), lambda d, c: d["method"]),
    (Text("host", "host"), lambda d, c: d["host"]),
    (Text("poort", "port"), lambda d, c: d["port"]),
    (Text("pad", "path"), lambda d, c: d["path"]),
    (Text("richting", "direction"), lambda d, c: label(DIRECTIONS, d["direction"], c.lang)),
    (Text("deel", "part"), lambda d, c: d["part"]),
    (Text("veld", "pointer"), lambda d, c: d["pointer"]),
    (Text("stappen", "steps"), lambda d, c: " → ".join(d["steps"])),
    (Text("herkenner", "recognizer"), lambda d, c: d["recognizer"]),
    (Text("aanwijzingen", "evidence"),
     lambda d, c: ", ".join(f"{e['code']} ({e['weight']:+g})" for e in d["evidence"])),
)


def _csv(rows: Iterable[_Row], columns: tuple[_Column, ...], context: _Context) -> bytes:
    import pandas

    def cell(value: object) -> object:
        return defused(value) if isinstance(value, str) else value

    frame = pandas.DataFrame(
        [[cell(read(row, context)) for _, read in columns] for row in rows],
        columns=[name.get(context.lang) for name, _ in columns],
    )
    separator, decimal = (";", ",") if context.lang == "nl" else (",", ".")
    text: str = frame.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")
