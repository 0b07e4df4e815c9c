"""URLs: of the request, and inside values."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("target", "part", "expected"),
    [
        ("/leerling/Sanne%20de%20Vries/12", "url.path", [("/0", "leerling"), ("/1", "Sanne de Vries"), ("/2", "12")]),
        ("/a//b/", "url.path", [("/0", "a"), ("/2", "b")]),
        ("/a;jsessionid=XYZ/b", "url.path", [("/0", "a"), ("/jsessionid", "XYZ"), ("/1", "b")]),
        ("/Zo%EB", "url.path", [("/0", "Zoë")]),
        ("/x?naam=Sanne&klas=4A", "url.query", [("/naam", "Sanne"), ("/klas", "4A")]),
        ("/x?alleen", "url.query", [("", "alleen")]),
        ("/x?a=b#access_token=t&state=s", "url.fragment", [("/access_token", "t"), ("/state", "s")]),
        ("/x#/leerling/12?naam=Sanne", "url.fragment", [("/0", "leerling"), ("/1", "12"), ("/naam", "Sanne")]),
        ("/x#!/leerling", "url.fragment", [("/0", "leerling")]),
        ("/x#kop-2", "url.fragment", [("", "kop-2")]),
        ("*", "url", []),
        ("leren.example:443", "url", []),
        ("/", "url", []),
        ("", "url", []),
    ],
)
def test_request_target(decode, target, part, expected):
    assert decode(target=target).part(part) == expected


def test_the_endpoint_is_the_raw_path(decode):
    assert decode(target="/leerling/a%20b?x=1#y").decoded.endpoint_path == "/leerling/a%20b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            "https://app.example/leerling/12?naam=Sanne#t=1",
            {"/dl/0": "leerling", "/dl/1": "12", "/dl/naam": "Sanne", "/dl/t": "1"},
        ),
        ("https://app.example/leerling/Sanne%20J", {"/dl/0": "leerling", "/dl/1": "Sanne J"}),
        ("https://app.example/a?terug=https%3A%2F%2Fb.example%2Fc%3Fbsn%3D999990019", {"/dl/terug/bsn": "999990019"}),
        ("/leerling?naam=Sanne", {"/dl/0": "leerling", "/dl/naam": "Sanne"}),
        ("https://app.example", {}),
        ("https://app.example/", {}),
        ("https://app.example/een zin met spaties", {}),
        ("/leerling/12", {}),
        ("/leerlingen/LN-0722", {"/dl/0": "leerlingen", "/dl/1": "LN-0722"}),
        ("/api/leerling/118377/cijfers", {"/dl/2": "118377"}),
        ("/img/wolken/achtergrond-3.png", {}),
        ("/api/leerlingen/zoeken", {}),
        ("/var/log/een zin 2024", {}),
    ],
)
def test_a_url_as_a_value(decode, value, expected):
    outcome = decode(request=json.dumps({"dl": value}).encode(), kind="application/json")
    found = outcome.body
    assert found.pop("/dl") == value
    for pointer, inner in expected.items():
        assert found[pointer] == inner
    assert bool(found) == bool(expected)
    for field in outcome.fields:
        if field.pointer in expected:
            assert "url" in [step.name for step in field.origin.steps]


def test_a_long_url_keeps_its_beginning(decode):
    value = "https://app.example/leerling?x=" + "y" * 400
    assert (
        "https://app.example/leerling"
        in decode(request=json.dumps({"dl": value}).encode(), kind="application/json").values
    )


def test_referer(decode):
    outcome = decode(headers=(("Referer", "https://app.example/leerling/12?naam=Sanne"),), request=b"x")
    assert dict(outcome.part("header.referer")) == {
        "/referer": "https://app.example/leerling/12?naam=Sanne",
        "/referer/0": "leerling",
        "/referer/1": "12",
        "/referer/naam": "Sanne",
    }


def test_actor_in_a_launch_url(decode):
    outcome = decode(target="/launch?actor=%7B%22account%22%3A%7B%22name%22%3A%22leerling-01%22%7D%7D")
    assert ("/actor/account/name", "leerling-01") in outcome.part("url.query")
