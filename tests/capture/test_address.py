"""URLs and authorities, also those that no client would send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.address import Url, is_ip, protocol_of, split_authority, split_url


@pytest.mark.parametrize(("url", "parts"), [
    ("https://School.Example/a?b=c#d", Url("https", "", "school.example", 443, "/a?b=c#d")),
    ("http://school.example", Url("http", "", "school.example", 80, "/")),
    ("http://school.example?x=1", Url("http", "", "school.example", 80, "/?x=1")),
    ("http://school.example#x", Url("http", "", "school.example", 80, "/#x")),
    ("wss://school.example:8443/ws", Url("https", "", "school.example", 8443, "/ws")),
    ("ws://school.example/ws", Url("http", "", "school.example", 80, "/ws")),
    ("http://sanne:geheim@school.example/", Url("http", "sanne:geheim", "school.example", 80, "/")),
    ("http://[2001:DB8::1]:8080/x", Url("http", "", "2001:db8::1", 8080, "/x")),
    ("HTTP://a.example:/x", Url("http", "", "a.example", 80, "/x")),
    ("http://a.example:99999/x", Url("http", "", "a.example", 80, "/x")),
    ("http:///x", Url("http", "", "", 80, "/x")),
    ("https://a.example/pad met spatie/é", Url("https", "", "a.example", 443, "/pad met spatie/é")),
])
def test_urls(url: str, parts: Url) -> None:
    assert split_url(url) == parts


@pytest.mark.parametrize("url", ["", "data:text/plain,x", "blob:https://a.example/1", "about:blank", "file:///etc/x",
                                 "chrome-extension://abc/x.js", "/pad", "a.example/x", "://a.example/", "http:/a"])
def test_no_network_address(url: str) -> None:
    assert split_url(url) is None


@pytest.mark.parametrize(("text", "host", "port"), [
    ("a.example", "a.example", 0), ("A.example:80", "a.example", 80), ("[::1]:80", "::1", 80), ("[::1]", "::1", 0),
    ("::1", "::1", 0), ("2001:db8::8080", "2001:db8::8080", 0), ("", "", 0), (":80", "", 80), ("a:b", "a:b", 0),
])
def test_authorities(text: str, host: str, port: int) -> None:
    assert split_authority(text) == (host, port)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    for url in (text, f"http://{text}"):
        split_url(url)
    assert isinstance(is_ip(text), bool)


@pytest.mark.parametrize(("version", "protocol"), [
    ("HTTP/1.1", "http/1.1"), ("http/2.0", "http/2"), ("HTTP/2", "http/2"), ("h2", "http/2"), ("h3", "http/3"),
    ("HTTP/3", "http/3"), ("h3-29", "http/3"), ("HTTP/1.0", "http/1.0"), ("", "http/1.1"), ("unknown", "http/1.1"),
])
def test_versions_of_http(version: str, protocol: str) -> None:
    assert protocol_of(version) == protocol
