"""Shows a result as a table on standard output."""

from __future__ import annotations

import sys
from typing import Any


def show(document: dict[str, Any], lang: str) -> None:
    """Print findings and coverage; colours only on a terminal."""
    from rich.console import Console

    from scanner.report import render_terminal

    # Without a terminal a fixed width: what is piped to a file should not depend on the window.
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160, highlight=False)
    render_terminal(document, console, lang)
