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
    rf"[\"']?[,;&/ ]{{1,3}}(?:[\"']?[A-Za-z]{{0,10}}(?:lon|lng|long|longitude|"
    rf"lengtegraad)[A-Za-z]{{0,3}}[\"']?[ ]?[:=][ ]?[\"']?)?"
    rf"(?P<lon>{_NUMBER})(?![0-9A-Za-z]|\.[0-9])",
    re.IGNORECASE,
)
_CUES = Cues((r"lat(?![a-z])", r"latitude", r"ll=", r"breedtegraad", r"gps", r"co[oö]rdina", r"locatie", r"location",
    r"geo", r"positie",
              r"position"))


class GeoRecognizer:
    """Finds pairs of latitude and longitude beside a word that names them."""

    name = "geo"
    entity = "GEO_COORDINATES"
    categories: tuple[Category, ...] = (Category.GEO,)
    cost: Cost = "context"
    trigger = re.compile(r"lat|ll=|breedte|gps|rdina|locati|geo|positi", re.IGNORECASE)
    context: tuple[str, ...] = ("latitude", "gps", "locatie", "coördinaten")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found = []
        for each in _PAIR.finditer(text):
            lat, lon = float(each.group("lat")), float(each.group("lon"))
            if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0) or _CUES.before(text, each.start()) < 0:
                continue
            evidence = reasons(("shape:coordinates", 0.3), ("context:location", 0.4))
            found.append(Match(each.start(), each.end(), Category.GEO, 0.7, f"{lat:.5f},{lon:.5f}", evidence))
        return found


_ONE = re.compile(r"-?[0-9]{1,3}\.([0-9]{1,17})\Z")
_TWO = re.compile(rf"\(?({_NUMBER})[,; ]{{1,2}}({_NUMBER})\)?\Z")


def check_coordinate(value: str) -> Verdict:
    """A whole value under a key of latitude or longitude: a number, no name of a place."""
    verdict = check_geo(value)
    if any(each.code == "shape:place-or-code" for each in verdict.evidence):
        return impossible(Category.GEO, value[:80], ("shape:no-location", -0.6))
    return verdict


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
