"""JUnit XML for the test tab of a CI: one test case a rule, so that green means "looked for, not found".

Theory. A CI compares test cases by name between builds. Places come and go with the traffic, rules stay, so a case is a
rule: it fails while findings at or above the threshold stand, and says where. It is skipped when all its findings are
suppressed (exception, baseline), and when nothing was found but coverage does not allow a verdict. Findings below the
threshold leave it green and stand in its output. Suites are the packs of rules; class names group by product. Elements
and attributes are those of the schema of Jenkins' xUnit plugin (``junit-10.xsd``), which other readers accept too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from scanner.model import Text

from .document import Document
from .inert import inert
from .json_ import report_id
from .listing import (
    Row,
    by_id,
    masked_values,
    organisations,
    place,
    product,
    reaches,
    rules_of,
    standing,
    suppressed,
    whose,
)
from .texts import SEVERITIES, VERDICTS, label

DEFAULT_THRESHOLD = "midden"
MOST_PLACES = 100
"""Places that a case lists; the rest is counted."""
_COVERAGE = "COV"


def render_junit(document: Document, lang: str, threshold: str = DEFAULT_THRESHOLD) -> bytes:
    """One ``testsuites`` element with a suite for each pack of rules."""
    report = _Report(document, lang, threshold)
    packs: dict[str, list[Row]] = {}
    for rule in rules_of(document):
        packs.setdefault(rule["id"].split("-")[0], []).append(rule)
    suites = [report.suite(pack, rules) for pack, rules in sorted(packs.items())]
    root = ET.Element("testsuites", {"name": f"Leerlek {product(document)}".strip(), **_sums(suites)})
    root.extend(suites)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


class _Report:
    def __init__(self, document: Document, lang: str, threshold: str) -> None:
        self._document, self._lang, self._threshold = document, lang, threshold
        self._names = organisations(document)
        self._detections = by_id(document["detections"])
        self._found: dict[str, list[Row]] = {}
        for finding in document["findings"]:
            self._found.setdefault(finding["rule"], []).append(finding)
        self._report_id = report_id(document)
        self._group = re.sub(r"[^A-Za-z0-9_-]+", "_", product(document)).strip("_") or "leerlek"

    def suite(self, pack: str, rules: Sequence[Row]) -> ET.Element:
        """The suite of a pack."""
        cases = [self._case(pack, rule) for rule in rules]
        first = self._document["scan"]["period"]["first"]
        suite = ET.Element("testsuite", {
            "name": f"{self._group}.{pack}", "tests": str(len(cases)),
            "failures": str(sum(case.find("failure") is not None for case in cases)), "errors": "0",
            "skipped": str(sum(case.find("skipped") is not None for case in cases)), "time": "0",
            **({"timestamp": first[:19]} if first else {}),
        })
        properties = ET.SubElement(suite, "properties")
        gate = self._document["coverage"]["gate"]
        for name, value in (
            ("leerlek.version", self._document["tool"]["version"]), ("leerlek.report", self._report_id),
            ("leerlek.threshold", self._threshold), ("leerlek.coverage", gate["verdict"]),
            *(("leerlek.coverage.limit", reason[self._lang]) for reason in gate["reasons"]),
        ):
            ET.SubElement(properties, "property", {"name": name, "value": inert(value)})
        suite.extend(cases)
        return suite

    def _case(self, pack: str, rule: Row) -> ET.Element:
        title = inert(rule["title"][self._lang])
        case = ET.Element("testcase", {"classname": f"{self._group}.{pack}",
                                       "name": f"{inert(rule['id'])} {title}".strip(), "time": "0"})
        found = self._found.get(rule["id"], [])
        counting = [f for f in found if not suppressed(f, self._lang)]
        failing = [f for f in counting if reaches(f["severity"], self._threshold)]
        if failing:
            self._fail(case, rule, failing)
        elif found and not counting:
            reasons = dict.fromkeys(suppressed(f, self._lang) for f in found)
            ET.SubElement(case, "skipped", {"message": inert("; ".join(reasons))})
        elif not found and pack != _COVERAGE:
            self._skip_without_verdict(case)
        rest = [f for f in found if f not in failing]
        if rest:
            ET.SubElement(case, "system-out").text = self._listing(rest)
        return case

    def _fail(self, case: ET.Element, rule: Row, failing: list[Row]) -> None:
        lang = self._lang
        worst = max(failing, key=lambda f: -list(SEVERITIES).index(f["severity"]))["severity"]
        places = Text("plaats" if len(failing) == 1 else "plaatsen", "place" if len(failing) == 1 else "places")
        failure = ET.SubElement(case, "failure", {
            "type": inert(rule["id"]),
            "message": inert(f"{rule['title'][lang]}: {len(failing)} {places.get(lang)}, "
                             f"{label(SEVERITIES, worst, lang)}"),
        })
        advice, why = rule["remediation"][lang], rule["why"][lang]
        basis = "; ".join(text[lang] for text in rule["basis"])
        failure.text = "\n".join([
            self._listing(failing), "",
            *(inert(f"{head.get(lang)}: {body}") for head, body in (
                (Text("Waarom", "Why"), why), (Text("Advies", "Advice"), advice),
                (Text("Mogelijk in strijd met", "Possibly at odds with"), basis)) if body),
        ])

    def _skip_without_verdict(self, case: ET.Element) -> None:
        gate = self._document["coverage"]["gate"]
        if gate["verdict"] == "complete":
            return
        reasons = "; ".join(reason[self._lang] for reason in gate["reasons"])
        head = Text("niet waargenomen, maar de dekking laat geen conclusie toe",
                    "not observed, but coverage does not allow a conclusion").get(self._lang)
        message = f"{head} ({label(VERDICTS, gate['verdict'], self._lang)}): {reasons}"
        ET.SubElement(case, "skipped", {"message": inert(message.rstrip(": "))})

    def _listing(self, found: list[Row]) -> str:
        lang = self._lang
        lines = []
        for f in found[:MOST_PLACES]:
            values = ", ".join(masked_values(f, self._detections, 3))
            why = standing(f, lang)
            lines.append(inert(" · ".join(part for part in (
                f["id"], label(SEVERITIES, f["severity"], lang), whose(f, self._names, lang), place(f),
                values, f"{f['count']}×", why) if part)))
        if len(found) > MOST_PLACES:
            lines.append(Text(f"en nog {len(found) - MOST_PLACES}; zie het JSON-rapport",
                              f"and {len(found) - MOST_PLACES} more; see the JSON report").get(lang))
        return "\n".join(lines)


def _sums(suites: Sequence[ET.Element]) -> dict[str, str]:
    return {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in ("tests", "failures", "errors")} | {
        "time": "0"}
