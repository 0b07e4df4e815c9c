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
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from .prose.gate import is_strange
from .recognizers import TextRecognizer
from .recognizers.age import AgeRecognizer
from .recognizers.gazetteer import given_names
from .recognizers.labelled import LabelledRecognizer
from .recognizers.postcode import PostcodeRecognizer

_WORDS = re.compile(r"[^\W\d_]{2,}")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"[0-9][0-9 .():/-]{3}")
_LONG_NUMBER = re.compile(r"[0-9][0-9 .()-]{6}")
_POSTCODE = PostcodeRecognizer.trigger
_SPACE_NUMBER = re.compile(r" [1-9]")
_LEAST_SENTENCE = 4
"""Words in lower case of which one may be a name that no list holds."""
_LEAST_TOLD = 3
"""Words in which something can be told."""
_MOST_WORDS = 60_000
_LONGEST_WORD = 40

_NUMERIC = frozenset({"nl_postcode", "ip", "nl_dob"})
"""Recognizers that need a digit followed by three more digits or separators, of which ``ip`` needs dots or colons and
``nl_dob`` a word of birth."""
_LONG_NUMERIC = frozenset({"iban", "nl_bsn", "nl_onderwijsnummer", "nl_phone"})
"""Recognizers that need a digit followed by six more digits or separators."""
_DOTS, _COLONS = 3, 2
"""As many has an address of the internet at least."""
_OF_BIRTH = re.compile(r"geb|born|birth|d\.?o\.?b|jaar|jarig|\*")
"""What stands before a date of birth."""
_WITH_AT = frozenset({"email", "mail_name"})
"""Recognizers that need the sign of an e-mail address."""
_WITH_DIGIT = frozenset({"geo", "nl_brin", "nl_leerlingnummer", "nl_birthday", "person_ref"})
"""Recognizers that need a digit beside the word that names it."""
_WITH_ID = frozenset({"device_id", "advertising_id"})
"""Recognizers that need hexadecimals in groups, or a digit, beside the word that names them."""
_ID = re.compile(r"[A-Fa-f]{2}[:-][A-Fa-f]{2}[:-]|[A-Fa-f]{8}-")

_BEYOND = 64
"""More bits than there are recognizers: the bit of a word of a label stands for none until a sign is seen."""
_SIGN = re.compile(r"[\t:=>|]|%3[Dd]|\*[ ]?[0-9]")
"""What stands between a label and its value, and the sign of birth."""
_COMMAND = re.compile(r"[ =@]|passwd|access-", re.IGNORECASE)
"""What every command has that a recognizer knows."""
_PICTURED = re.compile(r"foto|photo|portret|portrait|avatar|selfie|shot|webcam|/pic|/icon|image/|/a/")
"""What names a picture of somebody that no hyphen stands before the name of."""
_SPACED = frozenset({"device_owner", "nl_identity", "nl_age", "nl_group", "nl_result", "nl_attendance"})
"""Recognizers that need more than one word."""
_CLASS_CODE = re.compile(r"(?<![\w.,#/&=_-])(?:[1-6][ -]?[A-Za-z]|[A-Z][1-6](?:[A-Ha-h]|(?!\w)))")
"""How the code of a class begins."""
_WITH_CLASS = frozenset({"nl_class_code", "name_and_class"})
"""Recognizers that need the code of a class."""

_BRACKETED = re.compile(r"[^\W\d_] \([1-9]")
"""A number between brackets after a word, which may be an age."""
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
                   r"(?:\.[A-Za-z]{2,4})?\Z")
_HEX = re.compile(r"(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]+\Z")
_HEX_LENGTHS = frozenset({32, 40, 48, 56, 64, 96, 128})


def is_opaque(text: str) -> bool:
    """Whether a text is a UUID, a file named so, or a digest in hex: no recognizer finds anything in these."""
    size = len(text)
    if 36 <= size <= 41 and text[8] == "-":
        return _UUID.match(text) is not None
    return size in _HEX_LENGTHS and _HEX.match(text) is not None


class Guard:
    """Maps a text to the set of recognizers that could match, as bits in the order of the recognizers."""

    __slots__ = (
        "_address", "_age", "_always", "_birth", "_class_code", "_command", "_common", "_email", "_every", "_fragments",
        "_harmless", "_ip", "_label_words", "_labelled", "_long", "_numeric", "_of_label", "_person", "_photo",
        "_postcode", "_spaced", "_told", "_with_digit", "_with_id", "_words", "number",
    )  # fmt: skip

    def __init__(self, recognizers: Iterable[TextRecognizer]) -> None:
        self._always = self._email = self._ip = self._numeric = self._long = self._person = self._address = 0
        self._with_digit = self._with_id = self._class_code = self._spaced = self._labelled = self._of_label = 0
        self._age = self._told = self._command = self._birth = self._photo = self._postcode = 0
        self._label_words: frozenset[str] = frozenset()
        self._fragments: list[tuple[re.Pattern[str], int]] = []
        self._harmless: set[str] = set()
        self._common: set[str] = set()
        self._words: dict[str, int] = {}
        every: frozenset[str] = frozenset()
        for position, recognizer in enumerate(recognizers):
            bit, name = 1 << position, recognizer.name
            if name in _NUMERIC:
                self._numeric |= bit
                self._ip |= bit if name == "ip" else 0
                self._birth |= bit if name == "nl_dob" else 0
                self._postcode |= bit if name == "nl_postcode" else 0
            elif name in _LONG_NUMERIC:
                self._long |= bit
            elif name in _WITH_AT:
                self._email |= bit
            elif name == "nl_person":
                self._person |= bit
            elif name == "nl_told":
                self._told |= bit
            elif name == "nl_address":
                self._address |= bit
            elif name in _WITH_CLASS:
                self._class_code |= bit
            elif name == "nl_age":
                self._age |= bit
                self._spaced |= bit
                fragments = required_letters(AgeRecognizer.words)
                self._fragments.append((_any_of(fragments), bit))
                every |= fragments
            else:
                self._with_digit |= bit if name in _WITH_DIGIT else 0
                self._with_id |= bit if name in _WITH_ID else 0
                self._spaced |= bit if name in _SPACED else 0
                self._command |= bit if name == "command_line" else 0
                self._photo |= bit if name == "photo_url" else 0
                if isinstance(recognizer, LabelledRecognizer):
                    self._labelled, self._of_label = bit, bit << _BEYOND
                    self._label_words = recognizer.label_words()
                fragments = required_letters(getattr(recognizer, "words", recognizer.trigger))
                if fragments:
                    self._fragments.append((_any_of(fragments), bit))
                    every |= fragments
                else:
                    self._always |= bit

        self._every = _any_of(every)
        self.number = self._long | self._always
        """The recognizers for a value that is digits alone."""

    def __call__(self, text: str) -> int:
        """The recognizers to ask, 0 for none."""
        mask = self._always
        if "@" in text or "%40" in text:
            mask |= self._email
        digit = _DIGIT.search(text)
        if digit is not None and (number := _NUMBER.search(text, digit.start())) is not None:
            mask |= self._numeric
            if text.count(".") < _DOTS and text.count(":") < _COLONS:
                mask &= ~self._ip
            if mask & self._postcode and _POSTCODE.search(text, number.start()) is None:
                mask &= ~self._postcode
            if _LONG_NUMBER.search(text, number.start()) is not None:
                mask |= self._long
        elif text.count(":") >= _COLONS:
            mask |= self._ip
        lowered = text.lower()
        if mask & self._birth and _OF_BIRTH.search(lowered) is None:
            mask &= ~self._birth
        words = _WORDS.findall(lowered)
        if " " in text or "\n" in text:
            if len(words) >= _LEAST_TOLD:
                mask |= self._told
            if lowered != text or not given_names().keys().isdisjoint(words) or self._is_any_strange(words):
                mask |= self._person
            if _SPACE_NUMBER.search(text) is not None:
                mask |= self._address
            if digit is not None and "(" in text and _BRACKETED.search(text) is not None:
                mask |= self._age
            if digit is not None and _CLASS_CODE.search(text, max(0, digit.start() - 2)) is not None:
                mask |= self._class_code
        if self._harmless.issuperset(words):
            return mask
        asked = self._ask(words)
        if asked & self._command and _COMMAND.search(text) is None:
            asked &= ~self._command
        if asked & self._photo and "-" not in text and "_" not in text and _PICTURED.search(lowered) is None:
            asked &= ~self._photo
        if asked & self._of_label:
            asked &= ~self._of_label
            if _SIGN.search(text) is not None:
                asked |= self._labelled
        if asked & self._spaced and " " not in text:
            asked &= ~self._spaced
        if asked and digit is None:
            asked &= ~self._with_digit
            if asked & self._with_id and _ID.search(text) is None:
                asked &= ~self._with_id
        return mask | asked

    def _is_any_strange(self, words: list[str]) -> bool:
        """Whether a sentence in lower case holds a word that could be a name of which no list knows; learns others."""
        if len(words) < _LEAST_SENTENCE or self._common.issuperset(words):
            return False
        for word in words:
            if word not in self._common:
                if is_strange(word):
                    return True
                if len(self._common) >= _MOST_WORDS:
                    self._common.clear()
                self._common.add(word)
        return False

    def _ask(self, words: list[str]) -> int:
        """The recognizers for words that are not all known to be harmless; learns the new ones."""
        mask = 0
        for word in set(words).difference(self._harmless):
            bits = self._words.get(word)
            if bits is None:
                bits = self._of_label if word in self._label_words else 0
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


def _any_of(fragments: Iterable[str]) -> re.Pattern[str]:
    """Matches a word that holds, or with ``^`` before it begins with, one of the fragments.

    Arranged so that one look at a letter rules out most of them.
    """
    groups: dict[str, list[str]] = {}
    for fragment in sorted(fragments):
        groups.setdefault(fragment[:1 + (fragment[0] == "^")], []).append(fragment[1 + (fragment[0] == "^"):])
    heads = [f"{head.replace('^', chr(92) + 'A')}(?:{'|'.join(rest)})" for head, rest in groups.items()]
    return re.compile("|".join(heads) or "(?!)")


@lru_cache(maxsize=256)
def required_letters(pattern: re.Pattern[str]) -> frozenset[str]:
    """Runs of two or more letters, lower case, of which every match holds one; empty when there are none.

    A run with ``^`` before it stands at the beginning of a word.
    """
    try:
        parsed = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG))
    except (re.error, RecursionError):
        return frozenset()
    return _required(parsed[1:], at_start=True) if repr(parsed[:1]) == _WORD_START else _required(parsed)


_WORD_START = repr(list(parser.parse(r"(?<![^\W_])", 0)))
"""What a pattern begins with whose matches stand at the beginning of a word."""


def _required(sequence: Any, *, at_start: bool = False) -> frozenset[str]:
    """Of a sequence all parts must match, so its best part will do; parts that may be absent give nothing."""
    runs: list[frozenset[str]] = []
    run = ""
    for code, argument in [*sequence, (None, None)]:
        letter = chr(argument) if code is ops.LITERAL else ""
        if letter and letter.isascii() and letter.isalpha():
            run += letter.lower() if run or not at_start else "^" + letter.lower()
            at_start = False
            continue
        if len(run.lstrip("^")) >= 2:
            runs.append(frozenset({run}))
        run = ""
        if code is ops.BRANCH:
            branches = [_required(branch, at_start=at_start) for branch in argument[1]]
            if all(branches):
                runs.append(frozenset().union(*branches))
        elif code is ops.SUBPATTERN:
            runs.append(_required(argument[3], at_start=at_start))
        elif code in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and argument[0] >= 1:
            runs.append(_required(argument[2]))
        elif code is ops.ATOMIC_GROUP:
            runs.append(_required(argument, at_start=at_start))
        at_start = False
    return max((found for found in runs if found), key=_worth, default=frozenset())


def _worth(fragments: frozenset[str]) -> float:
    """Letters of the shortest fragment; of equally long ones that at the beginning of a word is met less often."""
    return min(len(fragment.lstrip("^")) + fragment.startswith("^") / 2 for fragment in fragments)
