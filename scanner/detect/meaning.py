"""The meaning of a key: the category of the value under it, how surely it says so, and whom it is about."""

from __future__ import annotations

from typing import NamedTuple

from scanner.model import About, Category

from .lexicon import Strength

MESSAGE_ID = "message_id"
"""Key of ids that look like e-mail addresses and are none (RFC 5322 §3.6.4, RFC 5545 §3.8.4.7)."""


class Meaning(NamedTuple):
    """What the key says. ``category`` is None where it says nothing; ``key`` is the lexicon name that spoke."""

    category: Category | None
    strength: Strength
    about: About
    key: str
    free_text: bool = False
    label: bool = False
    labelled: bool = False
    digest: bool = False


SILENT = Meaning(None, "context", "unknown", "")
"""Of a key that says nothing about the value, which is searched as text."""
NEGATIVE = Meaning(None, "negative", "unknown", "")
"""Of a key that says the value is no personal datum."""
LIKE_ADDRESS = NEGATIVE._replace(key=MESSAGE_ID)
"""Of a key of ids that only look like e-mail addresses."""
