"""A classroom for tests: the proxy as a user starts it, and a platform with real TLS, HTTP/1.1 and HTTP/2."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events
import hyperframe.frame
from waiting import until

ROOT = Path(__file__).parents[1]
ALT_SVC = 'h3=":443"; ma=86400, h3-29=":443"'
HSTS = "max-age=31536000; includeSubDomains"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Platform:
    """Answers any host with ``{"ok": true}``, offers HTTP/3 in a header and in a frame, and asks for HSTS."""

    def __init__(self, folder: Path, hosts: list[str], addresses: tuple[tuple[str, int], ...] = (("127.0.0.1", 0),)
                 ) -> None:
        """It listens in the network of the thread that makes it."""
        from fixtures.recorder import certificates

        self.authority, certificate, key = certificates.make(folder, hosts)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.context.set_alpn_protocols(["h2", "http/1.1"])
        self._sockets = [socket.create_server(address, family=socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
                         for address in addresses]
        self.port = int(self._sockets[0].getsockname()[1])
        self._threads = [threading.Thread(target=self._serve, args=(each,), daemon=True) for each in self._sockets]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        for listener in self._sockets:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for each in list(self._threads):
            each.join(10)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._answer, args=(connection,), daemon=True))
            self._threads[-1].start()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        with connection, contextlib.suppress(OSError, ssl.SSLError):
            if connection.recv(1, socket.MSG_PEEK) != b"\x16":
                return self._http1(connection)
            with self.context.wrap_socket(connection, server_side=True) as secure:
                if secure.selected_alpn_protocol() == "h2":
                    return self._http2(secure)
                return self._http1(secure)

    def _http1(self, connection: socket.socket) -> None:
        while True:
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536)
                if not more:
                    return
                head += more
            top, _, body = head.partition(b"\r\n\r\n")
            size = next((int(line.partition(b":")[2]) for line in top.lower().split(b"\r\n")
                         if line.startswith(b"content-length:")), 0)
            while len(body) < size:
                body += connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n"
                               + f"Alt-Svc: {ALT_SVC}\r\nStrict-Transport-Security: {HSTS}\r\n\r\n".encode()
                               + b'{"ok": true}')

    def _http2(self, connection: ssl.SSLSocket) -> None:
        conversation = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        conversation.initiate_connection()
        connection.sendall(conversation.data_to_send())
        while data := connection.recv(65536):
            for event in conversation.receive_data(data):
                if isinstance(event, h2.events.StreamEnded) and event.stream_id:
                    frame = hyperframe.frame.AltSvcFrame(event.stream_id, field=ALT_SVC.encode())
                    conversation.send_headers(event.stream_id, [
                        (":status", "200"), ("content-type", "application/json"), ("alt-svc", ALT_SVC),
                        ("strict-transport-security", HSTS)])
                    connection.sendall(conversation.data_to_send() + frame.serialize())
                    conversation.send_data(event.stream_id, b'{"ok": true}', end_stream=True)
            connection.sendall(conversation.data_to_send())


@dataclass
class Room:
    """A running ``leerlek proxy``."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    told: Path
    home: Path
    document: dict[str, Any] = field(default_factory=dict)

    @property
    def certificate(self) -> Path:
        """The authority that devices must trust."""
        return self.home / "conf" / "mitmproxy-ca-cert.pem"

    def says(self) -> str:
        return self.told.read_text("utf-8")

    def notes(self, gap: str) -> dict[str, int]:
        """Host → how often, of one gap, details added up."""
        found: dict[str, int] = {}
        for note in self.document["coverage"]["notes"]:
            if note["gap"] == gap:
                found[note["host"]] = found.get(note["host"], 0) + note["count"]
        return found

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(120) == 0, self.says()
        self.document = json.loads((self.folder / "leerlek.json").read_bytes())


@contextmanager
def room(
    home: Path, *options: str, mitmproxy: tuple[str, ...] = (), before: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None, port: int = 0,
) -> Iterator[Room]:
    """Start the proxy as a user does; ``before`` goes before its command line (``ip netns exec`` and the like)."""
    home.mkdir(exist_ok=True)
    port = port or free_port()
    out, told = home / "out", home / "told"
    with told.open("wb") as log:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "scanner", "proxy", "-o", str(out), "-p", str(port),
             "--dashboard-port", "0", *options, "--", "--set", f"confdir={home / 'conf'}", *mitmproxy],
            cwd=ROOT, stderr=log, stdout=log, stdin=subprocess.DEVNULL,
            env={**os.environ, "LEERLEK_KEY_FILE": str(home / "key"), "XDG_CONFIG_HOME": str(home / "config"),
                 **(environment or {})})
    running = Room(port, out, process, told, home)
    try:
        until(lambda: process.poll() is not None or (out / "leerlek.db").exists(), "the store")
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(120)


TO_SERVER = """
import os
class There:
    def server_connect(self, data):
        host, port = data.server.address
        if host.endswith(".example"):
            data.server.address = (os.environ["LEERLEK_TEST_SERVER"], port)
addons = [There()]
"""
"""A script for mitmproxy: names are looked up without asking anybody."""
REDIRECT = """
import os
class Here:
    def server_connect(self, data):
        data.server.address = ("127.0.0.1", int(os.environ["LEERLEK_TEST_PLATFORM"]))
addons = [Here()]
"""
"""A script for mitmproxy: all hosts are the platform of the test."""
