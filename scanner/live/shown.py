"""Findings beside the flows of mitmproxy's own interfaces: a mark, a comment, and a view of content.

Theory. mitmproxy and mitmweb show of a flow a mark (an emoji in the list), a comment (a column of mitmweb, searchable
with ``~comment``), and views of its content; an addon can fill those and add no column of its own. What the user put
there himself is left alone. The words are masked; what is kept with a flow can be saved with it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scanner.model import INFO, Category, Severity, Text
from scanner.report.inert import inert

if TYPE_CHECKING:
    from mitmproxy import flow, http

FINDINGS = "leerlek_findings"
"""Name in a flow's metadata."""
HEAD = "Leerlek: "
MARKS: Mapping[Severity, str] = {
    Severity.KRITIEK: ":red_circle:", Severity.HOOG: ":orange_circle:", Severity.MIDDEN: ":yellow_circle:",
    Severity.LAAG: ":large_blue_circle:", Severity.INFO: ":white_circle:"}
_SEVERITIES = {Severity.KRITIEK: Text("kritiek", "critical"), Severity.HOOG: Text("hoog", "high"),
               Severity.MIDDEN: Text("midden", "medium"), Severity.LAAG: Text("laag", "low"),
               Severity.INFO: Text("info", "info")}
_MOST = 20_000
"""Flows whose findings may still come."""
_NOTHING = Text("Leerlek vond niets in dit bericht zelf.", "Leerlek found nothing in this message itself.")
Finding = dict[str, Any]


class Shown:
    """Ties what the worker found to the flows that are shown. ``find`` gives a flow by mitmproxy's id."""

    def __init__(self, find: Callable[[str], flow.Flow | None], lang: str) -> None:
        self._find = find
        self._lang = lang
        self._flows: OrderedDict[str, str] = OrderedDict()

    def named(self, name: str, flow: http.HTTPFlow) -> None:
        """A flow was written down under a name."""
        self._flows[name] = flow.id
        if len(self._flows) > _MOST:
            self._flows.popitem(last=False)

    def found(self, name: str, findings: Sequence[Finding]) -> flow.Flow | None:
        """Findings of an exchange came; the flow that now shows them, None when it is gone."""
        shown = self._find(self._flows.get(name, ""))
        if shown is None:
            return None
        had = [each for each in of(shown) if each not in findings]
        every = sorted([*had, *findings], key=lambda each: (-int(each["severity"]), str(each["rule"])))
        shown.metadata[FINDINGS] = every
        if not shown.marked or shown.marked in MARKS.values():
            shown.marked = MARKS[Severity(every[0]["severity"])]
        if not shown.comment or shown.comment.startswith(HEAD):
            shown.comment = HEAD + summary(every, self._lang)
        return shown


def of(shown: flow.Flow) -> list[Finding]:
    """The findings that a flow shows, the worst first."""
    found = shown.metadata.get(FINDINGS)
    return list(found) if isinstance(found, list) else []


def summary(findings: Sequence[Finding], lang: str) -> str:
    """Rules with the worst severity of each, in a line."""
    worst: dict[str, Severity] = {}
    for each in findings:
        worst[each["rule"]] = max(Severity(each["severity"]), worst.get(each["rule"], Severity.INFO))
    return ", ".join(f"{rule} ({_SEVERITIES[severity].get(lang)})" for rule, severity in worst.items())


def lines(findings: Sequence[Finding], lang: str) -> list[str]:
    """A line for each finding: severity, rule, title, kind of data, place, masked value."""
    return [_line(each, lang) for each in findings] or [_NOTHING.get(lang)]


def _line(each: Finding, lang: str) -> str:
    words = [f"{_SEVERITIES[Severity(each['severity'])].get(lang).upper()} {each['rule']} {each['title']}"]
    if each["category"]:
        info = INFO[Category(each["category"])]
        words.append(info.nl if lang == "nl" else info.en)
    place = " ".join(each[name] for name in ("direction", "part", "pointer", "masked") if each[name])
    return inert(" · ".join([*words, *([place] if place else []), each["status"]]), 400)
