"""The tables of a result as names and rows of plain values, for CSV, spreadsheets and pandas.

Texts are as in the result, numbers are numbers. What writes a table for a spreadsheet passes its texts through
``defused``: a spreadsheet takes a cell that begins with ``= + - @`` as a formula, also after spaces, and keeps doing so
when the cell is edited or the sheet is saved as CSV, so such texts get an apostrophe in front.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from scanner.model import Text

from .document import Document
from .gaps import gap_label
from .inert import inert
from .listing import by_id, masked_values, organisations
from .texts import (
    ABOUT,
    DIRECTIONS,
    KINDS,
    ROLES,
    SEVERITIES,
    STATUSES,
    VERDICTS,
    baseline_label,
    category_label,
    exception_label,
    heading_label,
    label,
)

_FORMULA_STARTS = tuple("=+-@|%＝＋－＠")
LONGEST_CELL = 8000

Row = dict[str, Any]
Cell = str | int | float | None


class Table(NamedTuple):
    """Column names in the language asked for, and the rows; a row has a cell for each name."""

    names: list[str]
    rows: Iterator[list[Cell]]


class Matrix(NamedTuple):
    """A table, and the ``(row, column)`` of its counts that the policy does not name."""

    table: Table
    undeclared: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Context:
    lang: str
    detections: dict[str, Row]
    names: dict[str, str]
    recipients: dict[str, Row]


_Column = tuple[Text, Callable[[Row, _Context], Any]]


def defused(text: str) -> str:
    """``text`` as a cell that no spreadsheet computes."""
    text = inert(text, LONGEST_CELL)
    return f"'{text}" if text.lstrip(" '\"").startswith(_FORMULA_STARTS) else text


def safe(cell: Cell) -> Cell:
    """A cell for a spreadsheet: texts defused, numbers as they are."""
    return defused(cell) if isinstance(cell, str) else cell


def findings(document: Document, lang: str) -> Table:
    """One row a finding."""
    return _table(document["findings"], _FINDING, document, lang)


def detections(document: Document, lang: str) -> Table:
    """One row a detection."""
    return _table(document["detections"], _DETECTION, document, lang)


def flows(document: Document, lang: str) -> Table:
    """One row a recipient, category and person: the table of flows."""
    return _table(document["flows"], _FLOW, document, lang)


def recipients(document: Document, lang: str) -> Table:
    """One row a recipient, contacted or not."""
    return _table(document["recipients"], _RECIPIENT, document, lang)


def coverage(document: Document, lang: str) -> Table:
    """One row a fact of what could not be seen."""
    return _table(document["coverage"]["notes"], _NOTE, document, lang)


def matrix(document: Document, lang: str) -> Matrix:
    """Recipient × category and person, with counts; what the policy does not name is marked, not left out."""
    names = organisations(document)
    columns = sorted({(f["category"], f["about"]) for f in document["flows"]})
    parties = sorted({f["recipient"] for f in document["flows"]})
    counts: dict[tuple[str, str, str], int] = {}
    undeclared: set[tuple[int, int]] = set()
    for f in document["flows"]:
        key = (f["recipient"], f["category"], f["about"])
        counts[key] = counts.get(key, 0) + f["count"]
        if not f["declared"]:
            undeclared.add((parties.index(key[0]), columns.index(key[1:]) + 1))
    heads = [f"{category_label(category, lang)} ({label(ABOUT, about, lang)})" for category, about in columns]
    rows: list[list[Cell]] = [
        [names.get(party, party), *(counts.get((party, *column)) for column in columns)] for party in parties
    ]
    return Matrix(Table([Text("ontvanger", "recipient").get(lang), *heads], iter(rows)), frozenset(undeclared))


def about(document: Document, lang: str, report: str) -> Table:
    """What the tables rest on: report, product, captures with their hashes, yardstick, coverage."""
    t = Text
    scan, gate = document["scan"], document["coverage"]["gate"]
    named, policy = scan["product"], scan["settings"]["policy"]
    pairs: list[tuple[Text, str]] = [
        (t("rapportkenmerk", "report id"), report),
        (t("product", "product"), f"{named['name']} {named['version']}".strip()),
        (t("leverancier", "vendor"), named["vendor"]),
        (t("programma", "program"), f"{document['tool']['name']} {document['tool']['version']}"),
        (t("privacybijsluiter", "privacybijsluiter"),
         t("ingebouwde maatstaf", "built-in yardstick").get(lang) if policy["builtin"]
         else f"{policy['name']} {policy['version']} {policy['sha256']}"),
        (t("regels", "rules"),
         f"{scan['settings']['rules']['version']} {scan['settings']['rules']['sha256']}".strip()),
        (t("eerste bericht (UTC)", "first message (UTC)"), scan["period"]["first"] or ""),
        (t("laatste bericht (UTC)", "last message (UTC)"), scan["period"]["last"] or ""),
        (t("dekking", "coverage"), label(VERDICTS, gate["verdict"], lang)),
        *((t("beperking", "limit"), reason[lang]) for reason in gate["reasons"]),
        *((t("opname", "capture"),
           f"{item['label']} · {label(KINDS, item['kind'], lang)} · {item['bytes']} bytes · SHA-256 {item['sha256']}")
          for item in scan["inputs"]),
        (t("let op", "note"), t(
            "waarden zijn gemaskeerd; geen oordeel over rechtmatigheid",
            "values are masked; no judgement on lawfulness").get(lang)),
    ]
    return Table([t("onderdeel", "item").get(lang), t("waarde", "value").get(lang)],
                 iter([[name.get(lang), value] for name, value in pairs]))


def _table(rows: Iterable[Row], columns: tuple[_Column, ...], document: Document, lang: str) -> Table:
    recipients = by_id(document["recipients"])
    context = _Context(lang, by_id(document["detections"]), {key: r["organisation"] for key, r in recipients.items()},
                       recipients)
    return Table([name.get(lang) for name, _ in columns],
                 ([read(row, context) for _, read in columns] for row in rows))


def _texts(finding: Row, context: _Context) -> Row:
    found: Row = finding["texts"][context.lang]
    return found


def _yes(yes: bool, context: _Context) -> str:
    return (Text("ja", "yes") if yes else Text("nee", "no")).get(context.lang)


_FINDING: tuple[_Column, ...] = (
    (Text("kenmerk", "id"), lambda f, c: f["id"]),
    (Text("ernst", "severity"), lambda f, c: label(SEVERITIES, f["severity"], c.lang)),
    (Text("regel", "rule"), lambda f, c: f["rule"]),
    (Text("titel", "title"), lambda f, c: _texts(f, c)["title"]),
    (Text("status", "status"), lambda f, c: label(STATUSES, f["status"], c.lang)),
    (Text("zekerheid", "confidence"), lambda f, c: f["confidence"]),
    (Text("ontvanger", "recipient"), lambda f, c: f["recipient"]),
    (Text("organisatie", "organisation"), lambda f, c: c.names.get(f["recipient"], "")),
    (Text("rol", "role"), lambda f, c: label(ROLES, f["role"], c.lang)),
    (Text("host", "host"), lambda f, c: f["host"]),
    (Text("eindpunt", "endpoint"), lambda f, c: f["endpoint"]),
    (Text("richting", "direction"), lambda f, c: label(DIRECTIONS, f["direction"], c.lang)),
    (Text("deel", "part"), lambda f, c: f["part"]),
    (Text("veld", "pointer"), lambda f, c: f["pointer"]),
    (Text("categorieën", "categories"), lambda f, c: ", ".join(f["categories"])),
    (Text("over wie", "about"), lambda f, c: label(ABOUT, f["about"], c.lang)),
    (Text("gemaskeerd", "masked"), lambda f, c: " · ".join(masked_values(f, c.detections))),
    (Text("aantal", "count"), lambda f, c: f["count"]),
    (Text("personen", "subjects"), lambda f, c: f["subjects"]),
    (Text("eerst gezien", "first seen"), lambda f, c: f["first_seen"] or ""),
    (Text("laatst gezien", "last seen"), lambda f, c: f["last_seen"] or ""),
    (Text("waargenomen", "observed"), lambda f, c: _texts(f, c)["message"]),
    (Text("reden van de ernst", "severity reasons"), lambda f, c: " · ".join(_texts(f, c)["severity_reasons"])),
    (Text("mogelijk in strijd met", "possibly at odds with"), lambda f, c: " · ".join(_texts(f, c)["basis"])),
    (Text("advies", "advice"), lambda f, c: _texts(f, c)["remediation"]),
    (Text("ook", "also"), lambda f, c: ", ".join(f["also"])),
    (Text("uitzondering", "exception"), lambda f, c: exception_label(f, c.lang)),
    (Text("vingerafdruk", "fingerprint"), lambda f, c: f["fingerprint"]),
    (Text("baseline", "baseline"), lambda f, c: baseline_label(f, c.lang)),
    (Text("product", "product"), lambda f, c: f.get("product", "")),
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

_FLOW: tuple[_Column, ...] = (
    (Text("ontvanger", "recipient"), lambda f, c: f["recipient"]),
    (Text("organisatie", "organisation"), lambda f, c: c.names.get(f["recipient"], "")),
    (Text("rol", "role"),
     lambda f, c: label(ROLES, c.recipients.get(f["recipient"], {"role": "undeclared"})["role"], c.lang)),
    (Text("land (opgave)", "country (declared)"),
     lambda f, c: c.recipients.get(f["recipient"], {"country": ""})["country"]),
    (Text("categorie", "category"), lambda f, c: f["category"]),
    (Text("omschrijving", "description"), lambda f, c: category_label(f["category"], c.lang)),
    (Text("kop in de privacybijsluiter", "heading of the privacybijsluiter"),
     lambda f, c: heading_label(f["category"], c.lang)),
    (Text("over wie", "about"), lambda f, c: label(ABOUT, f["about"], c.lang)),
    (Text("genoemd", "named"), lambda f, c: _yes(f["declared"], c)),
    (Text("doelen", "purposes"), lambda f, c: ", ".join(f["purposes"])),
    (Text("richting", "direction"), lambda f, c: ", ".join(label(DIRECTIONS, d, c.lang) for d in f["directions"])),
    (Text("aantal", "count"), lambda f, c: f["count"]),
    (Text("personen", "subjects"), lambda f, c: f["subjects"]),
    (Text("hoogste zekerheid", "highest confidence"), lambda f, c: f["confidence_max"]),
    (Text("eerst gezien", "first seen"), lambda f, c: f["first_seen"] or ""),
    (Text("laatst gezien", "last seen"), lambda f, c: f["last_seen"] or ""),
)

_RECIPIENT: tuple[_Column, ...] = (
    (Text("ontvanger", "recipient"), lambda r, c: r["id"]),
    (Text("organisatie", "organisation"), lambda r, c: r["organisation"]),
    (Text("domein", "domain"), lambda r, c: r["domain"]),
    (Text("rol", "role"), lambda r, c: label(ROLES, r["role"], c.lang)),
    (Text("soort", "class"), lambda r, c: r["class"]),
    (Text("tracker", "tracker"), lambda r, c: _yes(r["tracker"], c)),
    (Text("land (opgave)", "country (declared)"), lambda r, c: r["country"]),
    (Text("genoemd", "declared"), lambda r, c: _yes(r["declared"], c)),
    (Text("berichten", "exchanges"), lambda r, c: r["exchanges"]),
    (Text("bytes", "bytes"), lambda r, c: r["body_bytes"]),
    (Text("niet ontsleuteld (bytes)", "not decrypted (bytes)"), lambda r, c: r["undecrypted_bytes"]),
    (Text("hosts", "hosts"), lambda r, c: ", ".join(r["hosts"])),
)

_NOTE: tuple[_Column, ...] = (
    (Text("wat niet is gezien", "what was not seen"), lambda n, c: gap_label(n["gap"], c.lang)),
    (Text("code", "code"), lambda n, c: n["gap"]),
    (Text("host", "host"), lambda n, c: n["host"]),
    (Text("opname", "capture"), lambda n, c: n["capture"]),
    (Text("bytes", "bytes"), lambda n, c: n["bytes"]),
    (Text("aantal", "count"), lambda n, c: n["count"]),
    (Text("bijzonderheid", "detail"), lambda n, c: n["detail"]),
    (Text("wel op bekende waarden doorzocht", "searched for known values"), lambda n, c: _yes(n["read"], c)),
)
