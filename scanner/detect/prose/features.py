"""What the model knows of a token: its word, its ends, its shape, its place, and the lists that hold it.

Theory. A name is told by what stands around it, by its shape, and by lists; who learns names by heart finds no
others. So the word itself is a feature only where training met it often, and the lists (given names, surnames,
places, ordinary Dutch and English words) are one feature of their own, the combination of lists that hold the word.
Every feature is a short text such as ``w:groetjes`` or ``l:gs``; the model holds the texts it was trained with, in
the order of the rows of its embedding. Pure Python, so that training, spaCy and the scanner share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..recognizers.gazetteer import given_names, places, surnames
from .tokens import LINE
from .words import english, ordinary

KINDS = 9
"""Features of each token."""

_LONGEST = 24
"""Of longer tokens only this much is looked at."""
_END_OF_SENTENCE = frozenset(".!?…")
_OPENS = frozenset("\"'‘“”(*-•–>")


@lru_cache(maxsize=60_000)
def lists(word: str) -> str:
    """Which lists hold a casefolded word, a letter each.

    ``g`` given names, ``G`` given names that are words, ``s`` surnames, ``p`` places, ``w`` Dutch words, ``e`` English
    ones.
    """
    held = given_names().get(word)
    found = "" if held is None else "G" if held else "g"
    if word in surnames():
        found += "s"
    if word in places():
        found += "p"
    if ordinary(word):
        found += "w"
    if english(word):
        found += "e"
    return found


@lru_cache(maxsize=60_000)
def shape(token: str) -> str:
    """Upper, lower and digit runs of a token, each at most twice: ``Xxx`` for Sanne, ``xX`` for lastName."""
    marks: list[str] = []
    for letter in token[:_LONGEST]:
        mark = "X" if letter.isupper() else "x" if letter.islower() else "d" if letter.isdigit() else letter
        if marks[-2:] != [mark, mark]:
            marks.append(mark)
    return "".join(marks)


@lru_cache(maxsize=30_000)
def _own(token: str) -> tuple[str, ...]:
    """The features that depend on the token alone."""
    word = token[:_LONGEST].casefold()
    return (
        f"w:{word}", f"p:{word[:3]}", f"s:{word[-3:]}", f"e:{word[-2:]}", f"x:{shape(token)}",
        f"l:{lists(word)}{min(len(word), 5)}" if word.isalpha() else f"l:{'d' if word.isdigit() else '-'}",
    )


def features(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """The features of each token of a text; ``KINDS`` of them each."""
    letters = [token for token in tokens if token[0].isalpha()]
    capitals = sum(token[0].isupper() for token in letters)
    style = ("none" if not capitals else "all" if capitals * 10 >= len(letters) * 8 and len(letters) > 2 else "some")
    found: list[tuple[str, ...]] = []
    first, last = True, ""
    for number, token in enumerate(tokens):
        case = "X" if token.isupper() else "T" if token[:1].isupper() else "x"
        held = lists(token[:_LONGEST].casefold()) if case == "T" else ""
        found.append((*_own(token), f"c:{case}{int(first)}{style}", f"t:{case}{int(first)}{held}", f"b:{last}"))
        if token in _END_OF_SENTENCE or token == LINE or (token == ":" and number < 4):
            first = True
        elif token not in _OPENS:
            first = False
        last = token if not token[0].isalnum() else ""
    return found
