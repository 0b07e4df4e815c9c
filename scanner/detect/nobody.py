"""Says of a short text that it names nobody, so that it may be shown as the traffic gave it."""

from __future__ import annotations

import re

from .prose.features import lists
from .prose.words import compound

_RUN = re.compile(r"[^\W\d_]+|\d+")
_LONGEST_NUMBER = 4


def ordinary_text(text: str) -> bool:
    """Whether a text is of ordinary words, single letters and short numbers alone; a word that is a name is not."""
    return all(len(run) <= _LONGEST_NUMBER if run.isdigit() else len(run) == 1 or _is_ordinary(run)
               for run in _RUN.findall(text.casefold()))


def _is_ordinary(word: str) -> bool:
    held = lists(word)
    return "g" not in held.lower() and ("w" in held or "e" in held or compound(word))
