"""Network checks of the system, and requests that only look like them."""

from __future__ import annotations

import pytest

from scanner.live.portal import HOSTS, check_note, is_check


@pytest.mark.parametrize(("method", "host", "path"), [
    ("GET", "captive.apple.com", "/hotspot-detect.html"), ("GET", "connectivitycheck.gstatic.com", "/generate_204"),
    ("HEAD", "clients3.google.com", "/generate_204"), ("GET", "www.msftconnecttest.com", "/connecttest.txt"),
    ("GET", "detectportal.firefox.com", "/success.txt?ipv4"), ("GET", "Captive.Apple.com", "/"),
    ("GET", "www.gstatic.com", "/generate_204"),
])
def test_checks(method: str, host: str, path: str) -> None:
    assert is_check(method, host, path)


@pytest.mark.parametrize(("method", "host", "path"), [
    ("POST", "captive.apple.com", "/"), ("GET", "www.google.com", "/"), ("GET", "www.google.com", "/generate_204?q=a"),
    ("GET", "www.google.com", "/search"), ("GET", "captive.apple.com.example", "/"), ("GET", "apple.com", "/"),
    ("GET", "www.apple.com", "/library/test/success.html?naam=x"), ("GET", "les.example", "/generate_204"),
])
def test_other_requests(method: str, host: str, path: str) -> None:
    assert not is_check(method, host, path)


def test_the_note_names_the_host() -> None:
    assert check_note("WWW.Google.com", 5.0).host == "www.google.com"
    assert all(host == host.lower() for host in HOSTS)
