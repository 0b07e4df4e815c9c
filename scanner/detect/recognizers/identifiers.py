"""Whole values under keys of account, login, pupil number and cookie ids; better known identifiers are told apart."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Verdict
from .eckid import LEGACY, URI, check_eckid
from .iban import check_iban
from .mail import check_email
from .names import check_full_name, check_given_name, check_somebody, listed_family, listed_given
from .outcome import fold, impossible, plausible, valid
from .person_ref import is_person_ref
from .phone import check_phone

_NOTHING = frozenset((
    "", "null", "none", "undefined", "nan", "true", "false", "0", "-1", "n/a", "nvt", "n.v.t.", "onbekend", "unknown",
    "-", "anonymous", "anoniem", "guest", "gast", "all", "alle", "any", "self", "me", "mij", "current", "(not set)",
    "[object object]",
))
_UUID = re.compile(r"\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?\Z")
_HEX = re.compile(r"[0-9A-Fa-f]{16,128}\Z")
_PUPIL_NUMBER = re.compile(r"(?:[A-Za-z]{0,3}-?[0-9]{3,12}[A-Za-z]?|[0-9]{2,4}-[0-9]{3,6})\Z")
_AT_REALM = re.compile(r"([A-Za-z0-9._-]{1,64})@([A-Za-z0-9.-]{2,128})\Z")
_MOBILE = re.compile(r"(?:\+31|0031|0)[ -]?6[1-58](?:[ -]?[0-9]){7}\Z")
"""A Dutch mobile number as it is written: under ``nummer`` of a person it is no id."""
_OPAQUE = re.compile(r"[\x21-\x7e]{1,512}\Z")
_LOGIN = re.compile(r"[^\W_][\w.+'-]{1,79}\Z")


def _better(text: str) -> Verdict | None:
    """An ECK iD or an e-mail address under another key."""
    if URI.search(text) or LEGACY.search(text):
        verdict = check_eckid(text)
        legacy = verdict.outcome == "plausible" and LEGACY.match(text)
        return verdict if verdict.outcome == "valid" or legacy else None
    if len(text) >= 15 and text[:2].isalpha() and text[2:4].isdigit() and (iban := check_iban(text)).outcome == "valid":
        return iban
    if "@" in text and "." in text.partition("@")[2] and not text.partition("@")[0].isdigit():
        verdict = check_email(text)
        return verdict if verdict.outcome != "impossible" else None
    return None


def check_leerlingnummer(value: str) -> Verdict:
    """A pupil number: 3 to 12 digits, with letters or ``@realm`` at most (nlEduPersonProfileId)."""
    text = value.strip()
    better = _better(text)
    if better is not None:
        return better
    realm = _AT_REALM.match(text)
    number = realm.group(1) if realm else text
    if _PUPIL_NUMBER.match(number) and number.strip("0-"):
        shape = "shape:number-at-realm" if realm else "shape:pupil-number"
        return valid(Category.LEERLINGNUMMER, text.lower(), (shape, 0.2))
    if _UUID.match(text):
        return plausible(Category.LEERLINGNUMMER, text.lower(), ("shape:uuid", -0.2))
    if is_login_of_name(text):
        return valid(Category.LOGIN, text, LOGIN_OF_NAME)
    if _SEVERAL.match(text):
        return valid(Category.LEERLINGNUMMER, text, ("shape:pupil-number", 0.2))
    named = text.casefold() not in _NOTHING and text.strip("0-") != ""
    if named and re.fullmatch(r"(?=[^0-9]*[0-9])[A-Za-z0-9_.-]{1,32}", text):
        return plausible(Category.LEERLINGNUMMER, text.lower(), ("shape:code", -0.1))
    return impossible(Category.LEERLINGNUMMER, text[:128], ("shape:no-number", -0.9))


def check_account(value: str) -> Verdict:
    """An account id: UUID, hexadecimal, number, or any word without spaces."""
    text = value.strip()
    if _MOBILE.match(text):
        return check_phone(text)
    if text.casefold() in _NOTHING or len(text) > 512:
        return impossible(Category.ACCOUNT, text[:128], ("shape:no-id", -0.9))
    better = _better(text)
    if better is not None:
        return better
    if _OF_THING.match(text):
        return plausible(Category.ACCOUNT, text, ("shape:opaque-id", -0.3))
    if _UUID.match(text):
        return valid(Category.ACCOUNT, text.strip("{}").lower(), ("shape:uuid", 0.2))
    if _HEX.match(text):
        return valid(Category.ACCOUNT, text.lower(), ("shape:hex", 0.2))
    if text.isascii() and text.isdigit():
        if len(text) >= 3:
            return valid(Category.ACCOUNT, text, ("shape:number", 0.1))
        return plausible(Category.ACCOUNT, text, ("shape:small-number", -0.2))
    if _OPAQUE.match(text):
        strong = len(text) >= 6 and any(char.isdigit() for char in text)
        return (valid if strong else plausible)(Category.ACCOUNT, text, ("shape:opaque-id", 0.1 if strong else -0.1))
    return impossible(Category.ACCOUNT, fold(text)[:128], ("shape:no-id", -0.9))


def check_login(value: str) -> Verdict:
    """A user name: one word, or ``login@realm`` (nlEduPersonRealId); an e-mail address is told apart."""
    text = value.strip()
    if text.casefold() in _NOTHING or len(text) > 128:
        return impossible(Category.LOGIN, text[:128], ("shape:no-login", -0.9))
    better = _better(text)
    if better is not None:
        return better
    if _AT_REALM.match(text) or _IN_DOMAIN.match(text):
        return valid(Category.LOGIN, text.lower(), ("shape:login-at-realm", 0.2))
    if _LOGIN.match(text):
        return valid(Category.LOGIN, text.lower(), ("shape:login", 0.1))
    if _OPAQUE.match(text) or re.fullmatch(r"[^\W\d_][\w .'’-]{1,79}", text):
        return plausible(Category.LOGIN, fold(text), ("shape:unusual-login", -0.1))
    return impossible(Category.LOGIN, fold(text)[:128], ("shape:no-login", -0.9))


_DECORATION = re.compile(r"(?<=\w)[ ]*[^\w\s.'’)-][^\w]{0,20}\Z|\A[^\w]{1,20}(?=\w)")
"""Stars, smileys and hearts around a name."""
_MADE_UP = re.compile(r"(?=[A-Za-z]{1,31}[a-z][A-Z]|[A-Za-z0-9.-]{0,31}[0-9_]|[a-z]{1,20}[._][a-z]{3,30}\Z)"
                      r"[A-Za-z][\w.-]{3,31}\Z")
"""A handle: ``DeKaasKoning``, ``xx_ninja_xx``, and what servers make of a mail address, ``m.jansen``."""
_OF_FILE = re.compile(r"\.(?:json|html?|jpe?g|png|gif|svg|pdf|docx|xlsx|txt|xml|csv|zip)\Z")


def check_nickname(value: str) -> Verdict:
    """A whole value under a key for what somebody is called or calls themselves: a given name, or else a handle."""
    text = _DECORATION.sub("", value.strip())
    named = check_given_name(text)
    if named.outcome != "valid" and text.isascii() and _MADE_UP.match(text) and not _OF_FILE.search(text):
        return valid(Category.LOGIN, text.lower(), ("shape:login", 0.1))
    return named


_IN_DOMAIN = re.compile(r"(?![A-Za-z]:)[A-Za-z][A-Za-z0-9.-]{1,30}\\\\?[A-Za-z0-9][\w.@-]{1,63}\Z")
"""A user as Windows names one: ``SCHOOL\\kkanarie``."""
_NUMBERED = re.compile(r"[A-Za-z]{0,2}[_-]?[0-9]{3,}\Z")
"""An id that begins with a letter or two: ``u_9913``."""
_PREFIXED = re.compile(r"[a-z]{1,4}[-_](?=[0-9a-f]*[0-9][0-9a-f]*[0-9])[0-9a-f]{4,32}\Z")
"""The same, of hexadecimals: ``ll-7719af``."""
_MANY_DIGITS = re.compile(r"[0-9]{5,20}\Z")
"""More than anybody counts to: a number, where a name might stand."""
_SOME_DIGITS = re.compile(r"(?!(?:19|20)[0-9]{2}\Z)[0-9]{4,20}\Z")
OF_PERSON = ("shape:id-of-person", 0.2)
"""Evidence of an id that stands where a person is named, or says itself that it is a person's."""
_ROLES = frozenset((
    "admin", "administrator", "root", "system", "guest", "gast", "teacher", "student", "docent", "leerling",
    "ouder", "parent", "user", "gebruiker", "test", "demo", "service", "daemon", "nobody", "postgres", "mysql",
    "redis", "nginx", "www-data", "default", "anonymous", "public", "bot", "api",
))
"""Whom a program calls user, and nobody is."""


def is_role(text: str) -> bool:
    """Whether a name of a user is that of a role."""
    return text.casefold() in _ROLES


_FEDERATED = re.compile(r"@[a-z0-9][\w.=+-]{0,60}:(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}(?::[0-9]{2,5})?\Z")
"""Who somebody is on one of many servers: ``@kim.k:school.example`` (Matrix)."""


def _reference(value: str) -> Verdict | None:
    """The id of a person where a name might stand: a UUID, a long number, or one that says so itself."""
    text = value.strip()
    if _FEDERATED.match(text):
        return valid(Category.ACCOUNT, text, OF_PERSON)
    if _UUID.match(text) or _MANY_DIGITS.match(text) or is_person_ref(text):
        verdict = check_account(text)
        if verdict.category is Category.ACCOUNT and verdict.outcome == "valid":
            return valid(Category.ACCOUNT, verdict.canonical, OF_PERSON)
        return verdict
    return None


def check_user(value: str) -> Verdict:
    """A whole value under ``gebruiker`` or ``user``: an id, a name, or else what the person signs in with."""
    text = value.strip()
    reference = _reference(text)
    if reference is not None:
        return reference
    if is_login_of_name(text) or _IN_DOMAIN.match(text):
        return valid(Category.LOGIN, text, LOGIN_OF_NAME)
    if is_role(text):
        return impossible(Category.LOGIN, text, ("shape:role", -0.9))
    if _NUMBERED.match(text) or _PREFIXED.match(text):
        return check_account(text)
    name = check_full_name(value)
    listed = any(each.code.startswith("gazetteer:given") for each in name.evidence)
    return name if listed or (" " in text and name.outcome != "impossible") else check_login(value)


def check_login_of(value: str) -> Verdict:
    """A whole value under a short key of a login: one built of a name says so itself."""
    text = value.strip()
    if is_role(text):
        return impossible(Category.LOGIN, text, ("shape:role", -0.9))
    return valid(Category.LOGIN, text, LOGIN_OF_NAME) if is_login_of_name(text) else _reference(text) or (
        check_login(value))


def check_basic_user(value: str) -> Verdict:
    """The user of a Basic header: an address, a login that is built of a name, or else maybe a service."""
    verdict = check_user(value)
    told = verdict.evidence and verdict.evidence[0].code == LOGIN_OF_NAME[0]
    if verdict.category in {Category.LOGIN, Category.ACCOUNT} and not told:
        return plausible(Category.LOGIN, verdict.canonical, ("shape:maybe-a-service", -0.3))
    return verdict


def check_basic_password(value: str) -> Verdict:
    """The password of a Basic header, which the header as a whole has told already."""
    return plausible(Category.CREDENTIAL, value.strip(), ("context:part-of-header", -0.3))


def check_uid(value: str) -> Verdict:
    """A whole value under ``uid``, which in trackers and logs is who is signed in."""
    reference = _reference(value) if not _UUID.match(value.strip()) else None
    return reference or check_account(value)


def check_ref(value: str) -> Verdict:
    """A whole value under a key of a letter for an id: nothing that could be a count or a word."""
    return _reference(value) or impossible(Category.ACCOUNT, value[:128], ("shape:no-id", -0.9))


def check_kid(value: str) -> Verdict:
    """A whole value under ``kid``, which is a child or the id of a key (RFC 7517 §4.5): short ones are a child's."""
    text = value.strip()
    verdict = check_account(text)
    short = len(text) <= 16 and not (text.isalnum() and _HEX.match(text))
    return verdict if short and verdict.category is Category.ACCOUNT else impossible(
        Category.ACCOUNT, text[:128], ("shape:id-of-key", -0.9))


def check_who(value: str) -> Verdict:
    """A whole value under a key for who did or gets something: an id, or else a name."""
    return _reference(value) or check_somebody(value)


_CODE_OF_PERSON = re.compile(r"[A-Za-z]{1,4}[_-][0-9]{3,12}\Z")
"""The number of somebody behind the letters for his kind: ``LL-30021``, ``vk_884120``."""


def check_whom(value: str) -> Verdict:
    """The same in a list, where a short number is no count."""
    text = value.strip()
    if _SOME_DIGITS.match(text):
        return valid(Category.ACCOUNT, text, OF_PERSON)
    return _reference(value) or check_full_name(value)


LOGIN_OF_NAME = ("shape:login-of-name", 0.3)
"""A login that is built of a listed name: ``i.vermaat``, ``bram.hoekstra``."""


def is_login_of_name(text: str) -> bool:
    """Whether a word is an initial or a listed given name, a point, and a listed surname, in lower case."""
    parts = re.split(r"[._]", text.rstrip("0123456789"))
    if not 2 <= len(parts) <= 4 or not text.islower() or not all(part.isalpha() for part in parts):
        return False
    return len(parts[-1]) > 2 and (len(parts[0]) == 1 or listed_given(parts[0]) is not None) and (
        listed_family(parts[-1:]) or (len(parts[0]) > 1 and listed_given(parts[0]) is False and len(parts[-1]) > 4))


_OF_THING = re.compile(
    r"(?:msg|ctx|evt|event|crs|course|item|itm|doc|file|att|post|thread|room|rm|ord|order|inv|task|opg|les|job|img|vid|"
    r"tag|cat|prd|sub|quiz|asg|mod|pay|pfl|tr|req|res|sess|ses|ps|cf)[_-][A-Za-z0-9_-]+\Z")
"""Ids that say of what they are, which is no person: ``msg_01HZ``."""
WHO_KEYS = (
    "done_by", "sender", "assignee", "assigned_to", "participant", "attendee", "submitter", "reviewer", "commenter",
    "deelnemer", "kandidaat", "kind",
)
"""Keys for one who did or gets something, which may name much else."""
WHOM_KEYS = (
    "recipients", "ontvangers", "participants", "deelnemers", "attendees", "pupils", "students", "leerlingen", "users",
    "gebruikers", "invitees", "aanwezigen", "afwezigen", "docenten", "leerkrachten", "mentoren", "ouders", "learners",
    "teamleden", "groepsleden", "kopie_ontvangers", "blinde_kopie_ontvangers", "cc", "bcc",
    "lln", "llnn", "members", "aan", "to", "van", "from",
)
"""Keys of lists of persons; a number right under one is a count."""
PUPIL_KEYS = (
    "student", "leerling", "pupil", "learner", "recipient", "afzender", "ontvanger", "geadresseerde", "toegewezen_aan",
    "grader", "assessor", "corrector", "docent", "teacher", "leerkracht", "mentor", "ouder", "instructor", "begeleider",
)
"""Keys that hold a person, or the id of one."""


def check_pupil(value: str) -> Verdict:
    """A whole value under ``leerling`` or ``docent``: an id, or else a name."""
    text = value.strip()
    if _CODE_OF_PERSON.match(text) or _SOME_DIGITS.match(text) or is_member_key(text):
        return valid(Category.ACCOUNT, text, OF_PERSON)
    return _reference(value) or check_full_name(value)


_ASKED_FOR = re.compile(r"(?!(?:19|20)[0-9]{2}\Z)[0-9]{4,9}\Z|[A-Za-z]{1,4}[_-]?[0-9]{3,9}\Z")


def check_asked_for(value: str) -> Verdict:
    """A parameter of an address called after a pupil: a number or a code with one, and no year."""
    text = value.strip()
    if not _ASKED_FOR.match(text):
        return impossible(Category.LEERLINGNUMMER, text[:80], ("shape:no-id", -0.9))
    return valid(Category.LEERLINGNUMMER if text.isdecimal() else Category.ACCOUNT, text, OF_PERSON)


_MEMBER_KEY = re.compile(r"-?(?=(?:[^0-9]*[0-9]){2})(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9_-]{4,39}\Z")
_COUNTED_WORD = re.compile(r"[A-Za-z]{2,}[_-]?[0-9]{1,3}(?:[_-][0-9]{1,2})?\Z|[12][0-9]{3}-")
"""A word with a number behind it, and a year: ``groep7-8``, ``address2``, ``2026-q3``."""


def is_member_key(text: str) -> bool:
    """Whether letters and figures are mixed as in ids: ``b1f0-77``, ``-OaX1kd93``; words with a number are not."""
    return _MEMBER_KEY.match(text) is not None and _COUNTED_WORD.match(text) is None


SEVERAL_KEYS = ("pupils", "students", "leerlingen", "participants", "deelnemers", "learners", "attendees")
_SEVERAL = re.compile(r"[A-Za-z]{0,3}[0-9]{4,9}(?:[,;|][ ]?[A-Za-z]{0,3}[0-9]{4,9})+[,;|]?\Z")


def check_several(value: str) -> Verdict:
    """A whole value under a key for several pupils: their numbers in one text, or else a name."""
    text = value.strip()
    if _SEVERAL.match(text):
        return valid(Category.LEERLINGNUMMER, text, OF_PERSON)
    return check_full_name(value)


NUMBERED_KEYS = ("ll", "lln")
_NUMBER_OF_PUPIL = re.compile(r"[0-9]{5,9}\Z|[A-Za-z]{1,4}[_-]?[0-9]{4,9}\Z")
"""Longer than the number of pupils that a school has."""


def check_numbered(value: str) -> Verdict:
    """A whole value under ``ll`` or ``lln``: the number of a pupil, or how many pupils there are."""
    verdict = check_leerlingnummer(value)
    if verdict.category is Category.LEERLINGNUMMER and _NUMBER_OF_PUPIL.match(value.strip()):
        return valid(Category.LEERLINGNUMMER, verdict.canonical, OF_PERSON)
    return verdict


_ANALYTICS = re.compile(r"(?:GA[0-9]\.[0-9]\.|GS[0-9]\.[0-9]\.|fb\.[0-9]\.)?[0-9]{6,}\.[0-9A-Za-z$._-]{6,}\Z")


_RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9_-]{20,64}\Z")


def check_any_cookie(value: str) -> Verdict:
    """The value of a cookie whose name says nothing: a UUID, a long hexadecimal number, random letters with digits."""
    text = value.strip()
    if _UUID.match(text) or (len(text) >= 32 and _HEX.match(text)) or (
            _RANDOM.match(text) and sum(char.isdigit() for char in text) >= 3):
        return valid(Category.COOKIE, text, ("shape:random", 0.2))
    return impossible(Category.COOKIE, text[:128], ("shape:word", -0.6))


_SESSION = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9_-]{16,64}\Z|[0-9a-fA-F]{24,64}\Z")


_OF_RESOURCE = re.compile(r"[A-Z]{2}[0-9a-f]{32}\Z")
"""How services for messages write the ids of all that they keep: two letters for the kind, and a UUID."""


def check_session(value: str) -> Verdict:
    """A whole value under ``sid``: random letters with figures are a session; a number or a word says little."""
    text = value.strip()
    if _OF_RESOURCE.match(text):
        return impossible(Category.COOKIE, text, ("shape:no-id", -0.6))
    if _UUID.match(text) or _SESSION.match(text):
        return valid(Category.COOKIE, text, ("shape:random", 0.2))
    verdict = check_cookie(text)
    return verdict if verdict.outcome == "impossible" else plausible(verdict.category, verdict.canonical)


def check_cookie(value: str) -> Verdict:
    """An id in a cookie: random or counted; flags, languages and versions are none."""
    text = value.strip()
    if text.casefold() in _NOTHING or len(text) < 4 or len(text) > 4096:
        return impossible(Category.COOKIE, text[:128], ("shape:flag", -0.9))
    better = _better(text)
    if better is not None:
        return better
    if _UUID.match(text):
        return valid(Category.COOKIE, text.lower(), ("shape:uuid", 0.2))
    if _ANALYTICS.match(text) or _HEX.match(text):
        return valid(Category.COOKIE, text, ("shape:random", 0.2))
    digits = sum(char.isdigit() for char in text)
    if len(text) >= 12 and digits >= 2 and _OPAQUE.match(text):
        return valid(Category.COOKIE, text, ("shape:opaque-id", 0.1))
    if digits or len(text) >= 12:
        return plausible(Category.COOKIE, text, ("shape:short-id", -0.2))
    return impossible(Category.COOKIE, text[:128], ("shape:word", -0.6))
