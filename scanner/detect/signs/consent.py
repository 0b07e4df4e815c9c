"""Signs of a choice about tracking: Global Privacy Control, IAB TCF strings, consent mode, the usual consent tools."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from scanner.model import Direction, Exchange, Field, Headers, Sign

if TYPE_CHECKING:
    from ..plan import Plan

_NOWHERE: frozenset[str] = frozenset()
_TCF = ("euconsentv2", "gdprconsent", "tcstring", "tcfstring", "consentstring", "tcfconsent", "iabtcftcstring")
_LISTS = {
    # cookie or parameter → which of its entries are about more than the necessary; OneTrust numbers its groups
    "groups": re.compile(r"C000[2-9]:([01])"),
    "cookieconsent": re.compile(
        r"(?:preferences|statistics|marketing|analytics|targeting)\W{1,4}(true|false|yes|no|0|1)\b", re.I),
    "cookieyesconsent": re.compile(r"(?:analytics|advertisement|performance|functional):(yes|no)", re.I),
    "klaro": re.compile(r"\"[a-z-]{2,40}\":\s?(true|false)", re.I),
}
_WORDS = (
    "cookieconsentstatus", "cookieconsentlevel", "trackingconsent", "marketingconsent", "analyticsconsent",
    "statisticsconsent", "cookiesaccepted", "acceptcookies", "cookieaccept", "cookiekeuze", "cookietoestemming",
    "toestemmingcookies", "adstorage", "analyticsstorage", "aduserdata", "adpersonalization", "cmplzstatistics",
    "cmplzmarketing", "consentgiven", "consentstatus", "cookiesallowed", "trackingallowed", "allowtracking",
    "allowanalytics", "allowcookies", "cookieconsentaccepted", "cookielawinfocheckboxanalytics",
)
_SCRIPTED = frozenset({"cookiescriptconsent", "cookiefirstconsent", "cookieconsent", "cccookie"})
KEYS: dict[str, frozenset[str]] = {
    **dict.fromkeys((*_TCF, *_WORDS, "gcs", "cookieyesconsent", "klaro", "cookieconsent", "consent"), _NOWHERE),
    "groups": frozenset({"optanonconsent"}),
    "action": _SCRIPTED,
    **dict.fromkeys(("statistics", "marketing", "analytics", "targeting", "advertising", "performance"), _SCRIPTED),
}

_YES = frozenset({"true", "1", "yes", "ja", "allow", "allowed", "accept", "accepted", "acceptall", "granted", "all",
                  "alles", "akkoord", "agree", "agreed", "optin"})
_NO = frozenset({"false", "0", "no", "nee", "deny", "denied", "reject", "rejected", "rejectall", "refused", "none",
                 "declined", "decline", "necessary", "essential", "noodzakelijk", "optout", "disagree", "geweigerd",
                 "weigeren"})
_CONSENT_PATH = re.compile(r"consent|cookie|/cmp\b|privacy|toestemming", re.I)
_SENT = re.compile(r"[A-Za-z0-9_-]{30,4000}")
_PURPOSES = 152
"""Bit at which the 24 purpose consents of a TC string stand (IAB TCF v2, core string)."""
_GPC = Sign("consent.gpc", "request", "header.sec-gpc")


def of_request(headers: Headers) -> tuple[Sign, ...]:
    """The sign of a Sec-GPC header (W3C Global Privacy Control: its only value is ``1``)."""
    for name, value in headers:
        if len(name) == 7 and name.lower() == "sec-gpc" and value.strip() == "1":
            return (_GPC,)
    return ()


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of fields that hold a choice, at the first of their places.

    Of several answers in one part (purposes one by one) a single yes counts: refused is who refused all.
    """
    answers: dict[tuple[Direction, str], set[bool]] = {}
    places: dict[tuple[Direction, str], str] = {}
    for leaf, plan in marked:
        origin = leaf.origin
        name = re.sub(r"[^a-z0-9]", "", leaf.path.key[:60].lower())
        family, dot, _ = origin.part.partition(".")
        pointer = plan.template
        part = origin.part
        if dot and family in {"cookie", "header"}:
            part, pointer = f"{family}.{pointer.split('/')[1]}", ""
        if name in _TCF:
            consents = purposes(leaf.value)
            if consents is None:
                continue
            yield Sign("consent.string", origin.direction, part, pointer)
            found = {consents > 0}
        else:
            found = _answers(name, leaf, exchange)
        if found:
            answers.setdefault((origin.direction, part), set()).update(found)
            places.setdefault((origin.direction, part), pointer)
    for place, found in answers.items():
        yield Sign("consent.given" if True in found else "consent.refused", *place, places[place])


def _answers(name: str, leaf: Field, exchange: Exchange) -> set[bool]:
    """What a field says: yes, no, both, or nothing that is understood."""
    value = leaf.value[:2000]
    if name == "gcs":  # Google consent mode: G1, then ad storage and analytics storage
        return {value[2] == "1", value[3] == "1"} if re.fullmatch(r"G1[01][01]", value) else set()
    if name in _LISTS and (parts := _LISTS[name].findall(unquote(value))):
        return {part.lower() in {"1", "true", "yes"} for part in parts}
    if name == "consent" and not leaf.origin.part.startswith("cookie.") and not _CONSENT_PATH.search(
            exchange.target[:500].partition("?")[0]):
        return set()
    word = re.sub(r"[^a-z0-9]", "", value[:40].lower())
    return {True} if word in _YES else {False} if word in _NO else set()


def purposes(text: str) -> int | None:
    """The purpose consents of a TC string as a number of 24 bits; None for what is no such string."""
    core = text.partition(".")[0]
    if not _SENT.fullmatch(core):
        return None
    try:
        data = binascii.a2b_base64(core.replace("-", "+").replace("_", "/") + "=" * (-len(core) % 4))
    except ValueError:  # binascii.Error
        return None
    if len(data) < 22 or data[0] >> 2 != 2:
        return None
    return int.from_bytes(data[_PURPOSES // 8:_PURPOSES // 8 + 3], "big")
