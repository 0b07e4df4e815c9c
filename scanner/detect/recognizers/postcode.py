"""Dutch postcodes in text (0.3 by shape alone: ``1234AB`` is also a product code) and as whole values.

Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from ..names import words
from .base import Cost, Match, Verdict
from .context import Cues
from .gazetteer import places
from .organisation import of_an_organisation
from .outcome import fold, impossible, plausible, reasons, valid

PC6 = r"[1-9][0-9]{3}[ ]?(?!S[ADS])[A-Z]{2}"
_POSTCODE = re.compile(r"(?<![0-9A-Za-z_./:-])([1-9][0-9]{3})[ ]?(?!(?i:S[ADS]))([A-Z]{2}|[a-z]{2})(?![0-9A-Za-z_]|"
    r"[./:-][0-9A-Za-z])")
_UNITS = frozenset(["KB", "MB", "GB", "TB", "PB", "KM", "CM", "MM", "MG", "KG", "ML", "CL", "HZ", "PX", "MS", "EU",
    "AM", "PM", "AD", "BC", "NC", "VC", "NA", "HE", "VH", "VO", "PO", "MA", "BA", "TL", "NL", "UK", "US", "BV", "NV",
    "IN", "OP", "EN", "OF", "JA", "DE", "IK", "TE", "IS", "AN", "AT", "BY", "TO", "ON", "OR", "NO", "OK", "ID",
    "IT", "WE"])
"""Letter pairs that follow a number or a year in running text."""
_TWO_LETTERS = frozenset(words("""
AL AS BIJ CO DA DI DU EC EI EL ER ES ET EX FA GA GE GO HA HI HM HO HS II IV IX JR KA LA LE LI LO LU ME MI MM MV NR NU
OA OM OO OU PA PE PI PP PS QU RA RE RO SE SI SL SO ST TA TI TM TV UI UR VA VD VE VI VS VZ WA WC WO XI XL ZE ZN ZO
"""))
"""More pairs that are words or abbreviations when written in lower case."""
_CUES = Cues((r"postcode", r"postal", r"post code", r"zip", r"adres", r"woon", r"woont", r"straat", r"[a-z]*laan[ ,]",
              r"huisnummer", r"plaats"))
_EXAMPLE = Cues((r"zoals", r"bijvoorbeeld", r"bijv\.?(?![a-z])", r"bv\.", r"voorbeeld", r"formaat", r"in de vorm",
                 r"e\.g\.", r"placeholder", r"notatie", r"ziet eruit als",
                 r"welke (?:plaats|stad|provincie|straat|gemeente|wijk)", r"zoek", r"hoort bij", r"(?:land|stads|"
                 r"platte)?kaart(?![a-z])",
                 r"begint met", r"atlas"), reach=30)
_DOUBTED = 0.55
"""The most that a postcode gets which is an example, or stands in the address of a firm."""
_HOUSE = re.compile(
    r"[A-Za-z][a-z.]+ [0-9]{1,5}(?: ?[A-Za-z]{1,3}(?: [0-9]{1,4})?| ?-? ?[0-9]{1,4})?[,;]?\s{1,3}\Z")
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
    trigger = re.compile(r"[1-9][0-9]{3}[ ]?[A-Za-z]{2}")
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
            if match.group(2).islower() and not _is_lower_case(text, match, place=pairs[-1][0] == "gazetteer:place"):
                continue
            against = "context:example" if _EXAMPLE.around(text, start, end) else (
                "context:organisation" if of_an_organisation(text, start, end) else "")
            if against:
                pairs.append((against, round(min(-0.35, _DOUBTED - sum(weight for _, weight in pairs)), 2)))
            score = round(min(0.9, max(0.1, sum(weight for _, weight in pairs))), 2)
            canonical = "".join(match.groups()).upper()
            found.append(Match(start, end, Category.POSTCODE, score, canonical, reasons(*pairs)))
        taken = {match.start for match in found}
        return sorted((*found, *(match for match in _belgian(text) if match.start not in taken)),
                      key=lambda match: match.start)


_STREET_BEFORE = re.compile(
    r"[^\W\d_]{2,40}(?:straat|laan|weg|plein|dreef|lei|kaai|markt|baan|pad|hof|vest|steeg|veld|berg|park|singel|gracht|"
    r"kade|dijk)[ ][0-9]{1,4}[A-Za-z]?(?:[ ](?:bus|b|bte)\.?[ ][0-9A-Za-z]{1,4})?,?[ ]{1,2}\Z", re.IGNORECASE)
_NAMED = re.compile(
    r"(?<![^\W_])postcode(?:[ ](?:van[ ]|v\.?[ ]|thuis|is|nu)?(?:de[ ]|mijn[ ]|haar[ ]|zijn[ ])?(?:leerling|ouders?|"
    r"moeder|vader|"
    r"kind|thuis)?)?[ :=]{1,3}[\"']?\Z", re.IGNORECASE)


def _is_lower_case(text: str, match: re.Match[str], *, place: bool) -> bool:
    """Whether four digits and two small letters are a postcode: after a street, before a place, after the word."""
    before = text[max(0, match.start() - 60):match.start()]
    return match.group(2).upper() not in _UNITS | _TWO_LETTERS and (
        place or _STREET_BEFORE.search(before) is not None or _NAMED.search(before) is not None)


_BELGIAN = re.compile(r"(?<![0-9A-Za-z_./:-])(?:B-)?([1-9][0-9]{3})(?=[ ][^\W\d_a-z][^\W\d_A-Z][\w'’-]{1,30}(?![\w@]))")
_MONTH_AFTER = re.compile(r"[ ](?:Januari|Februari|Maart|April|Juni|Juli|Augustus|September|Oktober|November|December)")


def _belgian(text: str) -> Iterator[Match]:
    """Four digits between a street with its number and a place: ``Kerkstraat 14 bus 3, 9050 Gentbrugge``."""
    for each in _BELGIAN.finditer(text):
        start, end = each.span(1)
        lettered = each.start() < start
        if _MONTH_AFTER.match(text, end) or not (
            lettered or _STREET_BEFORE.search(text[max(0, each.start() - 60):each.start()])
        ):
            continue
        pairs = [("shape:foreign-postcode", 0.3), ("shape:country-letter" if lettered else "context:house-number", 0.3)]
        if of_an_organisation(text, start, end):
            pairs.append(("context:organisation", -0.35))
        score = round(sum(weight for _, weight in pairs), 2)
        yield Match(start, end, Category.POSTCODE, score, each[1], reasons(*pairs))


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
