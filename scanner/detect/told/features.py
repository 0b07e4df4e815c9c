"""What the model of told data knows of a token: its word, ends and shape, its number, and clues near and far.

Theory. What sentences tell of somebody is said in words of small families: relatives, languages, illnesses, tests,
kinds of school. A model that learns single words needs every one of them in its training; so the family is a feature
of its own, and a text with a language or an illness that training never met is read by its family and its
neighbours. As the model looks at a few tokens to each side only, the nearest clue before a token, and what the whole
text speaks of (somebody, many, a condition), are features too. Pure Python, shared by training and scanner.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..prose.features import lists, shape
from ..prose.tokens import LINE
from .clues import family

KINDS = 12
"""Features of each token."""

_LONGEST = 24
_REACH = 12
"""Tokens that a clue before reaches."""
_END_OF_SENTENCE = frozenset(".!?…")
_GLOBAL = "abcde"
"""Families that say of whom the whole text speaks."""


@lru_cache(maxsize=30_000)
def _own(token: str) -> tuple[str, ...]:
    """The features that depend on the token alone."""
    word = token[:_LONGEST].casefold()
    if word.isdecimal():
        size = f"n:{len(word)}{_magnitude(word)}"
        century = word[:2] if len(word) == 4 and word[:2] in {"19", "20"} else "#"
        return f"w:#{len(word)}", f"p:{century}", "s:#", "e:#", f"x:{shape(token)}", "l:d", size, "k:"
    return (
        f"w:{word}", f"p:{word[:3]}", f"s:{word[-4:]}", f"e:{word[-2:]}", f"x:{shape(token)}",
        f"l:{lists(word)}{min(len(word), 5)}" if word.isalpha() else "l:-",
        f"n:{_mixed(word)}", f"k:{family(word)}",
    )


def _magnitude(digits: str) -> str:
    if len(digits) > 4:
        return ""
    number = int(digits)
    if len(digits) == 4:
        return "y" if 1900 <= number <= 2030 else ""
    for most, sign in ((10, "m"), (20, "a"), (31, "d"), (100, "h")):
        if number <= most:
            return sign
    return "t"


def _mixed(word: str) -> str:
    """Whether letters and digits are mixed, as in the code of a class, an account, a password."""
    if word.isalpha():
        return ""
    digits = sum(letter.isdigit() for letter in word)
    return f"{min(digits, 4)}/{min(len(word) - digits, 6)}{'d' if word[0].isdigit() else ''}"


def features(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """The features of each token of a text; ``KINDS`` of them each."""
    held = [family(token[:_LONGEST].casefold()) for token in tokens]
    everywhere = {letter for each in held for letter in each}
    whole = "".join(letter for letter in _GLOBAL if letter in everywhere)
    named = any("g" in lists(token.casefold()) for token in tokens if token[:1].isupper())
    style = f"g:{whole}{'n' if named else ''}{'?' if '?' in tokens else ''}{min(len(tokens) // 6, 4)}"
    found: list[tuple[str, ...]] = []
    first, last, clue, since = True, "", "", 99
    for token, own in zip(tokens, held, strict=True):
        case = "X" if token.isupper() else "T" if token[:1].isupper() else "x"
        near = f"a:{clue}{min(since, 9) // 3}" if since <= _REACH else "a:"
        found.append((*_own(token), f"c:{case}{int(first)}", f"b:{last}", style, near))
        if token in _END_OF_SENTENCE or token == LINE:
            first = True
        elif token[0].isalnum():
            first = False
        last = token if not token[0].isalnum() else ""
        since += 1
        if own:
            clue, since = own, 0
    return found
