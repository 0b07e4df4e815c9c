"""Values of the model as values of JSON, texts in both languages on one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from scanner.model import Severity

from ..inert import inert


def plain(value: Any) -> Any:
    """Dataclasses, enumerations, texts and tuples as JSON values."""
    if isinstance(value, Severity):
        return value.code
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def both(text: Any) -> dict[str, str]:
    if isinstance(text, Mapping):
        return {"nl": line(text.get("nl", "")), "en": line(text.get("en", ""))}
    return {"nl": line(text or ""), "en": line(text or "")}


def line(text: object) -> str:
    """One paragraph: YAML texts hold line breaks that mean nothing."""
    return inert(" ".join(str(text).split()))
