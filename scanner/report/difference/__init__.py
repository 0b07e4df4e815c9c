"""The difference between two finished scans, and its formats; what a format needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .compare import SCHEMA, compare, counting

Render = Callable[[dict[str, Any], str], bytes]


def _in(module: str) -> Render:
    def render_with(difference: dict[str, Any], lang: str) -> bytes:
        made: Render = import_module(f"{__name__}.{module}").render
        return made(difference, lang)

    return render_with


FORMATS: dict[str, Render] = {
    "json": _in("json_"), "markdown": _in("markdown"), "html": _in("page"), "csv": _in("csv_"),
    "text": _in("terminal"),
}

__all__ = ["FORMATS", "SCHEMA", "compare", "counting"]
