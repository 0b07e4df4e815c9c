"""Signs in Set-Cookie headers (RFC 6265 §4.1, RFC 6265bis): flags that are absent, lifetimes, cookies that track."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from scanner.model import Exchange, Field, Sign

from ..headers import is_session_cookie

if TYPE_CHECKING:
    from ..plan import Plan

KEYS: dict[str, frozenset[str]] = {}

_TRACKING = re.compile(
    r"_ga(?:_.{1,40})?|_gid|_gat(?:_.{1,40})?|_gcl_[a-z]{1,4}|__utm[a-z]|_fb[pc]|_hj.{1,60}|_scid(?:_r)?|_ttp|_clck|_clsk|"
    r"ajs_(?:anonymous|user)_id|mp_.{1,60}_mixpanel|amp_.{1,40}|amplitude_id.{0,40}|_pk_(?:id|ses|ref)(?:\..{1,40})?|"
    r"_uet[sv]id|_pin_unauth|_pinterest_.{1,20}|ide|muid|nid|anid|1p_jar|uuid2|optimizely.{1,40}|intercom-id-.{1,40}|"
    r"_dd_s|_vwo_.{1,40}|_vis_opt_.{1,40}|hubspotutk|__hst[cs]|__hssrc|mc|_mkto_trk|li_sugr|bcookie|lidc|tuuid(?:_lu)?|"
    r"test_cookie|_rdt_uuid|_tt_enable_cookie|_parsely_visitor|ph_.{1,60}_posthog|_shopify_[ys]|personalization_id|"
    r"guest_id(?:_.{1,20})?|visitor_info1_live|ysc|__gads|__gpi|cto_bundle|_cc_id|panoramaid",
    re.I,
)
"""Cookies that analytics and advertising services set, by the names that these services document."""
_IDENTIFIER = re.compile(r"(?=.{0,200}[0-9].{0,60}[0-9].{0,60}[0-9])(?=.{0,200}[A-Za-z].{0,60}[A-Za-z])"
                         r"[A-Za-z0-9_.:~-]{12,400}|[0-9]{10,40}")
"""A value that can tell one visitor from all others."""
_CONSENT = re.compile(r"consent|cookie.?(?:law|banner|notice|pref|accept|choice)|gdpr|avg.?keuze|didomi", re.I)
_GUARD = re.compile(r"csrf|xsrf|__requestverification", re.I)

_NUMBER = re.compile(r"-?\d{1,15}")
_DAY = 86400
MOST_DAYS = 100_000
"""Longer lifetimes are given as this: what a browser keeps ends after 400 days (RFC 6265bis §5.6.3) anyway."""


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """What a cookie is for, by its name: ``tracking``, ``consent``, ``guard`` (CSRF), ``session``; empty: unknown.

    Of these, a sign calls ``identifier`` what has a value that can tell visitors apart.
    """
    name = name[:200]
    if _TRACKING.fullmatch(name):
        return "tracking"
    if _CONSENT.search(name):
        return "consent"
    if _GUARD.search(name):
        return "guard"
    return "session" if is_session_cookie(name) else ""


def of_set_cookie(header: str, token: Callable[[str], str], scheme: str, day: int) -> list[Sign]:
    """The signs of one Set-Cookie header; none where it deletes the cookie.

    ``token`` gives the name as a report may show it. ``day`` is the day of the exchange since the epoch, 0: unknown.
    """
    pair, *rest = header.split(";", 30)
    name, equals, value = pair.partition("=")
    name = name.strip()
    if not equals or not value.strip().strip('"'):
        return []
    attributes = {key.strip().lower(): setting.strip() for key, _, setting in (each.partition("=") for each in rest)}
    days = _days(attributes, day)
    if days is not None and days <= 0:
        return []
    kind, part = kind_of(name), f"cookie.{token(name)}"
    if not kind and _IDENTIFIER.fullmatch(unquote(value.strip().strip('"')[:500])):
        kind = "identifier"

    def sign(code: str, amount: int = 0) -> Sign:
        return Sign(code, "response", part, "", kind, amount)

    found = [sign("cookie.set", min(days or 0, MOST_DAYS))]
    if "secure" not in attributes and scheme in {"https", "wss"}:
        found.append(sign("cookie.no-secure"))
    if "httponly" not in attributes:
        found.append(sign("cookie.no-httponly"))
    if attributes.get("samesite", "").lower() == "none":
        found.append(sign("cookie.samesite-none"))
    if days is not None:
        found.append(sign("cookie.lifetime", min(days, MOST_DAYS)))
    if kind == "tracking":
        found.append(sign("set-cookie.nonessential"))
    return found


def _days(attributes: dict[str, str], day: int) -> int | None:
    """The lifetime in days, rounded down; Max-Age goes before Expires (RFC 6265 §5.3). None: until the browser ends."""
    age = attributes.get("max-age", "")
    if _NUMBER.fullmatch(age):
        seconds = int(age)
        return max(1, seconds // _DAY) if seconds > 0 else 0
    expires = attributes.get("expires", "")
    if not expires:
        return None
    try:
        moment = parsedate_to_datetime(expires.replace("-", " ")[:60])
        ends = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if ends <= 0:
        return 0
    return int(ends // _DAY) - day if day else None


def is_tracking(name: str) -> bool:
    """Whether fields under a key of this name may be tracking cookies."""
    return kind_of(name) == "tracking"


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of tracking cookies that a request carries."""
    for leaf, plan in marked:
        if leaf.origin.direction == "request" and leaf.origin.part.startswith("cookie."):
            yield Sign("cookie.tracking", "request", f"cookie.{plan.template.split('/')[1]}", "", "tracking")
