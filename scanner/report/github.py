"""Findings as annotations of GitHub Actions: workflow commands that the runner shows beside the files of a change.

Theory. The runner takes a command where a line begins with ``::``, and, from an older form, wherever ``##[`` stands
in a line. So what comes from a capture can only be data of a command that we begin: ``%``, CR and LF are escaped in a
message, ``:`` and ``,`` in a property too, and no ``##[`` survives. It shows ten annotations of each level in a step
and drops the rest without a word, so places of one rule at one recipient are one annotation, the worst come first, and
the last one says how many are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from scanner.model import Text

from .document import Document
from .inert import inert
from .listing import Row, by_id, capture_path, masked_values, organisations, place, reaches, suppressed, whose
from .texts import SEVERITIES, VERDICTS, label

Level = Literal["error", "warning", "notice"]

MOST = 10
"""Annotations of one level that the platform shows of a step."""
LONGEST = 2000
"""Characters of a message; the platform cuts at 4,096."""
MOST_PLACES = 3


def workflow_commands(document: Document, lang: str, fail_on: str, folder: str = "") -> list[str]:
    """The commands, one a line: an error for what fails the build, a warning from midden on, else a notice.

    ``fail_on`` is the code of the severity from which the build fails; empty: none does. ``folder`` is where the scan
    was run, from the root of the repository.
    """
    names, detections = organisations(document), by_id(document["detections"])
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for f in sorted(document["findings"], key=lambda f: list(SEVERITIES).index(f["severity"])):
        if not suppressed(f, lang):
            groups.setdefault((_level(f["severity"], fail_on), f["rule"], f["recipient"]), []).append(f)
    lines: list[str] = []
    level: Level
    for level in ("error", "warning", "notice"):
        found = [group for (at, _, _), group in groups.items() if at == level]
        told = [_annotation(level, group, document, names, detections, lang, folder) for group in found]
        if level == "warning":
            told = [*_coverage(document, lang), *told]
        lines += _at_most(level, told, lang)
    return lines


def command(level: Level, message: str, *, title: str = "", file: str = "", line: int = 0) -> str:
    """One workflow command; every part may come from a capture."""
    given = {"file": file, "line": str(line) if file and line else "", "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items() if value)
    return f"::{level}{f' {properties}' if properties else ''}::{_data(message)}"


def without_commands(line: str) -> str:
    """A line of text in which the runner finds no command; also none of Azure Pipelines (``##vso[``)."""
    stripped = line.lstrip()
    if stripped.startswith("::"):
        line = f"{line[:len(line) - len(stripped)]}: {stripped[1:]}"
    while "##" in line:
        line = line.replace("##", "# #")
    return line


def _level(severity: str, fail_on: str) -> Level:
    if fail_on and reaches(severity, fail_on):
        return "error"
    return "warning" if reaches(severity, "midden") else "notice"


def _annotation(level: Level, group: Sequence[Row], document: Document, names: dict[str, str],
                detections: dict[str, Row], lang: str, folder: str) -> str:
    f = group[0]
    texts = f["texts"][lang]
    seen = next((detections[o] for o in f["occurrences"] if o in detections), None)
    inputs = document["scan"]["inputs"]
    capture = seen["capture"] if seen else inputs[0]["label"] if inputs else ""
    values = ", ".join(dict.fromkeys(value for one in group for value in masked_values(one, detections, 3)))
    more = len(group) - MOST_PLACES
    message = "\n".join(part for part in (
        inert(texts["message"]), inert(whose(f, names, lang)),
        *(inert(place(one), 300) for one in group[:MOST_PLACES]),
        Text(f"en nog {more} plaatsen", f"and {more} more places").get(lang) if more > 0 else "",
        f"{Text('Gemaskeerd', 'Masked').get(lang)}: {inert(values, 200)}" if values else "",
        f"{Text('Advies', 'Advice').get(lang)}: {inert(texts['remediation'])}" if texts["remediation"] else "",
        f"leerlek explain {inert(f['id'])} --result …",
    ) if part)
    title = f"{f['rule']} {texts['title']} ({label(SEVERITIES, f['severity'], lang)})"
    file = "/".join(capture_path(inert(f"{folder}/{capture}"))) if capture else ""
    return command(level, message, title=inert(title, 200), file=file, line=seen["line"] if seen else 1)


def _coverage(document: Document, lang: str) -> Iterator[str]:
    gate = document["coverage"]["gate"]
    if gate["verdict"] != "complete":
        reasons = "\n".join(inert(reason[lang]) for reason in gate["reasons"])
        yield command("warning", reasons or label(VERDICTS, gate["verdict"], lang),
                      title=inert(label(VERDICTS, gate["verdict"], lang)))


def _at_most(level: Level, told: list[str], lang: str) -> list[str]:
    if len(told) <= MOST:
        return told
    left = len(told) - MOST + 1
    text = Text(f"Nog {left} meldingen staan in de samenvatting en het rapport.",
                f"{left} more are in the summary and the report.").get(lang)
    return [*told[: MOST - 1], command(level, text, title="Leerlek")]


def _data(text: str) -> str:
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    lines = [without_commands(line) for line in cut.splitlines()]
    return "%0A".join(line.replace("%", "%25").replace("\r", "%0D") for line in lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
