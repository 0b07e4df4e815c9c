"""A comparison as one small HTML page, inert and self-contained like the report."""

from __future__ import annotations

from typing import Any

from scanner.model import Text

from ..html.builder import Child, Markup, tag
from ..html.shell import shell
from ..html.view import code, head, pairs, section, table
from ..texts import SEVERITIES, VERDICTS, category_label, label, number, percent
from .words import MEANINGS, STATES, place, remark

MOST_ROWS = 2000
_TITLE = Text("Verschil tussen twee scans", "Difference between two scans")
_Row = dict[str, Any]


def render(difference: _Row, lang: str) -> bytes:
    """The whole page, UTF-8."""
    main = tag("main", *sections(difference, lang, MOST_ROWS), id="main")
    return shell(title_of(difference, lang), lang, f"{difference['tool']['name']} {difference['tool']['version']}",
                 tag("div", main, class_="single"))


def title_of(difference: _Row, lang: str) -> str:
    """The product and what this is."""
    return f"{_product(difference)} – {_TITLE.get(lang)}".strip(" –")


def sections(difference: _Row, lang: str, most: int) -> list[Markup]:
    """What the page and the paper say, in its order; ``most`` findings of one state."""
    old, new = difference["old"], difference["new"]
    header = tag(
        "header",
        tag("p", _TITLE.get(lang), class_="kicker"),
        tag("h1", _product(difference) or Text("Onderzocht verkeer", "Examined traffic").get(lang)),
        pairs([
            (Text("Oude scan", "Old scan").get(lang), f"{old['report']} · {str(old['period']['last'] or '–')[:10]}"),
            (Text("Nieuwe scan", "New scan").get(lang), f"{new['report']} · {str(new['period']['last'] or '–')[:10]}"),
            *((name.get(lang).capitalize(), str(len(difference["findings"][state]))) for state, name in STATES.items()),
            (Text("Gelijk gebleven", "The same").get(lang), str(difference["findings"]["same"])),
        ]),
        class_="title",
    )
    remarks = [tag("p", text[lang]) for text in difference["remarks"]]
    return [
        header,
        *([tag("aside", *remarks, class_="preamble", aria_label=Text("Voorbehoud", "Reservation").get(lang))]
          if remarks else []),
        *(_findings(state, difference["findings"][state], lang, most) for state in STATES),
        _flows(difference["flows"], lang),
        _coverage(difference["coverage"], lang),
    ]


def _product(difference: _Row) -> str:
    product = difference["new"]["product"]
    return " ".join(part for part in (product["name"], product["version"]) if part)


def _findings(state: str, findings: list[_Row], lang: str, most: int) -> Markup:
    rows: list[list[Child]] = [
        [
            head(label(SEVERITIES, f["severity"], lang)), f"{f['rule']} {f['texts'][lang]['title']}", code(place(f)),
            ", ".join(category_label(c, lang) for c in f["categories"]), remark(state, f, lang), tag("code", f["id"]),
        ]
        for f in findings[:most]
    ]
    name = STATES[state].get(lang).capitalize()
    left = len(findings) - most
    return section(
        f"d-{state}", f"{name} ({len(findings)})",
        tag("p", MEANINGS[state].get(lang)),
        table([text.get(lang) for text in _HEADS], rows, caption=name, class_="dense",
              empty=Text("Geen.", "None.").get(lang)),
        tag("p", Text(f"En nog {left}; zie het JSON-bestand.", f"And {left} more; see the JSON file.").get(lang))
        if left > 0 else None,
    )


_HEADS = (Text("Ernst", "Severity"), Text("Regel", "Rule"), Text("Waar", "Where"), Text("Gegevens", "Data"),
          Text("Toelichting", "Remark"), Text("Kenmerk", "Id"))


def _flows(flows: _Row, lang: str) -> Markup:
    rows: list[list[Child]] = [
        [head(STATES[state].get(lang)), flow["recipient"], category_label(flow["category"], lang),
         (Text("ja", "yes") if flow["declared"] else Text("nee", "no")).get(lang)]
        for state in ("new", "gone", "unseen") for flow in flows[state]
    ]
    name = Text("Gegevensstromen", "Data flows").get(lang)
    heads: list[Child] = [t.get(lang) for t in (Text("Toestand", "State"), Text("Ontvanger", "Recipient"),
                                                Text("Gegeven", "Data"), Text("Genoemd", "Declared"))]
    return section("d-flows", name, table(heads, rows, caption=name,
                                          empty=Text("Geen verschil.", "No difference.").get(lang)))


def _coverage(coverage: _Row, lang: str) -> Markup:
    totals = coverage["totals"]
    name = Text("Dekking", "Coverage").get(lang)
    shares = [percent(d, b, lang) for d, b in zip(totals["decoded_bytes"], totals["body_bytes"], strict=True)]
    numbers: list[list[Child]] = [
        [head(Text("Oordeel", "Verdict").get(lang)), *(label(VERDICTS, v, lang) for v in coverage["verdict"])],
        [head(Text("Berichten", "Exchanges").get(lang)), *(number(n, lang) for n in totals["exchanges"])],
        [head(Text("Inhoud volledig gelezen", "Content read in full").get(lang)), *shares],
        [head(Text("Bytes niet ontsleuteld", "Bytes not decrypted").get(lang)),
         *(number(n, lang) for n in totals["undecrypted_bytes"])],
        [head(Text("Eindpunten niet opnieuw benaderd", "Endpoints not called again").get(lang)), "–",
         number(coverage["endpoints"]["unseen"], lang)],
    ]
    hosts: list[list[Child]] = [
        [head(code(h["host"])), " → ".join(number(n, lang) for n in h["exchanges"]),
         " → ".join(percent(round(share * 1000), 1000, lang) if share else "0 %" for share in h["unread"])]
        for h in coverage["hosts"]
    ]
    return section(
        "d-coverage", name,
        table(["", Text("oud", "old").get(lang), Text("nieuw", "new").get(lang)], numbers, caption=name),
        table([Text("Host", "Host").get(lang), Text("Berichten", "Exchanges").get(lang),
               Text("Niet gelezen", "Not read").get(lang)], hosts,
              caption=Text("Hosts met een andere dekking", "Hosts whose coverage differs").get(lang),
              empty=Text("Bij geen host is de dekking wezenlijk anders.",
                         "At no host does coverage differ much.").get(lang)),
        table([Text("Host", "Host").get(lang), Text("Eindpunt", "Endpoint").get(lang)],
              [[head(code(each["host"])), code(each["endpoint"])] for each in coverage["unseen_endpoints"]],
              caption=Text("Eindpunten van de oude scan die niet opnieuw zijn benaderd",
                           "Endpoints of the old scan that were not called again").get(lang))
        if coverage["unseen_endpoints"] else None,
    )
