"""A device in the room: ``device.py PROXY_PORT SCHOOL_PORT CA NAME SEED`` uses the platform until its input closes.

Writes a line to its output for every answer, event or message that reached it, each with a mark that was in it, and
``begun`` when it is asked to stop and nothing more is on its way. What goes wrong on the way (the proxy was killed) is
tried again with another mark.
"""

from __future__ import annotations

import http.client
import random
import socket
import ssl
import sys
import threading
import time

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import ConnectionTerminated, DataReceived, StreamEnded, StreamReset
from h2.exceptions import H2Error
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Request, TextMessage
from wsproto.utilities import LocalProtocolError

_LOST = (OSError, http.client.HTTPException, H2Error, LocalProtocolError, EOFError)


class Device:
    """Knows its proxy, and tells what reached it."""

    def __init__(self, proxy: int, school: int, trusted: str, name: str, seed: str) -> None:
        self._proxy, self._school, self._name = proxy, school, name
        self._context = ssl.create_default_context(cafile=trusted)
        self._random = random.Random(seed)
        self._count = 0
        self._stop = threading.Event()

    def use(self) -> None:
        """Until asked to stop."""
        threading.Thread(target=self._listen, daemon=True).start()
        while not self._stop.is_set():
            what = self._random.choice((self._posts, self._posts, self._http2, self._events, self._film, self._chat))
            try:
                what()
            except _LOST:
                time.sleep(0.05)

    def _listen(self) -> None:
        sys.stdin.read()
        self._stop.set()

    def _mark(self) -> str:
        self._count += 1
        return f"{self._name}-{self._count}."

    def _tell(self, mark: str) -> None:
        sys.stdout.write(f"{mark}\n")
        sys.stdout.flush()

    def _connection(self) -> http.client.HTTPSConnection:
        made = http.client.HTTPSConnection("127.0.0.1", self._proxy, timeout=5, context=self._context)
        made.set_tunnel("localhost", self._school)
        return made

    def _posts(self) -> None:
        connection = self._connection()
        try:
            for _ in range(self._random.randrange(1, 8)):
                mark = self._mark()
                connection.request("POST", "/les", f'{{"leerling": "{mark}"}}', {"Content-Type": "application/json"})
                connection.getresponse().read()
                self._tell(mark)
        finally:
            connection.close()

    def _film(self) -> None:
        connection = self._connection()
        try:
            mark = self._mark()
            connection.request("GET", f"/film?merk={mark}")
            connection.getresponse().read()
            self._tell(mark)
        finally:
            connection.close()

    def _events(self) -> None:
        connection = self._connection()
        try:
            connection.request("GET", f"/stroom?merk={self._mark()}")
            answer = connection.getresponse()
            while line := answer.readline():
                if b'"leerling": "' in line:
                    self._tell(line.decode().partition('"leerling": "')[2].partition('"')[0])
        finally:
            connection.close()

    def _tunnel(self, alpn: str) -> ssl.SSLSocket:
        raw = socket.create_connection(("127.0.0.1", self._proxy), timeout=5)
        try:
            raw.sendall(f"CONNECT localhost:{self._school} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = b""
            while b"\r\n\r\n" not in head:
                head += _some(raw)
            context = ssl.create_default_context(cafile=sys.argv[3])
            context.set_alpn_protocols([alpn])
            return context.wrap_socket(raw, server_hostname="localhost")
        except BaseException:
            raw.close()
            raise

    def _http2(self) -> None:
        with self._tunnel("h2") as connection:
            talk = H2Connection(H2Configuration(client_side=True))
            talk.initiate_connection()
            marks = {}
            for _ in range(self._random.randrange(1, 6)):
                stream, mark = talk.get_next_available_stream_id(), self._mark()
                marks[stream] = mark
                talk.send_headers(stream, [(":method", "GET"), (":scheme", "https"), (":path", f"/les?merk={mark}"),
                                           (":authority", f"localhost:{self._school}")], end_stream=True)
            connection.sendall(talk.data_to_send())
            while marks:
                for event in talk.receive_data(_some(connection)):
                    if isinstance(event, DataReceived):
                        talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, StreamEnded):
                        self._tell(marks.pop(event.stream_id))
                    elif isinstance(event, StreamReset):
                        marks.pop(event.stream_id)
                    elif isinstance(event, ConnectionTerminated):
                        return
                connection.sendall(talk.data_to_send())

    def _chat(self) -> None:
        with self._tunnel("http/1.1") as connection:
            talk = WSConnection(ConnectionType.CLIENT)
            connection.sendall(talk.send(Request(host="localhost", target=f"/chat?merk={self._mark()}")))
            left = self._random.randrange(1, 12)
            while True:
                for event in talk.events():
                    if isinstance(event, TextMessage):
                        self._tell(event.data)
                    if isinstance(event, AcceptConnection | TextMessage):
                        left -= 1
                        said = TextMessage(self._mark()) if left > 0 else CloseConnection(1000)
                        connection.sendall(talk.send(said))
                    if isinstance(event, CloseConnection):
                        return
                talk.receive_data(_some(connection))


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise EOFError
    return data


if __name__ == "__main__":
    Device(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6]).use()
