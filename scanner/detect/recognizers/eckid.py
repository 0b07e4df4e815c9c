"""The ECK iD (ketenID) and the stampseudoniem, as URI in text and as whole values; the hPGN by key alone.

Theory. ``https://ketenid.nl/<environment>/<128 hex>``; an environment that begins with ``sp`` makes it a
stampseudoniem, from which every ECK iD of the pupil follows. The hexadecimals alone look like SHA-512, so without
the URI only a key can tell. Before 2017 ECK iDs were ``https://id.school/…``.
Cost class: literal.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .outcome import impossible, plausible, reasons, valid

_SLASH = r"(?:\\?/|%(?:25){0,2}2[Ff])"
_COLON = r"(?::|%(?:25){0,2}3[Aa])"
URI = re.compile(
    rf"(?:https?{_COLON}{_SLASH}{{2}}|(?<![A-Za-z0-9.-]))ketenid\.nl{_SLASH}"
    rf"([A-Za-z0-9._-]{{1,32}}?){_SLASH}([0-9A-Fa-f]{{32,200}})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
LEGACY = re.compile(
    rf"https?{_COLON}{_SLASH}{{2}}id\.school{_SLASH}((?:[A-Za-z0-9_-]{{1,24}}{_SLASH}){{0,2}}"
    r"(?=[^\s0-9/]{0,159}[0-9])[A-Za-z0-9!@#$%^_.+-]{8,160})", re.IGNORECASE)
_HEX = 128


def _uris(text: str, stam: bool) -> list[Match]:
    found = []
    category = Category.STAMPSEUDONIEM if stam else Category.ECKID
    for match in URI.finditer(text):
        environment, digits = match.group(1).lower(), match.group(2)
        if environment.startswith("sp") is not stam:
            continue
        score = 0.95
        pairs = [("shape:ketenid-uri", 0.95), *_environment(environment)]
        if len(digits) != _HEX:
            score = 0.6
            pairs.append(("shape:wrong-length", -0.35))
        if digits != digits.lower():
            pairs.append(("shape:upper-case", 0.0))
        canonical = f"https://ketenid.nl/{environment}/{digits.lower()}"
        found.append(Match(match.start(), match.end(), category, score, canonical, reasons(*pairs)))
    return found


def _environment(name: str) -> list[tuple[str, float]]:
    """What the middle of the URI says: ``pilot`` is for tests, ``201703`` and the like for real pupils."""
    if "pilot" in name:
        return [("shape:pilot-environment", 0.0)]
    return [("shape:production-environment", 0.0)] if name.isdigit() else []


def form_of(raw: str) -> list[str]:
    """The evidence that a known ECK iD gives about its environment and spelling, for want of a key."""
    return [each.code for match in _uris(raw, stam=False)[:1] for each in match.evidence
            if each.code != "shape:ketenid-uri"]


class EckIdRecognizer:
    """Finds ECK iDs: the URI of ketenid.nl, percent-encoded or not, and the old one of id.school."""

    name = "nl_eckid"
    entity = "NL_ECKID"
    categories: tuple[Category, ...] = (Category.ECKID,)
    cost: Cost = "literal"
    trigger = re.compile(r"(?:ketenid\.nl|id\.school)", re.IGNORECASE)
    context: tuple[str, ...] = ("eckid", "eck id", "ketenid")

    def find(self, text: str) -> list[Match]:
        found = _uris(text, stam=False)
        for match in LEGACY.finditer(text):
            canonical = f"https://id.school/{match.group(1)}"
            evidence = reasons(("shape:id-school-uri", 0.6))
            found.append(Match(match.start(), match.end(), Category.ECKID, 0.6, canonical, evidence))
        return sorted(found, key=lambda each: each.start)


class StampseudoniemRecognizer:
    """Finds stampseudoniemen: ketenid.nl with an environment that begins with sp."""

    name = "nl_stampseudoniem"
    entity = "NL_STAMPSEUDONIEM"
    categories: tuple[Category, ...] = (Category.STAMPSEUDONIEM,)
    cost: Cost = "literal"
    trigger = re.compile(r"ketenid\.nl", re.IGNORECASE)
    context: tuple[str, ...] = ("stampseudoniem", "stampseudonym")

    def find(self, text: str) -> list[Match]:
        return _uris(text, stam=True)


_EXACT = re.compile(r"https://ketenid\.nl/([a-z0-9._-]{1,32})/[0-9a-f]{128}\Z")
"""The spelling that nearly all have; it spares the search for the others."""
_BARE = re.compile(r"[0-9A-Fa-f]{128}\Z")
_HPGN = re.compile(r"[0-9A-Fa-f]{64}\Z")
_TOKENISH = re.compile(r"[\x21-\x7e]{8,256}\Z")


def _check_uri(value: str, category: Category) -> Verdict:
    text = value.strip()
    exact = _EXACT.match(text)
    if exact:
        pairs = [("shape:ketenid-uri", 0.95), *_environment(exact[1])]
        return valid(Category.STAMPSEUDONIEM if exact[1].startswith("sp") else Category.ECKID, text, *pairs)
    for match in (*StampseudoniemRecognizer().find(text), *EckIdRecognizer().find(text)):
        if match.start == 0 and match.end == len(text):
            outcome = valid if match.score > 0.6 else plausible
            return outcome(match.category, match.canonical, *((each.code, each.weight) for each in match.evidence))
    if _BARE.match(text):
        return valid(category, text.lower(), ("shape:128-hex", 0.3))
    if _TOKENISH.match(text) and any(char.isdigit() for char in text) and not text.isdigit():
        return plausible(category, text, ("shape:not-ketenid", -0.3))
    return impossible(category, value, ("shape:not-ketenid", -0.9))


def check_eckid(value: str) -> Verdict:
    """A whole value under an ECK iD key: the URI, or the 128 hexadecimals by themselves."""
    return _check_uri(value, Category.ECKID)


def check_stampseudoniem(value: str) -> Verdict:
    """A whole value under a stampseudoniem key."""
    return _check_uri(value, Category.STAMPSEUDONIEM)


def check_hpgn(value: str) -> Verdict:
    """A whole value under an hPGN key: 64 hexadecimals, the scrypt output."""
    text = value.strip()
    if _HPGN.match(text):
        return valid(Category.HPGN, text.lower(), ("shape:64-hex", 0.3))
    return impossible(Category.HPGN, value, ("shape:64-hex", -0.9))
