"""Advertising ids (IDFA, GAID): a UUID beside the word that names it, and as whole values; zeros mean opted out.

Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .outcome import impossible, plausible, reasons, valid

_UUID = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z-])")
_CUES = Cues((r"idfa(?![a-z])", r"gaid", r"aaid", r"adid(?![a-z])", r"ad_id", r"rdid", r"ifa(?![a-z])", r"advertis",
    r"reclame-?id"))
_RANDOM = re.compile(r"[0-9A-Za-z._*~+/=-]{10,256}\Z")


class AdvertisingRecognizer:
    """Finds advertising ids of phones and tablets."""

    name = "advertising_id"
    entity = "ADVERTISING_ID"
    categories: tuple[Category, ...] = (Category.ADVERTISING,)
    cost: Cost = "context"
    trigger = re.compile(r"idfa|g?aa?id|adid|ad_id|rdid|ifa|advertis|reclame", re.IGNORECASE)
    context: tuple[str, ...] = ("idfa", "gaid", "advertising", "reclame")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found = []
        for each in _UUID.finditer(text):
            canonical = each.group().lower()
            if _CUES.before(text, each.start()) >= 0 and canonical.strip("0-"):
                evidence = reasons(("shape:uuid", 0.3), ("context:advertising", 0.4))
                found.append(Match(each.start(), each.end(), Category.ADVERTISING, 0.7, canonical, evidence))
        return found


def check_advertising(value: str) -> Verdict:
    """A whole value under an advertising key: a UUID, or a vendor's cookie id; all zeros is nobody."""
    text = value.strip()
    if not text.strip("0-"):
        return impossible(Category.ADVERTISING, text, ("shape:zeroed", -0.9))
    if _UUID.fullmatch(text):
        return valid(Category.ADVERTISING, text.lower(), ("shape:uuid", 0.3))
    if _RANDOM.match(text) and any(char.isdigit() for char in text):
        return plausible(Category.ADVERTISING, text, ("shape:opaque-id", 0.0))
    return impossible(Category.ADVERTISING, text[:256], ("shape:no-id", -0.6))
