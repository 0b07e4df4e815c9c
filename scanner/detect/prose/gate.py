"""Says cheaply whether a text is prose that may hold a name; what is not never reaches the model.

Theory. Nearly all strings of traffic are labels, identifiers, markup and code. Prose has words of letters with spaces
between them; a name in it is a word with a capital that is no ordinary word at the start of a sentence, or a word of
any case that is listed as a given name. A text without such a word holds no name that the model could find with any
confidence, so nothing is lost. Cost: a few microseconds for what is no prose, one look-up a word for what is.
"""

from __future__ import annotations

import re

from .features import lists

LONGEST = 200_000
"""Characters of one text that are read; what is longer is a document that is searched by its parts."""

_WORD = re.compile(r"(?<![\w\u0300-\u036f])[^\W\d_]{2,30}(?!\w)")
_LETTERS_AND_SPACES = re.compile(r"[^\W_]|[ \n.,!?'’-]")
_CODE = re.compile(r"[{}<>=\\^~|]|\(\)|;\n|://|&[a-z]+;|\$\w")
_PROGRAM = re.compile(r"[A-Za-z]/\d+(?:\.\d|;|\Z)")
"""A program with its version, as in a user agent."""
_SAMPLE = 400


def may_hold_name(text: str) -> bool:
    """Whether the text is prose with a word that could be a name."""
    if " " not in text and "\n" not in text:
        return False
    if len(text) > LONGEST or not _is_prose(text[:_SAMPLE]):
        return False
    at_start = True
    for match in _WORD.finditer(text):
        word = match.group()
        held = lists(word.casefold())
        if "g" in held or "G" in held:
            return True
        if word[0].isupper() and (("w" not in held and "e" not in held) or (not at_start and "s" in held)):
            return True
        at_start = False
    return False


def _is_prose(sample: str) -> bool:
    if len(_CODE.findall(sample)) * 40 > len(sample) or _PROGRAM.search(sample):
        return False
    plain = len(_LETTERS_AND_SPACES.findall(sample))
    words = _WORD.findall(sample)
    return len(words) >= 2 and plain * 10 >= len(sample) * 8 and sum(map(len, words)) <= 14 * len(words)
