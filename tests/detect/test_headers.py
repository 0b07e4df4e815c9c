"""Headers and cookies: credentials, sessions, trackers."""

from __future__ import annotations

import pytest

from scanner.detect.headers import is_session_cookie, meaning_of_cookie, meaning_of_header
from scanner.detect.key_meaning import meaning_of
from scanner.detect.meaning import Meaning
from scanner.model import Category as C

NONE = Meaning(None, "context", "unknown", "")


@pytest.mark.parametrize("name", ["MoodleSession", "PHPSESSID", "JSESSIONID", "connect.sid", "ASP.NET_SessionId",
    "auth_token",
                                  "__Host-session", "sid", "access-token", "remember_me"])
def test_session_cookies(name: str) -> None:
    assert is_session_cookie(name)
    assert meaning_of_cookie(name, NONE).category is C.TOKEN


@pytest.mark.parametrize("name", ["csrftoken", "XSRF-TOKEN", "_ga", "theme", "lang", "cookieconsent", "author", "side",
    "_fbp"])
def test_other_cookies(name: str) -> None:
    assert not is_session_cookie(name)
    assert meaning_of_cookie(name, NONE).category is not C.TOKEN


@pytest.mark.parametrize("name", ["_ga", "_ga_ABC123", "_fbp", "_gid", "IDE", "MUID", "ajs_anonymous_id",
    "_hjSessionUser_1"])
def test_cookies_of_trackers(name: str) -> None:
    assert meaning_of_cookie(name, NONE).category is C.COOKIE


def test_other_cookies_are_named_by_the_lexicon() -> None:
    assert meaning_of_cookie("leerlingnummer", meaning_of(("leerlingnummer",))).category is C.LEERLINGNUMMER


@pytest.mark.parametrize(("name", "value", "category"), [
    ("authorization", "Bearer abc", C.TOKEN), ("authorization", "Basic c2FubmU6eA==", C.CREDENTIAL),
    ("proxy-authorization", "basic c2FubmU6eA==", C.CREDENTIAL), ("etag", "999990019", None),
    ("referer", "https://x", None),
    ("x-request-id", "999990019", None), ("x-auth", "88f9a4e9a23e0506", C.TOKEN), ("x-gg-token", "9ria", C.TOKEN),
    ("x-csrf-token", "abc", None), ("idempotency-session", "abc", None), ("x-tokens-left", "12", None),
    ("bugsnag-api-key", "c1a2b3d4", None), ("author", "Kim", None),
])
def test_headers(name: str, value: str, category: C | None) -> None:
    assert meaning_of_header(name, value, NONE).category is category


def test_other_headers_are_named_by_the_lexicon() -> None:
    assert meaning_of_header("x-forwarded-for", "10.0.0.1", meaning_of(("x-forwarded-for",))).category is C.IP
