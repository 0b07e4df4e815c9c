"""Dutch postcodes in text (0.3 by shape alone: ``1234AB`` is also a product code) and as whole values.

Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .gazetteer import places
from .outcome import fold, impossible, plausible, reasons, valid

PC6 = r"[1-9][0-9]{3}[ ]?(?!S[ADS])[A-Z]{2}"
_POSTCODE = re.compile(r"(?<![0-9A-Za-z_./:-])([1-9][0-9]{3})[ ]?(?!S[ADS])([A-Z]{2})(?![0-9A-Za-z_]|"
    r"[./:-][0-9A-Za-z])")
_UNITS = frozenset(["KB", "MB", "GB", "TB", "PB", "KM", "CM", "MM", "MG", "KG", "ML", "CL", "HZ", "PX", "MS", "EU",
    "AM", "PM", "AD", "BC", "NC", "VC", "NA", "HE", "VH", "VO", "PO", "MA", "BA", "TL", "NL", "UK", "US", "BV", "NV",
    "IN", "OP", "EN", "OF", "JA", "DE", "IK", "TE", "IS", "AN", "AT", "BY", "TO", "ON", "OR", "NO", "OK", "ID",
    "IT", "WE"])
"""Letter pairs that follow a number or a year in running text."""
_CUES = Cues((r"postcode", r"postal", r"post code", r"zip", r"adres", r"woon", r"woont", r"straat", r"[a-z]*laan[ ,]",
              r"huisnummer", r"plaats"))
_HOUSE = re.compile(r"[A-Za-z][a-z.]+ [0-9]{1,5}(?: ?[A-Za-z]{1,3}| ?-? ?[0-9]{1,4})?[,;]?\s{1,3}\Z")
_PLACE = re.compile(r",?\s{1,3}(['’A-Z][\w'’.-]{1,24}(?:[ -][\w'’.-]{1,24}){0,3})")


def place_after(text: str, end: int) -> bool:
    """Whether a listed place of residence follows."""
    match = _PLACE.match(text, end)
    if match is None:
        return False
    words = match.group(1).split(" ")
    return any(" ".join(words[:count]).casefold().rstrip(".,") in places() for count in range(len(words), 0, -1))


class PostcodeRecognizer:
    """Finds postcodes in text."""

    name = "nl_postcode"
    entity = "NL_POSTCODE"
    categories: tuple[Category, ...] = (Category.POSTCODE,)
    cost: Cost = "context"
    trigger = re.compile(r"[1-9][0-9]{3}[ ]?[A-Z]{2}")
    context: tuple[str, ...] = ("postcode", "adres", "woonplaats", "huisnummer")

    def find(self, text: str) -> list[Match]:
        found = []
        for match in _POSTCODE.finditer(text):
            start, end = match.span()
            pairs = [("shape:postcode", 0.3)]
            if _CUES.before(text, start) >= 0:
                pairs.append(("context:address-word", 0.3))
            if _HOUSE.search(text[max(0, start - 40):start]):
                pairs.append(("context:house-number", 0.3))
            if place_after(text, end):
                pairs.append(("gazetteer:place", 0.3))
            if len(pairs) == 1 and match.group(2) in _UNITS:
                continue
            score = round(min(0.9, sum(weight for _, weight in pairs)), 2)
            found.append(Match(start, end, Category.POSTCODE, score, "".join(match.groups()), reasons(*pairs)))
        return found


_VALUE = re.compile(r"([1-9][0-9]{3})[\s-]?([A-Za-z]{2})\Z")
_ABROAD = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9 -]{2,9}\Z")


def check_postcode(value: str) -> Verdict:
    """A whole value under a postcode key: PC6 is valid, PC4 or a foreign code plausible."""
    text = value.strip()
    match = _VALUE.match(text)
    if match:
        letters = match.group(2).upper()
        if letters in {"SA", "SD", "SS"}:
            return impossible(Category.POSTCODE, text, ("shape:letters-not-issued", -0.6))
        return valid(Category.POSTCODE, match.group(1) + letters, ("shape:postcode", 0.3))
    if text.strip("0") and _ABROAD.match(text):
        pc4 = len(text) == 4 and text.isdigit()
        return plausible(Category.POSTCODE, fold(text), ("shape:pc4" if pc4 else "shape:foreign-postcode", 0.0))
    return impossible(Category.POSTCODE, value, ("shape:postcode", -0.9))
