"""Finds accounts that running text names: ``insta @lot.vdb``, ``Discord: Daan#4821``, ``gebruiker k.devries``.

Theory. What follows the name of a platform or a word for a user is mostly the rest of a sentence (*insta verhaal*,
*gebruiker is ingelogd*), so a value counts by its form: an ``@`` before it, a digit, point or line within it, or, in
the style of a log, a word that no list of words holds. A number counts from four digits on, where it is no year.
Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..prose.evidence import in_program
from ..prose.gate import is_strange
from .base import Cost, Match
from .context import Cues, Taken
from .label_values import is_login
from .outcome import reasons

_PLATFORMS = (
    r"insta(?:gram)?|snap(?:chat)?|snapcode|tik ?tok|discord|roblox|steam|fortnite|twitch|xbox(?: live)?|psn|"
    r"playstation|"
    r"minecraft|telegram|be ?real|twitter|facebook|kik|reddit|gamertag|epic(?: games)?|nintendo|skype|github|scratch|"
    r"youtube|linkedin|signal|pinterest|duolingo|chess\.com|brawl ?stars|clash(?: royale| of clans)?"
)
_HANDLE = re.compile(
    rf"(?<![\w.@/#-])(?:{_PLATFORMS})(?:[ -]?(?:account|acc|naam|user(?:name)?|tag|id|handle))?"
    r"(?:[ ](?:van|of)[ ](?-i:[^\W\d_a-z])[^\W\d_]{1,24})?(?P<sign>[ ]?[:=][ ]?|[ ](?:is|als|heet|naam is|op)[ ]|"
    r"[ ]{1,2})"
    r"[\"'“]?(?P<value>@?[A-Za-z0-9_][\w.-]{2,30}(?:#[0-9]{4})?)(?![\w@/(=])", re.IGNORECASE)
_TAGGED = re.compile(r"(?<![\w.@/#])(?P<value>[A-Za-z][\w.]{2,30}#[0-9]{4})(?![\w-])")
"""A name with its number, as Discord and game platforms write it."""
_USER = re.compile(
    r"(?<![\w.@/#$-])(?:gebruikers?|users?|account|accountnaam|inlog|(?:in|aan)gelogd als|aangemeld als|logged in as|"
    r"signed in as|(?:door|van|voor|by|for|from|as) (?:gebruiker|user)|session (?:opened )?for user)[ ]"
    r"(?P<quote>[\"'“`]?)(?P<value>[A-Za-z0-9][\w.@-]{2,60}(?<![.@-]))(?=[\"'”`]?(?:[ ,;.)\]|]|\Z|\n))", re.IGNORECASE)
_FORMED = re.compile(r"(?=.*[A-Za-z])(?:.*[0-9]|.*[A-Za-z0-9][._][A-Za-z0-9])")
_FILE = re.compile(r"\.(?:html?|php|aspx?|jsp|js|css|json|xml|nl|com|org|net|md|be|eu|tv|io|app)\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_LOG = Cues((r"ip", r"login", r"inlog\w*", r"aanmeld\w*", r"aangemeld", r"sessie", r"session", r"vanaf", r"from",
             r"failed", r"mislukt\w*", r"denied", r"geweigerd", r"authenticat\w*", r"client", r"chromebook", r"ipad"),
            reach=60)
"""Words of logs of who came in."""
_NO_HANDLES = frozenset(("api", "app", "sdk", "web", "live", "groep", "kids", "account", "id", "v2", "v3", "studio"))


class HandleRecognizer:
    """Finds names of accounts after the name of a platform, and users by name or number."""

    name = "nl_handle"
    entity = "ACCOUNT_NAME"
    categories: tuple[Category, ...] = (Category.LOGIN, Category.ACCOUNT)
    cost: Cost = "context"
    trigger = re.compile(
        rf"(?<![^\W_])(?:{_PLATFORMS}|gebruiker|user|account|ingelogd|aangelogd|aangemeld|inlog|logged|signed)",
        re.IGNORECASE)
    context: tuple[str, ...] = ("gebruiker", "account", "insta", "snap")

    def find(self, text: str) -> list[Match]:
        taken = Taken()
        found: list[Match] = []
        for each in _HANDLE.finditer(text):
            value = each["value"]
            signed = each["sign"].strip() in {":", "="}
            if value.casefold() in _NO_HANDLES or _FILE.search(value) or in_program(text, *each.span("value")):
                continue
            if value[0] == "@" or "#" in value or _FORMED.match(value):
                pairs = [("context:platform", 0.7)]
            elif (signed or found) and value.isalpha() and is_strange(value.casefold()):
                pairs = [("context:platform", 0.6)]
            else:
                continue
            if not _YEAR.match(value) and taken.take(*each.span("value")):
                found.append(_login(each, pairs))
        for each in _TAGGED.finditer(text):
            if taken.take(*each.span("value")):
                found.append(_login(each, [("shape:tag-of-a-player", 0.6)]))
        for each in _USER.finditer(text):
            match = _user(text, each)
            if match is not None and taken.take(match.start, match.end):
                found.append(match)
        return sorted(found, key=lambda match: match.start)


def _user(text: str, each: re.Match[str]) -> Match | None:
    value, (start, end) = each["value"], each.span("value")
    if in_program(text, start, end) or _FILE.search(value):
        return None
    if value.isdigit():
        if not 4 <= len(value) <= 12 or _YEAR.match(value):
            return None
        return Match(start, end, Category.ACCOUNT, 0.6, value, reasons(("context:user", 0.6)))
    if is_login(value, spoken=True):
        return _login(each, [("context:user", 0.65)])
    if value.isalpha() and value.islower() and len(value) > 4 and _LOG.around(text, start, end) and is_strange(value):
        return _login(each, [("context:user", 0.6)])
    return None


def _login(each: re.Match[str], pairs: list[tuple[str, float]]) -> Match:
    score = round(sum(weight for _, weight in pairs), 2)
    canonical = each["value"].lstrip("@").casefold()
    return Match(*each.span("value"), Category.LOGIN, score, canonical, reasons(*pairs))
