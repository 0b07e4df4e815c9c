"""What the shell may fill in: formats, severities, ids of rules, findings and recipients, categories.

Nothing here may fail or take long: without an answer there are no suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

SEVERITIES = ("info", "laag", "midden", "hoog", "kritiek")
_LARGEST = 64 << 20
"""Bytes of a result that is read for its ids."""


def severities(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The severities, for ``--fail-on``."""
    return _starting(incomplete, ((name, "") for name in SEVERITIES))


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats of a report by themselves."""
    from scanner.report import FORMATS

    return _starting(incomplete, ((name, "") for name in FORMATS))


def outputs(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """``FORMAT=FILE`` with a name for the file; behind the equals sign the shell's own files."""
    from scanner.report import FORMATS

    return _outputs(incomplete, {name: chosen.suffix for name, chosen in FORMATS.items()})


def difference_outputs(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The same for the formats of a comparison."""
    from scanner.report import FORMATS
    from scanner.report.difference import FORMATS as OF_DIFFERENCE

    suffixes = {name: FORMATS[name].suffix if name in FORMATS else ".csv" for name in OF_DIFFERENCE}
    return _outputs(incomplete, suffixes)


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the shipped rules, by the names of their files: reading two hundred takes too long for a key."""
    return _starting(incomplete, ((name, "") for name in sorted(_rule_ids())))


def findings(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of findings and rules of the result that stands on the line."""
    rows = [f for document in _results(context) for f in document.get("findings", ()) if isinstance(f, dict)]
    names = {str(f.get("rule", "")): "" for f in rows} | {str(f.get("id", "")): str(f.get("title", "")) for f in rows}
    if not names and context.info_name == "explain":
        names = dict.fromkeys(sorted(_rule_ids()), "")
    return _starting(incomplete, names.items())


def recipients(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The recipients of the result that stands on the line, with their role."""
    return _starting(incomplete, ((str(r.get("id", "")), f"{r.get('role', '')} {r.get('organisation', '')}".strip())
                                  for document in _results(context) for r in document.get("recipients", ())
                                  if isinstance(r, dict)))


def _outputs(incomplete: str, suffixes: dict[str, str]) -> list[CompletionItem]:
    name, equals, _ = incomplete.partition("=")
    if equals:
        return [CompletionItem(incomplete.partition("=")[2], type="file")]
    return _starting(name, ((f"{each}=leerlek{suffix}", "") for each, suffix in suffixes.items()))


def _rule_ids() -> Iterator[str]:
    from scanner.judge.files import rules_folder

    for path in rules_folder().glob("*/*.yaml"):
        if path.stem.count("-") == 1 and path.stem.upper() == path.stem:
            yield path.stem


def _results(context: click.Context) -> Iterator[dict[str, Any]]:
    """Results among the arguments that are there already."""
    import json
    from pathlib import Path

    given = [context.params.get(name) for name in ("result", "results")] + [context.args]
    for value in given:
        for text in value if isinstance(value, (tuple, list)) else (value,):
            try:
                path = Path(str(text))
                if not text or path.stat().st_size > _LARGEST:
                    continue
                document = json.loads(path.read_bytes())
            except (OSError, ValueError, RecursionError):
                continue
            if isinstance(document, dict):
                yield document


def _starting(incomplete: str, values: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(_plain(value), help=_plain(text) or None) for value, text in values
            if value and value.casefold().startswith(incomplete.casefold())]


def _plain(text: str) -> str:
    """Nothing of a file may act in a terminal or end a line of the protocol."""
    return "".join(char if char.isprintable() else "?" for char in text)[:120]
