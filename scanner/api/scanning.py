"""``scan()`` for Python: the options of the command line as arguments, a typed result."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from .result import Result
from .types import Lang

Given = str | os.PathLike[str]
"""A path."""


def scan(
    captures: Given | Iterable[Given],
    *,
    policy: Given | None = None,
    subjects: Given | None = None,
    baseline: Given | None = None,
    scenario: Given | None = None,
    rules: Iterable[Given] = (),
    recipients: Iterable[Given] = (),
    tracker_lists: Iterable[Given] = (),
    keylog: Given | None = None,
    key_file: Given | None = None,
    lang: Lang = "nl",
    mode: Literal["auto", "test", "live"] = "auto",
    decision: str = "",
    actor: str = "",
    pair: bool = False,
    scan_static: bool = False,
    ner: str = "leerlek",
    jobs: int | None = 1,
    max_body: int = 64 << 20,
    progress: Callable[[str, int, float], None] | None = None,
) -> Result:
    """Find personal data of pupils in captures (files, or folders that hold some) and judge it against the policy.

    The arguments are the options of ``leerlek scan`` and mean the same; ``max_body`` is in bytes, ``jobs`` None lets
    the scan choose its number of processes. ``progress`` gets the name of a capture, how many of its exchanges were
    read, and the share (0 to 1) of all captures. Raises ``UsageError`` for a wrong or missing file, ``InputError`` (a
    ``UsageError``) when no capture can be read. Settings files and environment variables of the command line are not
    read, but for ``LEERLEK_KEY_FILE``.
    """
    from scanner.run import Options
    from scanner.run import scan as run

    def path(given: Given | None) -> Path | None:
        return None if given is None else Path(given)

    def paths(given: Given | Iterable[Given]) -> tuple[Path, ...]:
        return tuple(Path(each) for each in ([given] if isinstance(given, (str, os.PathLike)) else given))

    options = Options(
        policy=path(policy), baseline=path(baseline), subjects=path(subjects), scenario=path(scenario),
        rules=paths(rules), recipients=paths(recipients), tracker_lists=paths(tracker_lists), keylog=path(keylog),
        key_file=path(key_file), lang=lang, mode=mode, decision=decision, actor=actor, pair=pair,
        scan_static=scan_static, ner=ner, jobs=jobs, max_body=max_body,
    )
    return Result(run(paths(captures), options, progress))
