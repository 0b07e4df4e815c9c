"""Finds thousands of phrases in text in one linear pass, whatever their case, accents, spacing and punctuation.

Theory. Text and phrases are cut into runs of letters and runs of digits, folded (lower case, accents off), so that
``S. de Vries``, ``s.de.vries`` and ``S_DE_VRIES`` are the same three tokens. A phrase is filed under its longest
token, the anchor. One regular expression cuts the text, one set operation says whether any anchor occurs (nearly
always: no), and only then positions are compared. Folding keeps the length, so spans are those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

P = TypeVar("P")

TOKEN = re.compile(r"[^\W\d_]+|\d+")
_CHUNK = 1 << 17
_OVERLAP = 400
_MAX_GAP = 3
_BETWEEN = "\0"
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ß": "s", "æ": "a", "œ": "o", "ı": "i", "ħ": "h"}


class _Folding(dict[int, str]):
    """Character → one folded character, computed when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1].lower()[:1] or char
        folded = _PLAIN.get(base, base)
        if len(self) < 20_000:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case without accents, as long as the text (composed first where it is not)."""
    if text.isascii():
        return text.lower()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_FOLDING)


def tokens(text: str) -> tuple[str, ...]:
    """The letter and digit runs of a text, folded."""
    return tuple(TOKEN.findall(fold(text)))


class Hit(NamedTuple, Generic[P]):
    """A phrase in ``text[start:end]`` with everything that was filed for it."""

    start: int
    end: int
    payloads: tuple[P, ...]


class PhraseIndex(Generic[P]):
    """Phrases with payloads; ``strict`` phrases need a character that is no letter or digit on both sides."""

    __slots__ = ("_anchors", "_count", "_names", "_phrases")

    def __init__(self) -> None:
        self._phrases: tuple[dict[str, tuple[P, ...]], dict[str, tuple[P, ...]]] = {}, {}
        """Payloads by tokens, joined to one text, which takes less memory: of loose phrases, and of strict ones."""
        self._anchors: dict[str, dict[tuple[int, int], None]] = {}
        """Anchor → its places among how many tokens."""
        self._names: frozenset[str] | None = frozenset()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, phrase: str, payload: P, *, strict: bool) -> None:
        """File a payload under a phrase; a phrase without letters or digits is ignored."""
        cut = tokens(phrase)
        if cut:
            self.add_tokens(cut, payload, strict=strict)

    def add_tokens(self, cut: tuple[str, ...], payload: P, *, strict: bool) -> None:
        """The same for a phrase that is cut already, into one token at least."""
        phrases, key = self._phrases[strict], _BETWEEN.join(cut)
        payloads = phrases.get(key)
        if payloads is None:
            anchor = _anchor(cut)
            self._anchors.setdefault(cut[anchor], {})[anchor, len(cut)] = None
            phrases[key] = (payload,)
        elif payload in payloads:
            return
        else:
            phrases[key] = (*payloads, payload)
        self._count += 1
        self._names = None

    def find(self, text: str) -> list[Hit[P]]:
        """The phrases in a text, in order, the longest first where they overlap."""
        if self._names is None:
            self._names = frozenset(self._anchors)
        folded = fold(text)
        if len(folded) <= _CHUNK:
            if self._names.isdisjoint(TOKEN.findall(folded)):
                return []
            return _best(self._search(folded, 0))
        found: list[Hit[P]] = []
        for start in range(0, len(folded), _CHUNK):
            chunk = folded[start : start + _CHUNK + _OVERLAP]
            if not self._names.isdisjoint(TOKEN.findall(chunk)):
                found += self._search(chunk, start)
        return _best(found)

    def _search(self, folded: str, offset: int) -> list[Hit[P]]:
        spans = [match.span() for match in TOKEN.finditer(folded)]
        words = [folded[start:end] for start, end in spans]
        found: list[Hit[P]] = []
        loose, strict = self._phrases
        for position, word in enumerate(words):
            for anchor, count in self._anchors.get(word, ()):
                first = position - anchor
                last = first + count - 1
                if first < 0 or last >= len(words):
                    continue
                cut = words[first : last + 1]
                key = _BETWEEN.join(cut)
                payloads, strictly = loose.get(key, ()), strict.get(key, ())
                if not (payloads or strictly) or _anchor(cut) != anchor or any(
                        spans[i + 1][0] - spans[i][1] > _MAX_GAP for i in range(first, last)):
                    continue
                start, end = spans[first][0], spans[last][1]
                if payloads:
                    found.append(Hit(start + offset, end + offset, payloads))
                if strictly and not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum()):
                    found.append(Hit(start + offset, end + offset, strictly))
        return found


def _anchor(cut: Sequence[str]) -> int:
    """The place of the longest token of a phrase, the first of equals."""
    return cut.index(max(cut, key=len))


def _best(hits: list[Hit[P]]) -> list[Hit[P]]:
    """Without overlaps; the longest span wins, payloads of equal spans are joined."""
    if len(hits) < 2:
        return hits
    joined: dict[tuple[int, int], tuple[P, ...]] = {}
    for hit in hits:
        joined[hit.start, hit.end] = joined.get((hit.start, hit.end), ()) + hit.payloads
    kept: list[Hit[P]] = []
    end = -1
    for (start, stop), payloads in sorted(joined.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start >= end:
            kept.append(Hit(start, stop, payloads))
            end = stop
        elif kept and start < kept[-1].end and stop - start > kept[-1].end - kept[-1].start:
            kept[-1] = Hit(start, stop, payloads)
            end = stop
    return kept
