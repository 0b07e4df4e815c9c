"""A comment for a merge request: the outcome in one screen, the details folded, within the length a platform takes.

Theory. GitHub refuses a comment of more than 65,536 characters, GitLab one of a megabyte, so the text is built from the
most to the least important and ends when the room is used, saying what is left out. Findings come by rule, worst first:
who reviews a change wants to know what leaks where, and the same rule at ten places is one thing to solve. Findings
that do not count (exception, baseline) stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from scanner.model import Text

from .document import Document
from .escape import code, plain
from .gaps import gap_label
from .inert import inert
from .json_ import report_id
from .listing import Row, by_id, masked_values, organisations, product, standing, suppressed, whose
from .texts import SEVERITIES, STATUSES, VERDICTS, label, number, percent, size

MOST_CHARACTERS = 60_000
"""Of a comment; the platform's own bound is 65,536."""
MOST_ROWS = 40
MOST_PLACES = 10
"""Places of one rule in its fold."""
MOST_GAPS = 10
_MARKS = {"kritiek": "🟥", "hoog": "🟧", "midden": "🟨", "laag": "🟦", "info": "⬜"}


def render_markdown(document: Document, lang: str) -> bytes:
    """The comment in GitHub's Markdown."""
    comment = _Comment(document, lang)
    kept: list[str] = []
    used = 0
    left_out = 0
    for piece in comment.pieces():
        if used + len(piece) + 1 > MOST_CHARACTERS:
            left_out += 1
            continue
        kept.append(piece)
        used += len(piece) + 1
    if left_out:
        kept.append(Text(f"*{left_out} onderdelen passen niet in deze reactie; zie het HTML- of JSON-rapport.*",
                         f"*{left_out} parts do not fit in this comment; see the HTML or JSON report.*").get(lang))
    kept.append(comment.footer())
    return ("\n".join(kept) + "\n").encode("utf-8")


class _Comment:
    def __init__(self, document: Document, lang: str) -> None:
        self._document, self._lang = document, lang
        self._names, self._detections = organisations(document), by_id(document["detections"])
        order = list(SEVERITIES)
        found = sorted(document["findings"], key=lambda f: (order.index(f["severity"]), f["rule"]))
        self._counting = [f for f in found if not suppressed(f, lang)]
        self._suppressed = [f for f in found if suppressed(f, lang)]
        by_rule: dict[str, list[Row]] = {}
        for finding in self._counting:
            by_rule.setdefault(finding["rule"], []).append(finding)
        self._groups = list(by_rule.items())

    def _t(self, nl: str, en: str) -> str:
        return en if self._lang == "en" else nl

    def pieces(self) -> Iterator[str]:
        """The parts of the comment, the most important first; each can be left out by itself."""
        yield self._head()
        yield self._coverage()
        if self._groups:
            yield self._table()
            for rule, found in self._groups:
                yield self._fold(rule, found)
        if self._suppressed:
            yield self._accepted()
        if self._document["coverage"]["notes"]:
            yield self._blind_spots()

    def footer(self) -> str:
        """What the comment rests on."""
        tool = self._document["tool"]
        words = self._t("waarden gemaskeerd, geen oordeel over rechtmatigheid",
                        "values masked, no judgement on lawfulness")
        captures = ", ".join(f"{code(item['label'])} {code(item['sha256'][:12])}".strip()
                             for item in self._document["scan"]["inputs"][:5])
        made = f"{plain(tool['name'])} {plain(tool['version'])} · {code(report_id(self._document))}"
        return f"\n<sub>{made} · {captures} · {words}</sub>"

    def _head(self) -> str:
        name = product(self._document)
        title = self._t("Persoonsgegevens in verkeer", "Personal data in traffic")
        counts = Counter(f["severity"] for f in self._counting)
        numbers = " · ".join(f"{_MARKS[code]} {number(counts[code], self._lang)} {label(SEVERITIES, code, self._lang)}"
                             for code in SEVERITIES if counts[code])
        if not numbers:
            numbers = self._t("Geen bevindingen binnen de dekking.", "No findings within the coverage.")
        return f"### Leerlek: {title}{f' – {plain(name)}' if name else ''}\n\n{numbers}\n"

    def _coverage(self) -> str:
        coverage = self._document["coverage"]
        totals, gate = coverage["totals"], coverage["gate"]
        share = percent(totals["decoded_bytes"], totals["body_bytes"], self._lang)
        reasons = " ".join(plain(reason[self._lang]) + ";" for reason in gate["reasons"][:5]).rstrip(";")
        head = self._t("Dekking", "Coverage")
        read = self._t("van de inhoud gelezen", "of the content read")
        verdict = label(VERDICTS, gate["verdict"], self._lang)
        return f"**{head}:** {plain(verdict)}, {share} {read}. {reasons}".rstrip() + "\n"

    def _table(self) -> str:
        t = self._t
        rows = [f"| {t('Ernst', 'Severity')} | {t('Regel', 'Rule')} | {t('Wat', 'What')} | {t('Naar', 'To')} | "
                f"{t('Plaatsen', 'Places')} |", "|---|---|---|---|--:|"]
        for rule, found in self._groups[:MOST_ROWS]:
            parties = list(dict.fromkeys(whose(f, self._names, self._lang) for f in found))
            more = f" +{len(parties) - 3}" if len(parties) > 3 else ""
            to = ", ".join(plain(party) for party in parties[:3]) + more
            worst = found[0]["severity"]
            rows.append(f"| {_MARKS[worst]} {label(SEVERITIES, worst, self._lang)} | {_cell(rule)} | "
                        f"{plain(found[0]['texts'][self._lang]['title'])} | {to} | {len(found)} |")
        left = len(self._groups) - MOST_ROWS
        if left > 0:
            rows.append("\n" + t(f"En nog {left} regels.", f"And {left} more rules."))
        return "\n".join(rows) + "\n"

    def _fold(self, rule: str, found: list[Row]) -> str:
        t = self._t
        texts = found[0]["texts"][self._lang]
        lines = [
            *(f"**{head}:** {plain(text)}\n" for head, text in (
                (t("Waarom", "Why"), texts["why"]), (t("Advies", "Advice"), texts["remediation"]),
                (t("Mogelijk in strijd met", "Possibly at odds with"), "; ".join(texts["basis"]))) if text),
        ]
        for f in found[:MOST_PLACES]:
            arrow = "←" if f["direction"] == "response" else "→"
            where = " ".join(part for part in (code(f["host"]), code(f["endpoint"])) if part)
            field = " ".join(part for part in (code(f["part"]), code(f["pointer"])) if part)
            values = ", ".join(code(value) for value in masked_values(f, self._detections, 3))
            facts = " · ".join(part for part in (
                plain(whose(f, self._names, self._lang)), f"{arrow} {where}" if where else "", field, values,
                f"{f['count']}×", plain(label(STATUSES, f["status"], self._lang)), plain(standing(f, self._lang)),
                code(f["id"])) if part)
            lines.append(f"- {_MARKS[f['severity']]} {facts}")
        if len(found) > MOST_PLACES:
            left = len(found) - MOST_PLACES
            lines.append(t(f"- en nog {left}; zie het HTML- of JSON-rapport",
                           f"- and {left} more; see the HTML or JSON report"))
        return _folded(f"{_MARKS[found[0]['severity']]} {_html(rule)} {_html(texts['title'])} ({len(found)})", lines)

    def _accepted(self) -> str:
        head = self._t("Tellen niet mee: uitzondering of baseline", "Do not count: exception or baseline")
        lines = [f"- {code(f['id'])} {code(f['rule'])} {plain(suppressed(f, self._lang))}"
                 for f in self._suppressed[:MOST_PLACES]]
        left = len(self._suppressed) - MOST_PLACES
        if left > 0:
            lines.append(self._t(f"- en nog {left}", f"- and {left} more"))
        return _folded(f"{head} ({len(self._suppressed)})", lines)

    def _blind_spots(self) -> str:
        notes = sorted(self._document["coverage"]["notes"], key=lambda n: (n["read"], -n["bytes"], -n["count"]))
        head = self._t("Wat niet is gezien", "What was not seen")
        lines = []
        for n in notes[:MOST_GAPS]:
            known = self._t(", wel op bekende waarden doorzocht", ", searched for known values") if n["read"] else ""
            lines.append(f"- {plain(gap_label(n['gap'], self._lang))}: {code(n['host'] or n['capture'])}, "
                         f"{size(n['bytes'], self._lang)}, {n['count']}×{known}")
        left = len(notes) - MOST_GAPS
        if left > 0:
            lines.append(self._t(f"- en nog {left}; zie het rapport", f"- and {left} more; see the report"))
        return _folded(f"{head} ({len(notes)})", lines)


def _folded(summary: str, lines: list[str]) -> str:
    return "\n".join([f"<details><summary>{summary}</summary>\n", *lines]) + "\n\n</details>\n"


def _cell(text: str) -> str:
    return code(text).replace("|", "\\|")


def _html(text: str) -> str:
    """Text of a summary element, where Markdown does not hold but mentions and links do."""
    return escape(inert(text)).replace("@", "@<!-- -->").replace("://", ":<!-- -->//")
