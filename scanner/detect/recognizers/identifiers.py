"""Whole values under keys of account, login, pupil number and cookie ids; better known identifiers are told apart."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Verdict
from .eckid import LEGACY, URI, check_eckid
from .mail import check_email
from .names import check_full_name
from .outcome import fold, impossible, plausible, valid
from .phone import check_phone

_NOTHING = frozenset(("", "null", "none", "undefined", "nan", "true", "false", "0", "-1", "n/a", "nvt", "n.v.t.",
    "onbekend", "unknown", "-",
                      "anonymous", "anoniem", "guest", "gast", "(not set)", "[object object]"))
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
    if _AT_REALM.match(text):
        return valid(Category.LOGIN, text.lower(), ("shape:login-at-realm", 0.2))
    if _LOGIN.match(text):
        return valid(Category.LOGIN, text.lower(), ("shape:login", 0.1))
    if _OPAQUE.match(text) or re.fullmatch(r"[^\W\d_][\w .'’-]{1,79}", text):
        return plausible(Category.LOGIN, fold(text), ("shape:unusual-login", -0.1))
    return impossible(Category.LOGIN, fold(text)[:128], ("shape:no-login", -0.9))


def check_user(value: str) -> Verdict:
    """A whole value under ``gebruiker``: the name of a person, or else what the person signs in with."""
    name = check_full_name(value)
    listed = any(each.code.startswith("gazetteer:given") for each in name.evidence)
    return name if listed or (" " in value.strip() and name.outcome != "impossible") else check_login(value)


_MANY_DIGITS = re.compile(r"[0-9]{5,20}\Z")
"""More than anybody counts to: a number, where a name might stand."""
_OF_THING = re.compile(
    r"(?:msg|ctx|evt|event|crs|course|item|itm|doc|file|att|post|thread|room|rm|ord|order|inv|task|opg|les|job|img|vid|"
    r"tag|cat|prd|sub|quiz|asg|mod|pay|tr|req|res|sess|ses|ps|cf)[_-][A-Za-z0-9_-]+\Z")
"""Ids that say of what they are, which is no person: ``msg_01HZ``."""
OF_PERSON = re.compile(
    r"(?:usr|user|uid|lln|leerling|stu|stud|student|pupil|learner|kid|child|kind|lkr|doc?ent|teacher|tch|acc|account|"
    r"person|prs|member|mbr)[_-](?=[A-Za-z_-]{0,40}[0-9]|[a-z]?[A-Z])[A-Za-z0-9_-]{3,60}\Z")
"""Ids that say that they are a person's: ``usr_Jd82``, ``lln-118402``."""
PUPIL_KEYS = ("student", "leerling", "pupil", "learner")
"""Keys that hold a person, or the id of one."""


def check_pupil(value: str) -> Verdict:
    """A whole value under ``leerling``: an id, or else a name."""
    text = value.strip()
    if _UUID.match(text) or _MANY_DIGITS.match(text) or OF_PERSON.match(text):
        return check_account(text)
    return check_full_name(value)


_ANALYTICS = re.compile(r"(?:GA[0-9]\.[0-9]\.|GS[0-9]\.[0-9]\.|fb\.[0-9]\.)?[0-9]{6,}\.[0-9A-Za-z$._-]{6,}\Z")


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
