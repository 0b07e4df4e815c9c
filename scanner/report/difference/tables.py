"""A comparison as tables: findings, data flows, recipients, and what each scan looked at; for CSV and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.model import Text

from ..tables import Cell, Table
from ..texts import ABOUT, ROLES, SEVERITIES, STATUSES, VERDICTS, category_label, label
from .words import STATES, change, remark

_Row = dict[str, Any]
_FLOWS = ("new", "gone", "unseen")


def findings(difference: _Row, lang: str) -> Table:
    """One row a finding that is new, changed, gone or not seen."""
    return _table((
        Text("toestand", "state"), Text("toelichting", "remark"), Text("ernst", "severity"), Text("regel", "rule"),
        Text("titel", "title"), Text("status", "status"), Text("ontvanger", "recipient"), Text("host", "host"),
        Text("eindpunt", "endpoint"), Text("deel", "part"), Text("veld", "pointer"), Text("gegevens", "data"),
        Text("aantal", "count"), Text("kenmerk", "id"), Text("vingerafdruk", "fingerprint"),
    ), (
        [name.get(lang), remark(state, f, lang), label(SEVERITIES, f["severity"], lang), f["rule"],
         f["texts"][lang]["title"], label(STATUSES, f["status"], lang), f["recipient"], f["host"], f["endpoint"],
         f["part"], f["pointer"], ", ".join(category_label(code, lang) for code in f["categories"]), f["count"],
         f["id"], f["fingerprint"]]
        for state, name in STATES.items() for f in difference["findings"][state]
    ), lang)


def flows(difference: _Row, lang: str) -> Table:
    """One row a data flow that is new, gone or not seen."""
    yes, no = Text("ja", "yes").get(lang), Text("nee", "no").get(lang)
    return _table((
        Text("toestand", "state"), Text("ontvanger", "recipient"), Text("categorie", "category"),
        Text("omschrijving", "description"), Text("over wie", "about"), Text("genoemd", "declared"),
        Text("aantal", "count"),
    ), (
        [STATES[state].get(lang), f["recipient"], f["category"], category_label(f["category"], lang),
         label(ABOUT, f["about"], lang), yes if f["declared"] else no, f["count"]]
        for state in _FLOWS for f in difference["flows"][state]
    ), lang)


def recipients(difference: _Row, lang: str) -> Table:
    """One row a recipient that is new, not seen any more, or described otherwise."""
    return _table((
        Text("toestand", "state"), Text("ontvanger", "recipient"), Text("organisatie", "organisation"),
        Text("rol", "role"), Text("land (opgave)", "country (declared)"), Text("toelichting", "remark"),
    ), _recipients(difference["recipients"], lang), lang)


def _recipients(given: _Row, lang: str) -> Iterator[list[Cell]]:
    for state in ("new", "unseen"):
        for r in given[state]:
            yield [STATES[state].get(lang), r["id"], r["organisation"], label(ROLES, r["role"], lang), r["country"], ""]
    for r in given["changed"]:
        yield [STATES["changed"].get(lang), r["id"], "", "", "", "; ".join(change(c, lang) for c in r["changes"])]


def coverage(difference: _Row, lang: str) -> Table:
    """What each scan looked at: the verdict, totals, hosts that differ, endpoints that were not called again."""
    return _table((Text("onderdeel", "item"), Text("waar", "where"), Text("oud", "old"), Text("nieuw", "new")),
                  _coverage(difference["coverage"], lang), lang)


def _coverage(given: _Row, lang: str) -> Iterator[list[Cell]]:
    def row(item: Text, where: str, pair: list[Cell]) -> list[Cell]:
        return [item.get(lang), where, *pair]

    yield row(Text("oordeel", "verdict"), "", [label(VERDICTS, verdict, lang) for verdict in given["verdict"]])
    for key, name in _TOTALS.items():
        yield row(name, "", list(given["totals"][key]))
    for host in given["hosts"]:
        yield row(Text("berichten met host", "exchanges with host"), host["host"], list(host["exchanges"]))
        yield row(Text("aandeel niet gelezen", "share not read"), host["host"], list(host["unread"]))
    ends = given["endpoints"]
    yield row(Text("eindpunten", "endpoints"), "", [ends["both"] + ends["unseen"], ends["both"] + ends["new"]])
    for each in given["unseen_endpoints"]:
        yield row(Text("eindpunt niet opnieuw benaderd", "endpoint not called again"),
                  f"{each['host']} {each['endpoint']}", [1, 0])


_TOTALS = {
    "exchanges": Text("berichten", "exchanges"), "body_bytes": Text("bytes inhoud", "bytes of content"),
    "decoded_bytes": Text("bytes volledig gelezen", "bytes read in full"),
    "unread_bytes": Text("bytes niet gelezen", "bytes not read"),
    "undecrypted_bytes": Text("bytes niet ontsleuteld", "bytes not decrypted"),
}


def about(difference: _Row, lang: str) -> Table:
    """Which two scans, and what makes the comparison weaker."""
    def side(key: str) -> Iterator[list[Cell]]:
        scan = difference[key]
        name = Text("oude scan", "old scan") if key == "old" else Text("nieuwe scan", "new scan")
        policy = scan["policy"]
        for item, value in (
            (Text("rapportkenmerk", "report id"), scan["report"]),
            (Text("product", "product"), f"{scan['product']['name']} {scan['product']['version']}".strip()),
            (Text("laatste bericht (UTC)", "last message (UTC)"), scan["period"]["last"] or ""),
            (Text("opnamen", "captures"), scan["captures"]),
            (Text("privacybijsluiter", "privacybijsluiter"),
             f"{policy['name']} {policy['version']} {policy['sha256']}".strip()),
            (Text("programma", "program"), scan["version"]),
        ):
            yield [f"{name.get(lang)}: {item.get(lang)}", value]

    def rows() -> Iterator[list[Cell]]:
        yield from side("old")
        yield from side("new")
        for remark_ in difference["remarks"]:
            yield [Text("voorbehoud", "reservation").get(lang), remark_[lang]]

    return _table((Text("onderdeel", "item"), Text("waarde", "value")), rows(), lang)


def _table(heads: tuple[Text, ...], rows: Iterator[list[Cell]], lang: str) -> Table:
    return Table([text.get(lang) for text in heads], rows)
