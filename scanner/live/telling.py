"""What the scanning process tells the proxy: events, each a JSON line on its output, with nothing raw in them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Literal

from scanner.judge import Entered, Progress
from scanner.report.texts import SEVERITIES

Event = dict[str, Any]
Clean = Callable[[str], str]
"""Takes every value that is known by now out of a text of a capture."""
_MOST_OF_FLOW = 200


def tell(event: Event) -> None:
    """Tell one; a proxy that is gone does not hear it."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), json.dumps(event).encode() + b"\n")


def finding(found: Progress, clean: Clean, lang: Literal["nl", "en"]) -> Event:
    """A finding was opened."""
    return {"event": "finding", "rule": found.rule, "title": found.title.get(lang),
            "severity": found.severity.code, "label": SEVERITIES[found.severity.code].get(lang),
            "recipient": found.organisation, "endpoint": clean(found.endpoint), "part": clean(found.part),
            "pointer": clean(found.pointer)}


def of_flows(added: Iterable[Entered], clean: Clean, lang: Literal["nl", "en"]) -> Iterator[Event]:
    """What each exchange that was judged added to findings, each once."""
    of: dict[str, list[Event]] = {}
    for each in dict.fromkeys(added):
        of.setdefault(each.exchange, []).append({
            "rule": each.rule, "title": each.title.get(lang), "severity": int(each.severity),
            "status": each.status.value, "category": each.category.value if each.category is not None else "",
            "direction": each.direction, "part": clean(each.part), "pointer": clean(each.pointer),
            "masked": each.masked})
    for name, found in of.items():
        yield {"event": "flow", "id": name, "findings": found[:_MOST_OF_FLOW]}
