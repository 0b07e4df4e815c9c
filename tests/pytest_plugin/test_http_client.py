"""http.client and what is built on it: the bytes of the wire, whatever the client does with them."""

from __future__ import annotations

import http.client
import io
import json
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import urllib3
from lesson_server import PUPIL
from watched import Watched

from scanner.model import Gap
from scanner.pytest_plugin import http_client
from scanner.pytest_plugin.http_client import _origin

BODY = json.dumps({"bsn": "999990019"}).encode()


def with_urllib(address: str, body: bytes | None) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(address, body)) as answer:
        return bytes(answer.read())


def with_urllib3(address: str, body: bytes | None) -> bytes:
    with urllib3.PoolManager() as pool:
        return bytes(pool.request("POST" if body else "GET", address, body=body).data)


def with_requests(address: str, body: bytes | None) -> bytes:
    return bytes(requests.request("POST" if body else "GET", address, data=body).content)


def with_http_client(address: str, body: bytes | None) -> bytes:
    url = urlsplit(address)
    conn = http.client.HTTPConnection(url.hostname or "", url.port)
    conn.request("POST" if body else "GET", url.path, body)
    data = conn.getresponse().read()
    conn.close()
    return data


@pytest.mark.parametrize("client", [with_urllib, with_urllib3, with_requests, with_http_client])
@pytest.mark.parametrize("path", ["/v2/leerling", "/stukken", "/gzip"])
@pytest.mark.parametrize("body", [BODY, None])
def test_every_client_gets_the_same_answer_and_is_recorded(
    watched: Watched, platform: str, client: Callable[[str, bytes | None], bytes], path: str, body: bytes | None
) -> None:
    unwatched = client(platform + path, body)
    http_client.watch(watched.recording, watched.patches)
    assert client(platform + path, body) == unwatched
    exchange = watched.only
    assert (exchange.method, exchange.target, exchange.status) == ("POST" if body else "GET", path, 200)
    assert f"{exchange.scheme}://{exchange.host}:{exchange.port}" == platform
    assert exchange.request_body.data == (body or b"")
    assert {name.lower() for name, _ in exchange.request_headers} >= {"host"}
    assert exchange.time > 1e9
    if path == "/gzip":
        assert exchange.response_body.data.startswith(b"\x1f\x8b")
    else:
        assert json.loads(exchange.response_body.data) == PUPIL
    assert not watched.notes


@pytest.mark.parametrize("body", [
    io.BytesIO(BODY), io.StringIO(BODY.decode()), iter([BODY[:5], BODY[5:]]), bytearray(BODY),
], ids=["file", "text", "pieces", "bytearray"])
def test_a_body_that_is_no_bytes_is_sent_and_recorded(watched: Watched, platform: str, body: Any) -> None:
    http_client.watch(watched.recording, watched.patches)
    url = urlsplit(platform)
    conn = http.client.HTTPConnection(url.hostname or "", url.port)
    conn.request("POST", "/v2/resultaat", body, {"Content-Length": str(len(BODY))})
    assert conn.getresponse().read() == b'{"ok": true}'
    conn.close()
    assert watched.only.request_body.data == BODY


def test_redirects_are_exchanges_of_their_own(watched: Watched, platform: str) -> None:
    http_client.watch(watched.recording, watched.patches)
    assert requests.get(f"{platform}/oud").json() == PUPIL
    assert [(each.target, each.status) for each in watched.exchanges] == [("/oud", 302), ("/v2/leerling", 200)]


def test_one_connection_with_several_requests(watched: Watched, platform: str) -> None:
    http_client.watch(watched.recording, watched.patches)
    with requests.Session() as session:
        for number in range(3):
            session.post(f"{platform}/v2/resultaat", json={"nummer": number})
    assert [json.loads(each.request_body.data)["nummer"] for each in watched.exchanges] == [0, 1, 2]


def test_a_stream_is_recorded_as_far_as_it_was_read(watched: Watched, platform: str) -> None:
    http_client.watch(watched.recording, watched.patches)
    with requests.get(f"{platform}/v2/leerling", stream=True) as answer:
        assert answer.raw.read(10) == json.dumps(PUPIL).encode()[:10]
        exchange = watched.only
        assert exchange.response_body.state == "truncated"
        assert exchange.response_body.size == len(json.dumps(PUPIL))
        assert [note.gap for note in watched.notes] == [Gap.BODY_TRUNCATED]


def test_what_gets_no_answer_is_recorded_as_sent(watched: Watched, platform: str) -> None:
    http_client.watch(watched.recording, watched.patches)
    url = urlsplit(platform)
    conn = http.client.HTTPConnection(url.hostname or "", url.port)
    conn.request("POST", "/v2/resultaat", BODY)
    conn.close()
    conn.request("GET", "/v2/leerling")  # the same object connects anew
    conn.getresponse().read()
    conn.close()
    first, second = watched.exchanges
    assert (first.status, first.request_body.data) == (0, BODY)
    assert (second.status, second.target) == (200, "/v2/leerling")


def test_a_tunnel_is_not_part_of_the_exchange(watched: Watched, platform: str) -> None:
    """CONNECT goes to the proxy; what follows in the tunnel is the exchange, with the host behind it."""
    sent: list[bytes] = []

    class Sock:
        def sendall(self, data: bytes) -> None:
            sent.append(bytes(data))

        def makefile(self, mode: str) -> io.BytesIO:
            return io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" if len(sent) > 1 else
                              b"HTTP/1.1 200 tunnel\r\n\r\n")

        def close(self) -> None: ...

        def setsockopt(self, *_: object) -> None: ...

    http_client.watch(watched.recording, watched.patches)
    conn = http.client.HTTPConnection("proxy.example", 8080)
    conn._create_connection = lambda *_: Sock()  # type: ignore[attr-defined]
    conn.set_tunnel("api.rekenen.example", 443)
    conn.request("GET", "/v2/les")
    assert conn.getresponse().read() == b"ok"
    assert sent[0].startswith(b"CONNECT ")
    exchange = watched.only
    assert (exchange.host, exchange.method, exchange.target) == ("api.rekenen.example", "GET", "/v2/les")


@pytest.mark.parametrize(("conn", "origin"), [
    (http.client.HTTPConnection("a.example"), "http://a.example:80"),
    (http.client.HTTPSConnection("a.example", 8443), "https://a.example:8443"),
    (http.client.HTTPConnection("::1", 80), "http://[::1]:80"),
])
def test_the_address_of_a_connection(conn: http.client.HTTPConnection, origin: str) -> None:
    assert _origin(conn) == origin


def test_everything_is_given_back(watched: Watched) -> None:
    before = [http.client.HTTPConnection.send, http.client.HTTPConnection.getresponse,
              http.client.HTTPConnection.close, http.client.HTTPResponse.__init__]
    http_client.watch(watched.recording, watched.patches)
    assert http.client.HTTPConnection.send is not before[0]
    watched.patches.undo()
    assert [http.client.HTTPConnection.send, http.client.HTTPConnection.getresponse,
            http.client.HTTPConnection.close, http.client.HTTPResponse.__init__] == before
