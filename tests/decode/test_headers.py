"""Headers and cookies."""

from __future__ import annotations

import base64

import pytest

from scanner.decode.headers import SILENT, head_size


def side(decode, *headers):
    return decode(headers=headers, request=b"x", target="*")


def test_values_that_could_hold_data_are_fields(decode):
    outcome = side(
        decode,
        ("X-User", "sanne"),
        ("User-Agent", "Mozilla/5.0"),
        ("Accept", "*/*"),
        (":path", "/x"),
        ("X-Leeg", " "),
        ("Content-Length", "12"),
    )
    assert outcome.part("header") == [("/x-user", "sanne"), ("/user-agent", "Mozilla/5.0")]
    assert outcome.field("sanne").origin.part == "header.x-user"


def test_silent_names_are_lower_case_and_not_credentials():
    assert all(name == name.lower() for name in SILENT)
    assert not SILENT & {"cookie", "set-cookie", "authorization", "referer", "location", "user-agent", "x-user"}


def test_the_whole_head_counts(decode):
    headers = (("Accept", "*/*"), ("X-User", "sanne"))
    outcome = decode(target="/abc", request_headers=headers)
    assert outcome.decoded.head_bytes == 4 + head_size(headers) == 4 + len("Accept: */*\r\nX-User: sanne\r\n")


def test_basic_credentials(decode):
    value = "Basic " + base64.b64encode(b"sanne@school.example:geheim:1").decode()
    found = dict(side(decode, ("Authorization", value)).part("header.authorization"))
    assert found == {
        "/authorization": value,
        "/authorization/username": "sanne@school.example",
        "/authorization/password": "geheim:1",
    }
    assert side(decode, ("authorization", value)).steps("geheim:1") == ["basic"]


@pytest.mark.parametrize("value", [
    "Basic", "Basic !!!", "Basic 7é", "Basic aGFsbG8=", "Bearer", "Bearer abc.def", "x", "Basic =",
])
def test_other_credentials_stay_whole(decode, value):
    assert ("/authorization", value) in side(decode, ("Authorization", value)).part("header.authorization")


def test_parameters_of_credentials_and_dispositions(decode):
    digest = side(decode, ("Authorization", 'Digest username="sanne", realm="school"'))
    assert ("/authorization/username", "sanne") in digest.part("header")
    file = decode(
        response=b"x", headers=(("Content-Disposition", "attachment; filename*=UTF-8''werkstuk%20Sanne.pdf"),)
    )
    assert ("/content-disposition/filename", "werkstuk Sanne.pdf") in file.part("header")


def test_cookies(decode):
    outcome = side(decode, ("Cookie", 'sid=abc; user="%7B%22naam%22%3A%22Sanne%22%7D"; leeg=; kaal'))
    assert dict(outcome.part("cookie.sid")) == {"/sid": "abc"}
    assert ("/user/naam", "Sanne") in outcome.part("cookie.user")
    assert [value for _, value in outcome.part("cookie.")][-1] == "kaal"


def test_set_cookie_has_no_attributes(decode):
    outcome = decode(response=b"x", headers=(("Set-Cookie", "Sid=abc; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),))
    assert outcome.part("cookie") == [("/Sid", "abc")]
    assert outcome.field("abc").origin.part == "cookie.Sid"
    assert outcome.field("abc").origin.direction == "response"


def test_hostile_headers(decode):
    outcome = side(
        decode,
        ("X-\ud800", "a\udfffb"),
        ("Cookie", ";" * 5000),
        ("Authorization", '"' * 5000),
        ("Link", "a" * 5000 + "="),
        ("Cookie", "\ud800=\ud800"),
    )
    assert "a?b" in outcome.values
