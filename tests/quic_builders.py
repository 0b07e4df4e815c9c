"""Records HTTP/3 connections of aioquic with itself in memory, and reads captures made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aioquic.quic.configuration import QuicConfiguration
from pcap_builders import read_bytes

from benchmarks.quic_talk import Asked, Datagram, Headers, Talk, configurations, pcap
from scanner.model import Exchange, Note

Row = tuple[str, str, int, bytes, bytes]
"""Method, path, status and both bodies."""


def request(path: str, method: str = "GET", *more: tuple[bytes, bytes]) -> Headers:
    """The headers of a request."""
    return [(b":method", method.encode()), (b":scheme", b"https"), (b":authority", b"les.example"),
            (b":path", path.encode()), (b"user-agent", b"proef/1.0 (sans io)"), (b"x-klas", b"groep 7"), *more]


def reply(talk: Talk, stream: int, asked: Asked) -> None:
    """The usual answer: some headers and a body that depends on the request."""
    path = dict(asked.headers)[b":path"]
    assert talk.server_http is not None
    talk.server_http.send_headers(stream, [(b":status", b"200"), (b"content-type", b"application/json"),
                                           (b"x-school", b"De Vlinder"), (b"etag", b"v-" + path)])
    talk.server_http.send_data(stream, body_of(path, bytes(asked.body)), True)


def body_of(path: bytes, asked: bytes) -> bytes:
    """What ``reply`` says."""
    return b'{"pad": "%s"}' % path + asked[::-1] * 2


def talk(*, answer: Any = reply, retry: bool = False, tickets: dict[bytes, Any] | None = None,
         client: dict[str, Any] | None = None, server: dict[str, Any] | None = None, **options: Any) -> Talk:
    """A connection that begins; options are those of aioquic's configuration, for both sides or one."""
    ours, theirs = configurations(**options)
    _set(ours, client)
    _set(theirs, server)
    made = Talk(ours, theirs, answer, retry=retry, tickets=tickets).connect()
    if not ours.connection_id_length:  # aioquic would give out more ids of no length
        made.client._replenish_connection_ids = lambda: None  # type: ignore[method-assign]
    return made


def _set(configuration: QuicConfiguration, options: dict[str, Any] | None) -> None:
    for name, value in (options or {}).items():
        setattr(configuration, name, value)


def asked(talk: Talk, count: int = 4, size: int = 3000, start: int = 0) -> list[Row]:
    """Send requests, carry everything, and return what a reader must find: checked by the client's own account."""
    rows: list[Row] = []
    streams = []
    for number in range(start, start + count):
        method = "POST" if number % 2 else "GET"
        path = f"/leerling/{number}?les=rekenen"
        body = bytes([65 + number % 26]) * (size + number) if number % 2 else b""
        streams.append(talk.ask(request(path, method), body))
        rows.append((method, path, 200, body, body_of(path.encode(), body)))
    talk.run()
    assert [bytes(talk.answers[stream].body) for stream in streams] == [row[4] for row in rows]
    return rows


def row(exchange: Exchange) -> Row:
    """An exchange as the row that it should be."""
    return (exchange.method, exchange.target, exchange.status, exchange.request_body.data,
            exchange.response_body.data)


def read(datagrams: Iterable[Datagram], secrets: bytes, folder: Path,
         max_body: int = 1 << 26) -> tuple[list[Exchange], list[Note]]:
    """Read a capture of these datagrams."""
    return read_bytes(pcap(datagrams), folder, secrets, max_body)


def check(datagrams: Iterable[Datagram], secrets: bytes, rows: list[Row], folder: Path) -> list[Exchange]:
    """Exactly these rows come out, whole, and nothing is left unread."""
    exchanges, notes = read(datagrams, secrets, folder)
    assert not notes
    assert Counter(map(row, exchanges)) == Counter(rows)
    for exchange in exchanges:
        assert exchange.protocol == "http/3" and exchange.scheme == "https" and exchange.port == 443
        assert exchange.request_body.state == exchange.response_body.state == "complete"
    return exchanges
