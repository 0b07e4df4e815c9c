"""The cheap test before any look inside a text value: could it hold something encoded at all?

Theory. Of a million leaves a handful hold JSON, a URL, a token or base64, and trying each decoder on each leaf
would cost far more than everything else. One regular expression, anchored at the start, answers first; it must
be fast on the common no (a name, a date, a number, a uuid) and may err on the side of yes.

Base64 of text can be told from a random id by its alphabet: the first of four characters gives the upper six
bits of a byte, and text has no control characters and, in most places, no bytes above 127. So a first character
is one of ``I-Z a-f`` (or ``w`` before an accented letter), and some two characters in a row of a group fit.
Likewise each pair of hex digits of text begins with 2 to 7.
"""

from __future__ import annotations

import re

LONG_ENOUGH = 11
"""Shorter values are not looked into: nothing that a key or a shape could recognise hides in so little."""

_GROUP = "[I-Za-fw][A-Za-z0-9+/_-]{3}"
_ASCII_GROUP = "[I-Za-f][C-HS-Xi-nyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]"
_STARTS = (
    r"[{\[<]",  # JSON, XML, HTML
    r'"[{\[\\]',  # JSON that was written as a JSON string once more
    r"\s{1,40}[{\[<]",
    r"https?://",
    r"/[^\s?]{0,500}\?[\w.\[\]%-]{1,64}=",  # a URL without its host
    r"(?:Bearer |JWT |s:|j:)?eyJ|[sj]:[{\[]",  # tokens, and cookies as Express writes them
    r"H4sI|data:[\w/+.-]{0,80}[;,]",  # gzip in base64; a data URI
    r"/9j/|iVBORw0KGgo|R0lGOD|UklGR|JVBERi0|UEsDB|AAAA..Z0eX",  # media in base64
    r"(?:query|mutation|subscription)[\s({]",  # GraphQL
    r"(?:[2-7][0-9a-fA-F]){8}",  # hex of text
    rf"{_ASCII_GROUP}{_GROUP}[A-Za-z0-9+/_-]{{3,}}={{0,2}}(?:\r?\n|\Z)",  # base64 of text
    rf"{_GROUP}{_ASCII_GROUP}{_ASCII_GROUP}",  # the same with an accent among its first letters
    r"[\w.\[\]-]{1,64}=[^&\s=]{0,2000}&[\w.\[\]-]{1,64}=",  # a form in a string
)
may_hold = re.compile("|".join(_STARTS)).match
"""Whether a text may hold something, percent-encoding aside."""
may_hold_percent = re.compile("|".join((*_STARTS, r"[^%]*%[0-9A-Fa-f]{2}"))).match
"""The same for texts that may be percent-encoded."""
