"""What ``leerlek proxy`` starts and says, and what happens when parts of it are killed: real mitmdump, real clients."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.live.process import Settings, command, instructions

ROOT = Path(__file__).parents[2]


def settings(folder: Path, **chosen: object) -> Settings:
    fields: dict[str, object] = {
        "folder": folder, "policy": None, "subjects": None, "scenario": None, "recipients": (),
        "tracker_lists": (), "key_file": None, "lang": "nl",
        "mode": "test", "decision": "", "only": (), "ignore": (), "listen_host": "127.0.0.1", "port": 8080,
        "modes": ("regular",),
        "more": (),
    }
    return Settings(**(fields | chosen))  # type: ignore[arg-type]


def test_the_command_line_of_mitmdump() -> None:
    line = command(settings(Path("uit"), policy=Path("p.yaml"), only=("a.example", "b.example"),
                            recipients=(Path("eigen.yaml"),), tracker_lists=(Path("a.txt"), Path("b.txt")),
                            modes=("regular", "socks5"), more=("--showhost",)))
    joined = " ".join(line)
    assert "--set leerlek_output=uit" in joined and "--set leerlek_policy=p.yaml" in joined
    assert "--set leerlek_only=a.example --set leerlek_only=b.example" in joined
    assert "--set leerlek_recipients=eigen.yaml" in joined
    assert "--set leerlek_tracker_list=a.txt --set leerlek_tracker_list=b.txt" in joined
    assert "--mode regular --mode socks5" in joined and line[-1] == "--showhost"
    assert "leerlek_subjects" not in joined and "leerlek_decision" not in joined


@pytest.mark.parametrize(("lang", "word"), [("nl", "certificaat"), ("en", "certificate")])
def test_it_says_how_to_connect(lang: str, word: str) -> None:
    text = "\n".join(instructions(settings(Path("x"), lang=lang, port=8123)))
    assert word in text and "8123" in text and "mitm.it" in text


def test_real_people_need_a_decision() -> None:
    done = subprocess.run([sys.executable, "-m", "scanner", "proxy", "--mode", "live"], cwd=ROOT, capture_output=True,
                          text=True, timeout=60)
    assert done.returncode == 2 and "--decision" in done.stderr and "Traceback" not in done.stderr


@pytest.fixture
def school() -> Iterator[int]:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"ok": true}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.slow
def test_own_recipients_and_tracker_lists_count_in_the_proxy_too(school: int, tmp_path: Path) -> None:
    port, out = free_port(), tmp_path / "out"
    (tmp_path / "own.yaml").write_text(
        "recipients:\n  - {organisation: De Vlindertuin, domains: [vlindertuin.example], role: school, seat: NL}\n")
    (tmp_path / "list.txt").write_text("! Title: Onze lijst\n||meten.example^$third-party\n")
    proxy = subprocess.Popen(
        [sys.executable, "-m", "scanner", "proxy", "-o", str(out), "-p", str(port), "--listen-host", "127.0.0.1",
         "--dashboard-port", "0",
         "--recipients", "own.yaml", "--tracker-list", "list.txt",
         "--proxy-mode", f"upstream:http://127.0.0.1:{school}", "--", "--set", f"confdir={tmp_path / 'conf'}"],
        cwd=tmp_path, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        env={**os.environ, "LEERLEK_KEY_FILE": str(tmp_path / "key"), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
    try:
        for _ in range(600):
            if listening(port) and (out / "unfinished").exists():
                break
            time.sleep(0.1)  # another process; there is nothing to wait on but its port
        for host in ("www.vlindertuin.example", "p.meten.example", "iemand.example"):
            with opener.open(f"http://{host}/a?achternaam=Pluimgraaf", timeout=30) as answer:
                answer.read()
    finally:
        proxy.send_signal(signal.SIGINT)
        assert proxy.wait(120) == 0
    document = json.loads((out / "leerlek.json").read_bytes())
    assert {r["domain"]: (r["role"], r["tracker"], r["source"]) for r in document["recipients"]} == {
        "vlindertuin.example": ("school", False, "user"), "meten.example": ("undeclared", True, "list"),
        "iemand.example": ("undeclared", False, "none")}
