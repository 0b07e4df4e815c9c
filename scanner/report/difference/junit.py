"""A comparison as JUnit XML: red for what is new or got worse, skipped for what nobody looked at, green for the rest.

Theory. A case is a rule, as in the JUnit of a scan, so that a CI sees the same names in every build. A rule fails when
a finding of it is new or got worse from the threshold on. It is skipped, not green, when its findings of the old scan
were not seen: "not seen" is no news of a repair. A case of its own says whether the new scan covers as much as the old.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from scanner.model import Severity, Text

from ..inert import inert
from ..texts import SEVERITIES, VERDICTS, label
from .compare import counting
from .words import MEANINGS, STATES, place, remark

DEFAULT_THRESHOLD = "midden"
MOST_PLACES = 100
_BETTER = ("complete", "limited")
_Row = dict[str, Any]


def render(difference: _Row, lang: str, threshold: str = DEFAULT_THRESHOLD) -> bytes:
    """One suite; ``threshold`` is the severity from which a new finding fails its case."""
    group = re.sub(r"[^A-Za-z0-9_-]+", "_", difference["new"]["product"]["name"]).strip("_") or "leerlek"
    of_rule: dict[str, list[tuple[str, _Row]]] = {}
    for state in STATES:
        for f in difference["findings"][state]:
            of_rule.setdefault(f["rule"], []).append((state, f))
    failing = {f["id"] for f in counting(difference) if Severity.parse(f["severity"]) >= Severity.parse(threshold)}
    cases = [_coverage(difference["coverage"], group, lang)]
    cases += [_case(rule, found, failing, group, lang) for rule, found in sorted(of_rule.items())]
    counts = {"tests": str(len(cases)), "failures": str(sum(c.find("failure") is not None for c in cases)),
              "errors": "0", "time": "0"}
    root = ET.Element("testsuites", {"name": f"Leerlek {group}", **counts})
    skipped = str(sum(c.find("skipped") is not None for c in cases))
    suite = ET.SubElement(root, "testsuite", {"name": f"{group}.difference", **counts, "skipped": skipped})
    properties = ET.SubElement(suite, "properties")
    named = [("leerlek.old", difference["old"]["report"]), ("leerlek.new", difference["new"]["report"]),
             ("leerlek.threshold", threshold), ("leerlek.same", str(difference["findings"]["same"])),
             *(("leerlek.remark", text[lang]) for text in difference["remarks"])]
    for name, value in named:
        ET.SubElement(properties, "property", {"name": name, "value": inert(value)})
    suite.extend(cases)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


def _case(rule: str, found: list[tuple[str, _Row]], failing: set[str], group: str, lang: str) -> ET.Element:
    title = inert(found[0][1]["texts"][lang]["title"])
    case = ET.Element("testcase", {"classname": f"{group}.difference", "name": f"{inert(rule)} {title}", "time": "0"})
    bad = [(state, f) for state, f in found if f["id"] in failing]
    unseen = [(state, f) for state, f in found if state == "unseen"]
    if bad:
        head = Text("nieuw of erger", "new or worse").get(lang)
        failure = ET.SubElement(case, "failure", {"type": inert(rule), "message": f"{len(bad)} {head}"})
        failure.text = _listing(bad, lang)
    elif unseen:
        ET.SubElement(case, "skipped", {"message": f"{len(unseen)} {STATES['unseen'].get(lang)}: "
                                                   f"{MEANINGS['unseen'].get(lang)}"})
    rest = [each for each in found if each not in bad]
    if rest:
        ET.SubElement(case, "system-out").text = _listing(rest, lang)
    return case


def _coverage(coverage: _Row, group: str, lang: str) -> ET.Element:
    """Skipped where the new scan looked at less than the old one."""
    name = Text("Dekking: de nieuwe scan bekeek wat de oude bekeek",
                "Coverage: the new scan looked at what the old one looked at").get(lang)
    case = ET.Element("testcase", {"classname": f"{group}.difference", "name": name, "time": "0"})
    lost = [host["host"] for host in coverage["hosts"] if host["state"] == "unseen"]
    blind = [host["host"] for host in coverage["hosts"] if host["state"] == "both" and host["unread"][1] >
             host["unread"][0]]
    reasons = []
    old, new = coverage["verdict"]
    if old in _BETTER and new in _BETTER and _BETTER.index(new) > _BETTER.index(old):
        reasons.append(f"{label(VERDICTS, old, lang)} → {label(VERDICTS, new, lang)}")
    if lost:
        reasons.append(f"{Text('niet benaderd', 'not contacted').get(lang)}: {', '.join(lost[:20])}")
    if blind:
        reasons.append(f"{Text('minder gelezen', 'less was read').get(lang)}: {', '.join(blind[:20])}")
    if number := coverage["endpoints"]["unseen"]:
        reasons.append(Text(f"{number} eindpunten niet opnieuw benaderd",
                            f"{number} endpoints not called again").get(lang))
    if reasons:
        ET.SubElement(case, "skipped", {"message": inert("; ".join(reasons))})
    return case


def _listing(found: list[tuple[str, _Row]], lang: str) -> str:
    lines = [inert(" · ".join(part for part in (
        STATES[state].get(lang), f["id"], label(SEVERITIES, f["severity"], lang), place(f), remark(state, f, lang))
        if part)) for state, f in found[:MOST_PLACES]]
    if len(found) > MOST_PLACES:
        lines.append(Text(f"en nog {len(found) - MOST_PLACES}", f"and {len(found) - MOST_PLACES} more").get(lang))
    return "\n".join(lines)
