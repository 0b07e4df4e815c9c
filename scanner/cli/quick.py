"""``leerlek inspect --json`` as other programs call it, again and again: without what parses commands and settings.

To import that takes as long as to read a small capture. Only the plainest command comes here, and only where no setting
could say otherwise; the rest goes the usual way, and for what comes here the usual way gives the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from scanner.settings_folder import folders_of_kept

_SETTINGS = ("leerlek.toml", "pyproject.toml")


class Plain(NamedTuple):
    """What is to be listed as JSON lines."""

    captures: list[str]
    keylog: str | None


def plain(arguments: Sequence[str]) -> Plain | None:
    """The captures and the key log, when nothing else is asked for here or anywhere."""
    if arguments[:1] != ["inspect"] or "--json" not in arguments:
        return None
    captures: list[str] = []
    keylog: str | None = None
    words = iter(arguments[1:])
    for word in words:
        if word == "--keylog":
            keylog = next(words, None)
            if keylog is None:
                return None
        elif not word.startswith("-"):
            captures.append(word)
        elif word != "--json":
            return None
    settings = any("LEERLEK" in name for name in os.environ) or any(map(os.path.exists, _SETTINGS))
    if not captures or settings or folders_of_kept().is_file():
        return None
    return Plain(captures, keylog)


def run(wanted: Plain) -> None:
    """List them; ends as the usual way does when it is broken off. Raises ``UsageError``."""
    from .listing import list_captures

    try:
        list_captures(wanted.captures, wanted.keylog, as_json=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None
