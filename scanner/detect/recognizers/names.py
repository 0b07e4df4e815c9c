"""Whole values under name keys: full names, surnames, given names; labels, sentences and identifiers are none.

Theory. The key says that a name may stand here; the value must not contradict it. Lists of names support, they never
exclude: a classroom holds names of the whole world. What excludes is the shape (digits, paths, camelCase), the
function words of a sentence, and the labels that programs put where a name is missing.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import ValueCheck, Verdict
from .cues import ORGANISATION, PLACES_LIKE_PEOPLE
from .gazetteer import given_names, public_figures, surnames
from .outcome import fold, impossible, plausible, reasons, valid
from .phone import check_phone

TUSSENVOEGSELS = frozenset((
    "van", "de", "der", "den", "het", "'t", "’t", "'s", "’s", "ten", "ter", "te", "tot", "op", "aan", "in", "bij",
    "uit", "voor", "over", "onder", "von", "zu", "la", "le", "du", "di", "da", "del", "della", "dos", "das", "do",
    "el", "al", "bin", "ibn", "ben", "ait", "aït", "oude", "y", "d'", "l'", "mac", "st.", "v.d.", "vd", "v.",
))
LABELS = frozenset((
    "onbekend", "unknown", "test", "tester", "testleerling", "testgebruiker", "anoniem", "anonymous", "anonym",
    "leerling", "student", "pupil", "gast", "guest", "user", "gebruiker", "admin", "administrator", "beheerder",
    "docent", "leraar", "teacher", "leerkracht", "ouder", "parent", "default", "standaard", "null", "none",
    "undefined", "nan", "true", "false", "n.v.t.", "nvt", "geen", "naam", "name", "voornaam", "achternaam", "roepnaam",
    "first name", "last name", "full name", "volledige naam", "username", "gebruikersnaam", "ik", "jij", "me", "you",
    "she", "he", "they", "we", "it", "hij", "zij", "ze", "wij",
    "system", "systeem", "root", "public", "private", "main", "home", "index", "button", "submit", "text", "string",
    "object", "iedereen", "everyone", "all", "alle", "klas", "groep", "demo", "demo leerling", "test leerling",
    "nieuwe leerling", "nieuwe gebruiker", "player", "speler", "redacted", "[redacted]", "chrome", "firefox", "safari",
    "windows", "android", "ios", "macos", "linux",
))
AUTHOR_KEYS = frozenset(("author", "auteur", "creator"))
"""Keys for who wrote something: a post of a pupil, or a book."""
SOMEBODY_KEYS = frozenset((
    "done_by", "owner", "eigenaar", "player", "speler", "winnaar", "participant", "attendee", "contact", "person",
    "child", "kind", "deelnemer", "kandidaat", "vriend", "vriendin", "friend", "sender", "from", "van", "submitter",
    "commenter", "reviewer", "assignee", "assigned_to", "stagiair", "voorzitter", "opa", "oma", "broer", "zus",
    "chauffeur", "houder", "pashouder", "kaarthouder", "passagier", "passenger",
))
"""Keys that may name a person, and much else."""
_LONGEST_ORGANISATION = 10
"""Letters of a kind of school by itself; a longer word is the name of one: ``Schaepmanschool``."""
_FUNCTION_WORDS = frozenset((
    "is", "zijn", "was", "wordt", "worden", "heeft", "hebt", "heb", "hebben", "een", "niet", "geen", "dit", "dat",
    "die", "maar", "want", "om", "naar", "met", "door", "je", "jouw", "mijn", "ik", "we", "wij", "jullie", "hun",
    "kan", "kun", "moet", "mag", "zal", "zou", "als", "dan", "of", "en", "ook", "nog", "wel", "hoe", "wat", "wie",
    "waar", "the", "and", "or", "of", "to", "with", "for", "your", "you", "not", "are", "please", "deze", "meer",
    "alle", "er",
))
_ALLOWED = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’´`.,()-]){0,59}\Z|['’][st] ?[^\W\d_](?:[^\W\d_]|[ '’´`.,-]){0,57}\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[ ]?){1,6}\Z")
_TITLES = re.compile(
    r"\A\s*(?:(?:mr|mrs|ms|miss|dr|drs|ir|ing|mw|mevr|dhr|hr|mej|prof|de heer|mevrouw|meneer|meester|juf|juffrouw|"
    r"conciërge|concierge|oma|opa|tante|oom|fam|familie|herr|frau|monsieur|madame|mme)"
    r"(?:\.\s*|\s+))+"
    r"(?=[^\W\d_])", re.IGNORECASE)
_DUTCH_TITLE = re.compile(r"\s*(?:mw|mevr|dhr|hr|mej|de heer|mevrouw|meneer|meester|juf|juffrouw|conciërge|oma|opa|"
                          r"tante|oom|fam|familie)\b", re.IGNORECASE)
"""Titles that schools and families give; a ``Dr.`` of one name is as often of a film."""
_KIN = re.compile(r"\s*(?:oma|opa|tante|oom)\b", re.IGNORECASE)
"""Who is called by the given name; a grandparent by the surname too where it is known as one."""
_INITIAL_FIRST = re.compile(r"(?:[^\W\d_a-z]\.[ ]?){1,5}[^\W\d_]{2}")
"""Initials with a surname, under a key for given names or nicknames."""
_WITH_INITIAL = re.compile(r"(?!(?:VWO|Havo|Mavo)\b)[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)? [A-Z]\.?\Z")
"""A given name with the first letter of a surname, as schools write it: ``Noah K.``."""
_ASIDE = re.compile(r"\s\([^()]{1,20}\)\s*\Z")
"""What stands behind a name: a function, a class, a number."""
_OTHERS = re.compile(r"\s(?:e/o|e\.?o\.?|c\.?s\.?|en/of)\.?\s*\Z", re.IGNORECASE)
"""And others, behind the name of who pays or holds an account."""
_JOINED = re.compile(r"\s+(?:&|\+|en|and|e/o|eo|en/of)\s+")
_LONGEST_PAIR = 90
_SUFFIX = re.compile(r",?\s(?:jr|sr|II|III|IV|MSc|BSc|MA|BA|PhD)\.?\s*\Z")
_NUMBER_AT_END = re.compile(r"(?<=[^\W\d_][^\W\d_])[0-9]{1,4}(?![^\W_])")
_CAMEL = re.compile(r"[a-z]{2,}[A-Z]|[A-Z]{2,}[a-z]{2,}[A-Z]")


_DOUBLE = re.compile(r"[^\W\d_]-(?:van|de|der|den|ten|ter|el|von)\Z")
"""Where the second half of a double surname begins with a tussenvoegsel: ``Abbink-ten Cate``."""


def split(text: str) -> tuple[list[str], list[str], list[str]]:
    """Given names and initials, tussenvoegsels, family words of a name in either order."""
    head, comma, tail = text.partition(",")
    if comma and "," not in tail:
        words = tail.split()
        particles = [word for word in words if word.casefold() in TUSSENVOEGSELS]
        given = [word for word in words if word.casefold() not in TUSSENVOEGSELS]
        family = head.split()
        leading = 0
        while leading < len(family) - 1 and family[leading].casefold() in TUSSENVOEGSELS:
            leading += 1
        return given, particles + family[:leading], family[leading:]
    words = text.split()
    double = next((i for i, word in enumerate(words) if i and _DOUBLE.search(word)), len(words))
    if double < len(words) - 1:
        return words[:double], [], words[double:]
    first = next((i for i, word in enumerate(words) if i and word.casefold() in TUSSENVOEGSELS), -1)
    if first > 0 and first < len(words) - 1:
        last = first
        while last < len(words) - 1 and words[last].casefold() in TUSSENVOEGSELS:
            last += 1
        return words[:first], words[first:last], words[last:]
    if len(words) > 1 and words[0].casefold() in TUSSENVOEGSELS:
        return [], words[:1], words[1:]
    return words[:-1] if len(words) > 1 else words, [], words[-1:] if len(words) > 1 else []


def listed_given(word: str) -> bool | None:
    """None when not listed as a given name, else whether it is also an ordinary word."""
    names = given_names()
    key = word.casefold()
    if key in names:
        return names[key]
    parts = key.split("-")
    if len(parts) > 1 and all(part in names for part in parts):
        return False
    return None


def listed_family(words: list[str]) -> bool:
    """Whether a surname, tussenvoegsels left out, stands in the list; of a double name one part suffices."""
    joined = " ".join(words).casefold()
    known = surnames()
    return joined in known or any(part.strip(" '’") in known for part in re.split(r"[- ]+", joined) if len(part) > 2)


def is_slug_of_name(text: str) -> bool:
    """Whether a slug is a listed given name and a listed surname: ``fleur-aalbers``, ``jonas_de_wolff``."""
    words = re.split(r"[-_.]", text)
    return len(words) > 1 and listed_given(words[0]) is not None and len(words[-1]) > 2 and listed_family(words[-1:])


def check_slug(value: str) -> Verdict:
    """A whole value that is such a slug, as the name it spells."""
    words = re.split(r"[-_.]", value.strip())
    spelt = " ".join(word if word in TUSSENVOEGSELS else word.capitalize() for word in words)
    return check_full_name(spelt)


def check_photo_file(value: str) -> Verdict:
    """The number that a photo is named after: ``118402.jpg``."""
    number = re.match(r"[0-9]{4,9}", value.strip())
    return valid(Category.LEERLINGNUMMER, number[0], ("shape:pupil-number", 0.2)) if number else impossible(
        Category.LEERLINGNUMMER, value[:128], ("shape:no-number", -0.9))


def _refuse(value: str, category: Category) -> Verdict | None:
    text = fold(value)
    if text in LABELS or not text:
        return impossible(category, text, ("shape:label", -0.9))
    if not _ALLOWED.match(value.strip()) or _CAMEL.search(value):
        return impossible(category, text, ("shape:no-name-characters", -0.9))
    words = text.replace(",", " ").split()
    if len(words) > 8 or _FUNCTION_WORDS.intersection(words) or (len(words) > 3 and text.endswith(".")):
        return impossible(category, text, ("shape:sentence", -0.9))
    if any(ORGANISATION.match(word) for word in words) and (len(words) > 1 or len(text) > _LONGEST_ORGANISATION):
        return impossible(category, text, ("shape:organisation", -0.9))
    if text in PLACES_LIKE_PEOPLE:
        return impossible(category, text, ("gazetteer:place", -0.9))
    one_in_capitals = len(words) == 1 and value.strip().isupper() and not _INITIALS.match(text)
    if one_in_capitals and (len(text) < 3 or not set(text) & set("aeiouy")):
        return impossible(category, text, ("shape:code", -0.6))
    return None


def _numbered(check: ValueCheck) -> ValueCheck:
    """The same check for names of test accounts too, which end in a number: ``Kim Kanarie2``."""

    def judge(value: str) -> Verdict:
        plain = _NUMBER_AT_END.sub("", value) if _NUMBER_AT_END.search(value) else ""
        if not plain:
            return check(value)
        verdict = check(plain)
        if verdict.outcome == "impossible":
            return impossible(verdict.category, value, ("shape:no-name-characters", -0.9))
        listed = verdict.outcome == "valid" and " " in plain.strip()
        evidence = (*verdict.evidence, *reasons(("shape:number-at-end", -0.1)))
        return Verdict("valid" if listed else "plausible", verdict.category, fold(value), evidence)

    return judge


_IN_CLASS = re.compile(r"([^\W\d_]{2,20})(?:[ ][^\W\d_.]{1,20}[.]?){0,4}(?P<class>[ ]\(?(?:"
                       r"[1-8](?![mvwx]\b|j|y|mnd|ml|mg|kg|km|cm|mm|gb|mb|k\b)[A-Za-z]{1,3}[0-9]?|[A-Za-z][1-6][A-Za-z])\)?)\Z")
"""The class behind a name: ``Fleur 6B``; no age (``8j``, ``7v``) and no measure."""


@_numbered
def check_full_name(value: str) -> Verdict:
    """A whole value under a key that names a person, or anything: ``naam``. One given name is told apart."""
    untitled = _TITLES.sub("", value, count=1)
    if untitled and untitled != value:
        verdict = check_full_name(untitled)
        return _titled(verdict, untitled, value) if _DUTCH_TITLE.match(value) else verdict
    value = _OTHERS.sub("", _ASIDE.sub("", value)) or value
    both = _JOINED.split(value, maxsplit=1) if len(value) <= _LONGEST_PAIR else []
    if len(both) > 1:
        return _pair(value, both)
    in_class = _IN_CLASS.match(value) if any(map(str.isdigit, value[-5:])) else None
    if in_class is not None and listed_given(in_class[1]) is not None:
        value = value[:in_class.start("class")]
    refused = _refuse(value, Category.NAME_FULL)
    if refused is not None:
        return refused
    text = " ".join(_SUFFIX.sub("", value).split())
    given, particles, family = split(text)
    canonical = fold(" ".join((*given, *particles, *family)))
    if not family:
        return _single(given[0] if given else text, canonical)
    first = listed_given(given[0]) if given else None
    known_family = listed_family(family)
    if canonical in public_figures():
        return plausible(Category.NAME_FULL, canonical, ("gazetteer:public-figure", -0.4))
    if first is not None and known_family:
        return valid(Category.NAME_FULL, canonical, ("gazetteer:given-and-family", 0.3))
    if first is not None:
        return valid(Category.NAME_FULL, canonical, ("gazetteer:given-name", 0.2))
    lower = [word for word in (*given, *family) if word[0].islower() and not _INITIALS.match(word)]
    if given and _INITIALS.match("".join(given)) and not lower:
        return valid(Category.NAME_FULL, canonical, ("shape:initials", 0.2))
    if lower and not (known_family and particles):
        return impossible(Category.NAME_FULL, canonical, ("shape:lower-case-words", -0.6))
    if not given and particles:
        return plausible(Category.NAME_FAMILY, canonical, ("shape:tussenvoegsel", 0.2))
    if known_family:
        return plausible(Category.NAME_FULL, canonical, ("gazetteer:family-name", 0.1))
    return plausible(Category.NAME_FULL, canonical, ("gazetteer:not-listed", -0.1))


def _pair(value: str, both: list[str]) -> Verdict:
    """Two persons in one value: ``Lieke & Fleur Bosman``, ``S.J. Hoekstra eo A.P. Lima``; both have to be names."""
    verdicts = [check_full_name(each) for each in both]
    pair = [each for each in verdicts if each.outcome == "valid"]
    if len(pair) == len(verdicts) and any(each.category is Category.NAME_FULL for each in pair):
        return valid(Category.NAME_FULL, fold(value), ("shape:two-names", 0.2))
    return impossible(Category.NAME_FULL, value, ("shape:no-name-characters", -0.9))


def _titled(verdict: Verdict, name: str, titled: str) -> Verdict:
    """What stands behind a title: a name that no list holds is one as well."""
    if verdict.outcome != "plausible" or any(each.code == "gazetteer:public-figure" for each in verdict.evidence):
        return verdict
    category = Category.NAME_FAMILY if " " not in verdict.canonical else verdict.category
    by_given = _KIN.match(titled) and category is Category.NAME_FAMILY and not listed_family([name])
    if by_given or verdict.category is Category.NAME_GIVEN:
        category = Category.NAME_GIVEN
    return valid(category, verdict.canonical, ("shape:title", 0.2))


def _single(word: str, canonical: str) -> Verdict:
    ordinary = listed_given(word)
    if ordinary is False and word[0].islower():
        pairs = ("gazetteer:given-name", 0.2), ("shape:lower-case-words", -0.3)
        return plausible(Category.NAME_GIVEN, canonical, *pairs)
    if ordinary is False:
        return valid(Category.NAME_GIVEN, canonical, ("gazetteer:given-name", 0.2))
    if ordinary:
        return plausible(Category.NAME_GIVEN, canonical, ("gazetteer:given-name-and-word", 0.0))
    if listed_family([word]) and word[0].isupper():
        return plausible(Category.NAME_FAMILY, canonical, ("gazetteer:family-name", 0.1))
    return plausible(Category.NAME_FULL, canonical, ("shape:single-word", -0.3))


@_numbered
def check_given_name(value: str) -> Verdict:
    """A whole value under a given name key; a value that also holds a surname is a full name."""
    refused = _refuse(value, Category.NAME_GIVEN)
    if refused is not None:
        return refused
    text = " ".join(value.replace(",", " ").split())
    if _TITLES.match(text) or _INITIAL_FIRST.match(text):
        return check_full_name(text)
    given, particles, family = split(text)
    if particles and family and given:
        return valid(Category.NAME_FULL, fold(text), ("shape:tussenvoegsel", 0.2))
    if _INITIALS.match(text):
        return plausible(Category.NAME_GIVEN, fold(text), ("shape:initials", -0.2))
    listed = [listed_given(word) for word in text.split()]
    if listed[0] is not None:
        if len(listed) == 2 and listed[1] is None and listed_family([text.split()[1]]):
            return plausible(Category.NAME_FULL, fold(text), ("gazetteer:given-and-family", 0.2))
        return valid(Category.NAME_GIVEN, fold(text), ("gazetteer:given-name", 0.2))
    if len(listed) > 1 and not all(word[0].isupper() for word in text.split()):
        return plausible(Category.NAME_GIVEN, fold(text), ("shape:lower-case-words", -0.3))
    return plausible(Category.NAME_GIVEN, fold(text), ("gazetteer:not-listed", -0.1))


@_numbered
def check_family_name(value: str) -> Verdict:
    """A whole value under a surname key, with or without tussenvoegsels; a tussenvoegsel alone says little."""
    refused = _refuse(value, Category.NAME_FAMILY)
    if refused is not None:
        return refused
    text = " ".join(value.split())
    words = text.replace(",", " ").split()
    family = [word for word in words if word.casefold() not in TUSSENVOEGSELS]
    if not family:
        return plausible(Category.NAME_FAMILY, fold(text), ("shape:tussenvoegsel-only", -0.5))
    if "," in text:  # "Vries, de"
        words = [word for word in words if word.casefold() in TUSSENVOEGSELS] + family
    canonical = fold(" ".join(words))
    if listed_family(family):
        return valid(Category.NAME_FAMILY, canonical, ("gazetteer:family-name", 0.2))
    return plausible(Category.NAME_FAMILY, canonical, ("gazetteer:not-listed", -0.1))


def check_short_family(value: str) -> Verdict:
    """A whole value under two letters for a surname, which are a language as well: only with a capital, and listed."""
    verdict = check_family_name(value)
    words = [word for word in value.split() if word.casefold() not in TUSSENVOEGSELS]
    if words and words[0][:1].isupper() and verdict.outcome != "impossible":
        return verdict if verdict.outcome == "valid" and len(words) == 1 else plausible(
            Category.NAME_FAMILY, verdict.canonical, ("gazetteer:not-listed", -0.1))
    return impossible(Category.NAME_FAMILY, fold(value), ("shape:lower-case-words", -0.6))


def check_somebody(value: str) -> Verdict:
    """A whole value under a key that may name a person, and may name much else: ``kind``, ``owner``, ``createdBy``.

    A word that no list holds as a given name is somebody's only beside another word with a capital.
    """
    verdict = check_full_name(value)
    if verdict.outcome == "plausible" and verdict.category is not Category.NAME_GIVEN and (
        " " not in value.strip() or not all(word[0].isupper() for word in value.split()
                                            if word.casefold() not in TUSSENVOEGSELS)
    ):
        return impossible(verdict.category, value, ("shape:single-word", -0.9))
    return verdict


def check_author(value: str) -> Verdict:
    """The same under a key for who wrote something: of a book, a listed name is no pupil, so that it counts less."""
    verdict = check_somebody(value)
    evidence = tuple(reasons(("gazetteer:given-name", 0.2))[0] if each.code == "gazetteer:given-and-family" else each
                     for each in verdict.evidence)
    return Verdict(verdict.outcome, verdict.category, verdict.canonical, evidence)


def check_reachable(value: str) -> Verdict:
    """A whole value under a key for whom to call: a telephone number, or the name of a person."""
    called = check_phone(value)
    return check_somebody(value) if called.outcome == "impossible" else called
