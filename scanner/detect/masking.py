"""Masks values, key names and paths: what a report shows must not let anybody reconstruct the value.

Theory. A masked value shows form and length, and of long values the first two characters, so that a reader with
access to the test data recognises it. Small spaces (numbers of the government, dates, marks, health words, secrets)
show nothing but form, because two characters and a length are most of the answer there. The same care goes for
places: a key of a map or a segment of a path can be a value too, and then its category stands in its stead.
"""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

from scanner.model import Category

_HIDDEN = frozenset(
    {
        Category.BSN, Category.PGN, Category.DOB, Category.AGE, Category.GENDER, Category.GEO, Category.RESULT,
        Category.PROGRESS, Category.ATTENDANCE, Category.CREDENTIAL, Category.TOKEN, Category.FREE_TEXT,
        Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.RELIGION, Category.ORIGIN,
        Category.ORIENTATION, Category.BIOMETRIC, Category.YOUTHCARE, Category.NATIONALITY, Category.BIRTHPLACE,
        Category.IMAGE, Category.AV, Category.REPLAY, Category.PROFILE, Category.GROUP, Category.SCHEDULE,
    }
)  # fmt: skip
_SHAPED = frozenset({Category.DOB})
_LENGTHS = frozenset({Category.BSN, Category.PGN})
_ALNUM = re.compile(r"\w")


def mask(category: Category, value: str) -> str:
    """The masked form of a value: ``Ka***** (7)``, ``*********``, ``****-**-**``, ``sa***@***.nl (20)``."""
    length = len(value)
    if category in _LENGTHS:
        return "*********"
    if category in _SHAPED and length <= 32 and _ALNUM.search(value):
        if length == 10 and value[4] == value[7] == "-":
            return "****-**-**"
        return _ALNUM.sub("*", value) if value.isascii() else "********"
    if category in _HIDDEN:
        return f"*** ({length})"
    if category is Category.EMAIL and "@" in value:
        local, _, domain = value.removeprefix("mailto:").rpartition("@")
        top = domain.rpartition(".")[2]
        shown = _shown(local)
        return f"{shown}***@***.{top if top.isascii() and top.isalpha() and len(top) <= 8 else '***'} ({length})"
    shown = _shown(value)
    return f"{shown}{'*' * min(length - len(shown), 5)} ({length})"


def _shown(value: str) -> str:
    """The first characters that may be seen: none of the short, two of the long, letters and digits only."""
    length = len(value)
    if length <= 3 or (value[:1].isdigit() and length <= 5):
        return ""
    head = value[: 1 if length <= 5 or (value[:1].isdigit() and length <= 7) else 2]
    return head if head.isalnum() and head.isascii() else ""


_WORD_KEY = re.compile(r"[@$#_\-{(]{0,3}[A-Za-z][A-Za-z_]*[0-9]{0,3}[A-Za-z_]{0,30}[)}]?")
_NAME_KEY = re.compile(r"[@$#_\-]{0,2}[A-Za-z0-9][A-Za-z0-9_\-.:\[\]$]{0,79}")
_URI_KEY = re.compile(r"(?:\{[^{}\s@?]{1,150}\}|https?://[^\s@?%]{1,150}|urn:[A-Za-z0-9:.\-]{1,150})[A-Za-z0-9_\-.]{0,60}")
_LONG_NUMBER = re.compile(r"[0-9]{4}")
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_LONG_HEX = re.compile(r"[0-9a-fA-F]{12}")
_WORDS = re.compile(r"[^A-Za-z]+")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def is_plain_key(key: str, vocabulary: frozenset[str], names: frozenset[str]) -> bool:
    """Whether a key name is a word of a program, which may be shown, rather than a value that became a key.

    ``vocabulary`` holds the words of the lexicon, ``names`` given names that are no ordinary words: a key that
    is such a name (``{"Sanne": 8}``) is taken for a pupil.
    """
    if not key or len(key) > 160:
        return False
    if _URI_KEY.fullmatch(key):
        tail = re.split(r"[/:}#]", key)[-1]
        if _LONG_HEX.search(key) or (_FIVE_DIGITS.search(key) and not key.startswith("urn:oid:")):
            return False
        return key.startswith("urn:oid:") or not _LONG_NUMBER.search(tail)
    if not _NAME_KEY.fullmatch(key):
        words = [word for word in _WORDS.split(key.lower()) if word]
        return bool(words) and not any(c.isdigit() or c == "@" for c in key) and all(w in vocabulary for w in words)
    if _LONG_NUMBER.search(key) or _LONG_HEX.search(key) or key[0].isdigit():
        return False
    words = [hump.lower() for hump in _HUMP.findall(key)]
    if not words or (key.isupper() and any(map(str.isdigit, key)) and len(key) > 8):
        return False
    unknown = [word for word in words if word not in vocabulary]
    if any(word in names for word in unknown):
        return False
    return bool(_WORD_KEY.fullmatch(key)) or len(unknown) < len(words) or not any(map(str.isdigit, key))


_VERSION = re.compile(r"[vV]\d{1,3}(?:\.\d{1,3}){0,2}|\d{1,2}\.\d{1,2}")
_PLAIN_SEGMENT = re.compile(r"[A-Za-z][A-Za-z_.\-~]*(?:[0-9]{1,2}[A-Za-z_.\-]{0,40})?")
_RANDOM = re.compile(r"[A-Za-z_\-]*[0-9][A-Za-z0-9_\-]*")


def is_id_segment(segment: str) -> bool:
    """Whether a path segment looks like an id: digits, uuid, hex, base64, letters mixed with digits."""
    if not segment or _VERSION.fullmatch(segment):
        return False
    plain = unquote(segment)
    if len(plain) > 60 or not plain.isascii() or "@" in plain or "," in plain or ":" in plain or " " in plain:
        return True
    if plain.isdigit():
        return True
    digits = sum(map(str.isdigit, plain))
    if digits >= 3 or (digits and len(plain) > 5 and not _PLAIN_SEGMENT.fullmatch(plain)):
        return True
    humps = sum(1 for left, right in pairwise(plain) if left.islower() and right.isupper())
    return len(plain) >= 20 and humps >= 4 and not any(c in "-._" for c in plain)
