"""A dashboard that runs beside a test."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scanner.live.dashboard.server import Settings, settings_line

TOKEN = "t0ken-van-de-proef"


@dataclass
class Site:
    """A running dashboard and its folder."""

    port: int
    folder: Path
    home: str = field(init=False)

    def __post_init__(self) -> None:
        self.home = f"127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: object = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Host": self.home} | {name.replace("_", "-"): value for name, value in headers.items()}
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, sent, given)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content, {name.lower(): value for name, value in answer.getheaders()}

    def inside(self, path: str, method: str = "GET", body: object = None, **headers: str) -> tuple[int, bytes]:
        given = {"Cookie": f"leerlek-{self.port}={TOKEN}", "Origin": f"http://{self.home}",
                 "Content_Type": "application/json"} | headers
        return self.ask(path, method, body, **given)[:2]


@contextmanager
def dashboard(folder: Path, lang: str = "nl") -> Iterator[Site]:
    """Serve what is in a folder of results; it must end with its parent."""
    process = subprocess.Popen([sys.executable, "-m", "scanner.live.dashboard.server"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(settings_line(Settings(str(folder), 0, TOKEN, lang)))
    process.stdin.flush()
    try:
        yield Site(int(process.stdout.readline()), folder)
    finally:
        process.stdin.close()
        process.stdout.close()
        assert process.stderr
        said = process.stderr.read()
        process.stderr.close()
        assert process.wait(timeout=20) == 0
        assert not said, f"what it is asked is nothing for the terminal: {said.decode()}"
