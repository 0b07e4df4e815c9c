"""A learning platform with real TLS: answers, event streams, films and a chat, for tests of the proxy."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Request, TextMessage

EVENTS = 5
FILM = b"\0" * 300_000


def certificate(folder: Path) -> Path:
    """A certificate for this computer that signs itself, with its key, as mitmproxy and a server want it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "school")])
    now = datetime.datetime.now(datetime.UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.SubjectAlternativeName([
                x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256()))
    path = folder / "school.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                     + made.public_bytes(Encoding.PEM))
    return path


class _Platform(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("application/json", b'{"goed": true}')

    def do_GET(self) -> None:
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self._chat()
        elif self.path.startswith("/film"):
            self._answer("video/mp4", FILM)
        elif self.path.startswith("/stroom"):
            self._events(self.path.partition("merk=")[2])
        else:
            self._answer("text/html", b"<p>Welkom</p>" * 100)

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _events(self, mark: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for number in range(EVENTS):
            self.wfile.write(b"data: {\"leerling\": \"%s+%d\"}\n\n" % (mark.encode(), number))
            self.wfile.flush()
        self.close_connection = True

    def _chat(self) -> None:
        """Says back whatever is said."""
        self.close_connection = True
        socket = WSConnection(ConnectionType.SERVER)
        socket.initiate_upgrade_connection([(k.encode(), v.encode()) for k, v in self.headers.items()], self.path)
        while True:
            for event in socket.events():
                answer: Any = None
                if isinstance(event, Request):
                    answer = AcceptConnection()
                elif isinstance(event, TextMessage):
                    answer = TextMessage(event.data)
                elif isinstance(event, CloseConnection):
                    answer = event.response()
                if answer is not None:
                    self.connection.sendall(socket.send(answer))
                if isinstance(event, CloseConnection):
                    return
            data = self.connection.recv(65536)
            if not data:
                return
            socket.receive_data(data)

    def log_message(self, *_arguments: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_arguments: object) -> None:
        """A device or a proxy that was killed hangs up."""


@contextmanager
def platform(secret: Path) -> Iterator[int]:
    """The platform at a port of this computer, under a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(secret)
    server = _Server(("127.0.0.1", 0), _Platform)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
