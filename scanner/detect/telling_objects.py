"""Meanings of keys in objects that tell what is in them: a calendar, a message, a school class, a list of care.

Theory. In such an object a word that may mean anything elsewhere has one meaning, whatever the lexicon says of it.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .key_words import NAMES
from .lexicon import CLEAR, Entry, lookup
from .meaning import LIKE_ADDRESS, NEGATIVE, Meaning
from .names import squash, words
from .roles import PERSONS, about_of, nearest_role, role_of

_COMPONENTS = frozenset({"vevent", "vtodo", "vjournal", "vfreebusy"})
_LESSONS = frozenset(
    words("""
appointments appointment afspraken afspraak rooster lesrooster weekrooster dagrooster timetable roosteritems agenda
agendaitems lesuren lesuur huiswerk homework schedule
""")
)
"""What lists of lessons and appointments are called."""
_IN_CALENDAR = frozenset({"uid", "summary", "title", "titel", "subject", "subjects", "vak", "vakken", "onderwerp"})
_SUMMARY = Meaning(Category.SCHEDULE, "loose", "pupil", "summary")
_TIMES = frozenset(words("""
van tot start end begin eind einde starttijd eindtijd starttime endtime begintijd startuur einduur from until
datetimefrom datetimeto starttimestamp endtimestamp
"""))
_OF_LESSONS = _LESSONS | {"les", "lessen", "lesson", "lessons", "uren"}
"""Lists of lessons by the hour, and what their hours are called."""
_HOUR = Meaning(Category.SCHEDULE, "loose", "pupil", "lesmoment")
_BASIC_USER = Meaning(Category.LOGIN, "quasi", "unknown", "basic_user")
_BASIC_PASSWORD = Meaning(Category.CREDENTIAL, "quasi", "unknown", "basic_password")
"""The two halves of a Basic header (RFC 7617), which as a whole is a credential already: often a service's."""
_OF_KEYS = frozenset({"@header", "header", "keys", "jwks", "jwk", "publicjwk", "protected", "publickey", "signingkeys"})
"""Levels above the id of a key (RFC 7517 §4.5)."""
AUTHORS = frozenset({"author", "auteur"})
"""Of a message somebody here, of a book anybody."""
_POSTED = frozenset(
    words("""
bericht berichten post posts reactie reacties reply replies comment comments message messages topic topics thread
threads discussie discussies discussion discussions forum chat chats
""")
)
_NAME_LETTERS = frozenset({"n", "nm"})
"""What objects of persons that are written as short as can be call a name."""
_OF_CLASS = frozenset({"naam", "name", "code", "afkorting"})
_SCHOOL_CLASSES = frozenset(
    words("klas groep stamgroep lesgroep basisgroep mentorklas stamklas schoolklas klasse classe"))
"""Objects that are the class of a pupil, and what they call it."""
_OF_MEMBERS = {"value": Category.ACCOUNT, "display": Category.NAME_FULL}
"""What SCIM calls id and name of a member of a group (RFC 7643 §4.2)."""
_ITEMS_OF_CARE = frozenset(
    {"code", "name", "naam", "type", "soort", "reason", "reden", "omschrijving", "description", "label", "value",
     "waarde"}
)  # fmt: skip
"""What the entries of a list of allergies, diagnoses or accommodations call what they say."""
_SAID = frozenset(words("verklaring aanwezig heeft vastgesteld indicatie actief status waarde value active present"))
"""What an object named after a diagnosis or support calls whether somebody has it."""
_POINTS = frozenset(words("p pt pts s sc xp pnt"))
_PLAYERS = frozenset(words("spelers players leaderboard scorebord ranglijst klassement scoreboard ranking deelnemers"))
"""Lists of who plays, in which letters are points."""
_VALUES_OF_MARKS = frozenset(words("value waarde punten points cijfer letter"))
"""What the object of a mark calls what it is."""
_INTERACTION = re.compile(r"interactions(?:[_.]?n?[0-9]{0,4})\Z")
"""The answers that a learner gave, one by one (SCORM 1.2 §3.4.3, SCORM 2004 RTE §4.2.9)."""
_OF_CARE = frozenset({Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE})
_ADVICE = frozenset(words("advies schooladvies toetsadvies eindadvies plaatsingsadvies"))
_OF_ADVICE = frozenset(words("voorlopig definitief herzien niveau code tekst basis toets school"))


def in_telling_object(plain: str, above: tuple[str, ...], last: str) -> Meaning | None:
    """The meaning of a name in an object that tells what it means, and None in any other.

    ``plain`` is the squashed name, ``above`` the names above it, and ``last`` the nearest of these, squashed.
    """
    if not above:
        return None
    if plain in _IN_CALENDAR and (dated := _in_calendar(plain, last)) is not None:
        return dated
    if plain in _TIMES and last in _OF_LESSONS:
        return _HOUR
    if plain == "duration" and role_of(above[-1]) == "result":
        return Meaning(Category.PROGRESS, "quasi", about_of(above), plain)
    if plain == "sid" and role_of(above[-1]) == "pupil":
        return Meaning(Category.LEERLINGNUMMER, "quasi", "pupil", "student_id")
    if plain in _POINTS and nearest_role(above)[0] in PERSONS and any(
            squash(level) in _PLAYERS for level in above[-2:]):
        return Meaning(Category.RESULT, "quasi", about_of(above), "punten")
    if plain == "result" and any(_INTERACTION.match(level) for level in above[-2:]):
        return Meaning(Category.RESULT, "quasi", about_of(above), "is_correct")
    if plain in {"username", "password"} and above[-1] == "authorization":
        return _BASIC_USER if plain == "username" else _BASIC_PASSWORD
    if plain == "kid" and any(squash(level) in _OF_KEYS for level in above):
        return NEGATIVE
    if plain in NAMES and last in AUTHORS and is_posted(above[:-1]):
        return Meaning(Category.NAME_FULL, "quasi", about_of(above), plain)
    if plain in _NAME_LETTERS and nearest_role(above)[0] in PERSONS:
        return Meaning(Category.NAME_FULL, "direct", about_of(above), "naam")
    if plain == "display" and role_of(above[-1]) in PERSONS:
        return Meaning(Category.NAME_FULL, "quasi", about_of(above), "display")
    if plain in _OF_CLASS and last in _SCHOOL_CLASSES:
        return Meaning(Category.GROUP, "context", about_of(above), "klas")
    if plain in _OF_MEMBERS and last == "members":
        return Meaning(_OF_MEMBERS[plain], "quasi", about_of(above), plain)
    if plain in _ITEMS_OF_CARE and (care := _care_of(above[-1])) is not None:
        return _said_by(care, above)
    if plain in _SAID and (said := lookup(above[-1])) is not None and said.strength == "direct" and (
            said.category in _OF_CARE):
        return _said_by(said, above)
    if plain in _VALUES_OF_MARKS and (
            marked := lookup(above[-2] if above[-1].isdigit() and len(above) > 1 else above[-1])) is not None and (
            marked.category is Category.RESULT and marked.strength in CLEAR):
        return Meaning(Category.RESULT, "quasi", about_of(above), plain)
    if plain in _OF_ADVICE and last in _ADVICE:
        return Meaning(Category.RESULT, "quasi", "pupil", "advies")
    return None


def is_posted(above: tuple[str, ...]) -> bool:
    """Whether one of the objects above is a message, whose author is somebody who wrote it here."""
    return any(squash(level) in _POSTED for level in above)


def _in_calendar(plain: str, last: str) -> Meaning | None:
    """The meaning of a name in an event or lesson: its uid looks like an address, its title says what somebody has."""
    if last in _COMPONENTS:
        if plain == "uid":
            return LIKE_ADDRESS
        return _SUMMARY if plain == "summary" else None
    return _SUMMARY if plain != "uid" and last in _LESSONS else None


def _care_of(name: str) -> Entry | None:
    """The entry of a list of allergies, diagnoses, accommodations; who gives care (``huisarts``) is one person."""
    entry = lookup(name)
    listed = name.lower().endswith(("s", "en", "ën")) and not name.lower().endswith("arts")
    return entry if entry is not None and listed and entry.category.value.startswith("special.") and (
        entry.strength == "direct"
    ) else None


def _said_by(entry: Entry, above: tuple[str, ...]) -> Meaning:
    """The meaning of what is said in an object named after care; who is meant stands above it, or follows from it."""
    about = about_of(above)
    return Meaning(entry.category, "quasi", about if about != "unknown" else entry.about, entry.name)
