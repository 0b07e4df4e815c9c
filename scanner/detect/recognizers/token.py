"""Session and access tokens in text (JWT, Bearer, wstoken, SAS signature, API keys) and as whole values.

Cost class: regex.
"""

from __future__ import annotations

import math
import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Taken
from .outcome import impossible, plausible, reasons, valid

JWT = re.compile(r"(?<![A-Za-z0-9_.-])eyJ[A-Za-z0-9_-]{10,4096}\.(?:eyJ)?[A-Za-z0-9_-]{0,16384}\.[A-Za-z0-9_-]{0,4096}"
                 r"(?:\.[A-Za-z0-9_-]{1,16384}\.[A-Za-z0-9_-]{1,4096})?")
_BEARER = re.compile(r"(?<![A-Za-z])[Bb]earer[ :=+]{1,2}(?:%20)?([A-Za-z0-9._~+/-]{16,4096}=*)")
_NAMED = re.compile(
    r"(?<![A-Za-z])((?:ws|access_?|refresh_?|id_?|auth_?|session_?|csrf_?|x-)?token|api[_-]?key|client[_-]?secret|"
    r"sess(?:ion)?[_-]?(?:id|key)|"
    r"[jJ]sessionid|phpsessid|asp\.net_sessionid|moodlesession|x-amz-signature|sig)"
    r"[\"']?[ ]?(?:=|:|%3D)[ ]?[\"']?([A-Za-z0-9._~+/%-]{16,4096}=*)",
    re.IGNORECASE,
)
_VENDOR = re.compile(
    r"(?<![A-Za-z0-9_-])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,90}|(?:AKIA|ASIA)[A-Z0-9]{16}"
    r"|[sr]k_live_[A-Za-z0-9]{16,99}|xox[abprs]-[A-Za-z0-9-]{10,80}|glpat-[A-Za-z0-9_-]{20,40})(?![A-Za-z0-9_-])"
)
ENTROPY = 2.8
"""Bits a character below which a long string is a word or a placeholder; random hex has some 3.7 at 32 characters."""


def entropy(text: str) -> float:
    """Shannon entropy of the characters, bits each."""
    size = len(text)
    return -sum(count / size * math.log2(count / size) for count in map(text.count, set(text))) if size else 0.0


def _random(value: str) -> bool:
    sample = value[:256]
    return entropy(sample) >= ENTROPY and any(char.isdigit() for char in sample)


class TokenRecognizer:
    """Finds tokens by their own shape or by the parameter that names them."""

    name = "token"
    entity = "ACCESS_TOKEN"
    categories: tuple[Category, ...] = (Category.TOKEN,)
    cost: Cost = "regex"
    trigger = re.compile(
        r"eyJ[A-Za-z0-9]|earer[ :=+]|token|api[_-]?key|secret|sess|sig[\"']?[ ]?(?:=|:|%3D)|signature|gh[pousr]_|"
        r"github_pat_|AKIA|ASIA|k_live_|xox[abprs]-"
        r"|glpat-",
        re.IGNORECASE,
    )
    context: tuple[str, ...] = ("token", "bearer", "authorization", "session")

    def find(self, text: str) -> list[Match]:
        found: list[Match] = []
        taken = Taken()
        for pattern, group, code, score in (
            (JWT, 0, "shape:jwt", 0.9), (_VENDOR, 0, "shape:vendor-key", 0.9), (_BEARER, 1, "context:bearer", 0.8),
            (_NAMED, 2, "context:parameter-name", 0.7),
        ):
            for each in pattern.finditer(text):
                start, end = each.span(group)
                value = each.group(group)
                if (group and not _random(value)) or not taken.take(start, end):
                    continue
                found.append(Match(start, end, Category.TOKEN, score, value, reasons((code, score))))
        return sorted(found, key=lambda match: match.start)


_MASKED = re.compile(r"[*•xX.\-_#]+\Z|<[^<>]{1,40}>\Z|\{\{?[^{}]{1,40}\}?\}\Z|\[[^\[\]]{1,40}\]\Z|%[^%]{1,40}%\Z")
_NOTHING = frozenset(("true", "false", "null", "none", "undefined", "nan", "deleted", "invalid", "[object object]"))


def masked(value: str) -> bool:
    """Whether the value is a mask or a placeholder, not a secret."""
    text = value.strip()
    return not text or text.casefold() in _NOTHING or _MASKED.match(text) is not None


_PUSH = re.compile(r"[A-Za-z0-9_-]{8,40}:APA91[A-Za-z0-9_-]{8,300}\Z|ExponentPushToken\[[A-Za-z0-9_-]{8,64}\]\Z")
"""Where a push message goes: the installation on a device (Firebase, Expo)."""


CALENDAR_LINK = "calendar_link"


def check_calendar_link(value: str) -> Verdict:
    """What stands in the link to somebody's calendar in place of a password."""
    return valid(Category.TOKEN, value.strip().removesuffix(".ics"), ("shape:random", 0.2))


def check_authorization(value: str) -> Verdict:
    """What stands in an Authorization header: any token that is no placeholder, however short."""
    verdict = check_token(value)
    text = re.sub(r"\A[A-Za-z]{3,20}[ ]+", "", value.strip())
    if verdict.outcome != "valid" and verdict.category is Category.TOKEN and not masked(text) and (
        len(text) >= 5 and not any(char.isspace() for char in text)
        and (any(char.isdigit() for char in text) or len(text) >= 12)
    ):
        return valid(Category.TOKEN, text, ("shape:short-token", 0.0))
    return verdict


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[A-Za-z]{2,20}\Z")


def check_token(value: str) -> Verdict:
    """A whole value under a token key: at least 16 characters that look random."""
    text = value.strip()
    if "@" in text and _MAIL.match(text):
        return valid(Category.EMAIL, text.casefold(), ("shape:email", 0.2))  # where messages of a subscription go
    if masked(text) or any(char.isspace() for char in text.removeprefix("Bearer ").removeprefix("bearer ")):
        return impossible(Category.TOKEN, text, ("shape:no-token", -0.9))
    text = text.removeprefix("Bearer ").removeprefix("bearer ")
    if JWT.fullmatch(text):
        return valid(Category.TOKEN, text, ("shape:jwt", 0.3))
    if _PUSH.match(text):
        return valid(Category.DEVICE, text, ("shape:push-token", 0.3))
    if len(text) >= 16 and entropy(text[:256]) >= ENTROPY:
        return valid(Category.TOKEN, text, ("shape:random", 0.2))
    if len(text) >= 8 and any(char.isdigit() for char in text):
        return plausible(Category.TOKEN, text, ("shape:short-token", -0.2))
    return impossible(Category.TOKEN, text, ("shape:no-token", -0.9))
