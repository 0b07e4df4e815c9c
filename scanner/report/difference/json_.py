"""A comparison as JSON, for other tools."""

from __future__ import annotations

from typing import Any

from ..inert import inert_tree


def render(difference: dict[str, Any], lang: str) -> bytes:
    """Indented UTF-8; ``lang`` has no meaning, texts stand in both."""
    from orjson import OPT_APPEND_NEWLINE, OPT_INDENT_2, dumps

    return dumps(inert_tree(difference), option=OPT_INDENT_2 | OPT_APPEND_NEWLINE)
