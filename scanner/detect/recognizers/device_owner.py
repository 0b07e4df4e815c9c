"""Whose a device is, by its name: ``iPad van Moyo``, ``Emma's iPhone``; the word is a name whether listed or not.

Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .names import LABELS, listed_given
from .outcome import reasons

_KIND = (r"(?:iPad|iPhone|iPod|MacBook(?: Air| Pro)?|Chromebook|Laptop|Notebook|Tablet|Surface(?: [A-Z]\w{0,9})?|"
         r"Galaxy(?: [A-Z]\w{0,9}){0,3}|Pixel(?: \w{1,9})?|Telefoon|Smartphone|Apple ?Watch|AirPods(?: Pro)?)")
_NAME = r"(?P<name>[A-Z][^\W\d_]{1,20}(?:-[A-Z][^\W\d_]{1,20})?)"
_OF = re.compile(rf"(?<![^\W_]){_KIND} (?:van|of|von|de) {_NAME}(?![^\W_])")
_OWNED = re.compile(rf"(?<![^\W_]){_NAME}(?:['’]s|s['’]|['’]) {_KIND}(?![^\W_])")
_BARE = re.compile(rf"(?<![^\W_]){_KIND}[ _-]{_NAME}(?![^\W_])")
_NOBODY = frozenset((
    "school", "klas", "groep", "lokaal", "directie", "team", "bibliotheek", "receptie", "apple", "samsung", "google",
    "microsoft", "docenten", "leerlingen", "iedereen", "onderbouw", "bovenbouw", "administratie", "balie",
))
_SCORE = 0.7


class DeviceOwnerRecognizer:
    """Finds the name of a person in the name of a device."""

    name = "device_owner"
    entity = "DEVICE_OWNER"
    categories: tuple[Category, ...] = (Category.NAME_GIVEN,)
    cost: Cost = "regex"
    trigger = re.compile(r"iPad|iPhone|iPod|MacBook|Chromebook|Laptop|Notebook|Tablet|Surface|Galaxy|Pixel|Telefoon|"
                         r"Smartphone|Apple ?Watch|AirPods")
    context: tuple[str, ...] = ("device", "apparaat")

    def find(self, text: str) -> list[Match]:
        found = []
        for pattern in (_OF, _OWNED):
            for each in pattern.finditer(text):
                word = each["name"].casefold()
                if word not in _NOBODY and word not in LABELS:
                    found.append(Match(*each.span("name"), Category.NAME_GIVEN, _SCORE, word,
                                       reasons(("context:device-of", _SCORE))))
        for each in _BARE.finditer(text):
            if listed_given(each["name"]) is False:
                found.append(Match(*each.span("name"), Category.NAME_GIVEN, _SCORE, each["name"].casefold(),
                                   reasons(("context:device-of", _SCORE))))
        return sorted(found, key=lambda match: match.start)
