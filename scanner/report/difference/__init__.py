"""The difference between two finished scans, and its formats; what a format needs is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .compare import SCHEMA, compare, counting

Render = Callable[..., bytes]


def _in(module: str, function: str = "render") -> Render:
    def render_with(difference: dict[str, Any], lang: str, *more: str) -> bytes:
        made: Render = getattr(import_module(f"{__name__}.{module}"), function)
        return made(difference, lang, *more)

    return render_with


FORMATS: dict[str, Render] = {
    "json": _in("json_"), "markdown": _in("markdown"), "html": _in("page"), "pdf": _in("paper", "render_pdf"),
    "docx": _in("paper", "render_docx"), "xlsx": _in("xlsx"), "csv": _in("csv_"),
    "csv-coverage": _in("csv_", "render_coverage"), "parquet": _in("parquet"), "gitlab": _in("gitlab"),
    "junit": _in("junit"), "sarif": _in("sarif"),
    "text": _in("terminal"),
}


def render(difference: dict[str, Any], fmt: str, lang: str, fail_on: str = "") -> bytes:
    """One format of ``FORMATS``; ``fail_on`` is the severity from which JUnit fails, empty for its default."""
    more = (fail_on,) if fmt == "junit" and fail_on else ()
    return FORMATS[fmt](difference, lang, *more)


__all__ = ["FORMATS", "SCHEMA", "compare", "counting", "render"]
