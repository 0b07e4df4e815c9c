"""A small learning platform and a tracker on real sockets, for tests that look at real clients."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><title>Les</title><button onclick="klaar()">klaar</button><script>
async function klaar() {
  await fetch("/v2/resultaat", {method: "POST", headers: {"Content-Type": "application/json"},
                                body: JSON.stringify({eckid: "%(eckid)s", roepnaam: "Sanne", cijfer: 8})});
  await fetch("%(tracker)s/g/collect?uid=%(eckid)s&ln=Zandgrond", {mode: "no-cors"});
  document.title = "klaar";
}
</script>"""
ECKID = "https://ketenid.nl/pilot/" + "ab" * 64
PUPIL = {"eckid": ECKID, "roepnaam": "Sanne", "achternaam": "Zandgrond", "bsn": "999990019"}


class Lesson(BaseHTTPRequestHandler):
    """Answers as a careless platform would: with more than the page shows."""

    protocol_version = "HTTP/1.1"
    tracker = ""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/les":
            self.answer((PAGE % {"eckid": ECKID, "tracker": self.tracker}).encode(), "text/html; charset=utf-8")
        elif path == "/oud":
            self.answer(b"", "text/plain", status=302, Location="/v2/leerling")
        elif path == "/gzip":
            self.answer(gzip.compress(json.dumps(PUPIL).encode()), "application/json", **{"Content-Encoding": "gzip"})
        elif path == "/stukken":
            self.chunked(json.dumps(PUPIL).encode())
        else:
            self.answer(json.dumps(PUPIL if path == "/v2/leerling" else {"ok": True}).encode(), "application/json")

    def do_POST(self) -> None:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while (size := int(self.rfile.readline(), 16)) > 0:
                self.rfile.read(size + 2)
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def chunked(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(body), 40):
            part = body[at:at + 40]
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Does not mind clients that hang up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def lesson(tracker: str = "") -> Iterator[str]:
    """The platform, at the address that it gives; ``tracker`` is where its page reports to."""
    server = Server(("127.0.0.1", 0), type("Handler", (Lesson,), {"tracker": tracker}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
