"""Reads templates and fills them: ``<a|b|>`` is a choice, ``{G}`` a slot (``slots.py``), ``\\n`` a line end.

``{act}`` and other names of ``pieces.txt`` stand for one of the pieces of that name, which may hold pieces themselves:
some thousand pieces make more sentences than anybody could write down, about people and, with the same words, about
nobody.
"""

from __future__ import annotations

import random
import re
from functools import cache
from zlib import crc32

from .data import PIECES, TEMPLATES, Span
from .slots import Slots

_CHOICE = re.compile(r"<([^<>{}]*(?:\{\w+\}[^<>{}]*)*)>")
_SLOT = re.compile(r"\{(\w+)\}")
_SPACES, _BEFORE_SIGN = re.compile(r" {2,}"), re.compile(r" +(?=[\n?!.,])")
_DEPTH = 6
"""How deep pieces and choices stand in each other at most."""
WITH_PEOPLE = ("chat", "feedback", "care", "mail", "lists", "news", "more", "more2", "more3", "more4", "talk", "staff")
WITHOUT = ("none_words", "none_teaching", "none_products", "none_ui", "none_english", "none_talk", "none_more",
           "none_more2", "none_more3", "none_more4", "none_same")
_DEV_SHARE = 8
"""One template in so many is kept for choosing among trained models."""


def load(genre: str, *, dev: bool) -> list[str]:
    """The templates of a genre that belong to the training or the development part."""
    lines = (TEMPLATES / f"{genre}.txt").read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines
            if line and not line.startswith("#") and (crc32(line.encode()) % _DEV_SHARE == 0) == dev]


@cache
def pieces() -> dict[str, list[str]]:
    """Name of a kind of piece → its alternatives; spaces at their ends count."""
    found: dict[str, list[str]] = {}
    for paragraph in PIECES.read_text("utf-8").split("\n\n"):
        head, *alternatives = paragraph.strip("\n").split("\n")
        if head.startswith("["):
            found[head[1:-1]] = ["" if each == "-" else each.replace("\\n", "\n") for each in alternatives]
    return found


def _put_together(template: str, generator: random.Random) -> str:
    """A template with its pieces and choices made, so that slots are left."""
    held = pieces()
    if not any(name in held for name in _SLOT.findall(template)):
        return _CHOICE.sub(lambda match: generator.choice(match.group(1).split("|")), template)
    chosen = template
    for _ in range(_DEPTH):
        chosen = _CHOICE.sub(lambda match: generator.choice(match.group(1).split("|")), chosen)
        chosen = _SLOT.sub(lambda match: generator.choice(held.get(match[1], [match[0]])), chosen)
    return _BEFORE_SIGN.sub("", _SPACES.sub(" ", chosen).strip(" "))


def fill(template: str, generator: random.Random, slots: Slots) -> tuple[str, list[Span]]:
    """One text of a template, with its names."""
    chosen = _put_together(template, generator)
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
