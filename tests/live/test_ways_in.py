"""Every way in, for real: a tablet in a network of its own, the proxy as its router, and servers behind it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from networks import LAPTOP, LAPTOP6, SERVER, SERVER6, TABLET, TABLET6, Network, inside, network, possible, tunnel
from rooms import TO_SERVER, Platform, Room, room
from waiting import until

from scanner.live.alternatives import public_names
from scanner.live.store import connect

pytestmark = [pytest.mark.long, pytest.mark.skipif(not possible(), reason="needs root, ip and iptables")]
HERE = Path(__file__).parents[1]
HOSTS = ["les.example", "zes.example", "quic.example", "chrome.example", "buiten.example"]
REGULAR, SOCKS, REVERSE, UPSTREAM, TRANSPARENT, WIREGUARD = range(8080, 8086)
SCHOOL = 3128


@pytest.fixture(scope="module")
def where() -> Iterator[Network]:
    with network() as both:
        for program in ("iptables", "ip6tables"):
            subprocess.run([*both.on_laptop, program, "-t", "nat", "-A", "PREROUTING", "-i", "wire", "-p", "tcp",
                            "-m", "multiport", "--dports", "80,443", "-j", "REDIRECT", "--to-ports", str(TRANSPARENT)],
                           check=True)
        subprocess.run([*both.on_laptop, "iptables", "-A", "INPUT", "-i", "wire", "-p", "udp", "--dport", "443", "-j",
                        "REJECT"], check=True)
        yield both


@pytest.fixture(scope="module")
def platform(where: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """TLS on both families, QUIC, and a name server, on the laptop's side."""
    folder = tmp_path_factory.mktemp("platform")
    with inside(where.laptop):
        running = Platform(folder, HOSTS, ((SERVER, 443), (SERVER6, 443), (SERVER, 80)))
        school = socket.create_server((SERVER, SCHOOL))
    threading.Thread(target=forward, args=(school, where.laptop), daemon=True).start()
    with ExitStack() as stack, school:
        for script, arguments in (("http3_server.py", (SERVER, str(folder / "server.pem"), str(folder / "server.key"))),
                                  ("dns_server.py", (SERVER, SERVER6))):
            process = stack.enter_context(subprocess.Popen(
                [*where.on_laptop, sys.executable, str(HERE / script), *arguments], stdout=subprocess.PIPE))
            stack.callback(process.terminate)
            assert process.stdout and process.stdout.readline() == b"up\n"
        yield running
    running.close()


def forward(listener: socket.socket, laptop: str) -> None:
    """The proxy of a school: opens tunnels, and reads nothing."""
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            request = client.recv(4096)
            assert request.startswith(b"CONNECT les.example:443 "), request
            with inside(laptop):
                server = socket.create_connection((SERVER, 443))
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=pump, args=(one, other), daemon=True).start()


def pump(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


def start(where: Network, platform: Platform, home: Path, *options: str) -> Iterator[Room]:
    home.mkdir(exist_ok=True)
    (home / "there.py").write_text(TO_SERVER)
    with room(home, "--lang", "en", *options, before=where.on_laptop, port=REGULAR,
              environment={"LEERLEK_TEST_SERVER": SERVER},
              mitmproxy=("-s", str(home / "there.py"), "--set", f"dns_name_servers={SERVER}", "--set",
                         f"ssl_verify_upstream_trusted_ca={platform.authority}")) as running:
        yield running


@pytest.fixture(scope="module")
def lesson(where: Network, platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """All ways at once, each used by the tablet."""
    for running in start(
            where, platform, tmp_path_factory.mktemp("room"), "--proxy-mode", f"regular@{REGULAR}",
            "--proxy-mode", f"socks5@{SOCKS}", "--proxy-mode", f"reverse:https://les.example@{REVERSE}",
            "--proxy-mode", f"upstream:http://{SERVER}:{SCHOOL}@{UPSTREAM}",
            "--proxy-mode", f"transparent@{TRANSPARENT}", "--proxy-mode", f"wireguard@{WIREGUARD}"):
        curl(where, running, "regular", "--proxy", f"http://{LAPTOP}:{REGULAR}")
        curl(where, running, "regular6", "--proxy", f"http://[{LAPTOP6}]:{REGULAR}")
        curl(where, running, "socks5", "--proxy", f"socks5h://{LAPTOP}:{SOCKS}")
        curl(where, running, "reverse", url=f"http://{LAPTOP}:{REVERSE}")
        curl(where, running, "upstream", "--proxy", f"http://{LAPTOP}:{UPSTREAM}")
        curl(where, running, "transparent", "--resolve", f"les.example:443:{SERVER}")
        curl(where, running, "transparent6", "--resolve", f"zes.example:443:[{SERVER6}]", url="https://zes.example")
        with tunnel(where, settings_of(running)):
            curl(where, running, "wireguard", "--resolve", f"les.example:443:{SERVER}")
            curl(where, running, "wireguard6", "--resolve", f"zes.example:443:[{SERVER6}]", url="https://zes.example")
            running.document["aaaa"] = ask(where, "les.example", 28)
            running.document["dns"] = [ask(where, name, kind) for name, kind in (
                ("les.example", 65), ("les.example", 1), ("use-application-dns.net", 1))]
            running.document["quic"] = quic(where, running.certificate, "quic.example", "/derde?achternaam=Pluimgraaf")
            running.document["distrust"] = quic(where, platform.authority, "chrome.example", "/chrome")
        told = running.document
        running.stop()
        running.document |= told
        yield running


def settings_of(running: Room) -> str:
    """What the QR code holds; the laptop of this test has no way out by which it would know its address."""
    found = until(lambda: re.search(r"\[Interface\].*?Endpoint = \S+", running.says(), re.DOTALL), "the settings")
    return re.sub(r"Endpoint = .*:", f"Endpoint = {LAPTOP}:", found[0])


def curl(where: Network, running: Room, path: str, *options: str, url: str = "https://les.example") -> None:
    done = subprocess.run(
        [*where.on_tablet, "curl", "-sS", "--max-time", "20", "--noproxy", "", "--cacert", str(running.certificate),
         *options, f"{url}/{path}?achternaam=Pluimgraaf"], capture_output=True, text=True, check=False)
    assert done.stdout == '{"ok": true}', (path, done.stderr, running.says())


def quic(where: Network, trust: Path, host: str, path: str) -> str:
    return subprocess.run([*where.on_tablet, sys.executable, str(HERE / "http3_client.py"), SERVER, host, str(trust),
                           path], capture_output=True, text=True, timeout=60, check=False).stdout.strip()


def ask(where: Network, name: str, kind: int) -> bytes:
    """An answer of the name server in the tunnel."""
    question = b"\x12\x34\x01\x00\x00\x01" + bytes(6) + b"".join(
        bytes([len(each)]) + each.encode() for each in name.split(".")) + b"\x00" + struct.pack("!HH", kind, 1)
    script = ("import socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(15);"
              "s.sendto(bytes.fromhex(sys.argv[1]), ('10.0.0.53', 53)); print(s.recv(4096).hex())")
    done = subprocess.run([*where.on_tablet, sys.executable, "-c", script, question.hex()], capture_output=True,
                          text=True, check=True, timeout=60)
    return bytes.fromhex(done.stdout)


@pytest.mark.parametrize("way", ["regular", "regular6", "socks5", "reverse", "upstream", "transparent", "transparent6",
                                 "wireguard", "wireguard6"])
def test_each_way_is_read(way: str, lesson: Room) -> None:
    assert f"/{way}" in {detection["path"] for detection in lesson.document["detections"]}


def test_the_tunnel_was_the_way(lesson: Room) -> None:
    with closing(connect(lesson.folder)) as database:
        devices = {row["address"] for row in database.execute("SELECT address FROM device")}
    assert devices == {TABLET, TABLET6, "10.0.0.1", "fd00:4c4c::1"}


def test_it_said_how_to_take_each_way(lesson: Room) -> None:
    said = lesson.says()
    for words in (f"server 192.0.2.1, port {REGULAR}"[-9:], "SOCKS5 proxy", "Instead of https://les.example",
                  "PREROUTING", "scan with it the QR code", "http://mitm.it", "remove the WireGuard tunnel"):
        assert words in said, words


def test_dns_answers_lose_their_offers(lesson: Room) -> None:
    https, address, canary = lesson.document["dns"]
    assert b"\x02h2" in https and b"h3" not in https and b"buiten" not in https
    assert address.endswith(bytes(map(int, SERVER.split("."))))
    assert canary[3] & 15 == 3, "Firefox keeps to this name server"
    removed = {(note["gap"], note["host"], note["detail"]) for note in lesson.document["coverage"]["notes"]
               if note["gap"].endswith(".removed")}
    assert {("quic.removed", "les.example", "DNS"), ("ech.removed", "les.example", "DNS"),
            ("quic.removed", "les.example", "Alt-Svc")} <= removed


def test_in_the_tunnel_names_lead_to_ipv4_alone(lesson: Room) -> None:
    assert int.from_bytes(lesson.document["aaaa"][6:8], "big") == 0, "no answers"
    assert lesson.document["aaaa"][3] & 15 == 0, "and no error"
    assert "AllowedIPs = 0.0.0.0/0, ::/0" in lesson.says()


def test_http3_that_comes_all_the_same_is_read(lesson: Room) -> None:
    assert lesson.document["quic"].startswith("200") and "mitmproxy" in lesson.document["quic"]
    assert "/derde" in {detection["path"] for detection in lesson.document["detections"]}


def test_a_browser_takes_no_installed_certificate_there(lesson: Room) -> None:
    assert lesson.document["distrust"] == ""
    assert lesson.notes("quic.refused") == {"chrome.example": 1}
    assert not lesson.notes("tls.pinned") and not lesson.notes("tls.no-certificate")


def test_http3_may_pass_and_is_counted(
    where: Network, platform: Platform, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for running in start(where, platform, tmp_path_factory.mktemp("room"), "--quic", "pass",
                         "--proxy-mode", f"wireguard@{WIREGUARD}"):
        with tunnel(where, settings_of(running)):
            told = quic(where, platform.authority, "quic.example", "/derde?achternaam=Pluimgraaf")
            assert told.startswith("200") and "mitmproxy" not in told
            assert b"h3" in ask(where, "les.example", 65)
        running.stop()
        assert running.notes("quic.unread") == {"quic.example": 1}
        assert not running.notes("quic.removed") and running.notes("ech.removed") == {"les.example": 1}
        assert not running.document["detections"]


def chromium(where: Network, home: Path, trust: Path, server: str, url: str) -> str:
    """A real Chromium on the tablet with the certificate, by the name server of its network; what it shows."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for words in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "mitmproxy", "-i", str(trust)]):
        subprocess.run(["certutil", *words, "-d", f"sql:{store}"], check=True)
    (home / "resolv.conf").write_text(f"nameserver {server}\n")
    command = (f"mount --bind {home}/resolv.conf /etc/resolv.conf; exec chromium --headless=new --no-sandbox "
               f"--disable-gpu --user-data-dir={home}/profile --timeout=8000 --dump-dom '{url}'")
    done = subprocess.run([*where.on_tablet, "unshare", "-m", "sh", "-c", command], capture_output=True, text=True,
                          timeout=120, check=False, env=os.environ | {"HOME": str(home)})
    return done.stdout or done.stderr


needs_chromium = pytest.mark.skipif(not shutil.which("chromium") or not shutil.which("certutil"),
                                    reason="needs chromium and certutil")
CHROME = "https://chrome.example/chroom?achternaam=Pluimgraaf"


@pytest.mark.browser
@needs_chromium
def test_chromium_stays_where_it_can_be_read(where: Network, platform: Platform, tmp_path: Path) -> None:
    """HTTP/3 is offered by header and DNS, and is there; so is ECH. It sends GREASE for it, which is no news."""
    for running in start(where, platform, tmp_path, "--proxy-mode", f"wireguard@{WIREGUARD}"):
        with tunnel(where, settings_of(running)):
            shown = chromium(where, tmp_path / "home", running.certificate, "10.0.0.53", CHROME)
        assert '{"ok": true}' in shown
        running.stop()
        assert "/chroom" in {detection["path"] for detection in running.document["detections"]}
        assert not running.notes("quic.refused") and not running.notes("tls.ech")
        assert running.notes("quic.removed")["chrome.example"] and running.notes("ech.removed")["chrome.example"]


@pytest.mark.browser
@needs_chromium
def test_real_ech_is_named_and_chromium_goes_on_without(where: Network, platform: Platform, tmp_path: Path) -> None:
    """Its name server is not behind the proxy, so that it learns of ECH; the outer name is another."""
    subprocess.run(["ip", "-n", where.tablet, "-6", "route", "delete", "default"], check=False)
    subprocess.run(["ip", "-n", where.tablet, "route", "replace", "default", "via", LAPTOP], check=True)
    for running in start(where, platform, tmp_path, "--proxy-mode", f"transparent@{TRANSPARENT}"):
        shown = chromium(where, tmp_path / "home", running.certificate, SERVER, CHROME)
        assert '{"ok": true}' in shown
        running.stop()
        assert set(running.notes("tls.ech")) == {"buiten.example"}
        assert "encrypts the host name (ECH) at buiten.example" in running.says()
        assert "/chroom" in {detection["path"] for detection in running.document["detections"]}


def test_the_record_of_the_test_is_a_real_one() -> None:
    from dns_server import ECH

    assert public_names(b"\x00\x01\x00\x00\x05" + struct.pack("!H", len(ECH)) + ECH) == ["buiten.example"]
