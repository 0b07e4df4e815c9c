"""Messages of a real WebSocket through the real proxy: dropped or with pseudonyms where asked, else as they were."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from live.school import certificate, platform
from waiting import until
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request, TextMessage

ROOT = Path(__file__).parents[3]
BSN = "999990019"


class Chat:
    """A WebSocket through the proxy to a server that says everything back."""

    def __init__(self, proxy: int, host: str, port: int, trusted: Path) -> None:
        raw = socket.create_connection(("127.0.0.1", proxy), timeout=30)
        raw.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += raw.recv(65536)
        self._line = ssl.create_default_context(cafile=str(trusted)).wrap_socket(raw, server_hostname=host)
        self._talk = WSConnection(ConnectionType.CLIENT)
        self._line.sendall(self._talk.send(Request(host=f"{host}:{port}", target="/chat")))
        assert isinstance(self._next(), AcceptConnection)

    def say(self, *texts: str) -> list[str]:
        """Say so much, then ``einde``; what is said back before that."""
        for text in (*texts, "einde"):
            self._line.sendall(self._talk.send(TextMessage(text)))
        heard: list[str] = []
        while (event := self._next()) != TextMessage("einde"):
            assert isinstance(event, TextMessage)
            heard.append(event.data)
        return heard

    def close(self) -> None:
        self._line.close()

    def _next(self) -> object:
        while True:
            for event in self._talk.events():
                return event
            self._talk.receive_data(self._line.recv(65536))


@contextmanager
def proxy(folder: Path, secret: Path, *options: str) -> Iterator[int]:
    """``leerlek proxy`` with the judge ready; its result is in ``out`` afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (folder / "told").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scanner", "proxy", "-o", str(folder / "out"), "-p", str(port), "--lang", "en",
             "--listen-host", "127.0.0.1", "--no-dashboard", *options, "--", "--set", f"confdir={folder / 'conf'}",
             "--set", f"ssl_verify_upstream_trusted_ca={secret}"],
            cwd=ROOT, stderr=log, stdout=log, env={**os.environ, "LEERLEK_KEY_FILE": str(folder / "key")})
    try:
        until(lambda: "protection is on" in (folder / "told").read_text("utf-8"), "the protection")
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0


@pytest.mark.long
def test_messages_to_a_named_domain_alone_are_held(tmp_path: Path) -> None:
    secret = certificate(tmp_path)
    pupil = json.dumps({"leerling": {"bsn": BSN}, "x": "é"}, ensure_ascii=False)
    stomp = f'SEND\ndestination:/queue/a\n\n{{"bsn":"{BSN}"}}\x00'
    ordinary = ["hoi", '{ "som": "3x4" }', "é" * 3000, json.dumps(list(range(500)))]
    with platform(secret) as port, proxy(tmp_path, secret, "--block", "hoog", "--block-for", "localhost",
                                         "--pseudonymise", "localhost") as at:
        trusted = tmp_path / "conf" / "mitmproxy-ca-cert.pem"
        held, free = Chat(at, "localhost", port, trusted), Chat(at, "127.0.0.1", port, trusted)
        assert free.say(pupil, stomp, *ordinary) == [pupil, stomp, *ordinary]
        assert held.say(*ordinary) == ordinary
        first, second = held.say(pupil, stomp, pupil)  # what cannot be replaced stays here; the chat goes on
        assert held.say("nog eens") == ["nog eens"]
        held.close()
        free.close()
    fake = json.loads(first)["leerling"]["bsn"]
    assert first == second == pupil.replace(BSN, fake) and fake != BSN
    document = json.loads((tmp_path / "out" / "leerlek.json").read_bytes())
    assert {(row["deed"], row["host"], row["count"]) for row in document["protection"]["requests"]} == {
        ("pseudonymised", "localhost", 2), ("blocked", "localhost", 1)}
    assert {(row["deed"], row["rule"], row["part"]) for row in document["protection"]["rows"]} >= {
        ("blocked", "IDN-001", "ws"), ("pseudonymised", "", "ws")}
    found = {each["host"] for each in document["findings"] if each["rule"] == "IDN-001"}
    assert found == {"127.0.0.1"}  # what was dropped or replaced told the other nobody's number
    assert BSN not in json.dumps(document) and fake not in json.dumps(document)
