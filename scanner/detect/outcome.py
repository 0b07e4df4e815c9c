"""What the engine concludes about a value, before it is tied to a place and a person."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scanner.model import About, Category, Detection, Evidence, Origin

from .fingerprint import Fingerprinter
from .masking import mask
from .recognizers.names import TUSSENVOEGSELS

if TYPE_CHECKING:
    from .known import Known
    from .plan import Plan

PERSONAL = frozenset(
    {
        Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.EMAIL, Category.PHONE, Category.DOB,
        Category.BSN, Category.PGN, Category.ECKID, Category.STAMPSEUDONIEM, Category.HPGN, Category.LEERLINGNUMMER,
        Category.LOGIN,
    }
)  # fmt: skip
"""Categories that make an object one that speaks of a person."""

STRENGTH_OF_IDENTIFIER: dict[Category, int] = {
    Category.BSN: 10, Category.PGN: 9, Category.ECKID: 8, Category.STAMPSEUDONIEM: 8, Category.HPGN: 8,
    Category.LEERLINGNUMMER: 7, Category.EMAIL: 6, Category.ACCOUNT: 5, Category.LOGIN: 5, Category.NAME_FULL: 3,
}  # fmt: skip
"""Categories that can name a data subject, the best first."""

IDENTITY = frozenset(STRENGTH_OF_IDENTIFIER) | {
    Category.PHONE, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.DOB, Category.IBAN, Category.STREET,
    Category.POSTCODE, Category.DEVICE, Category.ADVERTISING,
}  # fmt: skip
"""Categories whose values must not show in any other place, and whose digests are looked for."""

HASHED_TOO = frozenset({Category.COOKIE})
"""Categories whose digests are looked for as well; their values are sent to and fro and guarded by their place."""


Shown = tuple[Origin, "Plan", tuple[float, tuple[Evidence, ...], str, str], tuple[int, ...], Detection]
"""Origin, plan, what the neighbours made of it, indices, and the detection all that gave."""


class Outcome:
    """A category in a value: confidence with and without a person beside it, and all that a detection shows of it.

    ``value`` and ``canonical`` are raw and stay in memory; the repr names the category only. What is shown of them is
    made when it is asked for: an id in an object that turns out to be nobody's is never shown.
    """

    __slots__ = ("_bits", "_fingerprint", "_fingerprinter", "_masked", "_words", "about", "alone", "canonical",
                 "category", "confidence", "end", "evidence", "key", "known", "last", "personal", "recognizer", "start",
                 "token", "value", "via")  # fmt: skip

    def __init__(
        self, category: Category, confidence: float, recognizer: str, value: str, canonical: str,
        fingerprinter: Fingerprinter, evidence: tuple[Evidence, ...], *, alone: float | None = None, start: int = 0,
        end: int = 0, about: About = "unknown", via: str = "", key: str = "", known: tuple[Known, ...] = (),
        token: str = "",
    ) -> None:
        self.category = category
        self.confidence = confidence
        self.alone = confidence if alone is None else alone
        """Confidence when nothing else in the object speaks of a person; 0 means no detection then."""
        self.recognizer = recognizer
        self.value = value
        self.canonical = canonical
        self._fingerprinter = fingerprinter
        self._masked = self._fingerprint = ""
        self._bits = -1
        self.evidence = evidence
        self.start = start
        self.end = end
        self.about = about
        self.via = via
        self.key = key
        self.known = known
        self.token = token
        """Hex of a digest that may be matched later; such an outcome is no detection yet."""
        self.personal = category in PERSONAL and (self.alone >= 0.5 or bool(known)) and not token
        self.last: Shown | None = None
        """The detection this outcome became lately, and what made it that one."""
        self._words: tuple[str, ...] | None = None if category in _NAMES and not via else ()

    @property
    def masked(self) -> str:
        """What may be shown of the value."""
        if not self._masked:
            self._masked = mask(self.category, self.value)
        return self._masked

    @property
    def fingerprint(self) -> str:
        """The keyed fingerprint of the canonical value."""
        if not self._fingerprint:
            self._fingerprint = self._fingerprinter.value(self.category, self.canonical)
        return self._fingerprint

    @property
    def bits(self) -> int:
        """Upper bound on what an identifier can distinguish, 0 for what is none."""
        if self._bits < 0:
            self._bits = bits_of(self.category, self.value)
        return self._bits

    @property
    def words(self) -> tuple[str, ...]:
        """Fingerprints of the words that tell a name, empty for what is none."""
        if self._words is None:
            words = {word for word in self.canonical.split()[:12]
                     if len(word) > 1 and word[-1] != "." and word not in TUSSENVOEGSELS}
            self._words = tuple(sorted(self._fingerprinter.of("word of a name", word) for word in words))
        return self._words

    def __repr__(self) -> str:
        return f"Outcome({self.category.value} {self.confidence:.2f})"


_NAMES = frozenset({Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN})

_IDENTIFIERS = frozenset(category for category in Category if category.value.startswith("id.")) | {Category.TOKEN}
_FIXED_BITS = {Category.BSN: 27, Category.PGN: 27, Category.ECKID: 512, Category.STAMPSEUDONIEM: 512,
               Category.HPGN: 256}  # fmt: skip
_DIGIT, _HEX, _ALNUM, _ANY = math.log2(10), 4.0, math.log2(62), math.log2(90)
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF-")


def bits_of(category: Category, value: str) -> int:
    """The entropy of an identifier, 0 for what is none."""
    return entropy(category, value) if category in _IDENTIFIERS else 0


def entropy(category: Category, value: str) -> int:
    """Upper bound in bits of what an identifier can distinguish, from its length and alphabet."""
    fixed = _FIXED_BITS.get(category)
    if fixed is not None:
        return fixed
    if value.isdigit():
        return int(len(value) * _DIGIT)
    if len(value) >= 8 and _HEX_DIGITS.issuperset(value):
        return int((len(value) - value.count("-")) * _HEX)
    return int(min(len(value), 512) * (_ALNUM if value.isalnum() else _ANY))
