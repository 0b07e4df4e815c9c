"""Reads a scenario file: the schema, and what the schema cannot say, with one clear line for each mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from datetime import datetime
from pathlib import Path
from typing import Any

from scanner.model import Category

from .scenario import ACTORS, Scenario, Step
from .schemacheck import check
from .yamlfile import YamlFile, nearest


def load_scenario(path: Path, subjects: Container[str] | None = None) -> Scenario:
    """The scenario of a file; ``UsageError`` names file, line and field.

    ``subjects`` are the ids of the subjects file, when there is one: a step may name no other.
    """
    file = YamlFile(path)
    check(file, "scenario")
    data: Any = file.data
    steps = [_step(file, number, given, subjects) for number, given in enumerate(data["steps"])]
    _check_names(file, steps)
    _check_times(file, steps)
    return Scenario(str(data.get("title", "")), tuple(steps), hashlib.sha256(file.text.encode()).hexdigest())


def _step(file: YamlFile, number: int, given: dict[str, Any], subjects: Container[str] | None) -> Step:
    where = ("steps", number)
    subject = given.get("subject", "")
    if subject and subjects is not None and subject not in subjects:
        raise file.error((*where, "subject"), f"no subject of the subjects file has the id {subject!r}")
    start, end = (_moment(file, (*where, key), given.get(key)) for key in ("start", "end"))
    if end and not start:
        raise file.error((*where, "end"), "an end needs a start")
    if end and end <= start:
        raise file.error((*where, "end"), "does not lie after the start")
    return Step(
        id=given["id"], title=given.get("title", ""), actor=ACTORS.get(given.get("actor", ""), ""), subject=subject,
        start=start, end=end, marker=given.get("marker", given["id"]), client=given.get("client", ""),
        feature=given.get("feature", ""),
        expected=tuple(_category(file, (*where, "expected", n), code)
                       for n, code in enumerate(given.get("expected", ()))),
    )


def _moment(file: YamlFile, where: tuple[str | int, ...], text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise file.error(where, f"{text!r} is no time; write 2026-10-05T09:14:00+02:00") from None
    if moment.tzinfo is None:
        raise file.error(where, "say which time it is: end with Z (UTC) or an offset such as +02:00")
    return moment.timestamp()


def _category(file: YamlFile, where: tuple[str | int, ...], code: str) -> Category:
    try:
        return Category(code)
    except ValueError:
        raise file.error(where, f"{code!r} is no category; {nearest(code, [c.value for c in Category])}") from None


def _check_names(file: YamlFile, steps: list[Step]) -> None:
    for key in ("id", "marker"):
        seen: set[str] = set()
        for number, step in enumerate(steps):
            name = getattr(step, key)
            if name in seen:
                raise file.error(("steps", number, key), f"the {key} {name!r} is used twice")
            seen.add(name)


def _check_times(file: YamlFile, steps: list[Step]) -> None:
    """Two steps at one moment would leave open who acted, unless two devices did them."""
    timed = sorted(((step.start, number, step) for number, step in enumerate(steps) if step.start), key=lambda t: t[:2])
    for position, (start, number, step) in enumerate(timed):
        for _, _, other in timed[:position]:
            if start < other.end and (not step.client or not other.client or step.client == other.client):
                raise file.error(("steps", number, "start"), f"lies within the step {other.id!r}; name the client of "
                                                             "each when two devices acted at once")
