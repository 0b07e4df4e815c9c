"""A comparison on a terminal: numbers, what is new and changed in full, what is gone or not seen, coverage."""

from __future__ import annotations

from io import StringIO
from typing import Any

from rich.console import Console
from rich.text import Text as Line

from scanner.model import Text

from ..inert import inert
from ..texts import SEVERITIES, VERDICTS, category_label, label, number, percent
from .words import MEANINGS, STATES, place, remark

MOST_ROWS = 40
"""Findings of one state shown on a terminal; the rest is counted and stands in the other formats."""

_STYLES = {"kritiek": "bold white on red", "hoog": "bold red", "midden": "yellow", "laag": "cyan", "info": "dim"}
_STATE_STYLES = {"new": "bold red", "changed": "yellow", "gone": "green", "unseen": "dim"}
_Row = dict[str, Any]


def render(difference: _Row, lang: str) -> bytes:
    """Plain text with all findings."""
    out = StringIO()
    console = Console(file=out, width=140, color_system=None, force_terminal=False, legacy_windows=False)
    show(difference, console, lang, most=1 << 30)
    return ("\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n") + "\n").encode("utf-8")


def show(difference: _Row, console: Console, lang: str, most: int = MOST_ROWS) -> None:
    """Print on a rich console."""
    old, new = difference["old"], difference["new"]
    product = " ".join(part for part in (new["product"]["name"], new["product"]["version"]) if part)
    sides = f"{old['report']} ({_day(old)}) → {new['report']} ({_day(new)})"
    console.print(Line.assemble((Text("Verschil", "Difference").get(lang), "bold"), f"  {inert(product, 80)}  {sides}"))
    for text in difference["remarks"]:
        console.print(Line(f"  ! {inert(text[lang], 300)}", style="yellow"))
    console.print()
    for state, name in STATES.items():
        findings = difference["findings"][state]
        console.print(Line.assemble((f"{name.get(lang).capitalize()}: {len(findings)}", _STATE_STYLES[state]),
                                    (f"  {MEANINGS[state].get(lang)}", "dim") if findings else ""))
        for f in findings[:most]:
            console.print(_finding(state, f, lang))
        if len(findings) > most:
            left = len(findings) - most
            console.print(Line(Text(f"  … en nog {left}", f"  … and {left} more").get(lang), style="italic"))
    same = difference["findings"]["same"]
    console.print(Text(f"Gelijk gebleven: {same}", f"The same: {same}").get(lang), highlight=False)
    _flows(difference["flows"], console, lang, most)
    _coverage(difference["coverage"], console, lang)


def _day(side: _Row) -> str:
    return str(side["period"]["last"] or "–")[:10]


def _finding(state: str, f: _Row, lang: str) -> Line:
    line = Line("  ")
    line.append(f"{label(SEVERITIES, f['severity'], lang):8}", style=_STYLES.get(f["severity"], ""))
    line.append(f" {inert(f['rule'], 20)} {inert(f['texts'][lang]['title'], 120)}")
    line.append(f"\n           {inert(place(f), 200)}", style="dim")
    data = ", ".join(category_label(code, lang) for code in f["categories"])
    more = " · ".join(part for part in (data, remark(state, f, lang)) if part)
    if more:
        line.append(f"\n           {inert(more, 300)}", style="italic" if state in {"changed", "unseen"} else "")
    return line


def _flows(flows: _Row, console: Console, lang: str, most: int) -> None:
    for state in ("new", "gone", "unseen"):
        found = flows[state]
        if found:
            words = [f"{inert(f['recipient'], 60)}: {category_label(f['category'], lang)}" for f in found[:most]]
            more = f" (+{len(found) - most})" if len(found) > most else ""
            head = Text("Gegevensstromen", "Data flows").get(lang)
            console.print(Line(f"{head}, {STATES[state].get(lang)}: {'; '.join(words)}{more}"))


def _coverage(coverage: _Row, console: Console, lang: str) -> None:
    totals = coverage["totals"]
    verdicts = " → ".join(label(VERDICTS, verdict, lang) for verdict in coverage["verdict"])
    exchanges = " → ".join(number(n, lang) for n in totals["exchanges"])
    read = " → ".join(percent(decoded, body, lang)
                      for decoded, body in zip(totals["decoded_bytes"], totals["body_bytes"], strict=True))
    console.print(Line.assemble(
        (Text("Dekking: ", "Coverage: ").get(lang), "bold"),
        Text(f"{verdicts} · berichten {exchanges} · inhoud volledig gelezen {read}",
             f"{verdicts} · exchanges {exchanges} · content read in full {read}").get(lang)))
    for host in coverage["hosts"]:
        said = {"new": Text("nieuwe host", "new host"), "unseen": Text("niet meer benaderd", "not contacted any more"),
                "both": Text("niet gelezen", "not read")}[host["state"]].get(lang)
        if host["state"] == "both":
            said += " " + " → ".join(f"{share:.0%}".replace("%", " %") for share in host["unread"])
        console.print(Line(f"  - {inert(host['host'], 80)}: {said}"))
    unseen = coverage["endpoints"]["unseen"]
    if unseen:
        console.print(Line(Text(f"  - {unseen} eindpunten van de oude scan zijn niet opnieuw benaderd",
                                f"  - {unseen} endpoints of the old scan were not called again").get(lang)))
