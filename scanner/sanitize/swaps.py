"""Where in a text a value stands that has a fake, and what a digest becomes that is one of a known value.

Theory. The spellings in which the scanner looks for a known value are made by a function; the same function makes
those of the fake, in the same order. So the index that finds ``vries, sanne de`` in a text knows at once what stands
there instead.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scanner.detect.digests import PREFIX
from scanner.detect.phrases import PhraseIndex, fold, tokens
from scanner.detect.prose.features import lists
from scanner.detect.spellings import Reach
from scanner.model import Category

from .forms import shapes
from .forms.people import Words
from .inventory import NAMES

_CAMEL = re.compile(r"[A-Z]?[a-z]+")
_CAMEL_RUN = re.compile(r"[A-Za-z]{1,60}[a-z][A-Z][A-Za-z]{2,60}")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_SHORT_NAME = 4


class Swap(NamedTuple):
    """What stands for a spelling of a value."""

    text: str
    reach: Reach
    category: Category


class Swaps:
    """Spellings and digests of values with what replaces them."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._index: PhraseIndex[Swap] = PhraseIndex()
        self._digests: dict[str, list[tuple[str, str]]] = {}

    def put(self, text: str, swap: Swap) -> None:
        """File a spelling; what is too short to tell anybody is left out."""
        size = sum(map(len, tokens(text)))
        if size >= _SHORT_NAME - (swap.category in NAMES):
            self._index.add(text, swap, strict=size < 8 and not text.isalpha())

    def put_digest(self, real: str, fake: str) -> None:
        """File the hex of a digest."""
        self._digests.setdefault(real[:PREFIX], []).append((real, fake))

    def digest(self, token: str) -> str | None:
        """The hex of the digest of the fake, for the hex (16 characters or more) of a digest of a real value."""
        for full, new in self._digests.get(token[:PREFIX], ()):
            if full.startswith(token):
                return new[: len(token)]
        return None

    def text(self, text: str, *, sure: bool = False) -> str:
        """The text with each value that has a fake replaced; ``sure``: only what is no word of everybody."""
        made, at = "", 0
        for start, end, fake, _ in self.places(text, sure=sure):
            made += text[at:start] + fake
            at = end
        made += text[at:]
        return _CAMEL_RUN.sub(self._humps, made) if not sure and _CAMEL_RUN.search(made) else made

    def places(self, text: str, *, sure: bool = False) -> list[tuple[int, int, str, Category]]:
        """Start, end, fake and category of the values in a text."""
        found = []
        for hit in self._index.find(text):
            raw = text[hit.start : hit.end]
            swap = next((each for each in hit.payloads if _stands(each, raw, text, sure)), None)
            if swap is not None:
                found.append((hit.start, hit.end, dressed(swap.text, raw), swap.category))
        return found

    def _humps(self, run: re.Match[str]) -> str:
        return _CAMEL.sub(self._hump, run.group())

    def _hump(self, found: re.Match[str]) -> str:
        """A part of a name in camel case, such as a file is called."""
        hump = found.group()
        tells = len(hump) > _SHORT_NAME and self._words.known(hump) and "w" not in lists(fold(hump))
        return self._words.fake(hump) if tells else hump


def _stands(swap: Swap, raw: str, text: str, sure: bool) -> bool:
    """Whether a spelling means the value where it stands."""
    if sure and swap.reach != "any":
        return False
    if swap.category is Category.EMAIL and "@" not in raw and "%40" not in raw:
        return False
    if swap.category in NAMES and raw.islower() and " " not in raw and raw != text.strip():
        return "w" not in lists(fold(raw)) and "e" not in lists(fold(raw))
    return True


def dressed(new: str, raw: str) -> str:
    """A spelling of the fake between the punctuation and in the case of what it replaces."""
    letters = "".join(char for char in new if char.isalnum())
    held = [char for char in raw if char.isalnum()]
    if len(letters) == len(held):
        rest = iter(letters)
        return "".join(_cased(next(rest), char) if char.isalnum() else char for char in raw)
    runs, others = _RUN.findall(new), _RUN.findall(raw)
    if len(runs) == len(others):
        left = iter(runs)
        return _RUN.sub(lambda run: shapes.as_written(next(left).lower(), run.group()), raw)
    made = "".join(runs) if len(others) == 1 else new
    return made.upper() if raw.isupper() else made.lower() if raw.islower() else made


def _cased(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new.lower()
