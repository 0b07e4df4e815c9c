"""Cuts prose into tokens, as the shipped pipeline was trained on them.

A token is a run of letters and digits, or one other character; white space is none, save that line ends are one token
(``Groet,\\nSanne`` is another text than ``groet Sanne``). Hyphens and apostrophes part words, so that the model sees
the name in ``de Vries-methode``, and what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

WORD = r"[\w\u0300-\u036f]+"
OTHER = r"[^\w\s\u0300-\u036f]"
LINE = "\n"

_TOKEN = re.compile(rf"{WORD}|{OTHER}|\s*\n\s*")


class Token(NamedTuple):
    """A token and where it stands; the text of every line end is one line feed."""

    text: str
    start: int
    end: int


_new_token: Callable[[type[Token], tuple[str, int, int]], Token] = tuple.__new__
"""Makes a token in half the time of its class."""


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    return [_new_token(Token, (LINE if (token := match[0]).isspace() else token, *match.span()))
            for match in _TOKEN.finditer(text)]
