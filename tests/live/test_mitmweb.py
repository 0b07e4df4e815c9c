"""The addon by itself in a real mitmweb, through its own interface: the column of findings, the view, the commands."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from waiting import until

_MITMWEB = "from mitmproxy.tools.main import mitmweb; mitmweb()"
TOKEN = "0123456789abcdef" * 2
PASSWORD = "geheim-woord"


class Web:
    """A browser at mitmweb."""

    def __init__(self, port: int) -> None:
        self._home = f"http://127.0.0.1:{port}"

    def ask(self, path: str, data: object = None) -> Any:
        headers = {"Authorization": f"Bearer {PASSWORD}"}
        if data is not None:
            headers["Content-Type"] = "application/json"
            headers |= {"X-XSRFToken": TOKEN, "Cookie": f"_xsrf={TOKEN}; _mitmproxy_xsrf={TOKEN}"}  # of 11, and of 12
        sent = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self._home + path, sent, headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
        return json.loads(content) if content[:1] in (b"{", b"[") else content

    def is_there(self) -> bool:
        try:
            self.ask("/")
        except OSError:
            return False
        return True

    def command(self, name: str, *arguments: str) -> Any:
        return self.ask(f"/commands/{name}", {"arguments": list(arguments)}).get("value")


@pytest.mark.long
def test_findings_beside_the_flows_and_commands(tmp_path: Path) -> None:
    ports = []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(int(probe.getsockname()[1]))
    port, web_port = ports
    addon = files("scanner.live").joinpath("addon.py")
    process = subprocess.Popen(
        [sys.executable, "-c", _MITMWEB, "-s", str(addon), "-p", str(port), "--listen-host", "127.0.0.1", "--web-port",
         str(web_port), "--no-web-open-browser", "--set", f"web_password={PASSWORD}", "--set", f"confdir={tmp_path}",
         "--set", f"leerlek_output={tmp_path / 'out'}", "--set", "connection_strategy=lazy",
         "--map-local", "|//les.example|" + str(tmp_path / "page")],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "LEERLEK_KEY_FILE": str(tmp_path / "key"), "PYTHONPATH": str(Path(__file__).parents[2])})
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "a").write_text("goed zo", encoding="utf-8")
    device = urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
    web = Web(web_port)
    try:
        until(web.is_there, "mitmweb")
        until(lambda: (tmp_path / "out" / "unfinished").exists(), "the scan")
        device.open("http://les.example/a?bsn=999990019&achternaam=Pluimgraaf", timeout=30).close()
        flow = until(lambda: next((each for each in web.ask("/flows") if each["comment"]), None), "the finding")
        assert flow["marked"] == "\U0001f534" and flow["comment"].startswith("Leerlek: ")
        assert "IDN-001" in flow["comment"] and "999990019" not in flow["comment"]
        view = json.dumps(web.ask(f"/flows/{flow['id']}/response/content/Leerlek.json"))
        assert "IDN-001" in view and "Pluimgraaf" not in view
        assert "comment" in web.ask("/options")["web_columns"]["value"]
        assert any("IDN-001" in line for line in web.command("leerlek.findings", "@all"))
        assert "leest mee" in web.command("leerlek.status")
        web.command("leerlek.mark", "Toets", "pupil")
        web.command("leerlek.pause")
        assert "gepauzeerd" in web.command("leerlek.status")
        web.command("leerlek.resume")
        assert "leerlek.html" in web.command("leerlek.report")
        until(lambda: "afgerond" in web.command("leerlek.status"), "the report")
        assert (tmp_path / "out" / "leerlek.html").exists()
        assert "leest mee" in web.command("leerlek.start")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)
    document = json.loads((tmp_path / "out" / "leerlek.json").read_bytes())
    assert [step["title"] for step in document["scan"]["scenario"]["steps"]] == ["Toets"]
    assert len(list(tmp_path.glob("leerlek-2*/leerlek.html"))) == 1
