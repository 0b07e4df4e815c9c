"""Coordinates in text (a pair with a word near) and single coordinates as whole values; at least three decimals.

Three decimals are some 100 metres: a street. Fewer are a town and no location of a person.
Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .outcome import impossible, plausible, reasons, valid

_NUMBER = r"-?[0-9]{1,3}\.[0-9]{3,17}"
_PAIR = re.compile(
    rf"(?<![0-9A-Za-z.,-])(?P<lat>{_NUMBER})(?:°[ ]?[NZS]?)?"
    rf"[\"']?[,;&/ \t]{{1,3}}(?:[\"']?[A-Za-z]{{0,10}}(?:lon|lng|long|longitude|"
    rf"lengtegraad)[A-Za-z]{{0,3}}[\"']?[ ]?[:=][ ]?[\"']?)?"
    rf"(?P<lon>{_NUMBER})(?![0-9A-Za-z]|\.[0-9])",
    re.IGNORECASE,
)
_DEGREES = re.compile(
    r"(?<![0-9A-Za-z])(?P<n1>[NZSnzs][ ]?)?(?P<d1>[0-8]?[0-9])[ ]?°[ ]?(?P<m1>[0-5]?[0-9](?:[.,][0-9]{1,4})?)[ ]?['’′]"
    r"(?:[ ]?(?P<s1>[0-5]?[0-9](?:[.,][0-9]{1,3})?)[ ]?(?:[\"”″]|''|’’))?[ ]?(?P<n2>[NZSnzs])?[ ,;/]{1,3}"
    r"(?P<e1>[OEWoew][ ]?)?(?P<d2>1?[0-9]{1,2})[ ]?°[ ]?(?P<m2>[0-5]?[0-9](?:[.,][0-9]{1,4})?)[ ]?['’′]"
    r"(?:[ ]?(?P<s2>[0-5]?[0-9](?:[.,][0-9]{1,3})?)[ ]?(?:[\"”″]|''|’’))?(?:[ ]?(?P<e2>[OEWoew](?![A-Za-z])))?")
"""Degrees, minutes and seconds: with seconds, or minutes with decimals, a house."""
_OF_SOMEBODY = Cues((r"thuis", r"woon\w*", r"opgehaald", r"ophaal\w*", r"leerling", r"busleerling", r"huisadres",
                     r"ouders?", r"moeder", r"vader", r"gezien", r"laatst", r"tracker", r"telefoon", r"inlog\w*",
                     r"stond", r"was op", r"bevindt", r"home", r"pickup", r"last seen"), reach=60)
"""Words of where somebody is, after which a bare pair is a place of theirs."""
_EXACT = re.compile(r"-?[0-9]{1,3}\.[0-9]{4}|[^.]*°")
"""A place to ten metres; with fewer decimals a pair of numbers is two numbers."""
_LESSON = Cues((r"atlas", r"zoek", r"hoofdstad", r"berg", r"top van", r"stad", r"welke?", r"kaart", r"opdracht",
                r"rivier", r"eiland", r"vulkaan", r"opgave", r"bereken"), reach=60)
"""Words of geography."""
_CUES = Cues((r"lat(?![a-z])", r"latitude", r"ll=", r"breedtegraad", r"gps", r"co[oö]rdina", r"locatie", r"location",
    r"geo", r"positie",
              r"position"))


class GeoRecognizer:
    """Finds pairs of latitude and longitude beside a word that names them."""

    name = "geo"
    entity = "GEO_COORDINATES"
    categories: tuple[Category, ...] = (Category.GEO,)
    cost: Cost = "context"
    trigger = re.compile(
        r"lat|ll=|breedte|gps|rdina|locati|geo|positi|thuis|woon|haal|leerling|ouder|moeder|vader|gezien|laatst|"
        r"tracker|telefoon|device|inlog|stond|was op|bevindt|home|pickup|last", re.IGNORECASE)
    context: tuple[str, ...] = ("latitude", "gps", "locatie", "coördinaten")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found = []
        for each in _PAIR.finditer(text):
            lat, lon = float(each.group("lat")), float(each.group("lon"))
            if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
                continue
            found += _weighed(text, each, lat, lon)
        for each in _DEGREES.finditer(text):
            if each["s1"] or not each["m1"].isdigit():
                found += _weighed(text, each, _decimal(each, "1"), _decimal(each, "2"))
        return sorted(found, key=lambda match: match.start)


def _weighed(text: str, each: re.Match[str], lat: float, lon: float) -> list[Match]:
    """The match of a pair, with a word of places or of somebody's whereabouts near; less in a lesson."""
    start, end = each.span()
    somebody = _OF_SOMEBODY.around(text, start, end)
    if _CUES.before(text, start) < 0 and not (somebody and _EXACT.match(each.group())):
        return []
    pairs = [("shape:coordinates", 0.3), ("context:location", 0.4)]
    if not somebody and _LESSON.around(text, start, end):
        pairs.append(("context:teaching-content", -0.3))
    score = round(sum(weight for _, weight in pairs), 2)
    return [Match(start, end, Category.GEO, score, f"{lat:.5f},{lon:.5f}", reasons(*pairs))]


def _decimal(each: re.Match[str], which: str) -> float:
    """Degrees with decimals; south and west are negative."""
    degrees, minutes, seconds = (float((each[part + which] or "0").replace(",", ".")) for part in "dms")
    side = ((each["n1"] or each["n2"]) if which == "1" else (each["e1"] or each["e2"])) or ""
    sign = -1 if side.strip().upper() in {"S", "Z", "W"} else 1
    return sign * (degrees + minutes / 60 + seconds / 3600)


_ONE = re.compile(r"-?[0-9]{1,3}\.([0-9]{1,17})\Z")
_TWO = re.compile(rf"\(?({_NUMBER})[,; ]{{1,2}}({_NUMBER})\)?\Z")


def check_coordinate(value: str) -> Verdict:
    """A whole value under a key of latitude or longitude: a number, no name of a place."""
    verdict = check_geo(value)
    if any(each.code == "shape:place-or-code" for each in verdict.evidence):
        return impossible(Category.GEO, value[:80], ("shape:no-location", -0.6))
    return verdict


def check_coordinates(value: str) -> Verdict:
    """A whole value under a key of places of any kind: two coordinates together."""
    if _TWO.match(value.strip()):
        return check_geo(value)
    return impossible(Category.GEO, value[:80], ("shape:no-location", -0.6))


def check_geo(value: str) -> Verdict:
    """A whole value under a location key: one coordinate, a pair, or the name of a place."""
    text = value.strip()
    pair = _TWO.match(text)
    if pair and abs(float(pair.group(1))) <= 90 and abs(float(pair.group(2))) <= 180:
        return valid(Category.GEO, f"{float(pair.group(1)):.5f},{float(pair.group(2)):.5f}", ("shape:coordinates", 0.3))
    one = _ONE.match(text)
    if one:
        number = float(text)
        if abs(number) > 180 or number == 0:
            return impossible(Category.GEO, text, ("shape:out-of-range", -0.9))
        if len(one.group(1)) >= 3:
            return valid(Category.GEO, f"{number:.5f}", ("shape:coordinate", 0.2))
        # Two decimals are a kilometre: a town, or a number that is no coordinate.
        return impossible(Category.GEO, text, ("shape:coarse-coordinate", -0.6))
    if 2 <= len(text) <= 80 and any(char.isalpha() for char in text) and text.casefold() not in {"null", "none",
    "true", "false",
                                                                                                "unknown", "onbekend"}:
        return plausible(Category.GEO, " ".join(text.split()).casefold(), ("shape:place-or-code", -0.2))
    return impossible(Category.GEO, text[:80], ("shape:no-location", -0.6))
