"""The ways of real devices, with real clients on a real proxy: pins, trust, offers of HTTP/3, checks, what passes."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from rooms import ALT_SVC, HSTS, REDIRECT, Platform, Room, room

from scanner.live.store import connect, facts_of

HOSTS = ["les.example", "gepind.example", "stil.example", "dicht.example", "vos.example", "oud.example",
         "eenmaal.example", "mijn.ing.nl", "prive.example", "connectivitycheck.gstatic.com", "www.google.com",
         "ander.example", "leraar.example"]
BROWSER, TRUSTING_NOTHING, SECOND, TEACHER = "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.77"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    running = Platform(tmp_path_factory.mktemp("platform"), HOSTS)
    yield running
    running.close()


def tunnel(port: int, host: str, device: str) -> socket.socket:
    """A device's connection to a host, through the proxy, TLS still to come."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(device, 0))
    connection.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(4096)
    assert b" 200 " in answer, answer
    return connection


def shake(port: int, host: str, device: str, trust: Path | None, ciphers: str = "") -> ssl.SSLSocket:
    """A handshake; raises ``ssl.SSLError`` when the device does not trust what it sees."""
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    if ciphers:
        context.set_ciphers(ciphers)
    return context.wrap_socket(tunnel(port, host, device), server_hostname=host)


def fetch(port: int, host: str, device: str, trust: Path, path: str = "/les", ciphers: str = "") -> dict[str, str]:
    """A request by HTTP/1.1; the headers of the answer."""
    with shake(port, host, device, trust, ciphers) as secure:
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(secure)
        answer.begin()
        assert json.loads(answer.read()) == {"ok": True}
        return {name.lower(): value for name, value in answer.getheaders()}


APP = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
"""Another TLS library than the browser's, as far as a ClientHello shows."""


@pytest.fixture(scope="module")
def lesson(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A lesson with one of everything."""
    home = tmp_path_factory.mktemp("room")
    (home / "here.py").write_text(REDIRECT)
    with room(home, "--listen-host", "127.0.0.1", "--lang", "en", "--ignore", "prive.example",
              "--ignore", f"device:{TEACHER}",
              mitmproxy=("-s", str(home / "here.py"), "--set", f"ssl_verify_upstream_trusted_ca={platform.authority}"),
              environment={"LEERLEK_TEST_PLATFORM": str(platform.port)}) as running:
        port, trust = running.port, running.certificate
        # A device without the certificate; it says so with an alert.
        for host in ("les.example", "dicht.example"):
            with pytest.raises(ssl.SSLError):
                shake(port, host, TRUSTING_NOTHING, None)
        # The browser of another one has it. HTTP/3 is not offered to it, HSTS is.
        headers = fetch(port, "les.example", BROWSER, trust, "/les?achternaam=Pluimgraaf")
        assert headers["alt-svc"] == "clear" and headers["strict-transport-security"] == HSTS
        told = subprocess.run(["curl", "-sS", "-D", "-", "--http2", "--cacert", str(trust), "--proxy",
                               f"http://127.0.0.1:{port}", "https://les.example/http2"],
                              capture_output=True, text=True, check=True).stdout.lower()
        assert "http/2 200" in told and "alt-svc: clear" in told and "h3=" not in told
        # An app with a pin refuses one host, hangs up without a word at another, and reads a third.
        fetch(port, "les.example", BROWSER, trust, ciphers=APP)
        for _ in range(3):
            pinned(port, "gepind.example", platform, trust)
        # Refused twice, it goes on by itself: what the app sees now is its own vendor's certificate.
        assert pinned(port, "gepind.example", platform, trust)
        for _ in range(2):
            with shake(port, "stil.example", BROWSER, trust, APP):
                pass  # a library that compares the pin when the handshake is over
        # A program with a list of its own, beside the browser that trusts the certificate.
        with pytest.raises(ssl.SSLError):
            shake(port, "vos.example", BROWSER, None, "ECDHE-RSA-AES256-GCM-SHA384")
        # A browser that lets one connection go says nothing about trust; nor does one at a host that it reads.
        for host in ("eenmaal.example", "les.example"):
            with shake(port, host, BROWSER, trust):
                pass
        # A machine that speaks nothing newer than TLS 1.1.
        old = ssl.create_default_context(cafile=str(trust))
        old.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning):
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, OSError)):
            old.wrap_socket(tunnel(port, "oud.example", SECOND), server_hostname="oud.example")
        # What passes: the certificate that the device sees is the platform's own.
        for host in ("mijn.ing.nl", "prive.example", "connectivitycheck.gstatic.com"):
            fetch(port, host, BROWSER, platform.authority)
        fetch(port, "leraar.example", TEACHER, platform.authority)
        # In the clear it goes as it came, with the offers of HTTP/3 that are in it.
        for host, address in (("mijn.ing.nl", BROWSER), ("prive.example", BROWSER), ("leraar.example", TEACHER)):
            clear = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(address, 0))
            clear.request("GET", f"http://{host}/?bsn=999990019", headers={"Host": host})
            assert clear.getresponse().headers["Alt-Svc"] == ALT_SVC
            clear.close()
        # Network checks in the clear and on a host that serves other things as well.
        fetch(port, "www.google.com", BROWSER, trust, "/generate_204")
        fetch(port, "www.google.com", BROWSER, trust, "/generate_204?achternaam=Pluimgraaf")
        for url in ("http://captive.apple.com/hotspot-detect.html", "http://mitm.it/"):
            with httpx.Client(proxy=f"http://127.0.0.1:{port}") as device:
                assert device.get(url).status_code == 200
        running.stop()
        yield running


def pinned(port: int, host: str, platform: Platform, trust: Path) -> bool:
    """An app that takes one key only; curl stands for it, with the ciphers of the app."""
    certificate = x509.load_pem_x509_certificate((platform.authority.parent / "server.pem").read_bytes())
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    both = trust.parent / "both.pem"
    both.write_bytes(trust.read_bytes() + platform.authority.read_bytes())
    # The same program reads another host first: that is what tells a pin from a list of its own.
    for wanted, more in (("les.example", ()), (host, ("--pinnedpubkey", f"sha256//{pin}"))):
        done = subprocess.run(["curl", "-sS", "-o", "/dev/null", "--cacert", str(both), *more, "--proxy",
                               f"http://127.0.0.1:{port}", f"https://{wanted}/app"], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")]


def test_a_pin_is_told_by_host(lesson: Room) -> None:
    assert set(lesson.notes("tls.pinned")) == {"gepind.example", "stil.example"}
    details = {(note["host"], note["detail"]): note["count"] for note in lesson.document["coverage"]["notes"]
               if note["gap"] == "tls.pinned"}
    assert details["gepind.example", "let through unread after it had refused"] == 2
    assert "an app on 127.0.0.1 takes only the vendor's certificate for gepind.example (pinning)" in lesson.says()


def test_a_device_without_the_certificate_is_another_thing(lesson: Room) -> None:
    assert lesson.notes("tls.no-certificate") == {"les.example": 1, "dicht.example": 1}
    assert "device 127.0.0.2 does not trust the certificate yet" in lesson.says()
    assert TRUSTING_NOTHING not in (lesson.folder / "leerlek.json").read_text("utf-8")


def test_so_is_a_program_with_certificates_of_its_own(lesson: Room) -> None:
    assert lesson.notes("tls.own-trust") == {"vos.example": 1}


def test_and_one_that_gives_up_for_another_reason(lesson: Room) -> None:
    assert lesson.notes("tls.gave-up") == {"eenmaal.example": 1}
    assert lesson.notes("tls.unsupported") == {"oud.example": 1}


def test_offers_of_http3_are_removed_and_counted(lesson: Room) -> None:
    removed = lesson.notes("quic.removed")
    assert removed["les.example"] >= 6
    assert not {"mijn.ing.nl", "prive.example", "leraar.example"} & set(removed)


def test_what_passes_is_told_by_kind_or_by_the_users_own_words(lesson: Room) -> None:
    passed = {(note["host"], note["detail"]) for note in lesson.document["coverage"]["notes"]
              if note["gap"] == "proxy.passed-through"}
    assert passed == {("", "private: banking"), ("prive.example", ""), ("", "device out of scope")}
    everything = b"".join(path.read_bytes() for path in lesson.folder.rglob("*") if path.is_file())
    assert b"ing.nl" not in everything and b"leraar.example" not in everything and b"999990019" not in everything


def test_network_checks_are_nobodys_data(lesson: Room) -> None:
    assert lesson.notes("proxy.network-check") == {
        "connectivitycheck.gstatic.com": 1, "captive.apple.com": 1, "www.google.com": 1}
    hosts = {host["host"] for host in lesson.document["coverage"]["hosts"]}
    assert "captive.apple.com" not in hosts and "mitm.it" not in hosts
    assert any(d["host"] == "www.google.com" for d in lesson.document["detections"]), "a query makes it a request"


def test_those_who_watch_see_the_device(lesson: Room) -> None:
    with closing(connect(lesson.folder)) as database:
        rows = facts_of(database)["refused"]
    assert [(row["gap"], row["host"], row["devices"]) for row in rows] == [
        ("tls.no-certificate", "", [TRUSTING_NOTHING]), ("tls.own-trust", "vos.example", [BROWSER]),
        ("tls.pinned", "gepind.example", [BROWSER]), ("tls.pinned", "stil.example", [BROWSER]),
        ("tls.unsupported", "oud.example", [SECOND]), ("tls.gave-up", "eenmaal.example", [BROWSER])]
