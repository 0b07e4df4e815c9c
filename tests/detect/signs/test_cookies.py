"""Signs of Set-Cookie headers: flags, lifetimes, what deletes a cookie, names that track, hostile headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.signs.cookies import MOST_DAYS, kind_of, of_set_cookie

DAY = 20_000  # 2024-10-04


def codes(header: str, scheme: str = "https", day: int = DAY) -> dict[str, int]:
    return {sign.code: sign.amount for sign in of_set_cookie(header, str, scheme, day)}


SET = "cookie.set"


@pytest.mark.parametrize(("header", "expected"), [
    ("sid=abc; Secure; HttpOnly; SameSite=Lax", {SET}),
    ("sid=abc", {SET, "cookie.no-secure", "cookie.no-httponly"}),
    ("sid=abc; secure ; HTTPONLY", {SET}),
    ("sid=abc;Secure;HttpOnly;samesite=NONE", {SET, "cookie.samesite-none"}),
    ("sid=abc; Secure; HttpOnly; SameSite=None; Partitioned", {SET, "cookie.samesite-none"}),
    ("_ga=GA1.1.5; Secure; HttpOnly", {SET, "set-cookie.nonessential"}),
    ("sid=secure; x=HttpOnly", {SET, "cookie.no-secure", "cookie.no-httponly"}),  # values are no attributes
    ("sid=; Max-Age=100", set()),  # nothing is stored that says anything
    ('sid=""', set()),
    ("sid=abc; Max-Age=0", set()),
    ("sid=abc; Max-Age=-1", set()),
    ("sid=abc; Expires=Thu, 01 Jan 1970 00:00:00 GMT", set()),
    ("sid=abc; Expires=Thu, 01-Jan-1970 00:00:01 GMT", set()),
    ("sid", set()),
    ("", set()),
])
def test_flags(header: str, expected: set[str]) -> None:
    assert set(codes(header)) == expected


def test_secure_says_nothing_without_tls() -> None:
    assert set(codes("sid=abc", "http")) == {SET, "cookie.no-httponly"}


@pytest.mark.parametrize(("header", "days"), [("sid=abc", 0), ("a=b; Max-Age=31536000", 365), ("a=b; Max-Age=60", 1)])
def test_that_a_cookie_was_set_is_told_with_its_days(header: str, days: int) -> None:
    assert codes(header)[SET] == days


@pytest.mark.parametrize(("attributes", "days"), [
    ("Max-Age=31536000", 365),
    ("Max-Age=86399", 1),  # less than a day still outlives the page
    ("max-age=86400; Expires=Wed, 01 Jan 2031 00:00:00 GMT", 1),  # Max-Age goes first
    ("Expires=Sat, 04 Oct 2025 12:00:00 GMT", 365),
    ("expires=Sat, 04-Oct-2025 12:00:00 GMT", 365),
    ("Expires=Saturday, 04-Oct-25 12:00:00 GMT", 365),  # RFC 850
    ("Max-Age=999999999999999", MOST_DAYS),
    ("", None),
    ("Max-Age=veel", None),
    ("Max-Age=99999999999999999999999999", None),
    ("Expires=later", None),
    ("Expires=Sat, 99 Oct 2025 12:00:00 GMT", None),
])
def test_lifetime(attributes: str, days: int | None) -> None:
    assert codes(f"a=b; {attributes}").get("cookie.lifetime") == days


def test_no_lifetime_from_expires_where_the_time_is_unknown() -> None:
    assert "cookie.lifetime" not in codes("a=b; Expires=Sat, 04 Oct 2025 12:00:00 GMT", day=0)


@pytest.mark.parametrize(("name", "kind"), [
    ("PHPSESSID", "session"), ("sid", "session"), ("auth_token", "session"), ("MoodleSession", "session"),
    ("_ga", "tracking"), ("_ga_ABC123", "tracking"), ("_fbp", "tracking"), ("_hjSessionUser_1", "tracking"),
    ("IDE", "tracking"), ("_pk_id.1.ab12", "tracking"), ("OptanonConsent", "consent"), ("euconsent-v2", "consent"),
    ("cookie_consent", "consent"), ("csrftoken", "guard"), ("XSRF-TOKEN", "guard"),
    ("theme", ""), ("taal", ""), ("_gang", ""), ("ideaal", ""), ("side", ""), ("_gadget", ""), ("mcgregor", ""),
])
def test_kinds(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_name_is_shown_as_the_report_may_show_it() -> None:
    assert of_set_cookie("sanne=1", lambda name: "{name.given}", "https", DAY)[0].part == "cookie.{name.given}"


@given(st.text(max_size=300))
def test_any_header(header: str) -> None:
    of_set_cookie(header, str, "https", DAY)


def test_long_headers() -> None:
    assert codes("a=" + "b" * 1_000_000)
    assert codes("a=b" + ";x" * 100_000)
    assert kind_of("_" * 100_000) == ""


def test_through_the_detector(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = signs_of([("Set-Cookie", "sid=abcdefgh; Path=/"), ("set-cookie", "theme=dark; Secure; HttpOnly")])
    assert {(s.code, s.part, s.detail) for s in found if s.code.startswith("cookie")} == {
        ("cookie.set", "cookie.sid", "session"), ("cookie.set", "cookie.theme", ""),
        ("cookie.no-secure", "cookie.sid", "session"), ("cookie.no-httponly", "cookie.sid", "session")}
