"""Ways in: what is refused before anything starts, in one line, and what is said to somebody with a device."""

from __future__ import annotations

import platform
import socket
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.live import ways as module
from scanner.live.ways import check, last_step, steps, ways


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("mode", ["foo", "reverse", "upstream:", "regular@99999", "regular:x", ""])
def test_what_mitmproxy_does_not_know(mode: str) -> None:
    with pytest.raises(UsageError) as told:
        ways([mode], 8080)
    assert "\n" not in str(told.value) and "wireguard" in str(told.value)


def test_ports() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"poort {port} is bezet"):
            check(ways(["regular"], port), "127.0.0.1")
    check(ways(["regular"], free()), "127.0.0.1")
    check(ways(["regular", "wireguard"], free()), "127.0.0.1")
    with pytest.raises(UsageError, match="socks5@8124"):
        check(ways(["regular", "socks5"], 8123), "127.0.0.1")
    with pytest.raises(UsageError, match="geen adres van deze computer"):
        check(ways(["regular"], free()), "192.0.2.250")


@pytest.mark.parametrize(("installed", "release", "groups", "sudo", "told"), [
    (False, "6.12.1", "/", "/bin/sudo", "mitmproxy 12"), (True, "5.10.0-8", "/", "/bin/sudo", "Linux 6.8"),
    (False, "5.10.0-8", "/", "/bin/sudo", "Linux 6.8"),
    (True, "6.12.1", "/", None, "sudo"), (True, "6.12.1", "/no/such", "/bin/sudo", "control groups"),
    (True, "6.12.1", "/", "/bin/sudo", ""), (True, "odd", "/", "/bin/sudo", ""),
])
def test_local(installed: bool, release: str, groups: str, sudo: str | None, told: str,
               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CGROUPS", Path(groups))
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "release", lambda: release)
    monkeypatch.setattr(module, "find_spec", lambda _name: object() if installed else None)
    monkeypatch.setattr(module.shutil, "which", lambda _name: sudo)
    if not told:
        check(ways(["local:curl"], 8080), "")
        return
    with pytest.raises(UsageError, match=told) as error:
        check(ways(["local"], 8080), "")
    assert "wireguard" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(("lang", "word"), [("nl", "bezet"), ("en", "in use")])
def test_it_says_so_in_the_language_of_the_user(lang: str, word: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match=word):
            check(ways(["regular"], taken.getsockname()[1], lang), "127.0.0.1", lang)


@pytest.mark.parametrize(("mode", "where"), [
    ("reverse:https://a.example", "http://192.0.2.9:8080"), ("reverse:tls://a.example:993", " 192.0.2.9:8080")])
def test_a_server_of_pages_is_an_address_that_a_browser_takes(mode: str, where: str) -> None:
    assert where in steps(ways([mode], 8080)[0], "192.0.2.9")[0].nl


def test_transparent_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mitmproxy.platform.original_addr", None)
    with pytest.raises(UsageError, match="transparent werkt alleen op Linux"):
        check(ways(["transparent"], free()), "127.0.0.1")


@pytest.mark.parametrize(("mode", "words"), [
    ("regular", "server 192.0.2.9, port 8080"), ("regular@9000", "port 9000"), ("wireguard", "QR code"),
    ("transparent", "--to-ports 8080"), ("socks5", "192.0.2.9:8080"), ("reverse:https://a.example", "https://a.example"),
    ("upstream:http://b.example:80", "server 192.0.2.9"), ("local:Safari", "(Safari)"), ("dns@53", "port 53"),
])
def test_steps(mode: str, words: str) -> None:
    way, = ways([mode], 8080)
    told = steps(way, "192.0.2.9")
    assert any(words in each.en for each in told)
    assert all(each.nl and each.en for each in told)
    assert any("mitm.it" in each.nl for each in told) == (way.name not in {"reverse", "dns"})


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert "[fd00::1]:8080" in steps(ways(["socks5"], 8080)[0], "fd00::1")[0].en


def test_what_must_be_undone() -> None:
    assert "tunnel" in last_step(ways(["wireguard"], 8080)).en
    assert "proxy" in last_step(ways(["regular"], 8080)).en
