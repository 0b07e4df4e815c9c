"""Reversing digests: whole spaces of numbers, and dictionaries, searched for the values behind opaque identifiers."""

from __future__ import annotations

from .search import Effort, Hit, Search, Stage
from .spaces import ELFPROEF_NUMBERS, Space, numbers
from .targets import Target, Targets, target_of, tokens
from .words import Dictionary, Word, dictionaries

__all__ = [
    "ELFPROEF_NUMBERS", "Dictionary", "Effort", "Hit", "Search", "Space", "Stage", "Target", "Targets", "Word",
    "dictionaries", "numbers", "target_of", "tokens",
]
