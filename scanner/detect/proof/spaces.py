"""The spaces that are searched: all numbers that can be a BSN, in the forms that programs hash.

Theory. The elfproef is a weighted sum, so a number splits in two: the first four digits leave a remainder, and the
last five must leave the one that makes up for it. With the 100,000 endings sorted by remainder once, each beginning
is followed by the 9,091 endings that fit: every candidate is valid by construction, none is tested.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import mul

from scanner.model import Category

ELFPROEF_NUMBERS = 90_909_090
"""Nine-digit strings that pass the elfproef, 000000000 left out."""
_SEPARATOR = b"\0"
_HEAD_WEIGHTS, _TAIL_WEIGHTS = (9, 8, 7, 6), (5, 4, 3, 2, -1)


@dataclass(frozen=True, slots=True)
class Form:
    """How a number is written before it is hashed; ``#`` stands for a digit of its first four, and of its last five."""

    name: str
    head: str = "####"
    tail: str = "#####"
    before: str = ""
    after: str = ""
    rank: int = 1


PLAIN = Form("9 digits", rank=0)
SHORTER = Form("without the leading zero", head="###", rank=0)
OTHERS = (
    Form("1234.56.789", "####.", "##.###"), Form("123.456.789", "###.#", "##.###"), Form("bsn:", before="bsn:"),
    Form("bsn", before="bsn"), Form("BSN", before="BSN"), Form("with a line end", after="\n"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Space:
    """Numbers of one kind in one form, in ``stop - start`` batches of equal beginning; ``rest`` of the elfproef."""

    category: Category
    form: Form
    start: int
    stop: int
    rest: int | None
    size: int
    """Number of candidates; exact."""

    @property
    def rank(self) -> int:
        """0 for what is tried first."""
        return self.form.rank

    def batch(self, unit: int) -> list[bytes]:
        """The candidates that begin with the digits of ``unit``."""
        if self.rest is None:
            head, tails = b"%d" % unit if unit else b"", _short_tails(first=unit == 0)
        else:
            head = _filled(self.form.before + self.form.head, unit)
            rest = (self.rest - _rest(f"{unit:04}", _HEAD_WEIGHTS)) % 11
            tails = _tails(self.form.tail, self.form.after)[rest]
        if unit == 0 and self.rest == 0:
            tails = tails[1:]  # 000000000 is no number
        return (head + (_SEPARATOR + head).join(tails)).split(_SEPARATOR)

    def canonical(self, candidate: bytes) -> str:
        """The number that a candidate spells."""
        text = candidate.decode()
        text = text[len(self.form.before) : len(text) - len(self.form.after)]
        digits = "".join(filter(str.isdigit, text))
        return digits if self.rest is None else digits.zfill(9)


def numbers(salts: Iterable[str] = ()) -> list[Space]:
    """The spaces of numbers: BSN, onderwijsnummer, and pupil numbers of four to seven digits.

    ``salts`` are texts that the user knows to stand before or after the number.
    """
    known = [form for salt in dict.fromkeys(salts)
             for form in (Form("salt before", before=salt, rank=0), Form("salt after", after=salt, rank=0))]
    spaces = [Space(Category.BSN, form, 0, 10_000, 0, ELFPROEF_NUMBERS) for form in (PLAIN, *known, *OTHERS)]
    spaces.insert(1, Space(Category.BSN, SHORTER, 100, 1_000, 0, _count(100, 1_000, 0)))
    spaces.insert(2, Space(Category.PGN, PLAIN, 1_000, 1_100, 5, _count(1_000, 1_100, 5)))
    spaces.insert(3, Space(Category.LEERLINGNUMMER, Form("4 to 7 digits", rank=0), 0, 1_000, None, 9_999_000))
    return spaces


def _filled(pattern: str, number: int) -> bytes:
    digits = iter(str(number).zfill(pattern.count("#")))
    return "".join(next(digits) if char == "#" else char for char in pattern).encode()


def _rest(digits: str, weights: tuple[int, ...]) -> int:
    total: int = sum(map(mul, weights, map(int, digits)))
    return total % 11


@cache
def _tails(pattern: str, after: str) -> list[list[bytes]]:
    """The endings in a form, by the remainder that they leave."""
    tails: list[list[bytes]] = [[] for _ in range(11)]
    for number in range(100_000):
        tails[_rest(f"{number:05}", _TAIL_WEIGHTS)].append(_filled(pattern, number) + after.encode())
    return tails


def _count(start: int, stop: int, rest: int) -> int:
    tails = _tails("#####", "")
    return sum(len(tails[(rest - _rest(f"{unit:04}", _HEAD_WEIGHTS)) % 11]) for unit in range(start, stop))


@cache
def _short_tails(*, first: bool) -> list[bytes]:
    return [b"%04d" % number for number in range(1000 if first else 0, 10_000)]
