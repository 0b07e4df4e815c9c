"""Ids that say themselves that they are a person's: ``usr_Jd82``, ``lln-118402``, ``gid://app/Student/502``.

Theory. Programs that give every id a prefix for its kind (``usr_``, ``ord_``, ``msg_``) tell by it whose it is, under
whatever key it stands; so do global ids of GraphQL and Rails, which name their kind before the number. What follows
must look like an id: a number that is no year, or letters and digits that are no word with a counter (``user-step2``).
Cost class: regex.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

from scanner.model import Category

from .base import Cost, Match
from .outcome import reasons

_SCORE = 0.65
_CLEAR = (
    "usr", "uid", "lln", "leerling", "stu", "stud", "student", "pupil", "learner", "kid", "child", "kind",
    "ouder", "parent", "guardian", "verzorger", "lkr", "docent", "leerkracht", "teacher", "tch", "mdw",
    "medewerker", "employee", "persoon", "person", "prs", "mbr", "deelnemer", "participant", "athlete",
    "sporter", "cursist", "kandidaat", "candidate", "cand", "gebruiker", "gebr",
)
_GENERAL = ("user", "account", "profile", "member", "contact")
"""Words before ids of which few digits are a counter: ``user-12`` of a page, ``member_3`` of a structure."""
_ID = re.compile(
    rf"(?<![\w/.#@$%-])(?P<kind>{'|'.join(sorted((*_CLEAR, *_GENERAL), key=len, reverse=True))})[_-]"
    r"(?P<rest>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[A-Za-z0-9]{3,32})(?![\w@$%/-]|\.[A-Za-z0-9])"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_MIXED = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9]{4,}\Z")
_HEX = re.compile(r"(?=[0-9]*[a-f])(?=(?:[a-f]*[0-9]){2})[0-9a-f]{6,}\Z")
_DIGITS = re.compile(r"[^0-9]*(?:[0-9][^0-9]*){3,}\Z")
_KINDS = ("Leerling", "User", "Student", "Pupil", "Person", "Persoon", "Gebruiker", "Docent", "Ouder", "Account",
          "Member", "Child", "Kind", "Learner", "Profile", "Teacher", "Leerkracht", "Deelnemer", "Participant",
          "Guardian", "Parent", "Medewerker", "Employee")


def _encoded(kind: str) -> str:
    """The letters of Base64 that any id of a kind begins with: those that hold no bit of what follows."""
    text = f"{kind}:".encode()
    return b64encode(text).decode().rstrip("=")[: len(text) * 8 // 6]


_GLOBAL = re.compile(rf"(?<![\w+/=])(?:{'|'.join(map(_encoded, _KINDS))})[A-Za-z0-9+/_-]{{1,64}}={{0,2}}(?![\w+/=])")
_NAMED = re.compile(rf"(?:{'|'.join(_KINDS)})(?:Node|Type)?:[\w-]{{1,64}}\Z")
_COMPOUND = re.compile(rf"(?<![\w/])(?P<kind>(?i:{'|'.join(sorted(_CLEAR, key=len, reverse=True))}|user))#"
                       r"(?P<rest>[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[A-Za-z0-9]{3,40})(?![\w-])")
"""A key of a store that keeps all kinds in one table: ``PUPIL#01J9ZC4Q0N``."""
_RESOURCE = re.compile(
    r"(?:[\w().~-]{1,80}/){1,20}(?i:users|people|persons|students|pupils|learners|members|teachers|leerlingen|kinderen|"
    r"gebruikers|docenten|ouders|deelnemers|profiles)/(?P<rest>(?=[\w~.-]*[0-9])[\w~.-]{4,64})\Z")
"""The name of a document under persons: ``projects/p/databases/d/documents/kinderen/kX72mmQp1``."""
_URI = re.compile(rf"gid://[\w-]{{1,40}}/(?:{'|'.join(_KINDS)})/[\w-]{{1,64}}(?![\w/-])")


def is_person_ref(text: str) -> bool:
    """Whether a whole value is such an id."""
    match = _ID.match(text)
    return match is not None and match.end() == len(text) and _is_id(match)


def _is_id(match: re.Match[str]) -> bool:
    rest = match["rest"]
    if rest.isdigit():
        return len(rest) >= (4 if match["kind"] in _GENERAL else 3) and _YEAR.match(rest) is None
    if "-" in rest:
        return True
    return bool(_MIXED.match(rest) or _HEX.match(rest) or (len(rest) >= 5 and _DIGITS.match(rest) is not None))


def _is_alone(match: re.Match[str]) -> bool:
    """Whether an id in a text is one; a UUID is left to those who compare it with others."""
    return "-" not in match["rest"] and _is_id(match)


def _is_key(match: re.Match[str]) -> bool:
    """Whether what follows a kind is an id of any form, and no word or year."""
    rest = match["rest"]
    return len(rest) > 8 and any(map(str.isdigit, rest)) if not rest.isdigit() else _is_id(match)


def _is_global(text: str) -> bool:
    try:
        plain = b64decode(text.replace("-", "+").replace("_", "/").rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
        return _NAMED.match(plain.decode("ascii")) is not None
    except ValueError:  # also what is no Base64 and no ASCII
        return False


class PersonRefRecognizer:
    """Finds ids whose prefix says that they are a person's."""

    name = "person_ref"
    entity = "PERSON_REFERENCE"
    categories: tuple[Category, ...] = (Category.ACCOUNT,)
    cost: Cost = "regex"
    trigger = re.compile(rf"(?:{'|'.join((*_CLEAR, *_GENERAL))})[_-][A-Za-z0-9]{{3}}|"
                         rf"(?:{'|'.join(map(_encoded, _KINDS))})[A-Za-z0-9]|gid://[\w-]|"
                         rf"(?i:{'|'.join(_CLEAR)}|user)#[A-Za-z0-9]|"
                         r"(?i:users|people|students|pupils|learners|members|teachers|leerlingen|kinderen|gebruikers|"
                         r"docenten|ouders|deelnemers|profiles|persons)/[\w~.-]{4}")
    context: tuple[str, ...] = ("id", "user", "leerling")

    def find(self, text: str) -> list[Match]:
        found = [
            Match(each.start(), each.end(), Category.ACCOUNT, _SCORE, each.group(), reasons((code, _SCORE)))
            for pattern, code, holds in ((_ID, "shape:id-of-person", _is_alone),
                                         (_GLOBAL, "shape:global-id", lambda each: _is_global(each.group())),
                                         (_COMPOUND, "shape:id-of-person", _is_key),
                                         (_URI, "shape:global-id", lambda each: True))
            for each in pattern.finditer(text)
            if holds(each) and (pattern is not _GLOBAL or each.group() == text.strip())
        ]
        resource = _RESOURCE.match(text) if len(text) <= 600 else None
        if resource is not None:
            found.append(Match(*resource.span("rest"), Category.ACCOUNT, _SCORE, resource["rest"],
                               reasons(("shape:resource-of-person", _SCORE))))
        return sorted(found, key=lambda match: match.start)
