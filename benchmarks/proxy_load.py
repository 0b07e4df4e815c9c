"""The load of a classroom for the comparison of proxies: a platform to ask, and devices that ask it through a proxy.

Small JSON posts and pages over plain HTTP, requests over HTTP/2 and TLS, messages of WebSockets, and a download.
"""

from __future__ import annotations

import asyncio
import datetime
import json
import random
import socket
import ssl
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, StreamEnded
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Request, TextMessage

DOWNLOAD = 50 << 20
_BODY = json.dumps({"leerling": {"id": 4711, "antwoord": "twaalf", "tijd": 3.2}, "opgaven": list(range(60))}).encode()
_PAGE = b"<!doctype html><title>Rekenbaas</title>" + b"<p>Maak de som en kijk na.</p>" * 600

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Route:
    """Ports of the proxy and of the platform (plain, and with TLS), and the file with whom to trust."""

    proxy: int
    plain: int
    secure: int
    trusted: Path


Load = Callable[[Route, int, float, int], Awaitable[list[float]]]
"""How a device asks so many times, with pauses of so many seconds in the mean, drawn from a seed: milliseconds each."""


async def platform(secret: Path) -> tuple[asyncio.Server, asyncio.Server]:
    """The platform without and with TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(secret)
    return (await asyncio.start_server(_serve, "127.0.0.1", 0),
            await asyncio.start_server(_serve, "127.0.0.1", 0, ssl=context))


def certificate(folder: Path) -> Path:
    """A certificate for this computer that signs itself, with its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "platform")])
    now = datetime.datetime.now(datetime.UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256()))
    path = folder / "platform.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
                     + made.public_bytes(Encoding.PEM))
    return path


async def posts(route: Route, count: int, pause: float, seed: int) -> list[float]:
    """Small JSON posts over one connection."""
    return await _plain(route, count, pause, seed, "api/antwoord", _BODY)


async def pages(route: Route, count: int, pause: float, seed: int) -> list[float]:
    """Pages over one connection."""
    return await _plain(route, count, pause, seed, "pagina", b"")


async def http2(route: Route, count: int, pause: float, seed: int) -> list[float]:
    """JSON posts over one connection with TLS and HTTP/2."""
    reader, writer = await _tunnel(route, "h2")
    talk = H2Connection(H2Configuration(client_side=True))
    talk.initiate_connection()
    times: list[float] = []
    for _ in range(count):
        await _wait(pause, seed, len(times))
        started = time.perf_counter()
        stream = talk.get_next_available_stream_id()
        talk.send_headers(stream, [(":method", "POST"), (":scheme", "https"), (":path", "/api/antwoord"),
                                   (":authority", f"localhost:{route.secure}"), ("content-type", "application/json"),
                                   ("content-length", str(len(_BODY)))])
        talk.send_data(stream, _BODY, end_stream=True)
        writer.write(talk.data_to_send())
        ended = False
        while not ended:
            for event in talk.receive_data(await _some(reader)):
                ended = ended or isinstance(event, StreamEnded)
                if isinstance(event, DataReceived):
                    talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            writer.write(talk.data_to_send())
        times.append((time.perf_counter() - started) * 1000)
    writer.close()
    return times


async def websocket(route: Route, count: int, pause: float, seed: int) -> list[float]:
    """Messages of one WebSocket over TLS, each said back."""
    reader, writer = await _tunnel(route, "http/1.1")
    talk = WSConnection(ConnectionType.CLIENT)
    writer.write(talk.send(Request(host=f"localhost:{route.secure}", target="/chat")))
    times: list[float] = []
    started = 0.0
    while True:
        for event in talk.events():
            if isinstance(event, TextMessage):
                times.append((time.perf_counter() - started) * 1000)
            if isinstance(event, CloseConnection) or len(times) == count:
                writer.close()
                return times
            if isinstance(event, AcceptConnection | TextMessage):
                await _wait(pause, seed, len(times))
                started = time.perf_counter()
                writer.write(talk.send(TextMessage(_BODY.decode())))
        talk.receive_data(await _some(reader))


async def download(route: Route) -> float:
    """Megabytes a second of a large file."""
    streams = await asyncio.open_connection("127.0.0.1", route.proxy, limit=1 << 20)
    started = time.perf_counter()
    await _ask(streams, f"http://127.0.0.1:{route.plain}/download", b"")
    streams[1].close()
    return DOWNLOAD / 1e6 / (time.perf_counter() - started)


async def _plain(route: Route, count: int, pause: float, seed: int, path: str, body: bytes) -> list[float]:
    streams = await asyncio.open_connection("127.0.0.1", route.proxy)
    times: list[float] = []
    for number in range(count):
        await _wait(pause, seed, number)
        started = time.perf_counter()
        await _ask(streams, f"http://127.0.0.1:{route.plain}/{path}", body)
        times.append((time.perf_counter() - started) * 1000)
    streams[1].close()
    return times


async def _wait(pause: float, seed: int, number: int) -> None:
    if pause:
        await asyncio.sleep(random.Random(seed * 1000 + number).uniform(0, 2 * pause))


async def _tunnel(route: Route, alpn: str) -> Streams:
    loop = asyncio.get_running_loop()
    raw = socket.socket()
    raw.setblocking(False)
    await loop.sock_connect(raw, ("127.0.0.1", route.proxy))
    await loop.sock_sendall(raw, f"CONNECT localhost:{route.secure} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += await loop.sock_recv(raw, 1)
    context = ssl.create_default_context(cafile=str(route.trusted))
    context.set_alpn_protocols([alpn])
    return await asyncio.open_connection(sock=raw, ssl=context, server_hostname="localhost")


async def _some(reader: asyncio.StreamReader) -> bytes:
    data = await reader.read(1 << 16)
    if not data:
        raise EOFError("the proxy hung up")
    return data


async def _ask(streams: Streams, url: str, body: bytes) -> None:
    reader, writer = streams
    head = (f"{'POST' if body else 'GET'} {url} HTTP/1.1\r\nHost: leer.example\r\nCookie: sid=0123456789abcdef\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    left = int(answer.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while left:
        left -= len(await reader.read(min(left, 1 << 20)))


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if b"upgrade: websocket" in head.lower():
                await _say_back(head, reader, writer)
                break
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            path = head.split(b" ", 2)[1]
            kind = b"text/html" if path.endswith(b"pagina") else b"application/json"
            size = DOWNLOAD if path.endswith(b"download") else 0
            body = b"" if size else _PAGE if kind == b"text/html" else _BODY
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                         % (kind, size or len(body), body))
            for _ in range(size >> 20):
                writer.write(b"x" * (1 << 20))
                await writer.drain()
            await writer.drain()
    writer.close()


async def _say_back(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    talk = WSConnection(ConnectionType.SERVER)
    talk.receive_data(head)
    while True:
        for event in talk.events():
            if isinstance(event, Request):
                writer.write(talk.send(AcceptConnection()))
            elif isinstance(event, TextMessage):
                writer.write(talk.send(TextMessage(event.data)))
            elif isinstance(event, CloseConnection):
                return
        data = await reader.read(1 << 16)
        if not data:
            return
        talk.receive_data(data)
