"""The recognizers: those that search running text, and the checks of whole values that a key has named."""

from __future__ import annotations

from scanner.model import Category

from .base import Cost, Match, TextRecognizer, ValueCheck, Verdict

TEXT_RECOGNIZERS: tuple[TextRecognizer, ...] = ()
VALUE_CHECKS: dict[Category, ValueCheck] = {}

__all__ = ["TEXT_RECOGNIZERS", "VALUE_CHECKS", "Cost", "Match", "TextRecognizer", "ValueCheck", "Verdict"]
