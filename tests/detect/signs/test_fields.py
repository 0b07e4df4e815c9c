"""Signs in fields: tokens that live long, secrets, AI services, fingerprints, recordings; and what must stay silent."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.signs import mark_of
from scanner.model import FOREVER, Sign

NOW = 1_790_000_000
DAY = 86_400
JSON = ("Content-Type", "application/json")


def jwt(claims: dict[str, Any], head: dict[str, Any] | None = None) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return f"{part(head or {'alg': 'RS256', 'typ': 'JWT'})}.{part(claims)}.c2lnbmF0dXJl"


def only(signs: tuple[Sign, ...], family: str) -> list[Sign]:
    return [sign for sign in signs if sign.code.startswith(family + ".")]


# Tokens


@pytest.mark.parametrize(("claims", "days"), [
    ({"sub": "a", "iat": NOW, "exp": NOW + 3600}, None),
    ({"sub": "a", "iat": NOW, "exp": NOW + 30 * DAY}, None),
    ({"sub": "a", "iat": NOW, "exp": NOW + 365 * DAY}, 365),
    ({"sub": "a", "nbf": NOW, "exp": NOW + 365 * DAY}, 365),
    ({"sub": "a", "exp": NOW + 365 * DAY}, 365),  # from the time of the exchange
    ({"sub": "a", "iat": NOW * 1000, "exp": (NOW + 100 * DAY) * 1000}, 100),
    ({"sub": "a", "iat": NOW}, FOREVER),
    ({"sub": "a"}, FOREVER),
    ({"sub": "a", "iat": "x", "exp": "later"}, FOREVER),
    ({"sub": "a", "iat": NOW + 365 * DAY, "exp": NOW}, None),
])
def test_tokens(signs_of, claims: dict[str, Any], days: int | None) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of([JSON], body=json.dumps({"data": {"token": jwt(claims)}}).encode()), "token")
    assert [(s.amount, s.pointer, s.direction) for s in found] == ([] if days is None else [
        (days, "/data/token", "response")])


def test_a_token_in_a_header_and_one_in_a_cookie(signs_of) -> None:  # type: ignore[no-untyped-def]
    token = jwt({"iat": NOW, "exp": NOW + 90 * DAY})
    found = only(signs_of((), [("Authorization", f"Bearer {token}"), ("Cookie", f"sso={token}")]), "token")
    assert {(s.part, s.pointer, s.amount) for s in found} == {("header.authorization", "", 90), ("cookie.sso", "", 90)}


@pytest.mark.parametrize(("seconds", "days"), [(3600, None), (365 * DAY, 365), ("x", None), (10 ** 30, None)])
def test_expires_in(signs_of, seconds: object, days: int | None) -> None:  # type: ignore[no-untyped-def]
    body = {"access_token": "ya29.a0AfB_byC", "expires_in": seconds}
    found = only(signs_of([JSON], body=json.dumps(body).encode()), "token")
    assert [s.amount for s in found] == ([] if days is None else [days])


def test_exp_that_is_no_claim(signs_of) -> None:  # type: ignore[no-untyped-def]
    assert not only(signs_of([JSON], body=b'{"exp": 99999999999, "iat": 1, "alg": "x"}'), "token")


# Secrets

KEY = "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n" * 4 + "-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(("kind", "body", "codes"), [
    ("application/json", json.dumps({"private_key": KEY}), ["secret.private-key"]),
    ("application/javascript", f"const k = `{KEY}`;", ["secret.private-key"]),
    ("text/plain", KEY, ["secret.private-key"]),
    ("application/javascript", "var c={s:'GOCSPX-" + "a1B2" * 7 + "'};", ["secret.client"]),
    ("application/json", '{"client_secret": "b7f3c19de02a4485a1d2"}', ["secret.client"]),
    ("application/json", '{"a": {"awsSecretAccessKey": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLE"}}', ["secret.client"]),
    ("application/json", '{"client_secret": "****************"}', []),
    ("application/json", '{"client_secret": "<your-secret-goes-here>"}', []),
    ("application/json", '{"client_secret": ""}', []),
    ("application/json", '{"client_secret": "kort"}', []),
    ("application/json", '{"client_id": "b7f3c19de02a4485a1d2"}', []),  # public by design
    ("application/json", '{"apiKey": "AIzaSyA0123456789abcdefghijklmnopqrstuv"}', []),  # a key for maps
    ("application/json", '{"publishableKey": "pk_live_0123456789abcdefghij"}', []),
    ("application/json", json.dumps({"public_key": KEY.replace("PRIVATE", "PUBLIC")}), []),
    ("text/html", "<p>A file that begins with -----BEGIN PRIVATE KEY----- is a key.</p>", []),
    ("application/javascript", "if (pem.includes('-----BEGIN PRIVATE KEY-----')) parse(pem)", []),  # code about keys
])
def test_secrets(signs_of, kind: str, body: str, codes: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of([("Content-Type", kind)], body=body.encode()), "secret")
    assert sorted({s.code for s in found}) == codes
    assert all(s.direction == "response" for s in found)


def test_a_client_sends_its_own_secret(signs_of) -> None:  # type: ignore[no-untyped-def]
    found = signs_of((), [JSON], sent=b'{"client_secret": "b7f3c19de02a4485a1d2"}', method="POST")
    assert not only(found, "secret")


# AI services


@pytest.mark.parametrize(("host", "yes"), [
    ("api.openai.com", True), ("school.openai.azure.com", True), ("generativelanguage.googleapis.com", True),
    ("europe-west4-aiplatform.googleapis.com", True), ("bedrock-runtime.eu-central-1.amazonaws.com", True),
    ("api.anthropic.com", True), ("classroom.googleapis.com", False), ("openai.com.evil.example", False),
    ("notopenai.com", False), ("s3.eu-central-1.amazonaws.com", False), ("api.rekenen.example", False),
])
def test_hosts_of_ai_services(signs_of, host: str, yes: bool) -> None:  # type: ignore[no-untyped-def]
    assert bool(only(signs_of(host=host), "ai")) is yes


@pytest.mark.parametrize(("body", "place"), [
    ({"model": "x", "messages": [{"role": "system", "content": "a"}, {"role": "user", "content": "Ik ben Kim"}]},
     "/messages/*/content"),
    ({"contents": [{"role": "user", "parts": [{"text": "Hallo"}]}]}, "/contents/*/parts/*/text"),
    ({"prompt": "Schrijf een verhaal", "max_tokens": 200}, "/prompt"),
    ({"prompt": "login"}, None),  # a prompt of something else
    ({"messages": [{"role": "leerling", "content": "Hallo"}]}, None),  # a chat between people
    ({"messages": [{"from": 1, "content": "Hallo"}]}, None),
    ({"role": "user", "content": "x"}, None),
    ({"temperature": 20.5, "topp": 1}, None),  # a measurement
])
def test_shapes_of_ai_requests(signs_of, body: object, place: str | None) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of((), [JSON], sent=json.dumps(body).encode(), method="POST"), "ai")
    assert [s.pointer for s in found] == ([] if place is None else [place])


def test_an_answer_of_a_model_is_no_request(signs_of) -> None:  # type: ignore[no-untyped-def]
    body = {"messages": [{"role": "assistant", "content": "Hallo"}]}
    assert not only(signs_of([JSON], body=json.dumps(body).encode()), "ai")


# Fingerprints


@pytest.mark.parametrize(("body", "place"), [
    ({"fp": {"canvas": "a9", "webgl": "b2", "fonts": ["Arial"], "screenResolution": [1920, 1080],
             "hardwareConcurrency": 8, "deviceMemory": 8, "timezone": "Europe/Amsterdam"}}, "/fp"),
    ({"components": {name: {"value": "x", "duration": 3} for name in
                     ("canvas", "audio", "fonts", "plugins", "screenFrame", "touchSupport", "hardwareConcurrency")}},
     "/components"),
    # what older measuring sends: a list of plugins among ordinary traits
    ({"platform": "web", "language": "nl", "timezone": "x", "screenResolution": "1x1", "plugins": ["pdf"],
      "cookiesEnabled": True, "touchSupport": False}, None),
    # an error report of a game: the graphics card, the screen and more of the machine
    ({"contexts": {"device": {"screen_resolution": "1x1", "battery_level": 80, "timezone": "x", "memory_size": 9},
                   "gpu": {"name": "x", "vendor": "y"}, "culture": {"language": "nl"}, "os": {"platform": "x"}}}, None),
    # an error report: what any page knows
    ({"ua": "x", "screenWidth": 1, "screenHeight": 2, "devicePixelRatio": 2, "timezone": "x", "language": "nl",
      "platform": "Win32", "hardwareConcurrency": 8, "deviceMemory": 8}, None),
    ({"canvas": "a9", "webgl": "b2", "fonts": ["Arial"]}, None),  # a drawing tool
    ({"canvas": {"width": 10, "height": 5}, "fonts": ["Arial"], "language": "nl"}, None),
])
def test_fingerprints(signs_of, body: object, place: str | None) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of((), [JSON], sent=json.dumps(body).encode(), method="POST"), "fingerprint")
    assert [s.pointer for s in found] == ([] if place is None else [place])


def test_a_service_that_recognises_devices(signs_of) -> None:  # type: ignore[no-untyped-def]
    assert only(signs_of(host="eu.fpjs.io"), "fingerprint")[0].detail == "service"
    assert not only(signs_of(host="fpjs.io.rekenen.example"), "fingerprint")


# Recordings

SNAPSHOT = {"type": 2, "data": {"node": {"type": 0, "childNodes": [
    {"type": 2, "tagName": "div", "attributes": {"class": "x"}, "childNodes": [
        {"type": 3, "textContent": "Hallo Kim", "id": 5}], "id": 4}], "id": 1}, "initialOffset": {"left": 0, "top": 0}}}
TRACK = {"type": 3, "data": {"source": 1, "positions": [{"x": 1, "y": 2, "id": 4, "timeOffset": 0}]}}
CHANGE = {"type": 3, "data": {"source": 0, "adds": [{"parentId": 4, "nextId": None, "node": {"tagName": "p"}}]}}


@pytest.mark.parametrize(("body", "detail"), [
    ([SNAPSHOT, TRACK], "text"),
    ({"events": [TRACK, CHANGE]}, ""),
    ([TRACK], None),  # a drawing
    ({"board": [{"x": 1, "y": 2, "timeOffset": 3}]}, None),  # a shared whiteboard
    ({"tagName": "div", "parentId": 4}, None),  # an element of a lesson
    ({"data": {"tree": [{"parentId": 1, "nextId": 2}]}}, None),
    ({"blocks": [{"parentId": "r", "data": {"nodeId": "x", "innerHTML": "<b>les</b>", "textContent": "les"}}]}, None),
    ({"nodes": [{"attributes": {"parentId": 3, "nodeId": 4, "nextId": 5}}]}, None),  # chapters of a book
])
def test_recordings(signs_of, body: object, detail: str | None) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of((), [JSON], sent=json.dumps(body).encode(), method="POST"), "replay")
    assert [s.detail for s in found] == ([] if detail is None else [detail])


def test_a_page_that_is_received_is_no_recording(signs_of) -> None:  # type: ignore[no-untyped-def]
    assert not only(signs_of([JSON], body=json.dumps([SNAPSHOT, TRACK]).encode()), "replay")


# Authentication


@pytest.mark.parametrize(("request_headers", "more", "expected"), [
    ((), {}, "auth.none"),
    ([("Accept", "*/*"), (":authority", "api.rekenen.example"), ("Sec-WebSocket-Key", "x")], {}, "auth.none"),
    ([("Cookie", "theme=dark")], {}, "auth.present"),  # what a cookie means only its server knows
    ([("Authorization", "Bearer abc")], {}, "auth.present"),
    ([("X-Api-Key", "abc")], {}, "auth.present"),
    ((), {"status": 403}, None),
    ((), {"status": 304}, None),
    ((), {"method": "DELETE"}, None),
    ((), {"scheme": "wss"}, None),
    ((), {"target": "/export.csv?X-Amz-Signature=ab12"}, "address"),
    ((), {"target": "/export.csv?sig=ab12&se=2026"}, "address"),
    ((), {"target": "/d/3f2504e0-4f89-41d3-9a0c-0305e82c3301/export.csv"}, "address"),
    ((), {"target": "/d/dGhpcyBpcyBhIGxvbmcgdG9rZW4x/export"}, "address"),
    ((), {"target": "/leerlingen/export-van-alle-leerlingen"}, "auth.none"),
    ((), {"target": "/api/klas/3?page=2"}, "auth.none"),
])
def test_authentication(signs_of, request_headers: Any, more: Any, expected: str | None) -> None:  # type: ignore[no-untyped-def]
    found = only(signs_of((), request_headers, **more), "auth")
    assert [s.detail or s.code for s in found] == ([expected] if expected else [])


def test_a_password_in_the_body_is_authentication(signs_of) -> None:  # type: ignore[no-untyped-def]
    form = [("Content-Type", "application/x-www-form-urlencoded")]
    found = signs_of((), form, sent=b"gebruikersnaam=kim&wachtwoord=Geheim-123", method="POST")
    assert [s.code for s in only(found, "auth")] == ["auth.present"]


# All families


@pytest.mark.parametrize("names", [
    ("leerling", "achternaam"), ("naam",), ("content",), ("text",), ("data", "value"), ("id",), ("role",), ("action",),
    ("type",), ("timestamp",), ("groups",), ("x",), ("results", "0", "score"),
])
def test_ordinary_keys_are_of_no_family(names: tuple[str, ...]) -> None:
    assert mark_of(names) == ()


JUNK = st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda inner: st.lists(
    inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["exp", "alg", "@header", "client_secret", "messages", "role", "content", "prompt", "canvas", "value", "fonts",
         "data", "adds", "parentId", "tagName", "timeOffset", "gcs", "tcString", "groups", "expires_in", "pem"]),
    inner, max_size=5), max_leaves=30)


@given(JUNK)
def test_any_document(signs_of, junk: object) -> None:  # type: ignore[no-untyped-def]
    body = json.dumps(junk).encode()
    signs_of([JSON], [JSON], sent=body, body=body, method="POST")


def test_a_huge_document(signs_of) -> None:  # type: ignore[no-untyped-def]
    many = [{"tagName": "x" * 50, "content": "y", "role": "z", "canvas": [1, 2], "exp": 5}] * 20_000
    body = json.dumps({"messages": many}).encode()
    signs_of([JSON], [JSON], sent=body, body=body, method="POST")
