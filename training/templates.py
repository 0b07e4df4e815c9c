"""Reads templates and fills them: ``<a|b|>`` is a choice, ``{G}`` a slot (``slots.py``), ``\\n`` a line end."""

from __future__ import annotations

import random
import re
from zlib import crc32

from .data import TEMPLATES, Span
from .slots import Slots

_CHOICE = re.compile(r"<([^<>{}]*(?:\{\w+\}[^<>{}]*)*)>")
_SLOT = re.compile(r"\{(\w+)\}")
WITH_PEOPLE = ("chat", "feedback", "care", "mail", "lists", "news", "more", "more2", "more3", "more4")
WITHOUT = ("none_words", "none_teaching", "none_products", "none_ui", "none_english", "none_talk", "none_more",
           "none_more2", "none_more3", "none_more4")
_DEV_SHARE = 8
"""One template in so many is kept for choosing among trained models."""


def load(genre: str, *, dev: bool) -> list[str]:
    """The templates of a genre that belong to the training or the development part."""
    lines = (TEMPLATES / f"{genre}.txt").read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines
            if line and not line.startswith("#") and (crc32(line.encode()) % _DEV_SHARE == 0) == dev]


def fill(template: str, generator: random.Random, slots: Slots) -> tuple[str, list[Span]]:
    """One text of a template, with its names."""
    chosen = _CHOICE.sub(lambda match: generator.choice(match.group(1).split("|")), template)
    parts: list[str] = []
    spans: list[Span] = []
    size = at = 0
    for match in _SLOT.finditer(chosen):
        parts.append(chosen[at:match.start()])
        size += len(parts[-1])
        text, label = slots.fill(match.group(1))
        if label:
            spans.append((size, size + len(text), label))
        parts.append(text)
        size += len(text)
        at = match.end()
    parts.append(chosen[at:])
    return "".join(parts).rstrip(), spans
