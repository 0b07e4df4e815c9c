"""A comparison as Markdown for a merge request: numbers first, what is new in full, the rest folded.

Theory. Every text from a scan is escaped for Markdown and for HTML, and a cell cannot break its row. What is long is
cut with its count, because forges refuse comments beyond some 60,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from scanner.model import Text

from ..inert import inert
from ..texts import SEVERITIES, VERDICTS, category_label, label, percent
from .words import MEANINGS, STATES, place, remark

MOST_ROWS = 50
_Row = dict[str, Any]


def render(difference: _Row, lang: str) -> bytes:
    """The whole comment."""
    return ("\n".join(_lines(difference, lang)).rstrip("\n") + "\n").encode("utf-8")


def _lines(difference: _Row, lang: str) -> Iterator[str]:
    new = difference["new"]
    product = " ".join(part for part in (new["product"]["name"], new["product"]["version"]) if part)
    title = Text("Persoonsgegevens in het verkeer: verschil", "Personal data in the traffic: difference").get(lang)
    yield f"## {title}{': ' + _text(product) if product else ''}"
    yield ""
    counts = [f"**{len(difference['findings'][state])}** {name.get(lang)}" for state, name in STATES.items()]
    same = difference["findings"]["same"]
    counts.append(f"{same} {Text('gelijk', 'the same').get(lang)}")
    yield " · ".join(counts)
    yield ""
    for text in difference["remarks"]:
        yield f"> {_text(text[lang])}"
    if difference["remarks"]:
        yield ""
    for state in STATES:
        yield from _findings(state, difference["findings"][state], lang)
    yield from _flows(difference["flows"]["new"], lang)
    yield from _coverage(difference["coverage"], lang)
    yield f"<sub>{difference['old']['report']} → {difference['new']['report']}</sub>"


def _findings(state: str, findings: list[_Row], lang: str) -> Iterator[str]:
    if not findings:
        return
    heading = f"{STATES[state].get(lang).capitalize()} ({len(findings)})"
    folded = state in {"gone", "unseen"}
    yield f"<details><summary>{heading}</summary>" if folded else f"### {heading}"
    yield ""
    yield MEANINGS[state].get(lang)
    yield ""
    yield Text("| Ernst | Regel | Waar | Gegevens | Toelichting |",
               "| Severity | Rule | Where | Data | Remark |").get(lang)
    yield "|---|---|---|---|---|"
    for f in findings[:MOST_ROWS]:
        data = ", ".join(category_label(code, lang) for code in f["categories"])
        cells = (label(SEVERITIES, f["severity"], lang), f"{f['rule']} {f['texts'][lang]['title']}", place(f), data,
                 remark(state, f, lang))
        yield f"| {' | '.join(_text(cell) for cell in cells)} |"
    left = len(findings) - MOST_ROWS
    if left > 0:
        yield ""
        yield Text(f"… en nog {left}.", f"… and {left} more.").get(lang)
    yield ""
    if folded:
        yield "</details>"
        yield ""


def _flows(flows: list[_Row], lang: str) -> Iterator[str]:
    if not flows:
        return
    yield "### " + Text("Nieuwe gegevensstromen", "New data flows").get(lang)
    yield ""
    for flow in flows[:MOST_ROWS]:
        declared = Text("genoemd", "declared") if flow["declared"] else Text("niet genoemd", "not declared")
        yield f"- {_text(flow['recipient'])}: {category_label(flow['category'], lang)} ({declared.get(lang)})"
    if len(flows) > MOST_ROWS:
        yield f"- … +{len(flows) - MOST_ROWS}"
    yield ""


def _coverage(coverage: _Row, lang: str) -> Iterator[str]:
    yield "### " + Text("Dekking", "Coverage").get(lang)
    yield ""
    totals = coverage["totals"]
    yield Text("| | oud | nieuw |", "| | old | new |").get(lang)
    yield "|---|---|---|"
    yield _two(Text("oordeel", "verdict"), [label(VERDICTS, verdict, lang) for verdict in coverage["verdict"]], lang)
    yield _two(Text("berichten", "exchanges"), [str(n) for n in totals["exchanges"]], lang)
    shares = [percent(decoded, body, lang) for decoded, body in zip(totals["decoded_bytes"], totals["body_bytes"],
                                                                      strict=True)]
    yield _two(Text("inhoud volledig gelezen", "content read in full"), shares, lang)
    yield _two(Text("bytes niet ontsleuteld", "bytes not decrypted"), [str(n) for n in totals["undecrypted_bytes"]],
               lang)
    yield ""
    unseen = [host["host"] for host in coverage["hosts"] if host["state"] == "unseen"]
    fresh = [host["host"] for host in coverage["hosts"] if host["state"] == "new"]
    for hosts, text in ((fresh, Text("Nieuwe hosts", "New hosts")),
                        (unseen, Text("Hosts die niet meer zijn benaderd", "Hosts not contacted any more"))):
        if hosts:
            more = f" (+{len(hosts) - 20})" if len(hosts) > 20 else ""
            yield f"{text.get(lang)}: {', '.join(_text(host) for host in hosts[:20])}{more}"
            yield ""
    if coverage["endpoints"]["unseen"]:
        number = coverage["endpoints"]["unseen"]
        yield Text(f"{number} eindpunten van de oude scan zijn niet opnieuw benaderd.",
                   f"{number} endpoints of the old scan were not called again.").get(lang)
        yield ""


def _two(head: Text, values: list[str], lang: str) -> str:
    return f"| {head.get(lang)} | {' | '.join(_text(value) for value in values)} |"


def _text(text: str) -> str:
    """Plain text in a cell: nothing in it is markup, a mention or a line break."""
    safe = escape(inert(text, 300), quote=False)
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", safe).replace("@", "@\u2060").replace("://", ":\u2060//")
