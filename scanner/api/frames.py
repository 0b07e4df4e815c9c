"""A result as pandas frames, with names of columns that do not depend on a language."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas

from .types import SEVERITIES, Detection, Finding, Flow

if TYPE_CHECKING:
    from .result import Result

_NOT_CELLS = {"nl", "en", "evidence"}
_TIMES = ("first_seen", "last_seen", "time")


class Frames(NamedTuple):
    """``findings``, ``detections`` and ``flows`` have a row each; ``matrix`` has recipients as rows, categories with
    the persons they are about as columns, and counts."""

    findings: pandas.DataFrame
    detections: pandas.DataFrame
    matrix: pandas.DataFrame
    flows: pandas.DataFrame


def frames(result: Result) -> Frames:
    """The frames of a result; without rows they have their columns all the same."""
    findings = _frame(Finding, result.findings)
    findings["severity"] = pandas.Categorical(findings["severity"], categories=list(SEVERITIES), ordered=True)
    titles: dict[str, list[str]] = {"title": [each.en.title for each in result.findings],
                                    "title_nl": [each.nl.title for each in result.findings]}
    for name, values in titles.items():
        findings[name] = pandas.Series(values, dtype="str", index=findings.index)
    return Frames(findings, _frame(Detection, result.detections), _matrix(result), _frame(Flow, result.flows))


def _frame(kind: type, rows: tuple[Any, ...]) -> pandas.DataFrame:
    names = [each.name for each in fields(kind) if each.name not in _NOT_CELLS]
    frame = pandas.DataFrame({name: [getattr(row, name) for row in rows] for name in names}, columns=names)
    for name in _TIMES:
        if name in frame:
            frame[name] = pandas.to_datetime(frame[name], utc=True)
    return frame


def _matrix(result: Result) -> pandas.DataFrame:
    columns = pandas.MultiIndex.from_tuples(sorted({(each.category, each.about) for each in result.flows}),
                                            names=["category", "about"])
    rows = pandas.Index(sorted({each.recipient for each in result.flows}), name="recipient")
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in result.flows:
        counts[each.recipient, each.category, each.about] += each.count
    cells = [[counts[row, category, about] for category, about in columns] for row in rows]
    return pandas.DataFrame(cells, index=rows, columns=columns, dtype="int64")
