"""Records conversations of OpenSSL's command line tools with each other, as pcapng files with their secrets.

Run it in this folder with ``PYTHONPATH=../..`` and OpenSSL 3 on the path. Every conversation is an HTTP request and
its response, typed into both tools; what else happens (early data, new keys, another handshake) is in the name.
"""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pcap_builders as build

REQUEST = b"GET /cijfers?leerling=7 HTTP/1.1\r\nHost: les.example\r\n\r\n"
EARLY = b"POST /vroeg HTTP/1.1\r\nHost: les.example\r\nContent-Length: 5\r\n\r\nvroeg"
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + b"antwoord".ljust(2999, b".") + b"\n"
COMMON = ["-servername", "les.example", "-alpn", "http/1.1"]

CASES: dict[str, tuple[list[str], list[str]]] = {
    # Name → options of the server, options of the client.
    "hello-retry": (["-groups", "P-384"], ["-groups", "X25519:P-384"]),
    "padding": (["-record_padding", "512"], ["-record_padding", "256"]),
    "small-records": (["-max_send_frag", "512"], ["-max_send_frag", "512"]),
    "client-certificate": (["-verify", "1"], ["-cert", "PEM", "-key", "PEM"]),
    "psk": (["-psk", "c0ffee", "-nocert"], ["-psk", "c0ffee"]),
    "psk-1.2": (["-tls1_2", "-psk", "c0ffee", "-nocert", "-cipher", "PSK-AES128-GCM-SHA256"],
                ["-psk", "c0ffee", "-cipher", "PSK-AES128-GCM-SHA256"]),
    "psk-1.2-dhe-cbc": (["-tls1_2", "-psk", "c0ffee", "-nocert", "-cipher", "DHE-PSK-AES256-CBC-SHA384"],
                        ["-psk", "c0ffee", "-cipher", "DHE-PSK-AES256-CBC-SHA384"]),
    "ccm8-1.3": (["-ciphersuites", "TLS_AES_128_CCM_8_SHA256"], ["-ciphersuites", "TLS_AES_128_CCM_8_SHA256"]),
    "ccm-1.3": (["-ciphersuites", "TLS_AES_128_CCM_SHA256"], ["-ciphersuites", "TLS_AES_128_CCM_SHA256"]),
    "chacha-1.3": (["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"], ["-ciphersuites",
                                                                       "TLS_CHACHA20_POLY1305_SHA256"]),
    "aria-1.2": (["-tls1_2", "-cipher", "ECDHE-ARIA256-GCM-SHA384"], ["-cipher", "ECDHE-ARIA256-GCM-SHA384"]),
    "key-update": ([], []),
    "renegotiation": (["-tls1_2", "-client_renegotiation"], []),
    "renegotiation-1.0": (["-tls1", "-client_renegotiation", "-cipher", "AES128-SHA:@SECLEVEL=0"],
                          ["-tls1", "-cipher", "AES128-SHA:@SECLEVEL=0"]),
    "early-data": (["-early_data"], []),
    "early-data-refused": ([], []),
    "early-data-hello-retry": (["-early_data", "-groups", "P-384"], ["-groups", "X25519:P-384"]),
}


class Tap(threading.Thread):
    """Passes one connection on and keeps what each side sends, in order."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.turns = port, []  # type: tuple[int, list[tuple[bool, bytes]]]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.start()

    def run(self) -> None:
        client, _ = self.listener.accept()
        server = socket.create_connection(("127.0.0.1", self.port))
        with selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, (True, server))
            selector.register(server, selectors.EVENT_READ, (False, client))
            while selector.get_map():
                for key, _ in selector.select():
                    from_client, target = key.data
                    data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if not data:
                        selector.unregister(key.fileobj)
                        target.shutdown(socket.SHUT_WR)
                        continue
                    self.turns.append((from_client, data))
                    target.sendall(data)


def say(tool: subprocess.Popen[bytes], *lines: bytes) -> None:
    """Type into a tool, giving the other one time to answer."""
    assert tool.stdin is not None
    for line in lines:
        tool.stdin.write(line)
        tool.stdin.flush()
        time.sleep(0.3)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def record(name: str, folder: Path) -> bytes:
    """One case as a pcapng file."""
    server_options, client_options = CASES[name]
    pem, log, ticket, early = (folder / word for word in ("pem", "keys", "ticket", "early"))
    pem.write_bytes(build.certificate())
    log.unlink(missing_ok=True)
    early.write_bytes(EARLY)
    port = free_port()
    server_options = [str(pem) if word == "PEM" else word for word in server_options]
    client_options = [str(pem) if word == "PEM" else word for word in client_options]
    cert = [] if "-nocert" in server_options else ["-cert", str(pem), "-key", str(pem)]

    def server(options: list[str]) -> subprocess.Popen[bytes]:
        tool = subprocess.Popen(["openssl", "s_server", "-accept", str(port), *cert, "-alpn", "http/1.1", *options],
                                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3)
        return tool

    def client(target: int, *options: str) -> subprocess.Popen[bytes]:
        tool = subprocess.Popen(["openssl", "s_client", "-connect", f"127.0.0.1:{target}", *COMMON, *client_options,
                                 "-keylogfile", str(log), *options],
                                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        return tool

    first = server(["-early_data"] if name.startswith("early") else server_options)
    if name.startswith("early"):  # a first conversation gives the ticket for early data
        one = client(port, "-sess_out", str(ticket), *(["-groups", "X25519"] if "retry" in name else []))
        say(first, RESPONSE)
        say(one, b"Q\n")
        one.wait()
        if name != "early-data":
            first.kill()
            first.wait()
            first = server(server_options)
    tap = Tap(port)
    port_of_tap = int(tap.listener.getsockname()[1])
    again = ["-sess_in", str(ticket), "-early_data", str(early)] if name.startswith("early") else []
    tool = client(port_of_tap, *again)
    if name == "early-data":
        say(first, RESPONSE)
    if name == "key-update":
        say(tool, REQUEST[:20], b"K\n", REQUEST[20:])
    elif name.startswith("renegotiation"):
        say(tool, REQUEST, b"R\n", REQUEST)
    else:
        say(tool, REQUEST)
    say(first, RESPONSE)
    if name == "key-update":
        say(first, b"K\n", b"k\n", RESPONSE)
    if name.startswith("renegotiation"):
        say(first, RESPONSE)
    say(tool, b"Q\n")
    tool.wait(5)
    first.kill()
    first.wait()
    tap.join(2)
    talk = build.Session(tuple(tap.turns), b"", "").talk()
    return (build.section() + build.interface() + build.secrets(log.read_bytes())
            + b"".join(build.enhanced(frame, int(moment * 1e6)) for moment, frame in talk.frames()))


if __name__ == "__main__":
    here = Path(os.path.abspath(__file__)).parent  # noqa: PTH100
    with tempfile.TemporaryDirectory() as scratch:
        for case in CASES:
            (here / f"{case}.pcapng").write_bytes(record(case, Path(scratch)))
