"""Signs of headers and TLS: who may read an answer, what caches do with it, how the session is protected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.signs import caching, cors, transport
from scanner.model import Tls

EVIL = "https://evil.example"


@pytest.mark.parametrize(("headers", "origin", "expected"), [
    ({"access-control-allow-origin": "*"}, EVIL, {"cors.any"}),
    ({"access-control-allow-origin": " * "}, "", {"cors.any"}),
    ({"access-control-allow-origin": EVIL}, EVIL, {"cors.reflected"}),
    ({"access-control-allow-origin": EVIL, "access-control-allow-credentials": "true"}, EVIL,
     {"cors.reflected", "cors.credentials"}),
    ({"access-control-allow-origin": "null"}, "null", {"cors.reflected"}),
    ({"access-control-allow-origin": "https://www.rekenen.example"}, "https://www.rekenen.example", set()),  # own site
    ({"access-control-allow-origin": EVIL}, "https://other.example", set()),  # a fixed list
    ({"access-control-allow-origin": EVIL}, "", set()),
    ({"access-control-allow-credentials": "true"}, EVIL, set()),  # without an origin it says nothing
    ({"access-control-allow-origin": "*", "access-control-allow-credentials": "false"}, EVIL, {"cors.any"}),
    ({"access-control-allow-origin": "http://["}, "http://[", set()),
    ({}, EVIL, set()),
])
def test_cors(headers: dict[str, str], origin: str, expected: set[str]) -> None:
    foreign = origin if cors.is_foreign(origin, "api.rekenen.example") else ""
    assert {sign.code for sign in cors.of_headers(headers, foreign)} == expected


@pytest.mark.parametrize(("headers", "expected"), [
    ({}, {"cache.storable silent"}),
    ({"cache-control": "no-store"}, set()),
    ({"cache-control": "No-Store, max-age=0"}, set()),
    ({"cache-control": "private, no-cache, no-store"}, set()),
    ({"cache-control": "no-cache"}, {"cache.storable revalidate"}),
    ({"cache-control": "private, max-age=60"}, {"cache.storable private"}),
    ({"cache-control": "max-age=60"}, {"cache.storable explicit"}),
    ({"cache-control": "public, max-age=60"}, {"cache.storable explicit", "cache.public"}),
    ({"cache-control": 's-maxage="60"'}, {"cache.storable explicit", "cache.public"}),
    ({"cache-control": "s-maxage=0"}, {"cache.storable explicit"}),
    ({"cache-control": "public, private"}, {"cache.storable private"}),  # the stricter one counts
    ({"cache-control": "no-store", "age": "12"}, {"cache.hit"}),
    ({"cache-control": "no-store", "age": "0"}, set()),
    ({"cache-control": "no-store", "age": "-5"}, set()),
    ({"cache-control": "no-store", "x-cache": "HIT"}, {"cache.hit"}),
    ({"cache-control": "no-store", "x-cache": "MISS, HIT"}, {"cache.hit"}),
    ({"cache-control": "no-store", "x-cache": "Hit from cloudfront"}, {"cache.hit"}),
    ({"cache-control": "no-store", "x-cache": "TCP_MEM_HIT from a"}, {"cache.hit"}),
    ({"cache-control": "no-store", "x-cache": "Miss from cloudfront"}, set()),
    ({"cache-control": "no-store", "x-cache": "Error; white page"}, set()),
    ({"cache-control": "no-store", "cf-cache-status": "HIT"}, {"cache.hit"}),
    ({"cache-control": "no-store", "cf-cache-status": "DYNAMIC"}, set()),
    ({"cache-control": "no-store", "cf-cache-status": "BYPASS"}, set()),
    ({"cache-control": "no-store", "cache-status": "edge; hit; ttl=376"}, {"cache.hit"}),
    ({"cache-control": "no-store", "cache-status": "edge; fwd=miss; stored"}, set()),
])
def test_caching(headers: dict[str, str], expected: set[str]) -> None:
    found = {f"{sign.code} {sign.detail}".strip() for sign in caching.of_headers(headers, "GET", 200)}
    assert found == expected


@pytest.mark.parametrize(("method", "status"), [("POST", 200), ("PUT", 201), ("GET", 302), ("GET", 500), ("GET", 101)])
def test_what_no_cache_keeps(method: str, status: int) -> None:
    assert caching.of_headers({}, method, status) == []


@pytest.mark.parametrize(("version", "cipher", "expected"), [
    ("TLSv1.3", "TLS_AES_128_GCM_SHA256", set()),
    ("TLS 1.2", "ECDHE-RSA-AES128-GCM-SHA256", set()),
    ("TLSv1.2", "DES-CBC3-SHA", {"tls.weak-cipher"}),
    ("TLSv1.2", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", {"tls.weak-cipher"}),
    ("TLSv1.2", "TLS_DH_anon_WITH_AES_128_CBC_SHA", {"tls.weak-cipher"}),
    ("TLSv1.2", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", {"tls.weak-cipher"}),
    ("TLSv1.2", "TLS_RSA_WITH_NULL_SHA", {"tls.weak-cipher"}),
    ("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", set()),
    ("TLSv1.1", "", {"tls.old"}),
    ("TLSv1", "", {"tls.old"}),
    ("TLS 1.0", "", {"tls.old"}),
    ("SSLv3", "", {"tls.old"}),
    ("SSL 3.0", "", {"tls.old"}),
    ("QUIC", "", set()),
    ("", "", set()),
    ("tls ééé", "é" * 10_000, set()),
])
def test_tls(version: str, cipher: str, expected: set[str]) -> None:
    assert {sign.code for sign in transport.of_tls(version, cipher)} == expected


@pytest.mark.parametrize(("value", "code"), [
    ("max-age=31536000; includeSubDomains", "hsts.set"),
    ("max-age=0", "hsts.missing"),  # asks to forget it
    ("includeSubDomains", "hsts.missing"),
    ("", "hsts.missing"),
])
def test_hsts(value: str, code: str) -> None:
    found = transport.of_headers({"strict-transport-security": value} if value else {}, "https", 200)
    assert [sign.code for sign in found] == [code]


def test_hsts_means_nothing_without_tls_or_answer() -> None:
    assert transport.of_headers({}, "http", 200) == []
    assert transport.of_headers({}, "https", 0) == []
    assert transport.of_headers({}, "https", 500) == []


@given(st.dictionaries(st.sampled_from(["access-control-allow-origin", "cache-control", "x-cache", "age",
                                        "strict-transport-security"]), st.text(max_size=200)), st.text(max_size=60))
def test_any_header(headers: dict[str, str], origin: str) -> None:
    cors.of_headers(headers, origin)
    cors.is_foreign(origin, "a.example")
    caching.of_headers(headers, "GET", 200)
    transport.of_headers(headers, "https", 200)


def test_through_the_detector(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = signs_of([("Cache-Control", "public"), ("X-Cache", "HIT"), ("Access-Control-Allow-Origin", "*")],
                     [("Sec-GPC", "1")], tls=Tls("TLSv1.1"))
    assert {s.code for s in found} == {"cache.storable", "cache.public", "cache.hit", "cors.any", "hsts.missing",
                                       "tls.old", "consent.gpc", "auth.none"}


@pytest.mark.parametrize("value", ["0", "", "true", "11"])
def test_gpc_has_one_value(signs_of, value: str) -> None:  # type: ignore[no-untyped-def]
    assert "consent.gpc" not in {s.code for s in signs_of((), [("sec-gpc", value)])}


def test_repeated_headers_are_one_list(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = signs_of([("Cache-Control", "max-age=5"), ("cache-control", "no-store")])
    assert "cache.storable" not in {s.code for s in found}
