"""Check digits: elfproef, onderwijsnummer, IBAN, Luhn. Functions of plain ASCII strings, no shape tests beyond that."""

from __future__ import annotations

from operator import mul

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}
"""Length of an IBAN by country (ISO 13616 registry)."""
_IN_DIGITS = frozenset({
    "AE", "AT", "BA", "BE", "CR", "CZ", "DE", "DK", "EE", "ES", "FI", "FO", "GL", "HR", "HU", "IL", "IS", "LT", "ME",
    "MR", "NO", "PL", "PT", "RS", "SE", "SI", "SK", "TN", "XK",
})
"""Countries whose accounts hold digits alone, by the same registry."""
_BANK_FIRST = frozenset({"BG", "GB", "GI", "IE", "LV", "NL", "RO"})
"""Countries whose accounts begin with four letters of the bank."""


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _elf_rest(digits: str) -> int:
    total: int = sum(map(mul, _WEIGHTS, map(int, digits)))
    return total % 11


def elfproef(digits: str) -> bool:
    """Whether nine digits pass the check of the BSN; zero alone is no number. One in eleven strings passes."""
    return _digits(digits, 9) and digits != "000000000" and _elf_rest(digits) == 0


def onderwijsnummer(digits: str) -> bool:
    """Whether nine digits are an onderwijsnummer: they begin with 10 and the sum of the elfproef leaves 5."""
    return _digits(digits, 9) and digits.startswith("10") and _elf_rest(digits) == 5


def rijksregisternummer(digits: str) -> bool:
    """Whether eleven digits are a Belgian national number: a date, a serial number, and 97 less the rest by 97.

    Born since 2000, the check takes a 2 before the first nine digits; the month of foreigners has 20 or 40 added.
    """
    if not _digits(digits, 11):
        return False
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    if month > 12 or day > 31 or digits[6:9] in {"000", "999"}:
        return False
    return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))


def iban_valid(text: str) -> bool:
    """Whether a bare IBAN (upper-case, no spaces) has its country's form and passes ISO 7064 mod 97-10."""
    if len(text) != IBAN_LENGTHS.get(text[:2], -1) or not text.isascii() or not text.isalnum():
        return False
    if not text[2:4].isdigit() or text != text.upper() or (text[:2] in _IN_DIGITS and not text[4:].isdigit()):
        return False
    if (text[:2] in _BANK_FIRST and not text[4:8].isalpha()) or (text[:2] == "NL" and not text[8:].isdigit()):
        return False
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def luhn(digits: str) -> bool:
    """Whether a string of digits passes the Luhn check (IMEI)."""
    if not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        return False
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
