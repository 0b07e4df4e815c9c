"""Names of keys made of a clear word and what narrows it: ``officialClass``, ``kind1_groep``, ``Basisschool__c``.

Theory. Whoever names a field for a class or a school puts what tells it from other classes before that word, or
behind it. The word decides, the rest does not matter; but ``group`` and ``class`` are words of programs as well, so
that under them only a value counts that has the form of a class.
"""

from __future__ import annotations

from scanner.model import Category

from .lexicon import Entry
from .names import snake, words
from .roles import PERSONS, role_of

_CLASSES = frozenset(words("klas groep stamgroep basisgroep mentorgroep lesgroep jaargroep leerjaar stamklas klasse"))
_GROUPS = frozenset(words("class classes group groups classroom homeroom schoolclass klassen groepen"))
_SCHOOLS = frozenset(words("school brin basisschool brinnummer brincode schoolnaam schoolname"))
_OF_NO_CLASS = frozenset(words("id ids nr nummer number aantal count size grootte doel leeftijds age"))
_MOST_WORDS = 6
_SHORTEST_ROLE = 5
CLASS_KEY, GROUP_KEY, SCHOOL_KEY = "klas_of", "group_of", "school_of"
_CLASS = Entry(CLASS_KEY, Category.GROUP, "pupil", "context")
_GROUP = Entry(GROUP_KEY, Category.GROUP, "pupil", "context")
_SCHOOL = Entry(SCHOOL_KEY, Category.SCHOOL, "unknown", "context")
_BRIN = Entry("brin_of", Category.SCHOOL, "unknown", "context")
_OF_SCHOOL = frozenset(words("key code id nummer number identifier brin"))
_OF_SCHOOLS = frozenset(words("school org organisatie organization instelling vestiging tenant"))
_SOMEBODY = Entry("done_by", Category.NAME_FULL, "unknown", "loose")
_SEVERAL = Entry("participants", Category.NAME_FULL, "unknown", "loose")
_PLURAL = ("s", "en")
_OF_GROUP = frozenset(words("code label title titel afkorting display displayname kortenaam korte_naam"))
"""What the object of a class calls what it is called."""


def compound(name: str) -> Entry | None:
    """The entry of a name by its first or last word; None where that says nothing clear."""
    levels = [word.rstrip("0123456789") for word in snake(name).split("_")]
    levels = [word for word in levels if len(word) > 1]
    if not levels or len(levels) > _MOST_WORDS or not _OF_NO_CLASS.isdisjoint(levels):
        return None
    for word in (levels[-1], levels[0]) if len(levels) > 1 else levels:
        if word in _CLASSES:
            return _CLASS
        if word in _SCHOOLS:
            return _SCHOOL
        if word in _GROUPS:
            return _GROUP
    if len(levels) == 1 and len(levels[0]) >= _SHORTEST_ROLE and role_of(levels[0]) in PERSONS:
        return _SEVERAL if levels[0].endswith(_PLURAL) else _SOMEBODY
    return None


def called(plain: str, above: str) -> Entry | None:
    """The entry of what a class or a school is called in an object of its own: ``groep/code``, ``school/key``."""
    role = role_of(above)
    if role == "group":
        return _GROUP if plain in _OF_GROUP else None
    return _BRIN if role == "school" and plain in _OF_SCHOOL and snake(above).split("_")[-1] in _OF_SCHOOLS else None
