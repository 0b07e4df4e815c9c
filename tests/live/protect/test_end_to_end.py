"""Protection in a real proxy: what is blocked does not arrive, all else does byte for byte, and all is reported."""

from __future__ import annotations

import hashlib
import http.client
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from scanner.live.store import connect

ROOT = Path(__file__).parents[3]
BSN = "999990019"


class Recipient(http.server.ThreadingHTTPServer):
    """An upstream proxy that is every recipient: keeps what came, and tells its digest."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[tuple[str, bytes, list[tuple[str, str]]]] = []


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recipient

    def answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.came.append((self.path, data, list(self.headers.items())))
        body = json.dumps({"sha256": hashlib.sha256(data).hexdigest()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def recipient() -> Iterator[Recipient]:
    server = Recipient()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class Proxy:
    """``leerlek proxy`` in front of the recipient."""

    def __init__(self, folder: Path, recipient: Recipient, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.out, self._told = folder / "out", folder / "told"
        with self._told.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scanner", "proxy", "-o", str(self.out), "-p", str(self.port), "--lang", "en",
                 "--listen-host", "127.0.0.1", "--no-dashboard", *options,
                 "--proxy-mode", f"upstream:http://127.0.0.1:{recipient.server_port}",
                 "--", "--set", f"confdir={folder / 'conf'}"],
                cwd=ROOT, stderr=log, stdout=log, env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")})

    @property
    def told(self) -> str:
        return self._told.read_text("utf-8")

    def send(self, host: str, path: str, body: bytes | None = None,
             **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("POST" if body is not None else "GET", f"http://{host}{path}", body,
                               {"Host": host, **given})
            answer = connection.getresponse()
            return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        finally:
            connection.close()

    def stop(self) -> dict[str, Any]:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(120) == 0, self.told
        document: dict[str, Any] = json.loads((self.out / "leerlek.json").read_bytes())
        return document


@pytest.mark.long
def test_what_breaks_a_rule_stays_here_and_all_else_arrives(recipient: Recipient, tmp_path: Path) -> None:
    proxy = Proxy(tmp_path, recipient, "--block", "hoog", "--block-for", "meten.example")
    pupil = json.dumps({"leerling": {"bsn": BSN}}).encode()
    other = json.dumps({"leerling": {"bsn": BSN}, "x": "\u00e9\\u00e9"}).encode() * 3
    try:
        until(lambda: "protection is on for meten.example" in proxy.told, "the protection")
        status, page, headers = proxy.send("p.meten.example", "/v1", pupil, Accept="text/html")
        assert status == 403 and b"IDN-001" in page and BSN.encode() not in page
        assert headers["content-type"].startswith("text/html")
        status, body, headers = proxy.send("meten.example", f"/v1?bsn={BSN}", Accept="application/json",
                                           Origin="https://les.example")
        assert status == 403 and json.loads(body)["status"] == 403
        assert headers["access-control-allow-origin"] == "https://les.example"
        assert proxy.send("meten.example", "/les/4")[0] == 200
        for host in ("anders.example", "meten.example.org"):
            status, body, _ = proxy.send(host, f"/v1?bsn={BSN}&a=%e9+%20", other, X_Eigen="a\u00e9 b")
            assert (status, json.loads(body)["sha256"]) == (200, hashlib.sha256(other).hexdigest())
        large = os.urandom(6 << 20)
        status, body, _ = proxy.send("meten.example", "/groot", large)
        assert (status, json.loads(body)["sha256"]) == (200, hashlib.sha256(large).hexdigest())
        assert [path for path, _, _ in recipient.came] == [
            "http://meten.example/les/4", f"http://anders.example/v1?bsn={BSN}&a=%e9+%20",
            f"http://meten.example.org/v1?bsn={BSN}&a=%e9+%20", "http://meten.example/groot"]
        assert all(dict(headers)["X-Eigen"] == "a\u00e9 b" for _, _, headers in recipient.came[1:3])
    finally:
        document = proxy.stop()
    protection = document["protection"]
    assert protection["asked"] == {"block": "hoog", "block_for": ["meten.example"], "pseudonymise": []}
    assert {(r["deed"], r["host"], r["reason"], r["count"]) for r in protection["requests"]} == {
        ("blocked", "p.meten.example", "", 1), ("blocked", "meten.example", "", 1),
        ("passed", "meten.example", "large", 1)}
    assert {("IDN-001", "kritiek", "id.bsn")} <= {(r["rule"], r["severity"], r["category"]) for r in protection["rows"]}
    assert {note["gap"] for note in document["coverage"]["notes"]} >= {"proxy.blocked", "proxy.unprotected"}
    assert {f["recipient"] for f in document["findings"] if f["rule"] == "IDN-001"} == {
        "anders.example", "example.org"}  # what was blocked told nobody anything
    assert BSN not in json.dumps(document) and BSN.encode() not in (proxy.out / "leerlek.db").read_bytes()
    with closing(connect(proxy.out)) as database:
        assert ("blocked", "IDN-001") in {tuple(row) for row in database.execute("SELECT deed, rule FROM protected")}


@pytest.mark.long
def test_pseudonyms_go_instead_of_identifiers_and_nobody_else_gets_them(recipient: Recipient, tmp_path: Path) -> None:
    proxy = Proxy(tmp_path, recipient, "--pseudonymise", "profiel.example", "--block", "hoog", "--block-for",
                  "profiel.example")
    body = json.dumps({"leerling": {"bsn": BSN, "achternaam": "Pluimgraaf"}}).encode()
    token = "eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiUXVpcmludXMgUGx1aW1ncmFhZiIsImJzbiI6Ijk5OTk5MDAxOSJ9.c2lnbmF0dXJlc2lnbg"
    try:
        until(lambda: "protection is on for profiel.example" in proxy.told, "the protection")
        for _ in range(2):
            assert proxy.send("profiel.example", f"/v1?bsn={BSN}", body, Cookie=f"bsn={BSN}; kleur=blauw",
                              Content_Type="application/json")[0] == 200
        assert proxy.send("anders.example", "/v1", body, Content_Type="application/json")[0] == 200
        # What cannot be replaced goes on as it is, or is blocked where that was asked for as well.
        assert proxy.send("profiel.example", "/t", json.dumps({"token": token}).encode(),
                          Content_Type="application/json")[0] == 403
    finally:
        document = proxy.stop()
    (path, first, headers), second, other = recipient.came
    pupil = json.loads(first)["leerling"]
    assert second[:2] == (path, first) and other[1] == body  # stable, and for nobody else
    assert pupil["bsn"] != BSN and pupil["achternaam"] not in ("Pluimgraaf", "")
    assert path == f"http://profiel.example/v1?bsn={pupil['bsn']}"
    assert dict(headers)["Cookie"] == f"bsn={pupil['bsn']}; kleur=blauw"
    assert dict(headers)["Content-Length"] == str(len(first))
    done = {(r["deed"], r["host"], r["count"]) for r in document["protection"]["requests"]}
    assert done == {("pseudonymised", "profiel.example", 2), ("blocked", "profiel.example", 1)}
    assert {(r["category"], r["part"]) for r in document["protection"]["rows"] if r["deed"] == "pseudonymised"} == {
        ("id.bsn", "url.query"), ("id.bsn", "body"), ("id.bsn", "cookie.bsn"), ("name.family", "body")}
    assert not [f for f in document["findings"] if f["recipient"] == "profiel.example" and f["rule"].startswith("IDN")]
    assert [f for f in document["findings"] if f["recipient"] == "anders.example" and f["rule"] == "IDN-001"]
    told = json.dumps(document) + (proxy.out / "leerlek.html").read_text("utf-8")
    assert BSN not in told and pupil["bsn"] not in told and "Pluimgraaf" not in told


def _children(of: int) -> list[tuple[int, str]]:
    found = []
    for path in Path("/proc").iterdir():
        try:
            pid = int(path.name)
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError, IndexError):
            continue
        if parent == of:
            found += [(pid, line), *_children(pid)]
    return found


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_a_judge_that_is_killed_or_stuck_lets_pass_and_comes_back(recipient: Recipient, tmp_path: Path) -> None:
    proxy = Proxy(tmp_path, recipient, "--block", "hoog", "--block-for", "meten.example")

    def judge() -> int:
        return next((pid for pid, line in _children(proxy.process.pid) if "protect.guard" in line), 0)

    def blocked() -> bool:
        return proxy.send("meten.example", f"/v1?bsn={BSN}")[0] == 403

    try:
        until(lambda: "protection is on" in proxy.told, "the protection")
        assert blocked()
        os.kill(until(judge, "the judge"), signal.SIGSTOP)
        assert not blocked() and recipient.came
        assert proxy.send("anders.example", "/")[0] == 200
        os.kill(judge(), signal.SIGKILL)
        until(blocked, "the protection again")
    finally:
        document = proxy.stop()
    reasons = {r["reason"] for r in document["protection"]["requests"] if r["deed"] == "passed"}
    assert "slow" in reasons and reasons <= {"slow", "busy", "stopped"}


@pytest.mark.parametrize(("options", "says"), [
    (["--block", "hoog"], "--block-for"), (["--block-for", "a.example", "--lang", "en"], "--block SEVERITY"),
    (["--block", "hoog", "--block-for", "digid.nl"], "gaat ongelezen door"),
    (["--block", "x", "--block-for", "a.nl"], "is geen ernst"),
])
def test_wrong_use_is_one_line_and_status_2(options: list[str], says: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "scanner", "proxy", "-o", str(tmp_path / "out"), *options], cwd=ROOT,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()
