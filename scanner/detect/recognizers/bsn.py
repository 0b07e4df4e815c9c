"""The burgerservicenummer in text (elfproef, spellings, words nearby) and as a whole value.

Theory. One in eleven nine-digit strings passes the elfproef, so shape and checksum alone are a candidate, no more;
a word such as ``bsn`` before it decides. The RSIN of an organisation has the same shape and the same check: where
its words are the nearest, the candidate counts against. Eight digits (a leading zero lost) need the word.
Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from .base import Cost, Match, Verdict
from .checksums import elfproef, onderwijsnummer, rijksregisternummer
from .context import Cues, Taken
from .outcome import impossible, plausible, reasons, valid

NUMBER = re.compile(
    r"(?<![0-9A-Za-z_+])(?<![0-9][.:/-])(?<![A-Fa-f]-)(?<![^A-Za-z]\.)"
    r"(?:[0-9]{8,9}|[0-9]{3}(?:\.[0-9]{3}\.|[ ][0-9]{3}[ ]|-[0-9]{3}-)[0-9]{3}"
    r"|[0-9]{4}(?:\.[0-9]{2}\.|[ ][0-9]{2}[ ]|-[0-9]{2}-)[0-9]{3}"
    r"|[0-9]{2}(?:\.[0-9]{2}\.[0-9]{2}\.|[ ][0-9]{2}[ ][0-9]{2}[ ])[0-9]{3})"
    r"(?![0-9A-Za-z_@]|[.:/][0-9]|-[0-9A-Fa-f]|,[0-9]{1,2}(?![0-9-]))"
)
"""Eight or nine digits, bare or in groups, glued to nothing: no UUID, decimal, time stamp, phone number or IBAN."""
_PHONE_PREFIX = re.compile(r"(?:\+[0-9]{1,3}|\(0\)|(?<![0-9])00[0-9]{2,3})[ .-]?\Z")
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
_DIGITS = frozenset("0123456789")
_SEPARATORS = str.maketrans("", "", " .-")

CONTEXT = ("bsn", "burgerservicenummer", "burgerservicenr", "sofinummer", "sofi", "persoonsgebonden nummer", "pgn")
_CUES = Cues((r"bsn", r"burgerservice", r"sofi", r"persoonsgebonden", r"pgn(?![a-z])"))
_CUE_AFTER = re.compile(r"[ ]?\(?(?:is |als )?(?:het |de |haar |zijn |mijn )?(?:juiste |goede |correcte )?(?:bsn|"
                        r"burgerservice)"
                        r"(?![ ]?[:=]|[a-z]*[ ]?[0-9])", re.IGNORECASE)
_RSIN = Cues((r"rsin", r"kvk", r"k\.v\.k", r"btw", r"fiscaal", r"fiscale", r"loonheffing", r"handelsregister",
              r"vat(?![a-z])", r"ob-?nummer"))


_BELGIAN = re.compile(r"(?<![0-9A-Za-z_.,/-])(?:[0-9]{11}|[0-9]{2}\.[0-9]{2}\.[0-9]{2}[- ][0-9]{3}[.-][0-9]{2})"
                      r"(?![0-9A-Za-z_]|[.,:/-][0-9])")
_BELGIAN_CUES = Cues((r"rijksregister", r"insz", r"inss", r"niss", r"identificatienummer", r"rrn(?![a-z])",
                      r"nationaal nummer", r"bis-?nummer"))


def numbers(text: str) -> list[tuple[int, int, str]]:
    """Candidates in ``text``: start, end, digits. Parts of a longer spaced number and of phone numbers are left out."""
    found = []
    for match in NUMBER.finditer(text):
        start, end = match.span()
        digits = match.group().translate(_SEPARATORS)
        if _PHONE_PREFIX.search(text[max(0, start - 6):start]):
            continue
        spaced = (start > 1 and text[start - 1] == " " and text[start - 2] in _DIGITS) or (
            text[end:end + 1] == " " and text[end + 1:end + 2] in _DIGITS)
        if spaced and (len(digits) != 9 or end - start != 9):
            continue
        found.append((start, end, digits))
    return found


class BsnRecognizer:
    """Finds BSNs in text: 0.3 by the elfproef alone, 0.9 with a word before it."""

    name = "nl_bsn"
    entity = "NL_BSN"
    categories: tuple[Category, ...] = (Category.BSN,)
    cost: Cost = "context"
    trigger = re.compile(r"[0-9][ .-]?[0-9]{2}[ .-]?[0-9]{1,2}[ .-]?[0-9]{1,2}[ .-]?[0-9]{2}")
    context: tuple[str, ...] = CONTEXT

    def find(self, text: str) -> list[Match]:
        found = []
        for start, end, digits in numbers(text):
            number = digits.zfill(9)
            if not elfproef(number):
                continue
            distance = _CUES.before(text, start)
            if len(digits) == 8 and (distance < 0 or _DATE.match(digits)):
                continue
            if distance < 0 and text[max(0, start - 1):start] == ",":
                continue  # the fraction of a Dutch decimal; a list after the word bsn is kept
            if distance < 0 and _CUE_AFTER.match(text, end):
                distance = 0
            rsin = _RSIN.before(text, start)
            found.append(_judge(start, end, number, distance, rsin))
        taken = Taken()
        for match in found:
            taken.take(match.start, match.end)
        found += [match for match in _belgian(text) if taken.take(match.start, match.end)]
        return sorted(found, key=lambda match: match.start)


def _belgian(text: str) -> Iterator[Match]:
    """Belgian national numbers: as they are written there, and eleven bare digits after a word."""
    for each in _BELGIAN.finditer(text):
        digits = re.sub(r"[^0-9]", "", each.group())
        worded = _BELGIAN_CUES.before(text, each.start()) >= 0
        if rijksregisternummer(digits) and (worded or not each.group().isdigit()):
            pairs = [("checksum:rijksregisternummer", 0.6)]
            if worded:
                pairs.append(("context:bsn", 0.3))
            score = round(sum(weight for _, weight in pairs), 2)
            yield Match(each.start(), each.end(), Category.BSN, score, digits, reasons(*pairs))


def _judge(start: int, end: int, number: str, distance: int, rsin: int) -> Match:
    pairs = [("checksum:elfproef-1-in-11", 0.3)]
    score = 0.3
    if distance >= 0 and (rsin < 0 or distance < rsin):
        pairs.append(("context:bsn", 0.6))
        score = 0.9
    elif rsin >= 0:
        pairs.append(("context:rsin-same-check", -0.2))
        score = 0.1
    if len(set(number[:8])) == 1:
        pairs.append(("shape:repeated-digit", -0.2))
        score = max(0.1, score - 0.2)
    return Match(start, end, Category.BSN, round(score, 2), number, reasons(*pairs))


_BELGIAN_SPELLING = re.compile(r"[0-9]{11}\Z|[0-9]{2}\.[0-9]{2}\.[0-9]{2}[- ][0-9]{3}[.-][0-9]{2}\Z")
_SPELLING = re.compile(r"(?:bsn:?\s?)?([0-9]{7,9}|[0-9]{2,4}(?:[ .-][0-9]{2,3}){2,3})\Z", re.IGNORECASE)


def check_bsn(value: str) -> Verdict:
    """A whole value under a BSN key; an onderwijsnummer is told apart."""
    if _BELGIAN_SPELLING.match(value.strip()) and rijksregisternummer(digits := re.sub(r"[^0-9]", "", value)):
        return valid(Category.BSN, digits, ("checksum:rijksregisternummer", 0.3))
    match = _SPELLING.match(value.strip())
    digits = match.group(1).translate(_SEPARATORS) if match else ""
    if not 7 <= len(digits) <= 9:
        return impossible(Category.BSN, value, ("shape:nine-digits", -0.9))
    number = digits.zfill(9)
    if number == "000000000":
        return impossible(Category.BSN, number, ("shape:zero", -0.9))
    if elfproef(number):
        if len(set(number[:8])) == 1:
            return plausible(Category.BSN, number, ("checksum:elfproef-1-in-11", 0.3), ("shape:repeated-digit", -0.2))
        return valid(Category.BSN, number, ("checksum:elfproef-1-in-11", 0.3))
    if onderwijsnummer(number):
        return valid(Category.PGN, number, ("checksum:onderwijsnummer", 0.3))
    if len(digits) < 9:
        return impossible(Category.BSN, number, ("checksum:elfproef-failed", -0.6))
    return plausible(Category.BSN, number, ("checksum:elfproef-failed", -0.3))
