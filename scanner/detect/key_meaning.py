"""What a path of key names says about the value at its end: category, strength, whom it is about.

Theory. Most names mean one thing, and the lexicon says which; of the others the keys above decide. Only key names
speak here, never values and never what other messages held, so that a scan gives the same answer whatever the order
and the number of processes.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .compounds import called
from .key_words import FREE_TEXT_NAMES, LABEL_NAMES, LABELLED_NAMES
from .lexicon import CLEAR, lookup
from .marks import MARKS, describes_a_mark, is_of_marks, is_under_marks
from .meaning import LIKE_ADDRESS, NEGATIVE, SILENT, Meaning
from .names import squash, words
from .parents import by_parents, corrected
from .roles import about_of
from .telling_objects import AUTHORS, in_telling_object, is_posted
from .typed import HOLDERS
from .written_keys import written_key

_WRAPPERS = frozenset({Category.EMAIL, Category.PHONE, Category.IMAGE, Category.STREET, Category.LOGIN})
_YEARS = frozenset({"jaar", "year", "yyyy"})
_HELD = CLEAR | {"loose"}
_ITEM_NAMES = frozenset({"value", "waarde", "address", "email", "number", "url", "src", "formatted"})
_VERSION_NAME = re.compile(r"(?:[vV]ersi(?:e|on)|[bB]uild|[rR]evision|[rR]elease)(?:_?(?:code|nr|number|nummer))?\Z")
_FIRST_NUMBERS = frozenset(map(str, range(32)))
_ID_OF_SOMEBODY = re.compile(r"(?!(?:19|20)[0-9]{2}\Z)[0-9]{4,9}\Z|"
                             r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")
_DIGEST_NAME = re.compile(r"sha_?\d{1,3}|md5|hash(?!tag)|digest", re.IGNORECASE)
_TRACKER_WRAPPERS = frozenset({"ud", "udff", "userdata", "advancedmatching", "cd"})
_LIKE_ADDRESSES = frozenset({"messageid", "internetmessageid", "icaluid", "inreplyto", "contentid"})
_LONGEST_CODE = 3
_BY_CODE = frozenset(words("""
languages language territories countries country landen talen currencies valuta locales scripts regions subdivisions
timezones units
"""))
"""Objects whose members are called by codes of two or three letters."""
_LONGEST_KEY = 20
_OF_PROGRAMS = frozenset({"$ref", "_score", "max_score", "maxScore", "_maxScore", "@search.score", "relevance_score"})
"""A pointer to a definition (JSON Schema), and how well a text fits what was looked for (Elasticsearch and others)."""


def meaning_of(names: tuple[str, ...]) -> Meaning:
    """The meaning of the last of these key names, given those above it (array levels left out)."""
    if not names:
        return SILENT
    if names[-1] in _OF_PROGRAMS:
        return NEGATIVE
    if len(names) > 1 and names[-1] in _FIRST_NUMBERS and _is_vector(names[-2]):
        names = names[:-1]  # a typed array written as an object: {"0": 0.01, "1": …}
    if len(names) > 1 and _ID_OF_SOMEBODY.match(names[-1]):
        names = names[:-1]  # a list by number: {"cijfer": {"118377": 7.4}}
    if len(names) > 1 and len(names[-1]) <= _LONGEST_CODE and squash(names[-2]) in _BY_CODE:
        return NEGATIVE  # what the code of a language or a country stands for
    if len(names) > 1 and squash(names[-1]) in _YEARS and (day := lookup(names[-2])) is not None and (
            day.category is Category.DOB and day.strength in CLEAR):
        names = (*names[:-2], "geboortejaar")  # {"geboortedatum": {"dag": 4, "maand": 5, "jaar": 2013}}
    name, above, entry = written_key(names)
    plain, last = squash(name), squash(above[-1]) if above else ""
    if (entry is None or entry.strength in {"context", "ambiguous"}) and above and (
            told_by := called(plain, above[-1])) is not None:
        entry = told_by
    if (entry is None and (is_of_marks(name) or (is_under_marks(above) and not describes_a_mark(name)))) or (
            entry is not None and entry.category is Category.SUPPORT and is_under_marks(above)):
        entry = MARKS  # "RW M6 VS", "Cijfer 2", "SE1"
    if entry is None and _VERSION_NAME.search(name):
        return NEGATIVE
    if entry is not None and entry.strength == "negative" and plain in _LIKE_ADDRESSES:
        return LIKE_ADDRESS
    if (told := in_telling_object(plain, above, last)) is not None:
        return told
    if len(names) > 1 and squash(names[-1]) in HOLDERS and (entry is None or entry.strength not in CLEAR):
        held = meaning_of(names[:-1])
        if held.free_text or (held.category is not None and held.strength in _HELD):
            return held._replace(label=False, labelled=True)
    if entry is not None and entry.name in AUTHORS and entry.strength == "loose" and is_posted(above):
        entry = entry._replace(strength="quasi")
    if plain in _ITEM_NAMES and above:
        wrapper = lookup(above[-1])
        if wrapper is not None and wrapper.category in _WRAPPERS and wrapper.strength in CLEAR:
            entry = wrapper
    if entry is None or entry.strength == "ambiguous":
        category, strength = by_parents(plain, entry, above, last)
    elif entry.strength == "short" and any(squash(level) in _TRACKER_WRAPPERS for level in above):
        category, strength = entry.category, "direct"
    else:
        category, strength = corrected(entry, above, last)
    about = about_of(above)
    if entry is not None and entry.about != "unknown" and (about == "unknown" or entry.about != "pupil"):
        about = entry.about
    key = ""
    if category is not None:
        key = entry.name if entry is not None else plain if len(plain) <= _LONGEST_KEY and plain.isalpha() else ""
    return Meaning(
        category, strength, about, key, free_text=plain in FREE_TEXT_NAMES, label=plain in LABEL_NAMES,
        labelled=plain in LABELLED_NAMES, digest=category is not None and bool(_DIGEST_NAME.search(name)))


def _is_vector(name: str) -> bool:
    """Whether a key is one of measures of a body, which are lists of numbers."""
    entry = lookup(name)
    return entry is not None and entry.category is Category.BIOMETRIC
