"""The result on a terminal: findings by severity, and always a line on what was and was not seen.

Theory. Whatever came from a capture is printable already (``inert``) and goes to rich as ``Text``, so neither an
escape sequence nor rich's own markup can act. On a narrow terminal findings become short blocks, because a table
of six columns in eighty characters cannot be read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from scanner.model import Text

from .document import Document, counts
from .gaps import gap_text
from .inert import inert
from .texts import (
    ACTORS,
    BASELINE_STATES,
    EVIDENCE,
    SEVERITIES,
    STATUSES,
    VERDICTS,
    baseline_label,
    baseline_sentences,
    category_label,
    exception_label,
    label,
    number,
    percent,
    size,
)

MOST_ROWS = 60
"""Rows shown on a terminal; the rest is counted and stands in the other formats."""
MOST_JOINS = 5
TABLE_WIDTH = 110
"""Below this many columns findings are blocks instead of rows."""
TEXT_WIDTH = 140

_STYLES = {"kritiek": "bold white on red", "hoog": "bold red", "midden": "yellow", "laag": "cyan", "info": "dim"}
_VERDICT_STYLES = {"complete": "green", "limited": "yellow"}


def render_text(document: Document, lang: str) -> bytes:
    """The terminal report as plain text, all findings, fixed width."""
    out = StringIO()
    console = Console(file=out, width=TEXT_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    _render(document, console, lang, [[f] for f in document["findings"]], len(document["findings"]))
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return ("\n".join(lines).strip("\n") + "\n").encode("utf-8")


def render_terminal(document: Document, console: Console, lang: str) -> None:
    """Print the result on ``console``, places of one rule at one recipient together.

    Rich leaves colour out when there is no terminal or NO_COLOR is set.
    """
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for f in document["findings"]:
        groups.setdefault((f["severity"], f["rule"], f["recipient"], baseline_label(f, lang)), []).append(f)
    _render(document, console, lang, list(groups.values()), MOST_ROWS)


def _render(document: Document, console: Console, lang: str, groups: list[list[dict[str, Any]]], most: int) -> None:
    findings = document["findings"]
    shown = groups[:most]
    console.print(_heading(document, lang))
    console.print()
    if shown:
        lookup = _Lookup({d["id"]: d for d in document["detections"]},
                         {r["id"]: r["organisation"] or r["id"] for r in document["recipients"]})
        draw = _table if console.width >= TABLE_WIDTH else _blocks
        console.print(draw([_row(group, lookup, lang) for group in shown], lang))
        more = sum(len(group) for group in groups[len(shown):])
        if more:
            console.print(Line(Text(f"… en nog {more}; zie het HTML- of JSON-rapport",
                                    f"… and {more} more; see the HTML or JSON report").get(lang), style="italic"))
        console.print()
    console.print(_counts(findings, lang))
    for line in _exceptions(findings, lang):
        console.print(line)
    for line in _baseline(document, lang):
        console.print(line)
    steps = document["scan"].get("scenario", {}).get("steps", [])
    if steps:
        console.print(_scenario(steps, lang))
    for line in _joins(document, lang):
        console.print(line)
    console.print(_coverage(document, lang))


def _joins(document: Document, lang: str) -> list[Line]:
    """The pairs of recipients that can join what they hold of most persons, in a line each."""
    found = document.get("linkage", {}).get("joins", [])
    names = {r["id"]: r["organisation"] or r["id"] for r in document["recipients"]}
    ranked = sorted(found, key=lambda join: (-join["subjects"], join["recipients"]))
    lines = [Line(Text("Kunnen samenvoegen wat zij hebben: ", "Can join what they hold: ").get(lang))] if found else []
    for join in ranked[:MOST_JOINS]:
        parties = " + ".join(inert(names.get(key, key), 60) for key in join["recipients"])
        kinds = ", ".join(dict.fromkeys(category_label(by["category"], lang) for by in join["by"]))
        persons = number(join["subjects"], lang)
        lines.append(Line(Text(f"  {parties}: personen: {persons}, langs {kinds}",
                               f"  {parties}: persons: {persons}, by {kinds}").get(lang)))
    if len(ranked) > MOST_JOINS:
        lines.append(Line(Text(f"  … en nog {len(ranked) - MOST_JOINS}", f"  … and {len(ranked) - MOST_JOINS} more")
                          .get(lang)))
    return lines


def _heading(document: Document, lang: str) -> Line:
    scan = document["scan"]
    product = " ".join(part for part in (scan["product"]["name"], scan["product"]["version"]) if part)
    captures = len(scan["inputs"])
    parts = [
        product,
        Text(f"{captures} {'opname' if captures == 1 else 'opnamen'}",
             f"{captures} {'capture' if captures == 1 else 'captures'}").get(lang),
        " – ".join(dict.fromkeys(moment[:16].replace("T", " ") for moment in scan["period"].values() if moment)),
    ]
    return Line.assemble((f"{document['tool']['name']} {document['tool']['version']}", "bold"),
                         *(f" · {inert(part)}" for part in parts if part))


@dataclass(frozen=True, slots=True)
class _Lookup:
    detections: dict[str, dict[str, Any]]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    severity: Line
    rule: str
    recipient: str
    where: Line
    masked: str
    why: Line


def _row(group: list[dict[str, Any]], lookup: _Lookup, lang: str) -> _Row:
    """A row for findings of one rule, recipient and severity; the first is spelled out, the others counted."""
    f = group[0]
    seen = [lookup.detections[o] for one in group for o in one["occurrences"] if o in lookup.detections]
    where = _where(f)
    if len(group) > 1:
        more = len(group) - 1
        where.append(Text(f"\nen nog {more} {'plaats' if more == 1 else 'plaatsen'}",
                          f"\nand {more} more {'place' if more == 1 else 'places'}").get(lang), style="italic")
    recipient = inert(lookup.names.get(f["recipient"], f["recipient"]), 60) or "–"
    return _Row(
        Line(label(SEVERITIES, f["severity"], lang), style=_STYLES.get(f["severity"], "")), inert(f["rule"], 20),
        recipient, where, _masked(seen), _why(group, seen, lang),
    )


def _headings(lang: str) -> list[str]:
    return [text.get(lang) for text in (
        Text("Ernst", "Severity"), Text("Regel", "Rule"), Text("Ontvanger", "Recipient"), Text("Waar", "Where"),
        Text("Gemaskeerd", "Masked"), Text("Wat en waarom", "What and why"))]


def _table(rows: list[_Row], lang: str) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, show_edge=False, header_style="bold")
    severity, rule, recipient, where, masked, why = _headings(lang)
    table.add_column(severity, no_wrap=True, min_width=8)
    table.add_column(rule, no_wrap=True, min_width=7)
    table.add_column(recipient, ratio=3, overflow="fold")
    table.add_column(where, ratio=6, overflow="fold")
    table.add_column(masked, ratio=3, overflow="fold")
    table.add_column(why, ratio=8)
    previous = rows[0].severity.plain
    for row in rows:
        if row.severity.plain != previous:
            table.add_section()
        previous = row.severity.plain
        table.add_row(row.severity, Line(row.rule), Line(row.recipient), row.where, Line(row.masked), row.why)
    return table


def _blocks(rows: list[_Row], lang: str) -> RenderableType:
    blocks: list[RenderableType] = []
    for row in rows:
        blocks.append(Line.assemble(row.severity, f" {row.rule} · {row.recipient} · {row.masked}"))
        blocks.append(Padding(Group(row.where, row.why), (0, 0, 1, 2)))
    return Group(*blocks)


def _where(f: dict[str, Any]) -> Line:
    field = ":".join(part for part in (f["part"], f["pointer"]) if part)
    arrow = "←" if f["direction"] == "response" else "→"
    place = f"{f['host']} {f['endpoint']}".strip()
    line = Line(inert(f"{arrow} {place}", 160) if place else "–")
    if field:
        line.append(f"\n{inert(field, 120)}", style="dim")
    return line


def _masked(seen: list[dict[str, Any]]) -> str:
    values = list(dict.fromkeys(d["masked"] for d in seen if d["masked"]))
    shown = ", ".join(inert(value, 40) for value in values[:2]) or "–"
    return f"{shown} …" if len(values) > 2 else shown


def _why(group: list[dict[str, Any]], seen: list[dict[str, Any]], lang: str) -> Line:
    f = group[0]
    texts = f["texts"][lang]
    line = Line(inert(texts["title"], 200), style="bold")
    line.append(f"\n{inert(texts['message'], 400)}", style="not bold")
    facts = [f"{sum(one['count'] for one in group)}×"]
    if f["subjects"] and len(group) == 1:
        people = Text("persoon" if f["subjects"] == 1 else "personen", "person" if f["subjects"] == 1 else "persons")
        facts.append(f"{f['subjects']} {people.get(lang)}")
    confidence = max(one["confidence"] for one in group)
    if confidence:  # a finding about coverage is a fact, not a recognition
        facts.append(f"{Text('zekerheid', 'confidence').get(lang)} {number(confidence, lang, 2)}")
    if seen:
        kinds = dict.fromkeys(e["code"].partition(":")[0] for e in seen[0]["evidence"] if e["weight"] > 0)
        facts.append(", ".join(label(EVIDENCE, inert(kind, 20), lang) for kind in list(kinds)[:3]))
    if f["status"] != "open":
        facts.append(label(STATUSES, f["status"], lang))
    facts.append(inert(exception_label(f, lang), 300))
    facts.append(inert(baseline_label(f, lang), 300))
    facts.append(inert(f.get("product", ""), 80))
    line.append(f"\n{' · '.join(filter(None, facts))}", style="not bold dim")
    return line


def _counts(findings: list[dict[str, Any]], lang: str) -> Line:
    by_severity = Counter(f["severity"] for f in findings)
    line = Line(Text("Bevindingen: ", "Findings: ").get(lang), style="bold")
    if not findings:
        nothing = Text("geen waargenomen binnen de dekking hieronder", "none observed within the coverage below")
        return line.append(nothing.get(lang), style="not bold")
    for position, code in enumerate(code for code in SEVERITIES if by_severity[code]):
        line.append(", " if position else "", style="not bold")
        line.append(f"{by_severity[code]} {label(SEVERITIES, code, lang)}", style=_STYLES[code])
    left_out = sum(not counts(f) for f in findings)
    if left_out:
        line.append(Text(f" · tellen niet mee (uitzondering of baseline): {left_out}",
                         f" · do not count (exception or baseline): {left_out}").get(lang), style="not bold")
    return line


def _exceptions(findings: list[dict[str, Any]], lang: str) -> list[Line]:
    """What exceptions of the policy cover, and which of them lapsed, a line each."""
    names: dict[str, int] = Counter(exception_label(f, lang) for f in findings if f["exception"])
    head = Text("Uitzonderingen in de privacybijsluiter:", "Exceptions of the privacybijsluiter:").get(lang)
    return [Line(head, style="bold")] * bool(names) + [
        Line(f"  {inert(name, 300)} · {count}×") for name, count in sorted(names.items())]


def _baseline(document: Document, lang: str) -> list[Line]:
    """What the baseline covers, and which of its entries somebody should look at."""
    outcome = document["scan"].get("baseline")
    if outcome is None:
        return []
    states = outcome["states"]
    line = Line(Text("Baseline: ", "Baseline: ").get(lang), style="bold")
    line.append(", ".join(f"{states[state]} {text.get(lang)}" for state, text in BASELINE_STATES.items()
                          if states[state]) or "–", style="not bold")
    return [line, *(
        Line(f"  {inert(text, 300)}") for text in baseline_sentences(outcome, lang)
    )]


def _scenario(steps: list[dict[str, Any]], lang: str) -> RenderableType:
    """One line a step: who, how much was seen, and whether it was done at all."""
    lines: list[RenderableType] = [Line(Text("Scenario:", "Scenario:").get(lang), style="bold")]
    for step in steps[:MOST_ROWS]:
        line = Line(f"  {step['number']}. {inert(step['id'], 40)} ({label(ACTORS, step['actor'], lang)}): ")
        if not step["executed"]:
            line.append(Text("niet uitgevoerd", "not executed").get(lang), style="yellow")
        else:
            exchanges, findings = (number(step[key], lang) for key in ("exchanges", "findings"))
            line.append(Text(f"berichten: {exchanges}, bevindingen: {findings}",
                             f"exchanges: {exchanges}, findings: {findings}").get(lang))
            if step["worst"]:
                line.append(f", {label(SEVERITIES, step['worst'], lang)}", style=_STYLES[step["worst"]])
            if step["missing"]:
                line.append(Text("; verwacht en niet gezien: ", "; expected and not seen: ").get(lang)
                            + ", ".join(category_label(code, lang) for code in step["missing"]), style="yellow")
        lines.append(line)
    if len(steps) > MOST_ROWS:
        lines.append(Line(f"  … {len(steps) - MOST_ROWS}"))
    return Group(*lines)


def _coverage(document: Document, lang: str) -> RenderableType:
    """Never left out: without it, no findings would read as nothing there."""
    coverage, totals = document["coverage"], document["coverage"]["totals"]
    verdict = coverage["gate"]["verdict"]
    read = percent(totals["decoded_bytes"], totals["body_bytes"], lang)
    first = Line(Text("Dekking: ", "Coverage: ").get(lang), style="bold")
    first.append(inert(label(VERDICTS, verdict, lang)), style=_VERDICT_STYLES.get(verdict, "yellow"))
    searched = sum(note["bytes"] for note in coverage["notes"] if note["read"])
    weaker = percent(searched, totals["body_bytes"], lang) if searched else ""
    amount = number(totals["exchanges"], lang)
    exchanges, hosts = totals["exchanges"], len(coverage["hosts"])
    first.append(Text(
        f" · {amount} {'bericht' if exchanges == 1 else 'berichten'} met {hosts} {'host' if hosts == 1 else 'hosts'}"
        f" · inhoud: {size(totals['body_bytes'], lang)}, volledig gelezen {read}",
        f" · {amount} {'exchange' if exchanges == 1 else 'exchanges'} with {hosts} {'host' if hosts == 1 else 'hosts'}"
        f" · bodies: {size(totals['body_bytes'], lang)}, read in full {read}").get(lang), style="not bold")
    if weaker:
        first.append(Text(f", alleen op bekende waarden {weaker}", f", for known values only {weaker}").get(lang),
                     style="not bold")
    lines: list[RenderableType] = [first]
    lines += [Line(f"  {inert(reason[lang], 300)}") for reason in coverage["gate"]["reasons"]]
    lines += [_blind_spot(gap, notes, lang) for gap, notes in _by_gap(coverage["notes"])]
    return Group(*lines)


def _by_gap(notes: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for note in notes:
        groups.setdefault(note["gap"], []).append(note)
    return sorted(groups.items(), key=lambda item: (-sum(n["bytes"] for n in item[1]), item[0]))


def _blind_spot(gap: str, notes: list[dict[str, Any]], lang: str) -> Line:
    hosts = sorted({n["host"] or n["capture"] for n in notes})
    shown = ", ".join(inert(host, 60) for host in hosts[:3])
    more = f" (+{len(hosts) - 3})" if len(hosts) > 3 else ""
    line = Line(f"  - {gap_text(gap).label.get(lang)}: {sum(n['count'] for n in notes)}×")
    amount = sum(n["bytes"] for n in notes)
    if amount:
        line.append(f", {size(amount, lang)}")
    return line.append(f" · {shown}{more}", style="dim")
