"""Tokens: claims below the key that held the token, encrypted ones named."""

from __future__ import annotations

import base64
import json
import zlib
from urllib.parse import quote

import pytest


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


HEAD = segment({"alg": "RS256", "kid": "k1"})
CLAIMS = segment(
    {"sub": "leerling-01", "given_name": "Sanne", "https://purl.imsglobal.org/spec/lti/claim/roles": ["x"]}
)
TOKEN = f"{HEAD}.{CLAIMS}.c2lnbmF0dXJl"


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_claims_and_header(decode, prefix):
    outcome = decode(headers=(("Authorization", prefix + TOKEN),), request=b"x", target="*")
    found = dict(outcome.part("header.authorization"))
    assert found["/authorization/sub"] == "leerling-01"
    assert found["/authorization/@header/kid"] == "k1"
    assert found["/authorization/https:~1~1purl.imsglobal.org~1spec~1lti~1claim~1roles/0"] == "x"
    assert outcome.steps("Sanne") == ["jwt", "json"]
    start = len(prefix) + len(HEAD) + 1
    span = outcome.field("Sanne").origin.steps[1]
    assert (span.start, span.end) == (start, start + len(CLAIMS))


def test_a_token_in_a_query_stays_a_field_too(decode):
    outcome = decode(target="/launch?id_token=" + TOKEN)
    assert dict(outcome.part("url.query"))["/id_token/given_name"] == "Sanne"
    assert TOKEN in outcome.values


def test_a_long_token_stays_a_field_until_it_is_absurd(decode):
    long = f"{HEAD}.{segment({'sub': 'x' * 400})}.c2ln"
    absurd = f"{HEAD}.{segment({'sub': 'y' * 9000})}.c2ln"
    outcome = decode(response=json.dumps({"a": long, "b": absurd}).encode(), kind="application/json")
    assert long in outcome.values
    assert absurd not in outcome.values
    assert "x" * 400 in outcome.values


def test_a_signed_value_of_a_web_framework(decode):
    cookie = f"{segment({'user': 'sanne'})}.ZxYw12.c2lnbmF0dXJl"
    assert (
        dict(decode(headers=(("Cookie", f"session={cookie}"),), request=b"x").part("cookie"))["/session/user"]
        == "sanne"
    )


def test_an_encrypted_token_is_named(decode):
    jwe = ".".join([segment({"alg": "RSA-OAEP", "enc": "A256GCM"}), "a2V5", "aXY", "Y2lwaGVydGV4dA", "dGFn"])
    outcome = decode(response=json.dumps({"token": jwe}).encode(), kind="application/json")
    assert outcome.gaps == [("content.encrypted", len(jwe), "jwe", True)]
    assert jwe in outcome.values


@pytest.mark.parametrize(
    "value",
    [
        "eyJub.geen.token",
        "a.b.c",
        "eyJhbGciOiJub25lIn0",
        "eyJhbGciOiJub25lIn0.niet-json.c2ln",
        "eyJ.eyJ.",
        "www.school.example",
        "1.2.3.4",
        "eyJ" + "." * 5000,
        "eyJ" + "a." * 5000,
    ],
)
def test_no_token(decode, value):
    outcome = decode(response=json.dumps({"a": value}).encode(), kind="application/json")
    assert value in outcome.values
    assert not any(step.name == "jwt" for field in outcome.fields for step in field.origin.steps)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_a_compressed_cookie_of_flask_or_django(decode):
    payload = zlib.compress(json.dumps({"leerling": "Sanne de Vries", "bsn": "999990019", "x": "a" * 80}).encode())
    value = "." + b64(payload) + ".ZxAbCd.c2lnbmF0dXJl"
    outcome = decode(headers=(("Cookie", "session=" + value),), request=b"x")
    assert ("/session/bsn", "999990019") in outcome.part("cookie")
    assert outcome.steps("999990019") == ["jwt", "deflate", "json"]


@pytest.mark.parametrize("value", [".eJx!", ".eJ" + "A" * 20, ".eJwrAA.x.y", ".eJ" + b64(zlib.compress(b"tekst"))[3:]])
def test_what_is_no_compressed_cookie(decode, value):
    assert decode(headers=(("Cookie", "session=" + value),), request=b"x").part("cookie")[0] == ("/session", value)


def test_a_signed_cookie_of_rails(decode):
    inner = base64.b64encode(json.dumps({"naam": "Sanne de Vries"}).encode()).decode()
    outer = base64.b64encode(json.dumps({"_rails": {"message": inner, "pur": "cookie.x"}}).encode()).decode()
    for value in (outer + "--" + "a1" * 20, quote(outer + "--" + "a1" * 32)):
        outcome = decode(headers=(("Cookie", "_sessie=" + value),), request=b"x")
        assert ("/_sessie/_rails/message/naam", "Sanne de Vries") in outcome.part("cookie")


@pytest.mark.parametrize("signature", ["a--b" * 8, "--" + "0a" * 16, "Um0BzgPvI63--" + "ab" * 20])
def test_a_signature_may_hold_two_dashes(decode, signature):
    outcome = decode(target=f"/launch?id_token={HEAD}.{CLAIMS}.{signature}")
    assert dict(outcome.part("url.query"))["/id_token/given_name"] == "Sanne"
