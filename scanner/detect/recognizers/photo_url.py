"""Addresses of pictures that show somebody: ``/leerlingen/24415/foto``, ``…/0443_portret_1.jpg``, ``shots/11240.webp``.

Theory. An address ends in an image as often for a banner as for a pupil, so that it counts only beside a person; what
makes it one of somebody is a word for such pictures in the path, with a number or an id beside it.
Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .media import STOCK
from .names import listed_given
from .outcome import reasons

_WORD = (r"(?:(?:pas|leerling|profiel|klassen|portret|groeps|school)?foto|photo|portret|portrait|avatar|selfie|"
         r"snapshot|screenshot|webcam|shot)s?")
_WHOLE = re.compile(rf"{_WORD}\Z", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<![A-Za-z]){_WORD}(?![A-Za-z])", re.IGNORECASE)
_ID = re.compile(r"[0-9]{2,}\Z|[0-9A-Fa-f-]{20,64}\Z")
_ALWAYS = re.compile(r"(?<![A-Za-z])(?:selfie|pasfoto|portret|profielfoto|leerlingfoto)s?(?![A-Za-z])", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|heic|avif)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{3}|[0-9a-f]{6}", re.IGNORECASE)
_OF_USER = re.compile(
    r"/(?:users?|gebruikers?|leerling(?:en)?|students?|pupils?|kinderen|personen|people|members?|profiles?)/"
    r"(?:[^/]{1,80}/)?(?:icon|image|picture|pic)s?(?:/|\.|\Z)|"
    r"/(?:get_?image|images?|avatars?|icons?|pictures?|userpictures?)/(?:users?|students?|leerling(?:en)?|profiles?)/[^/]|"
    r"googleusercontent\.com/a/", re.IGNORECASE)
"""Where systems keep the pictures that users have of themselves: Moodle's ``/user/icon/``, ``/users/12/picture``."""
_NO_PHOTO = re.compile(r"\.(?:ico|gif|css|js|json)\Z", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9]{2}")
_SCORE = 0.65


class PhotoUrlRecognizer:
    """Finds addresses of pictures of persons, as whole values."""

    name = "photo_url"
    entity = "PHOTO_URL"
    categories: tuple[Category, ...] = (Category.IMAGE,)
    cost: Cost = "regex"
    trigger = re.compile(
        r"[_-][A-Za-z0-9]{1,30}\.(?:jpe?g|png|webp|heic)|foto|photo|portret|portrait|avatar|selfie|snapshot|screenshot|"
        r"webcam|shots?/|/(?:icon|image|picture|pic)s?(?:/|\.|\Z)|getimage/|get_image/|userpictures?/|content\.com/a/",
        re.IGNORECASE)
    context: tuple[str, ...] = ("foto",)

    def find(self, text: str) -> list[Match]:
        value = text.strip()
        if "/" not in value or len(value) > 800 or " " in value or STOCK.search(value):
            return []
        if _shows_somebody(value.partition("?")[0]):
            start = text.find(value)
            return [Match(start, start + len(value), Category.IMAGE, _SCORE, value,
                          reasons(("shape:image-url", _SCORE)))]
        return []


def _is_named_after(name: str) -> bool:
    """Whether the name of a file holds a listed given name that is no word beside another: ``88231_tirza.jpg``."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", name.rpartition(".")[0]) if part]
    return 2 <= len(parts) <= 6 and any(len(part) > 3 and listed_given(part) is False for part in parts) and (
        any(part.isdigit() for part in parts) or len(parts) > 2)


def _shows_somebody(address: str) -> bool:
    """Whether an address without its query ends in a word for pictures after an id, or in a picture so named."""
    levels = address.split("/")
    if _OF_USER.search(address):
        return _NO_PHOTO.search(levels[-1]) is None and _NUMBERED.search(address) is not None
    if _WHOLE.match(levels[-1]):
        return len(levels) > 2 and _ID.match(levels[-2]) is not None
    if _PICTURE.search(levels[-1]) is None:
        return False
    if _ALWAYS.search(levels[-1]) is not None or _is_named_after(levels[-1]):
        return True
    path = "/".join(levels[3:] if "://" in address[:9] else levels)
    return _INSIDE.search(path) is not None and _NUMBER.search(path) is not None
