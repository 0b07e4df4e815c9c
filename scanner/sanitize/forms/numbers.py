"""Fake numbers with a rule inside: BSN, education number, IBAN, phone, postcode, grade."""

from __future__ import annotations

import re
from functools import cache

from scanner.detect.recognizers.checksums import elfproef, onderwijsnummer

from ..draws import Draws
from .shapes import digits

_LETTERS = "ABCDEGHJKLNPRTVWXZ"
"""Letters of postcodes that were issued and are no unit of measure by themselves."""
_GRADE = re.compile(r"(\s*[+-]?)([0-9]+)((?:[.,][0-9]+)?)(.*)\Z", re.DOTALL)


@cache
def _test_numbers() -> tuple[str, ...]:
    """Numbers that begin with 9999, which are not issued, and pass the elfproef."""
    return tuple(str(n) for n in range(999900000, 1_000_000_000) if elfproef(str(n)))


class Bsns:
    """Test BSNs for real ones, each its own, none that the capture holds itself."""

    def __init__(self, draws: Draws, taken: set[str]) -> None:
        self._draws = draws
        self._taken = set(taken)
        self._given: dict[str, str] = {}

    def of(self, number: str) -> str:
        """The test BSN for a number of nine digits; numbers that fail the elfproef get ones that fail it too."""
        fake = self._given.get(number)
        if fake is None:
            fake = self._given[number] = self._draw(number)
            self._taken.add(fake)
        return fake

    def _draw(self, number: str) -> str:
        if onderwijsnummer(number):
            made = (f"10{self._draws.number('pgn', number, 10_000_000, turn):07d}" for turn in range(400))
            return next((each for each in made if onderwijsnummer(each) and each != number), number)
        if not elfproef(number):
            made = (f"9999{self._draws.number('bsn', number, 100_000, turn):05d}" for turn in range(64))
            return next(each for each in made if not elfproef(each))
        numbers = _test_numbers()
        at = self._draws.number("bsn", number, len(numbers))
        free = (numbers[(at + step) % len(numbers)] for step in range(len(numbers)))
        return next((each for each in free if each not in self._taken), numbers[at])


def iban(draws: Draws, raw: str) -> str:
    """Another account of the same country and bank, with its right check digits (ISO 13616)."""
    core = "".join(filter(str.isalnum, raw)).upper()
    if len(core) < 9:
        return digits(draws, "iban", raw)
    head, account = core[4:8], digits(draws, "iban", core[8:])
    number = "".join(str(int(char, 36)) for char in f"{head}{account}{core[:2]}00")
    made = iter(f"{core[:2]}{98 - int(number) % 97:02d}{head}{account}")
    return "".join(
        (new if char.isupper() or char.isdigit() else new.lower()) if (char.isalnum() and (new := next(made))) else char
        for char in raw
    )


def phone(draws: Draws, raw: str) -> str:
    """Another number in the same plan: country, the 6 or the area, and the first digit stay."""
    found = [place for place, char in enumerate(raw) if char.isdigit()]
    core = "".join(raw[place] for place in found)
    own = 7 if len(core) >= 9 else max(len(core) - 2, 0)
    fake = digits(draws, "phone", "1" + core[-own:], keep=1)[1:] if own else ""
    made = list(raw)
    for place, char in zip(found[-own:] if own else (), fake, strict=True):
        made[place] = char
    return "".join(made)


def postcode(draws: Draws, raw: str) -> str:
    """Another postcode of the same form."""
    core = "".join(filter(str.isalnum, raw)).upper()
    source = draws.stream("postcode", core)
    made = ""
    for char in raw:
        if char.isdigit():
            made += str(1 + next(source) % 9)
        elif char.isalpha():
            new = _LETTERS[next(source) % len(_LETTERS)]
            made += new if char.isupper() else new.lower()
        else:
            made += char
    return made


def amount(draws: Draws, raw: str) -> str | None:
    """Another mark, score or share of the same form: decimals stay decimals, at most ten at most ten. Else None."""
    found = _GRADE.match(raw)
    if found is None or len(found[2]) > 4:
        return None
    sign, whole, decimals, rest = found.groups()
    if int(whole) <= 1 and decimals:
        new = whole
    elif len(whole) == 1 or whole == "10":
        options = [str(n) for n in range(1, 10) if str(n) != whole]
        new = draws.one("amount", raw, options)
    else:
        low, high = 10 ** (len(whole) - 1), min(10 ** len(whole), 100 if int(whole) <= 100 else 10**9)
        near = [n for n in range(max(low, int(whole) - 40), min(high, int(whole) + 40)) if n != int(whole)]
        new = str(draws.one("amount", raw, near)) if near else "99"
    if decimals:
        decimals = decimals[0] + digits(draws, "amount", "1" + decimals[1:], keep=1)[1:]
    return f"{sign}{new}{decimals}{rest}"
