"""What a key decides about the judging of the values under it, worked out once for each meaning."""

from __future__ import annotations

import re

from scanner.model import Category, Evidence, Sieve

from .meaning import Meaning
from .outcome import Outcome
from .recognizers import KEY_CHECKS, LIST_CHECKS, VALUE_CHECKS, Verdict
from .roles import PERSONS, role_of

LONGEST_KEYED = 300
SECRETS = frozenset({Category.TOKEN, Category.CREDENTIAL})
_LONGEST = dict.fromkeys(SECRETS, 8192) | {Category.BIOMETRIC: 32_768}
_CONFIDENCE: dict[tuple[str, str], tuple[float, float]] = {
    # strength of the key, outcome of the check → confidence beside another datum of a person, confidence alone
    ("direct", "valid"): (0.95, 0.95), ("direct", "plausible"): (0.7, 0.7),
    ("quasi", "valid"): (0.9, 0.7), ("quasi", "plausible"): (0.5, 0.4),
    ("loose", "valid"): (0.7, 0.0), ("loose", "plausible"): (0.5, 0.0),
    ("context", "valid"): (0.6, 0.5), ("context", "plausible"): (0.5, 0.4),
}  # fmt: skip
HASHED = frozenset(
    {Category.EMAIL, Category.PHONE, Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN, Category.DOB,
     Category.BSN, Category.PGN, Category.POSTCODE, Category.STREET, Category.GENDER, Category.LEERLINGNUMMER}
)
"""Categories under whose keys a digest is the value in disguise."""
_PARTS_OF_NAMES = frozenset({Category.NAME_GIVEN, Category.NAME_FAMILY})
_UNLISTED = (0.65, 0.4)
"""A name that no list holds, under a key for a part of a name: lists never hold all names of a classroom."""
_PARTICLE = re.compile("voegsel|prefix|infix|particle|initial|letters|middle")
"""Keys for the small parts of a name, which say little."""
_NUMBERS = frozenset({Category.ACCOUNT, Category.LEERLINGNUMMER})
"""What a key that may name a person means in a path: ``/kind/9031``."""
_TOLD_BY_KEY = frozenset(
    {Category.BIRTHPLACE, Category.NATIONALITY, Category.STREET, Category.RELIGION, Category.ORIGIN,
     Category.ORIENTATION, Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE}
)
"""Categories of which no list holds all values, and whose keys mean nothing else beside a person."""
_FILLED_IN = (0.7, 0.4)
_TOLD_BY_PLACE = frozenset({Category.SCHEDULE, Category.EVENT})
"""Categories whose values may be any words, and that the place beside a person alone tells."""
_OWN_NETWORK = (0.65, 0.4)
"""A private address: beside a person it is that of a device at home or at school."""
_CLASSES = ("klas", "groep", "stam", "basisgroep", "mentor", "leerjaar", "home_group", "stg",
            "schoolklas", "school_class", "leergroep", "class_code", "bg", "homeroom", "form_class", "class_name",
            "lesgroep", "klasse", "classe", "kl", "grp", "grade_level", "year_group", "leergroep")
"""How keys of school classes begin; ``group`` may be a group of anything."""
_CLASS: dict[str, tuple[float, float]] = {"valid": (0.75, 0.6), "plausible": (0.6, 0.4)}
_SCHOOL: dict[str, tuple[float, float]] = {"valid": (0.65, 0.5), "plausible": (0.6, 0.4)}
SOUGHT_KEYS = frozenset(
    ("q", "query", "zoek", "zoekterm", "zoekopdracht", "search", "search_query", "search_term", "term")
)
"""Keys of what somebody looks for."""
_NAMES_OF_DEVICES = frozenset({"device_name", "machine_name", "computer_name", "computernaam"})
_BY_CONTEXT = frozenset({Category.SCHOOL, Category.GROUP, Category.DEVICE})
"""Context keys that are data themselves: the school and the class are facts about whoever is in the object."""


class KeyRule:
    """All that a meaning decides about the judging of values, worked out once."""

    __slots__ = ("by_outcome", "cache", "category", "check", "evidence", "free_text", "hashed", "in_path", "keyed",
                 "least", "listed", "longest", "meaning", "names", "quiet", "recognizer", "searched", "sieve",
                 "sought", "special", "who", "wordy")  # fmt: skip

    def __init__(self, meaning: Meaning, in_path: bool = False, in_list: bool = False, *, knows: bool = False) -> None:
        """``knows``: there are known subjects, of whom any value may be one."""
        category, strength = meaning.category, meaning.strength
        self.in_path = in_path
        """Whether the value is a segment of a path, where four numbers are a version and no address."""
        self.cache: dict[str, tuple[Outcome, ...]] = {}
        """What was judged lately; the engine fills and bounds it."""
        self.meaning = meaning
        self.category = category or Category.FREE_TEXT
        self.keyed = category is not None and strength not in {"short", "negative", "ambiguous"} and (
            strength != "context" or category in _BY_CONTEXT
        )
        by_key = None if in_path and category in _NUMBERS else KEY_CHECKS.get(meaning.key)
        if meaning.key == "photo_file":
            by_key = KEY_CHECKS[meaning.key]
        if in_list:
            by_key = LIST_CHECKS.get(meaning.key, by_key)
        self.listed = in_list and meaning.key in LIST_CHECKS
        """Whether it is a list of persons, in which a listed given name is one of them."""
        self.check = by_key or VALUE_CHECKS.get(self.category, _any_value)
        self.recognizer = f"key_{self.category.value.replace('.', '_')}"
        self.evidence = Evidence(f"key:{meaning.key or self.category.value}", 0.6 if strength == "direct" else 0.4)
        self.hashed = self.keyed and (meaning.digest or category in HASHED)
        self.special = self.category.value.startswith("special.")
        self.longest = _LONGEST.get(self.category, LONGEST_KEYED)
        self.free_text = meaning.free_text
        self.who = (category is Category.NAME_FULL and strength in {"direct", "quasi"}
                    and role_of(meaning.key) in PERSONS)
        """Whether the key is a word for a person, under which two words with capitals are who that is."""
        self.wordy = meaning.free_text or category is Category.SCHEDULE or meaning.key in _NAMES_OF_DEVICES
        """Whether texts under it may hold other data as well."""
        self.sought = meaning.key in SOUGHT_KEYS
        """Whether somebody looks for what stands under it."""
        self.least = 20 if meaning.free_text else 8
        """Characters above which such a text is read."""
        self.quiet = not self.keyed and not self.free_text and not self.sought
        """Whether only the text of the value can say something."""
        self.names = in_list and (self.quiet or category is Category.ATTENDANCE)
        """Whether the value stands in a list of nothing known, which may be one of first names."""
        self.sieve = Sieve(numbers=self.quiet and not self.names and not knows)
        """What of its values decoders may hold back; the engine fills and bounds it."""
        self.searched = not self.keyed or self.wordy
        """Whether texts under it are searched, so that it pays to read them before they are asked for."""
        self.by_outcome: dict[str, tuple[float, float]] = {
            outcome: (0.3, 0.3) if strength == "context" and category is Category.DEVICE else found
            for outcome in ("valid", "plausible")
            if (found := _CONFIDENCE.get((strength, outcome))) is not None
        }
        if strength == "quasi" and category in _PARTS_OF_NAMES and _PARTICLE.search(meaning.key) is None:
            self.by_outcome["plausible"] = _UNLISTED
        if strength == "quasi" and category in _TOLD_BY_KEY:
            self.by_outcome["plausible"] = _FILLED_IN
        if strength in {"loose", "quasi"} and category in _TOLD_BY_PLACE:
            self.by_outcome["plausible"] = (0.65, self.by_outcome["plausible"][1])
        if strength == "loose" and self.special:
            self.by_outcome["plausible"] = (0.6, 0.0)
        if strength == "quasi" and category is Category.IP:
            self.by_outcome["plausible"] = _OWN_NETWORK
        if strength == "context" and category is Category.SCHOOL:
            self.by_outcome = dict(_SCHOOL)
        if strength == "context" and category is Category.GROUP and meaning.key.startswith(_CLASSES):
            self.by_outcome = dict(_CLASS)


def _any_value(value: str) -> Verdict:
    """The check of a category that has none: nothing speaks against the value."""
    return Verdict("plausible", Category.FREE_TEXT, " ".join(value.split()).casefold())
