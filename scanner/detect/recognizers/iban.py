"""IBANs in text and as whole values: country, its length, and mod 97 (ISO 13616, ISO 7064).

Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .checksums import IBAN_LENGTHS, iban_valid
from .outcome import impossible, plausible, reasons, valid

_START = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2}[ .-]?[0-9]{2}[ .-]?[0-9A-Za-z]{4}")
_REST = re.compile(r"[ .-]?([0-9A-Za-z])")


def _collect(text: str, start: int) -> tuple[str, int]:
    """The IBAN that begins at ``start``: exactly its country's length of characters, single spaces skipped."""
    length = IBAN_LENGTHS.get(text[start:start + 2].upper(), 0)
    chars: list[str] = []
    position = start
    while len(chars) < length:
        match = _REST.match(text, position) if chars else re.compile("[A-Za-z]").match(text, position)
        if match is None:
            return "", start
        chars.append(match.group()[-1])
        position = match.end()
    return "".join(chars), position


class IbanRecognizer:
    """Finds IBANs of every country that has them."""

    name = "iban"
    entity = "IBAN_CODE"
    categories: tuple[Category, ...] = (Category.IBAN,)
    cost: Cost = "regex"
    trigger = re.compile(r"[A-Za-z]{2}[ .-]?[0-9]{2}[ .-]?[0-9A-Za-z]{4}[ .-]?[0-9A-Za-z]{4}")
    context: tuple[str, ...] = ("iban", "rekening", "rekeningnummer", "bank")

    def find(self, text: str) -> list[Match]:
        found: list[Match] = []
        for each in _START.finditer(text):
            written, end = _collect(text, each.start())
            if not written or text[end:end + 1].isalnum() or not iban_valid(written.upper()):
                continue
            if written != written.upper() and (written != written.lower() or end - each.start() != len(written)):
                continue
            evidence = reasons(("shape:iban", 0.3), ("checksum:mod-97", 0.5))
            found.append(Match(each.start(), end, Category.IBAN, 0.8, written.upper(), evidence))
        return found


_OLD_ACCOUNT = re.compile(r"(?:P|G)?[0-9]{1,10}\Z", re.IGNORECASE)
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{8,30}\Z")


def check_iban(value: str) -> Verdict:
    """A whole value under a bank account key; the old Dutch account number is plausible."""
    text = re.sub(r"[\s.-]", "", value).upper()
    if iban_valid(text):
        return valid(Category.IBAN, text, ("checksum:mod-97", 0.3))
    if _SHAPE.match(text):
        return plausible(Category.IBAN, text, ("checksum:mod-97-failed", -0.3))
    if _OLD_ACCOUNT.match(text) and len(text) >= 3 and text.strip("0"):
        return plausible(Category.IBAN, text, ("shape:old-account-number", 0.0))
    return impossible(Category.IBAN, value, ("shape:iban", -0.9))
