"""Says in about a microsecond which text recognizers could find anything in a text.

Theory. A regular expression that searches for two hundred words at every position of every value is what makes text
scanning slow. But words repeat even where values vary. So the letters that a trigger cannot match without are read
off its pattern (``medicijn``, ``token``), every *word* of the traffic is compared with them once, and what came of it
is remembered: a text whose words are all known to be harmless needs no search. Triggers without such letters
(numbers, addresses, names) are guarded by a test of their own, and one that has neither is always asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .recognizers import TextRecognizer

_WORDS = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"[0-9][0-9 .():/-]{3}")
_LONG_NUMBER = re.compile(r"[0-9][0-9 .()-]{6}")
_SPACE_NUMBER = re.compile(r" [1-9]")
_SPACE_CAPITAL = re.compile(r" [\"'‘“(]?[^\W\d_a-z]")
_MOST_WORDS = 60_000
_LONGEST_WORD = 40

_NUMERIC = frozenset({"nl_postcode", "ip", "nl_dob"})
"""Recognizers that need a digit followed by three more digits or separators (``ip`` also colons)."""
_LONG_NUMERIC = frozenset({"iban", "nl_bsn", "nl_onderwijsnummer", "nl_phone"})
"""Recognizers that need a digit followed by six more digits or separators."""


class Guard:
    """Maps a text to the set of recognizers that could match, as bits in the order of the recognizers."""

    __slots__ = ("_address", "_always", "_email", "_every", "_fragments", "_harmless", "_ip", "_long", "_numeric",
                 "_person", "_words", "number")  # fmt: skip

    def __init__(self, recognizers: Iterable[TextRecognizer]) -> None:
        self._always = self._email = self._ip = self._numeric = self._long = self._person = self._address = 0
        self._fragments: list[tuple[re.Pattern[str], int]] = []
        self._harmless: set[str] = set()
        self._words: dict[str, int] = {}
        every: frozenset[str] = frozenset()
        for position, recognizer in enumerate(recognizers):
            bit, name = 1 << position, recognizer.name
            if name in _NUMERIC:
                self._numeric |= bit
                self._ip |= bit if name == "ip" else 0
            elif name in _LONG_NUMERIC:
                self._long |= bit
            elif name == "email":
                self._email |= bit
            elif name == "nl_person":
                self._person |= bit
            elif name == "nl_address":
                self._address |= bit
            else:
                fragments = required_letters(recognizer.trigger)
                if fragments:
                    self._fragments.append((re.compile("|".join(map(re.escape, sorted(fragments)))), bit))
                    every |= fragments
                else:
                    self._always |= bit

        self._every = _by_first_letter(every)
        self.number = self._long | self._numeric | self._always
        """The recognizers for a value that is digits alone."""

    def __call__(self, text: str) -> int:
        """The recognizers to ask, 0 for none."""
        mask = self._always
        if "@" in text or "%40" in text:
            mask |= self._email
        if _NUMBER.search(text) is not None:
            mask |= self._numeric
            if _LONG_NUMBER.search(text) is not None:
                mask |= self._long
        elif ":" in text:
            mask |= self._ip
        if " " in text:
            if _SPACE_CAPITAL.search(text) is not None:
                mask |= self._person
            if _SPACE_NUMBER.search(text) is not None:
                mask |= self._address
        words = _WORDS.findall(text.lower())
        if self._harmless.issuperset(words):
            return mask
        return mask | self._ask(words)

    def _ask(self, words: list[str]) -> int:
        """The recognizers for words that are not all known to be harmless; learns the new ones."""
        mask = 0
        for word in words:
            if word in self._harmless:
                continue
            bits = self._words.get(word)
            if bits is None:
                bits = 0
                if self._every.search(word) is not None:
                    for pattern, bit in self._fragments:
                        if pattern.search(word) is not None:
                            bits |= bit
                if len(word) <= _LONGEST_WORD:
                    self._learn(word, bits)
            mask |= bits
        return mask

    def _learn(self, word: str, bits: int) -> None:
        if bits:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            self._words[word] = bits
        else:
            if len(self._harmless) >= _MOST_WORDS:
                self._harmless.clear()
            self._harmless.add(word)


def _by_first_letter(fragments: Iterable[str]) -> re.Pattern[str]:
    """The alternation of literals, arranged so that one look at a letter rules out most of them."""
    groups: dict[str, list[str]] = {}
    for fragment in sorted(fragments):
        groups.setdefault(fragment[0], []).append(re.escape(fragment[1:]))
    return re.compile("|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in groups.items()) or "(?!)")


def required_letters(pattern: re.Pattern[str]) -> frozenset[str]:
    """Runs of two or more letters, lower case, of which every match holds one; empty when there are none."""
    try:
        return _required(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG))
    except (re.error, RecursionError):
        return frozenset()


def _required(sequence: Any) -> frozenset[str]:
    """Of a sequence all parts must match, so its best part will do; parts that may be absent give nothing."""
    runs: list[frozenset[str]] = []
    run = ""
    for code, argument in [*sequence, (None, None)]:
        letter = chr(argument) if code is ops.LITERAL else ""
        if letter and letter.isascii() and letter.isalpha():
            run += letter.lower()
            continue
        if len(run) >= 2:
            runs.append(frozenset({run}))
        run = ""
        if code is ops.BRANCH:
            branches = [_required(branch) for branch in argument[1]]
            if all(branches):
                runs.append(frozenset().union(*branches))
        elif code is ops.SUBPATTERN:
            runs.append(_required(argument[3]))
        elif code in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and argument[0] >= 1:
            runs.append(_required(argument[2]))
        elif code is ops.ATOMIC_GROUP:
            runs.append(_required(argument))
    return max((found for found in runs if found), key=lambda found: min(map(len, found)), default=frozenset())
