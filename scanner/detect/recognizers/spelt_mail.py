"""Finds e-mail addresses that are spelt out for people: ``daan [at] school [punt] nl``, ``kim apenstaartje school.nl``.

Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .gazetteer import given_names
from .mail import ENDINGS, weigh
from .outcome import reasons

_AT = r"(?:[ ]?[\[({<][ ]?(?:at|apenstaartje)[ ]?[\])}>][ ]?|[ ](?:at|apenstaartje|@)[ ])"
_DOT = r"(?:[ ]?[\[({<][ ]?(?:dot|punt|\.)[ ]?[\])}>][ ]?|[ ](?:dot|punt)[ ]|\.)"
_SPELT = re.compile(
    rf"(?<![\w@.+-])(?P<local>[a-z0-9][\w+-]{{0,40}}(?:{_DOT}[a-z0-9][\w+-]{{0,30}}){{0,3}})(?P<at>{_AT})"
    rf"(?P<domain>[a-z0-9][a-z0-9-]{{1,40}}(?:{_DOT}[a-z0-9-]{{2,30}}){{0,2}})(?P<dot>{_DOT})(?P<end>[a-z]{{2,10}})"
    r"(?![\w@-])", re.IGNORECASE)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_WORDS = frozenset(("is", "look", "us", "me", "it", "be", "are", "you", "meet", "that", "this", "we", "see"))


class SpeltEmailRecognizer:
    """Finds addresses with words for the at sign and the dot."""

    name = "email_spelt"
    entity = "EMAIL_ADDRESS_SPELT"
    categories: tuple[Category, ...] = (Category.EMAIL,)
    cost: Cost = "regex"
    trigger = re.compile(r"(?<![^\W_])(?:at(?![a-z])|apenstaart|punt[ \])}]|dot[ \])}])", re.IGNORECASE)
    context: tuple[str, ...] = ("e-mail", "mail", "mailadres")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        return [match for each in _SPELT.finditer(text) if (match := _weighed(each)) is not None]


def _weighed(each: re.Match[str]) -> Match | None:
    """An address, where brackets, *apenstaartje* or two words in a row say that it is one."""
    sign, dot, ending = each["at"], each["dot"], each["end"].lower()
    marked = any(bracket in sign for bracket in "[({<") or "apenstaart" in sign.lower()
    if ending not in ENDINGS or not (marked or dot != ".") or each["local"].lower() in _WORDS:
        return None
    if not marked and not any(char.isdigit() or char == "." for char in _DOTS.sub(".", each["local"])) and (
            each["local"].lower() not in given_names()):
        return None
    local, domain = _DOTS.sub(".", each["local"]), _DOTS.sub(".", each["domain"])
    score, pairs = weigh(local, f"{domain}.{ending}")
    canonical = f"{local}@{domain}.{ending}".lower()
    return Match(each.start(), each.end(), Category.EMAIL, score, canonical, reasons(*pairs))
