"""Where a value ends that stands after a label in a text, and what such a value must look like to be believed.

Theory. A field has edges, a text has none: after ``nationaliteit:`` may stand *Syrische*, *Syrische, sinds 2021* or
*vul hier je nationaliteit in*. So each category says how far its values reach (a number and a login are one token, a
place is some words up to a sign), and asks for more than a field does: a word of a list, a digit, a capital.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from scanner.model import Category

from ..lexicon import lookup
from ..names import words as listed
from .dates import DATE
from .gazetteer import given_names
from .outcome import fold
from .peoples import is_language, is_orientation, is_people, is_religion
from .personal import COUNTRIES

Reach = Callable[[str, int], int]
"""From a text and the place where a value begins to its end; the same place where there is none."""

_TOKEN = re.compile(r"(?!//)[^\s\"'“”<>&;,|{}()\[\]\\$*?=%`]{2,128}(?<![.:!])")
_CALL = re.compile(r"[ ]?[(\[{$<\\?*%`=]")
"""What follows a word that is a call, a member or a template, and no value."""
_WORD = r"[^\W\d_][\w'’.-]{0,30}"
_WORDS = re.compile(rf"{_WORD}(?:[ ]{_WORD}){{0,3}}(?:[ ]\([^()\n]{{2,20}}\))?")
_EDGE = re.compile(r"\s*(?:[,;|&<>\"'“”\n\r\t/(]|\\|[-–—][ ]|\Z|%26)|\.(?:\s|\Z|[\"'<])")
_DAY = re.compile(r"[0-3][0-9][ ][01][0-9][ ](?:19|20)[0-9]{2}(?![0-9])")
_EPOCH = re.compile(r"\\?/Date\(-?[0-9]{6,14}(?:[+-][0-9]{4})?\)\\?/|-?[0-9]{9,13}(?![0-9.])")
_TIME = re.compile(r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_AGE = re.compile(
    r"[0-9]{1,2}(?:[;,.][0-9]{1,2})?(?:[ ]?(?:jaar|jr\.?|j)(?![a-z]))?(?![0-9]|[:%]|[.,;][0-9]|\w|"
    r"\s?(?:[-–+/]|t/m|tot|en ouder|of ouder|plus|maanden|dagen|uur|sec|min|van de))")
_GENDER = re.compile(
    r"(?i:mannelijk|vrouwelijk|man|vrouw|jongen|meisje|male|female|non-?binair|[mvfxoj])(?![\w-])"
    r"(?!\s?(?:[/|,+]|of|en|or)\s?(?i:[mvfxo]\b|vrouw|man|jongen|meisje|female|male|anders|onbekend|neutraal))")
_POSTCODE = re.compile(r"[1-9][0-9]{3}[ ]?[A-Za-z]{2}(?![0-9A-Za-z_])")
_STREET = re.compile(
    r"[^\W\d_][\w'’. -]{2,50}?[ ](?:nr\.?[ ])?[1-9][0-9]{0,4}(?:[ ]nr\.?[ ][1-9][0-9]{0,3})?"
    r"(?:[ -]?(?:bis|hs|bus[ ][0-9]{1,3}|[A-Za-z]|[0-9]{1,3}))?"
    r"(?![0-9A-Za-z_])")
_STREET_ALONE = re.compile(r"[^\W\d_][\w'’.+ -]{2,50}(?=[&;\n|]|\Z)")
_CLASS = re.compile(r"(?:(?i:groep|klas|unit|gr\.?|"
                    r"kl\.?)[ ])?(?=[^\s\"'<>&;,|]{0,11}[0-9])[A-Za-z0-9](?:[A-Za-z0-9/.-]{0,8}[A-Za-z0-9])?"
                    r"(?:[ ][a-h](?![\w]))?(?![\w:%(]|[.,]\d)")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}"
_FULL_NAME = re.compile(
    rf"{_CAPITAL}(?:(?:,?[ ]|\+)(?:(?:van|von|de|der|den|het|['’]t|ten|ter|te|el|al|da|dos|bin|"
    rf"ibn)[ +]){{0,3}}{_CAPITAL}){{1,4}}"
    r"(?![\w@(=])")
"""Words with capitals; a plus stands for a blank in addresses."""
_SHARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?[ ]?%")
_MARK = re.compile(r"(?:10(?:[.,]0)?|[1-9](?:[.,][0-9]{1,2})?)(?:[+-]|½)?"
                   r"(?![0-9A-Za-z/%]|[.,:/-][0-9]|[,;]?[ ][0-9])")


def _after(pattern: re.Pattern[str]) -> Reach:
    def reach(text: str, at: int) -> int:
        found = pattern.match(text, at)
        return at if found is None else found.end()

    return reach


def _token(text: str, at: int) -> int:
    found = _TOKEN.match(text, at)
    return at if found is None or _CALL.match(text, found.end()) else found.end()


def _street(text: str, at: int) -> int:
    """A street with its number, or alone where a sign ends it, as in what forms send."""
    found = _STREET.match(text, at) or _STREET_ALONE.match(text, at)
    return at if found is None else found.end()


def _words(text: str, at: int) -> int:
    """Some words up to a sign; where more follow, the first ones are tried by ``value_end``."""
    found = _WORDS.match(text, at)
    return at if found is None else found.end()


def _date(text: str, at: int) -> int:
    for pattern in (DATE, _DAY, _EPOCH):
        found = pattern.match(text, at)
        if found is not None:
            time = _TIME.match(text, found.end())
            return found.end() if time is None else time.end()
    return at


_REACHES: dict[Category, Reach] = {
    Category.DOB: _date,
    Category.AGE: _after(_AGE),
    Category.GENDER: _after(_GENDER),
    Category.POSTCODE: _after(_POSTCODE),
    Category.STREET: _street,
    Category.RESULT: _after(_MARK),
    Category.GROUP: _after(_CLASS),
    Category.PROGRESS: _after(_SHARE),
    Category.NAME_FULL: _after(_FULL_NAME),
    **dict.fromkeys(
        (Category.LOGIN, Category.ACCOUNT, Category.LEERLINGNUMMER, Category.COOKIE, Category.ECKID,
         Category.DEVICE, Category.ADVERTISING,
         Category.STAMPSEUDONIEM, Category.HPGN), _token),
    **dict.fromkeys(
        (Category.BIRTHPLACE, Category.NATIONALITY, Category.RELIGION, Category.ORIGIN, Category.ORIENTATION,
         Category.NAME_GIVEN, Category.NAME_FAMILY, Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT,
         Category.YOUTHCARE), _words),
}
CATEGORIES = tuple(_REACHES)
"""The categories whose values are looked for after labels; others have recognizers that know their labels."""
_IN_WORDS = frozenset(category for category, reach in _REACHES.items() if reach is _words)


class Written(NamedTuple):
    """A value as it stands in the text, and whether marks (quotes, a tag) say where it begins and ends."""

    start: int
    end: int
    marked: bool


def value_at(text: str, at: int, category: Category, *, quote: str, tag: bool) -> Written | None:
    """The value that begins at a place, ``quote`` being what was opened before it; None where there is none."""
    if quote or tag:
        end = text.find("</" if tag else quote, at, at + 121)
        if end > at and text[end - 1] == "\\":
            end -= 1
        if end > at and "\n" not in text[at:end]:
            return Written(at, end, True)
        return None
    end = _REACHES[category](text, at)
    if end <= at:
        return None
    if category in _IN_WORDS:
        return _phrase(text, at, end, category)
    if category is Category.GENDER and end - at > 1 and not _EDGE.match(text, end):
        return None
    return Written(at, end, False)


def _phrase(text: str, at: int, end: int, category: Category) -> Written | None:
    """The whole phrase where a sign ends it, else its first words where these are of a list."""
    whole = Written(at, end, False) if _EDGE.match(text, end) else None
    if category not in _LISTED:
        return whole
    while not is_listed(category, text[at:end]):
        end = text.rfind(" ", at, end)
        if end <= at:
            return whole
    return Written(at, end, False)


_LISTED: dict[Category, Callable[[str], bool]] = {
    Category.RELIGION: is_religion,
    Category.ORIENTATION: is_orientation,
    Category.NATIONALITY: is_people,
    Category.ORIGIN: lambda value: is_language(value) or is_people(value) or fold(value) in COUNTRIES,
}


def is_listed(category: Category, value: str) -> bool:
    """Whether a value in words is one of those that are known for its category."""
    listed = _LISTED.get(category)
    return listed is not None and listed(value)


_ADMINISTRATORS = frozenset((
    "admin", "administrator", "root", "test", "tester", "demo", "guest", "gast", "user", "username", "gebruiker",
    "naam", "name", "string", "text", "tekst", "number", "nummer", "int", "integer", "bool", "boolean", "object",
    "uuid", "email", "voorbeeld", "example", "sample", "placeholder", "xxx", "abc", "foo", "bar", "anonymous",
    "anoniem",
    "required", "optional", "verplicht", "optioneel", "login", "inlognaam", "gebruikersnaam", "wachtwoord", "password",
    "self", "this", "none", "null", "nil", "undefined", "default", "system", "postgres", "mysql", "sa",
    "value", "waarde",
))
_NAME_LOGIN = re.compile(r"(?:[a-z][._-][a-z]{2,24}|[a-z]{2,24}[._-][a-z]|[a-z]{2,20}[._-][a-z]{2,24})\Z",
                         re.IGNORECASE)
_INITIALLED = re.compile(r"(?:[a-z]\.[a-z]{2,24}|[a-z]{2,24}\.[a-z])\Z", re.IGNORECASE)
_FILES = frozenset(("html", "htm", "php", "aspx", "jsp", "js", "ts", "css", "json", "xml", "nl", "com", "org", "net",
                    "md"))
_PLACEHOLDER = re.compile(r"[<>{}$%*#\\]|\.{2}|\A[_.-]|[_-]\Z|x{3,}|\A(?:0123|1234)5?6?7?8?9?0?\Z|"
                          r"\A(?:0+|1{4,}|9{4,})\Z", re.IGNORECASE)
_PARTICLES = frozenset({"van", "de", "het", "a", "we", "zijn"})
_HINT_WORDS = frozenset(listed("""
moet is zijn niet verplicht dat die deze dit je jij jouw uw u we wij kies selecteer vul invullen vereist geen
onbekend nee ja van een het de wat welke hoe zie optioneel wordt worden kan kun mag alleen ook nog ingevuld leeg
your please select choose enter required optional the a an this not must should unknown n.v.t. nvt anders
overig overige hoofdstuk les toets opdracht blz week uitleg inleiding geschiedenis betekenis
"""))


def believable(category: Category, value: str, *, spoken: bool) -> bool:
    """Whether a value in a text is one of its category, beyond what the check of a field asks."""
    text = value.strip()
    if not text or (category is not Category.DOB and _PLACEHOLDER.search(text)):
        return False
    if category in _IN_WORDS:
        words = fold(text).split(" ")
        if words[0] in _HINT_WORDS or not _HINT_WORDS.isdisjoint({*words[1:]} - _PARTICLES):
            return False
        return not spoken or is_listed(category, text) or text[:1].isupper()
    if category is Category.LOGIN:
        return is_login(text, spoken=spoken)
    if category is Category.ACCOUNT:
        return any(char.isdigit() for char in text) and len(text) >= (4 if spoken else 3) and not _is_date(text)
    if category is Category.LEERLINGNUMMER:
        return sum(char.isdigit() for char in text) >= (4 if spoken else 3) and not _is_date(text)
    if category is Category.GENDER and spoken:
        return text in {"M", "V", "X"} or fold(text) in {"man", "vrouw", "jongen", "meisje"}
    return True


def is_login(text: str, *, spoken: bool) -> bool:
    """Whether a word looks like a login; ``spoken`` where nothing but words stands around it."""
    if text.casefold() in _ADMINISTRATORS or (text.isdigit() and len(text) < 4):
        return False
    mixed = any(char.isdigit() for char in text) and any(char.isalpha() for char in text)
    if not mixed and (lookup(text.rpartition(".")[2]) is not None or text.rpartition(".")[2].lower() in _FILES):
        return False
    if mixed or "@" in text[1:-1] or (_INITIALLED if spoken else _NAME_LOGIN).match(text):
        return not _is_date(text)
    if spoken or not text.isalpha():
        return text.isdigit() and not spoken
    return given_names().get(text.casefold()) is False


def _is_date(text: str) -> bool:
    found = DATE.match(text)
    return found is not None and found.end() == len(text) and not text.isdigit()
