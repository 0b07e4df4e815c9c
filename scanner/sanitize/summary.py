"""What a run did, in lines for the terminal: counts by category, what was treated wholesale, what is not sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .check import Finding
from .run import Summary

_MOST = 8


def lines(summary: Summary, out: Path) -> Iterator[str]:
    """The lines; those that a user must not miss begin with ``warning``."""
    total = sum(summary.replaced.values())
    yield f"{out}: {summary.exchanges} exchanges, {total} values replaced"
    if summary.replaced:
        yield "  " + ", ".join(f"{code} {count}" for code, count in sorted(summary.replaced.items()))
    yield from _listed("  ", summary.wholesale)
    yield from _listed("warning: not written: ", summary.left_out)
    yield from _listed("warning: not read in the captures, so not in the result: ", summary.unread)
    verdict = summary.verdict
    if verdict is None:
        yield "warning: the result was not checked (--no-check)"
        return
    if verdict.holds:
        yield f"Checked: the same {verdict.findings} findings at the same places, none of the values found in it"
        return
    same = verdict.findings - len(verdict.gone) - len(verdict.counted_otherwise)
    yield f"warning: {same} of {verdict.findings} findings are the same"
    yield from _findings("gone", verdict.gone)
    yield from _findings("new", verdict.new)
    yield from _findings("counted otherwise", verdict.counted_otherwise)
    for code, count in sorted(verdict.left.items()):
        yield f"warning: {count} times a value of {code} is still in it: do not share this file"


def _listed(head: str, counts: Counter[str]) -> Iterator[str]:
    for what, count in sorted(counts.items()):
        if count:
            yield f"{head}{what} ({count})"


def _findings(what: str, found: tuple[Finding, ...]) -> Iterator[str]:
    if found:
        rules = Counter(finding[0] for finding in found)
        named = ", ".join(f"{rule} ({count})" for rule, count in sorted(rules.items())[:_MOST])
        yield f"warning: {what}: {named}{', …' if len(rules) > _MOST else ''}"
