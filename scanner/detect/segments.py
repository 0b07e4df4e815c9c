"""URL paths: which segments are ids of persons, and what of a path may be shown.

``/leerlingen/12345/resultaten`` names a pupil by position: the segment after a word for persons is an id, unless it
is a word of an interface itself (``/users/me``, ``/students/search``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from scanner.model import Category

from .masking import is_id_segment
from .meaning import Meaning
from .names import snake, squash, words
from .recognizers.identifiers import is_login_of_name
from .recognizers.names import is_slug_of_name
from .recognizers.token import CALENDAR_LINK
from .roles import ABOUT, PERSONS, Role, role_of

_INTERFACE_WORDS = frozenset(
    words("""
me self current list lijst all alle search zoek zoeken new nieuw edit create add update delete remove import
export count profile profiel settings preferences login logout register info details detail overview overzicht
index home dashboard api rest v1 v2 v3 avatar photo foto status session sessions token public admin bulk batch
sync upload download resultaten results cijfers grades rooster timetable schedule absenties attendance groepen
groups classes roles rollen permissions notifications berichten messages picture image roster page default by id
byid lookup password wachtwoord activate verify invite accept graphql query data json xml html
""")
)
_PROGRAMS = frozenset(words("api app service services web server ui client backend frontend worker module db job"))
_NUMBER_WORDS = frozenset({"leerlingnummer", "stamnummer", "studentnummer", "studentnumber", "leerlingnr", "stamnr"})
_CLASSES = frozenset(words("k kl grp klas klassen groep stamgroep lesgroep class classroom stamklas basisgroep"))
_CLASS_CODE = re.compile(r"(?:[1-8][A-Za-z]{1,4}[0-9]?|[A-Za-z]{1,2}[1-6][A-Za-z]{0,3}[0-9]?)"
                         r"(?:[-.][A-Za-z]{2,5}[0-9]?)?\Z")
_DEVICES = frozenset(words("device devices apparaat apparaten toestel toestellen"))
_DEVICE_ID = re.compile(r"(?=[0-9]*[A-Za-z])(?=[A-Za-z-]*[0-9])(?:[A-Z0-9]{8,16}|[0-9a-fA-F]{32,160}|"
                        r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9]{8}-[0-9A-F]{16})\Z")
_PHOTOS = frozenset(words("foto pasfoto leerlingfoto profielfoto avatar photo portret portrait"))
_PHOTO_FILE = re.compile(r"([0-9]{4,9})(?:[_-][A-Za-z0-9]{1,8})?\.(?:jpe?g|png|webp|gif)\Z", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9])?\Z")
_SLUG = re.compile(r"[a-z]{2,20}(?:[-_.][a-z]{1,20}){1,4}\Z")
_CLASS_ASKED_FOR = Meaning(Category.GROUP, "quasi", "pupil", "class_asked_for")
_PUPIL_ASKED_FOR = Meaning(Category.LEERLINGNUMMER, "quasi", "pupil", "pupil_asked_for")
_CLASS_LETTERS = frozenset(words("k g kl gr grp klas groep cl sg"))
_PUPIL_LETTERS = frozenset(words("lln ll lid pas leerling pupil student kind deelnemer"))
"""What parameters of addresses call a class and a pupil that are asked for."""
_GROUP = Meaning(Category.GROUP, "context", "pupil", "klas")
_DEVICE = Meaning(Category.DEVICE, "direct", "unknown", "path")
_PHOTO = Meaning(Category.LEERLINGNUMMER, "direct", "pupil", "photo_file")
_OF_PERSONS = re.compile(r"(?:rapport|report|dossier|kaart|profiel|overzicht|fiche|card)\Z")
"""What is shown of somebody: ``/leerlingrapport/550192``."""
_WORDLIKE = re.compile(r"[a-z]+")
_CALENDARS = frozenset(words("ical ics icalendar icalfeed icalexport webcal webcals calendarfeed agendafeed"))
_RANDOM = r"(?=[\w-]{0,60}?[A-Za-z][0-9][\w-]{0,60}?[A-Za-z][0-9])(?![\w-]{0,200}[a-z]{5})[\w-]{12,200}"
"""Letters and digits mixed, and no word."""
_CALENDAR_ID = re.compile(rf"{_RANDOM}(?:\.ics)?\Z")
_CALENDAR_FILE = re.compile(rf"{_RANDOM}\.ics\Z")
_PRIVATE_CALENDAR = re.compile(rf"/{_RANDOM}(?:/[^/]{{1,60}})?\.ics\Z", re.IGNORECASE)
_CALENDAR = Meaning(Category.TOKEN, "direct", "unknown", CALENDAR_LINK)


def meaning_of_segment(before: str, segment: str) -> Meaning | None:
    """What a path segment is by the segment before it: an account or pupil number of a person, or nothing."""
    if not before or not segment:
        return None
    if _CALENDAR_FILE.match(segment) or (squash(before) in _CALENDARS and _CALENDAR_ID.match(segment)):
        return _CALENDAR
    of_thing = _of_things(before, segment)
    if of_thing is not None:
        return of_thing
    named = _named_by(before)
    if named is None or len(segment) > 200 or squash(segment) in _INTERFACE_WORDS:
        return None
    role, key = named
    if role is None:
        return Meaning(Category.LEERLINGNUMMER, "direct", "pupil", "path")
    if role_of(segment) is not None:
        return None
    about = ABOUT.get(role, "unknown")
    if segment.isdigit() and role == "pupil" and 4 <= len(segment) <= 8:
        return Meaning(Category.LEERLINGNUMMER, "quasi", about, key)
    if is_id_segment(segment) or segment.isdigit():
        return Meaning(Category.ACCOUNT, "direct", about, key)
    if "." in segment and is_login_of_name(segment):
        return Meaning(Category.LOGIN, "direct", about, key)
    if _SLUG.match(segment) and is_slug_of_name(segment):
        return Meaning(Category.NAME_FULL, "direct", about, "name_slug")
    return None


def is_private_calendar(path: str) -> bool:
    """Whether a path is the secret link to a calendar, by which an agenda program reads it without signing in."""
    return _PRIVATE_CALENDAR.search(path) is not None


def asked_for(key: str, meaning: Meaning) -> Meaning | None:
    """What a parameter of an address may ask for: where the value has the form of a class, or of an id, it does."""
    name = key.lower()
    if meaning.category is Category.GROUP or name in _CLASS_LETTERS:
        return _CLASS_ASKED_FOR
    return _PUPIL_ASKED_FOR if name in _PUPIL_LETTERS else None


def _of_things(before: str, segment: str) -> Meaning | None:
    """What a segment is after a word for a class, a device or a photo; None for most."""
    word = _thing(before)
    if not word:
        return None
    if word in _CLASSES:
        return _GROUP if _CLASS_CODE.match(segment) else None
    if word in _DEVICES:
        return _DEVICE if _DEVICE_ID.match(segment) else None
    if (photo := _PHOTO_FILE.match(segment)) is not None:
        return _PHOTO if not _DAY.match(photo[1]) else None
    return None


@lru_cache(maxsize=4096)
def _thing(before: str) -> str:
    """A segment as a word for a class, a device or a photo, empty for most."""
    word = squash(before)
    return word if word in _CLASSES or word in _DEVICES or word in _PHOTOS else ""


@lru_cache(maxsize=4096)
def _named_by(before: str) -> tuple[Role | None, str] | None:
    """What a segment says of the one after it: role and key, no role for a pupil number; None for most."""
    key = squash(before)
    if key in _NUMBER_WORDS:
        return None, key
    if snake(before).rpartition("_")[2] in _PROGRAMS:
        return None  # "leerling-api" is a program
    role = role_of(before) or role_of(_OF_PERSONS.sub("", key))
    return None if role not in PERSONS or snake(before).count("_") > 2 else (role, key[:20])


def general_path(path: str) -> str:
    """A path as it may be shown where nothing was detected yet: ids and what follows a word for persons left out."""
    return "/".join(masked_segments(path.split("/"), {}))


def masked_segments(segments: list[str], detected: dict[int, str]) -> list[str]:
    """The segments of a path as they may be shown: ``{category}`` where something was detected, ``{id}`` for ids.

    A segment after a word for persons is shown only when it is a word of interfaces.
    """
    shown: list[str] = []
    before = ""
    for position, raw in enumerate(segments):
        category = detected.get(position)
        shown.append(_shown(before, raw) if category is None else f"{{{category}}}")
        before = raw
    return shown


@lru_cache(maxsize=4096)
def _shown(raw_before: str, raw: str) -> str:
    """One segment that nothing was detected in, by itself and the segment before it."""
    name, _, parameters = unquote(raw).partition(";")
    after_person = role_of(unquote(raw_before)) in PERSONS
    personal = after_person and squash(name) not in _INTERFACE_WORDS and role_of(name) is None
    if is_id_segment(name) or (personal and name) or any(ord(char) < 33 or ord(char) > 126 for char in name):
        name = "{id}"
    return f"{name};{{parameters}}" if parameters else name
