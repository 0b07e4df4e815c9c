"""The cheap test before any look inside a text value: could it hold something encoded at all?

Theory. Of a million leaves a handful hold JSON, a URL, a token or base64, and trying each decoder on each leaf
would cost far more than everything else. So the first character chooses a small anchored regular expression, or
none; it must be fast on the common no (a name, a date, a number, a uuid) and may err on the side of yes.

Base64 of text can be told from a random id by its alphabet: the first of four characters gives the upper six
bits of a byte, and text has no control characters and, in most places, no bytes above 127. So a first character
is one of ``I-Z a-f``, or ``w x`` for the letters with accents (C3 to C5 in UTF-8), which also show in the second
and third character. Likewise each pair of hex digits of text begins with 2 to 7, or is the c3 of an accent.

What can stand anywhere in a value (percent-encoding, a form) is the second test, ``HOLDS_ANYWHERE``. A caller that
can tell for a whole body that none of its values has it (``may_hold_anywhere``) leaves that out.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable

LONG_ENOUGH = 11
"""Shorter values are not looked into: nothing that a key or a shape could recognise hides in so little."""

_GROUP = "[I-Za-fwx][A-Za-z0-9+/_-]{3}"
_ASCII_GROUP = "[I-Za-f][C-HS-Xi-nyz0-3][ABEFIJMNQRUVYZcdghklopstwx014589][A-Za-z0-9+/_-]"
_ACCENT_GROUP = ("(?:[wx][4-7I-LYZab][A-Za-z0-9+/_-]{2}|[I-Za-f][Mcs8][OSW][A-Za-z0-9+/_-]"
                 "|[I-Za-f][C-HS-Xi-nyz0-3][DHLPTXbfjnrvz37/_][DEF])")
_TEXT_STARTS = string.ascii_uppercase[8:] + "abcdefwx"
_WORD = r"[A-Za-z]?[a-z]{2,20}(?:[A-Z_-][a-z]{1,20}){0,4}"
ROUTE = (rf"/(?:(?:{_WORD}|v[0-9]{{1,2}}|[0-9]{{1,9}})/){{0,8}}{_WORD}/"
         rf"(?:(?=[\w@-]{{0,64}}[0-9])[\w@-]{{4,64}}|[1-6][A-Za-z]{{2,3}})(?:/[\w-]{{1,40}}){{0,8}}/?\Z")
"""A path with an id after a word, and no name of a file: ``/leerlingen/118377/cijfers``."""
_STARTS: tuple[tuple[str, str], ...] = (
    ("{[<", r""),  # JSON, XML, HTML
    ('"', r'"[{\[\\]'),  # JSON that was written as a JSON string once more
    (" \t\r\n", r"\s{1,40}[{\[<]"),
    ("h", r"https?://"),
    ("/", r"/[^\s?]{0,500}\?[\w.\[\]%-]{1,64}="),  # a URL without its host
    ("/", ROUTE),
    ("e", r"eyJ"),  # a token
    ("BJsj", r"(?:Bearer |JWT |[sj]:)"),  # a token in a header, cookies as Express writes them
    ("He", r"H4sI|e[AJN][A-Za-z0-9+/_-]{16,}={0,2}\Z"),  # gzip and zlib in base64
    ("aO", r"(?:a:\d{1,7}:\{|O:\d{1,4}:\")"),  # what PHP serialized
    ("d", r"data:[\w/+.-]{0,80}[;,]"),
    ("/iRUJATSrGZIY", r"/9j/|iVBORw0KGgo|R0lGOD|UklGR|JVBERi0|UEsDB|AAAA..Z0eX|T2JqAQ|SUkqA|SUQz|rO0AB|"
                      r"T2dnUw|GkXfo|ZkxhQw|IyFBTV|Y2FmZgAB"),  # files in base64
    ("/_", r"[/_]wE[A-Za-z0-9+/_-]{9,}={0,2}\Z"),  # view state of ASP.NET
    ("Cghij", r"(?:Cg|g[aq6]|[hij][Kaq6])[A-Za-z0-9+/_-]{22,}={0,2}\Z"),  # protobuf and MessagePack in base64
    (".", r"\.eJ[A-Za-z0-9_-]{9,}"),  # a compressed cookie of Flask or Django
    ("qms", r"(?:query|mutation|subscription)[\s({]"),  # GraphQL
    ("SIUDRMsiudrm", r"(?i:SELECT|INSERT|UPDATE|DELETE|REPLACE|MERGE)\s"),
    ("(", r"\((?:[&|!]\(|[A-Za-z][\w.;-]{0,60}[~<>]?=)"),  # LDAP
    ("234567cC", r"(?:[2-7][0-9a-fA-F]|[cC][3-5][89abAB][0-9a-fA-F]){7}"),  # hex of text
    (_TEXT_STARTS, rf"{_ASCII_GROUP}{_GROUP}[A-Za-z0-9+/_-]{{3,}}={{0,2}}(?:\r?\n|\Z)"),  # base64 of text
    (_TEXT_STARTS, rf"{_ACCENT_GROUP}[A-Za-z0-9+/_-]{{7,}}={{0,2}}(?:\r?\n|\Z)"),  # an accent in its first letters
)


def _by_first_character() -> dict[str, Callable[[str], object]]:
    patterns: dict[str, list[str]] = {}
    for characters, pattern in _STARTS:
        for character in characters:
            patterns.setdefault(character, []).append(pattern)
    return {character: re.compile("|".join(choices)).match for character, choices in patterns.items()}


GATES = _by_first_character()
"""First character → the test whether a value that begins with it may hold something; none for most."""
HOLDS_ANYWHERE = re.compile(r"%[0-9A-Fa-f]{2}|=[^&\s=]{0,2000}&[\w.\[\]-]{1,64}=").search
"""Whether a value is percent-encoded or a form."""


def may_hold(value: str) -> bool:
    """Whether a text, not empty, may hold something."""
    gate = GATES.get(value[0])
    return (gate is not None and gate(value) is not None) or HOLDS_ANYWHERE(value) is not None


def may_hold_anywhere(source: bytes | str) -> bool:
    """Whether ``HOLDS_ANYWHERE`` could find something in any value of a JSON text."""
    if isinstance(source, bytes):
        return b"%" in source or b"&" in source or b"\\u0026" in source or b"\\u0025" in source
    return "%" in source or "&" in source or "\\u0026" in source or "\\u0025" in source
