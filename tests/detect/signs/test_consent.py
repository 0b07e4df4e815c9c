"""Signs of a choice: what consent tools and protocols write, and what only looks like it."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.signs.consent import purposes


def tc_string(consents: int) -> str:
    """A TC string after the IAB's specification (version 2, core segment) with these 24 purpose consents."""
    bits = f"{2:06b}" + f"{17_000_000_000:036b}" * 2 + f"{300:012b}" + f"{1:012b}" + f"{1:06b}" \
        + f"{13 * 64 + 11:012b}" + f"{200:012b}" + f"{4:06b}" + "00" + f"{0:012b}" + f"{consents:024b}" + "0" * 40
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def test_tc_strings() -> None:
    assert purposes(tc_string(0)) == 0
    assert purposes(tc_string(0b101 << 21)) == 0b101 << 21
    assert purposes(tc_string(5) + ".YAAAAAAAAAAA") == 5
    for other in ("", "CPXx", "B" + tc_string(0)[1:], "x" * 5000, "é" * 40, "A" * 29, tc_string(0) + "!"):
        assert purposes(other) is None


@given(st.text(max_size=100))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert purposes(text) is None or purposes(text) >= 0  # type: ignore[operator]


GIVEN, REFUSED = {"consent.given"}, {"consent.refused"}


@pytest.mark.parametrize(("cookie", "expected"), [
    ("OptanonConsent=isGpcEnabled=0&groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0", REFUSED),
    ("OptanonConsent=isGpcEnabled=0&groups=C0001%3A1%2CC0002%3A1%2CC0004%3A0", GIVEN),
    ("OptanonConsent=isGpcEnabled=0&groups=C0001%3A1", set()),  # nothing but the necessary was asked
    ("CookieConsent=" + quote("{stamp:'x',necessary:true,preferences:false,marketing:false}"), REFUSED),
    ("CookieConsent=" + quote("{stamp:'x',necessary:true,preferences:false,statistics:true}"), GIVEN),
    ("CookieConsent=0", REFUSED),
    ("cookieyes-consent=consentid:ab,consent:yes,necessary:yes,functional:no,analytics:no,advertisement:no", REFUSED),
    ("cookieconsent_status=deny", REFUSED),
    ("cookieconsent_status=allow", GIVEN),
    ("cookieconsent_status=dismiss", set()),  # closed, not answered
    ("cmplz_statistics=deny; cmplz_marketing=deny", REFUSED),
    ('CookieScriptConsent=' + quote('{"action":"reject"}'), REFUSED),
    ('CookieScriptConsent=' + quote('{"action":"accept"}'), GIVEN),
    ("euconsent-v2=" + tc_string(0), REFUSED | {"consent.string"}),
    ("euconsent-v2=" + tc_string(3), GIVEN | {"consent.string"}),
    ("cookie_consent=later", set()),
    ("theme=no", set()),
    ("groups=C0002:0", set()),  # not OneTrust's
])
def test_cookies(signs_of, cookie: str, expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    found = {s for s in signs_of((), [("Cookie", cookie)]) if s.code.startswith("consent")}
    assert {s.code for s in found} == expected
    assert all(s.part.startswith("cookie.") and s.direction == "request" for s in found)


@pytest.mark.parametrize(("target", "expected"), [
    ("/g/collect?v=2&gcs=G100", REFUSED),
    ("/g/collect?v=2&gcs=G111", GIVEN),
    ("/g/collect?v=2&gcs=G101", GIVEN),
    ("/g/collect?v=2&gcs=G1--", set()),
    ("/ad?gdpr=1&gdpr_consent=" + tc_string(0), REFUSED | {"consent.string"}),
    ("/ad?gdpr=1&gdpr_consent=x", set()),
    ("/x?ad_storage=denied&analytics_storage=granted", GIVEN),
    ("/cookie-keuze?consent=false", REFUSED),
    ("/medisch?consent=true", set()),  # consent to something else
    ("/oauth/authorize?prompt=consent", set()),
])
def test_addresses(signs_of, target: str, expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    assert {s.code for s in signs_of(target=target) if s.code.startswith("consent")} == expected


@pytest.mark.parametrize(("body", "expected"), [
    ({"trackingConsent": False}, REFUSED), ({"marketing_consent": "granted"}, GIVEN),
    ({"toestemming": True}, set()), ({"consent": True}, set()), ({"cookiesAccepted": None}, set()),
    ({"trackingConsent": {"a": 1}}, set()),
])
def test_bodies(signs_of, body: object, expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    found = signs_of((), [("Content-Type", "application/json")], sent=json.dumps(body).encode(), method="POST")
    assert {s.code for s in found if s.code.startswith("consent")} == expected


def test_a_cookie_that_the_server_sets(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = [s for s in signs_of([("Set-Cookie", "cookieconsent_status=deny; Path=/")]) if s.code == "consent.refused"]
    assert [s.direction for s in found] == ["response"]
