"""A lesson from start to report, driven from the dashboard: real mitmdump, a real client, marks, pause, stop."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from scanner.detect import load_or_create_key
from scanner.judge import is_marker_host
from scanner.live.keeping import exchanges
from scanner.live.retention import FOLDER
from scanner.live.store import FILE, connect

ROOT = Path(__file__).parents[3]
PUPIL = {"leerlingnaam": "Quirinus Pluimgraaf", "bsn": "999990019"}


@pytest.fixture
def school() -> Iterator[int]:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


class Watcher:
    """A browser without a window: keeps the cookie, and says where it comes from."""

    def __init__(self, address: str) -> None:
        self._home = address.partition("/?")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.open(address, timeout=30).close()

    def see(self, path: str) -> Any:
        try:
            with self._opener.open(f"{self._home}{path}", timeout=30) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            assert error.code == 503, "only before the scanner began"
            return {}

    def do(self, **command: str) -> None:
        request = urllib.request.Request(f"{self._home}/api/command", json.dumps(command).encode(),
                                         {"Content-Type": "application/json", "Origin": self._home})
        self._opener.open(request, timeout=30).close()

    def fetch(self, path: str) -> bytes:
        with self._opener.open(f"{self._home}{path}", timeout=30) as answer:
            return bytes(answer.read())


@pytest.mark.slow
def test_a_lesson(school: int, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    out, told = tmp_path / "out", tmp_path / "told"
    with told.open("wb") as log:
        proxy = subprocess.Popen(
            [sys.executable, "-m", "scanner", "proxy", "-o", str(out), "-p", str(port), "--listen-host", "127.0.0.1",
             "--dashboard-port", "0", "--lang", "en", "--keep-capture", "--proxy-mode", "regular",
             "--proxy-mode", f"wireguard@{port}", "--", "--set", f"confdir={tmp_path / 'conf'}"],
            cwd=ROOT, stderr=log, stdout=log, env={**os.environ, "LEERLEK_KEY_FILE": str(tmp_path / "key"),
                                                  "XDG_CONFIG_HOME": str(tmp_path / "config")})
    device = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"}))

    def send(path: str, data: dict[str, str]) -> None:
        device.open(f"http://127.0.0.1:{school}{path}", json.dumps(data).encode(), timeout=30).close()

    def address() -> str:
        words = told.read_text("utf-8").split()
        return next((word for word in words if "/?token=" in word), "")

    try:
        watcher = Watcher(until(address, "the address of the dashboard"))
        until(lambda: watcher.see("/api/state"), "the store")
        until(lambda: watcher.see("/api/state")["tunnel"], "the way in for tablets")
        assert "[Interface]" in told.read_text("utf-8")
        assert watcher.fetch("/tunnel.svg").startswith(b"<?xml")
        send("/voor", {"x": "1"})
        watcher.do(do="mark", title="Toets", actor="pupil")
        until(lambda: watcher.see("/api/state").get("steps"), "the step")
        send("/tijdens", PUPIL)
        until(lambda: watcher.see("/api/findings?words=idn-001").get("total"), "the finding")
        device_seen, = watcher.see("/api/state")["devices"]
        assert (device_seen["address"], device_seen["findings"] > 0) == ("127.0.0.1", True)
        watcher.do(do="pause")
        until(lambda: "paused" in told.read_text("utf-8"), "the pause")
        send("/pauze", PUPIL | {"bsn": "999990020"})
        watcher.do(do="resume")
        until(lambda: "reading again" in told.read_text("utf-8"), "the end of the pause")
        send("/na", PUPIL)
        until(lambda: watcher.see("/api/findings?words=/na").get("total"), "the last finding")
        assert proxy.poll() is None
        watcher.do(do="stop")
        until(lambda: watcher.see("/api/state").get("report") and not watcher.see("/api/state")["going"], "the report")
        shown = watcher.fetch("/report")
        until(lambda: "Ctrl-C" in told.read_text("utf-8").rpartition("The report is ready")[2], "the last words")
    finally:
        proxy.send_signal(signal.SIGINT)
        code = proxy.wait(120)
    assert code == 0, told.read_text("utf-8")
    document = json.loads((out / "leerlek.json").read_bytes())
    paths = {detection["path"] for detection in document["detections"]}
    assert {"/tijdens", "/na"} <= paths
    assert "/pauze" not in paths
    assert document["coverage"]["totals"]["exchanges"] == 3
    passed = [note for note in document["coverage"]["notes"] if note["gap"] == "proxy.passed-through"]
    assert [(note["count"], note["detail"]) for note in passed] == [(1, "paused")]
    step, = document["scan"]["scenario"]["steps"]
    assert (step["title"], step["actor"]) == ("Toets", "pupil")
    assert b"Pluimgraaf" not in shown
    assert not (out / "unfinished").exists()
    with closing(connect(out)) as database:
        stored = [row["rule"] for row in database.execute("SELECT rule FROM finding ORDER BY number")]
    assert stored == [found["rule"] for found in document["findings"]]
    assert b"Pluimgraaf" not in (out / FILE).read_bytes()
    assert b"999990020" not in b"".join(path.read_bytes() for path in out.iterdir() if path.is_file())
    kept = exchanges(out, load_or_create_key(tmp_path / "key"))
    assert [each.target for each in kept if not is_marker_host(each.host)] == ["/voor", "/tijdens", "/na"]
    assert b"Pluimgraaf" not in b"".join(path.read_bytes() for path in (out / FOLDER).iterdir())
