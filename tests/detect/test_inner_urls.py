"""A URL and its parts tell a value once."""

from __future__ import annotations

from detect_builders import ECKID, in_body


def test_a_url_and_its_parts_tell_a_value_once() -> None:
    eck = in_body({"eckId": ECKID})
    assert [each.pointer for each in eck] == ["/eckId"]
    url = in_body({"link": "https://x.example/a?email=sanne@school.example"})
    assert [each.pointer for each in url] == ["/link/email"]
