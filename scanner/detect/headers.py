"""What header and cookie names say: credentials, session cookies, cookies of trackers, addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.model import Category

from .loose import serves_once
from .meaning import NEGATIVE, SILENT, Meaning
from .names import words

_TOKEN = Meaning(Category.TOKEN, "direct", "unknown", "session")
_CREDENTIAL = Meaning(Category.CREDENTIAL, "direct", "unknown", "authorization")
_BEARER = Meaning(Category.TOKEN, "direct", "unknown", "bearer")
_COOKIE_ID = Meaning(Category.COOKIE, "direct", "unknown", "cookie")
_ANY_COOKIE = Meaning(Category.COOKIE, "quasi", "unknown", "any_cookie")

_SESSION = re.compile(r"sess|(?:^|[._-])sid$|jsessionid|phpsessid|asp\.?net|auth|token|jwt|remember|sso", re.I)
_NO_SESSION = re.compile(r"csrf|xsrf|consent|lang|theme|author", re.I)
_TRACKING = re.compile(
    r"^_ga(?:_.*)?$|^_gid$|^_gcl|^_fb[pc]$|^_hj|^_scid|^_ttp$|^_clck$|^_clsk$|^ajs_|^mp_|^amp_|^_pk_id|^_uet|^_pin_|"
    r"^ide$|^muid$|^nid$|^uuid2?$|^optimizely|^intercom-id|visitor|client_?id|device_?id|distinct_id|^matomo|^_dd_s$",
    re.I,
)
_SECRET_HEADER = re.compile(r"(?:^|-)(?:token|auth|access-?key|secret|session|jwt|ticket|sessionid|session-id)$")
"""Headers that carry what signs a client in: ``X-Token``."""
_NO_SECRET = re.compile(r"csrf|xsrf|idempotency")
_TECHNICAL_HEADERS = frozenset(
    words("""
etag if-none-match if-match x-request-id x-correlation-id traceparent tracestate via server-timing x-cache
x-amz-cf-id x-amz-request-id x-trace-id cf-ray x-runtime content-md5 digest sec-websocket-key age report-to nel
x-served-by x-timer x-b3-traceid x-b3-spanid sentry-trace baggage
""")
)


@lru_cache(maxsize=4096)
def meaning_of_cookie(name: str, by_lexicon: Meaning) -> Meaning:
    """What the value of a cookie is, by the cookie's name."""
    if _TRACKING.search(name):
        return _COOKIE_ID
    if is_session_cookie(name):
        return _TOKEN
    if by_lexicon.category is None and by_lexicon.strength != "negative" and not serves_once(name):
        return _ANY_COOKIE
    return by_lexicon if by_lexicon.category is not Category.COOKIE else _COOKIE_ID


def is_session_cookie(name: str) -> bool:
    """Whether a cookie of this name carries a log-in session."""
    return bool(_SESSION.search(name)) and not _NO_SESSION.search(name) and not _TRACKING.search(name)


def meaning_of_header(name: str, value: str, by_lexicon: Meaning) -> Meaning:
    """What the value of a header is, by the header's name and, for credentials, its scheme."""
    if name in {"authorization", "proxy-authorization"}:
        return _CREDENTIAL if value[:6].lower() == "basic " else _BEARER
    if name in _TECHNICAL_HEADERS:
        return NEGATIVE
    if _SECRET_HEADER.search(name) and _NO_SECRET.search(name) is None:
        return _TOKEN
    if name in {"user-agent", "referer", "location", "link", "content-disposition"}:
        return SILENT
    return by_lexicon
