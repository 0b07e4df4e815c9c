"""httpx, sync and async, over real sockets and over stand-ins."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from lesson_server import PUPIL
from watched import Watched

from scanner.pytest_plugin import httpx_


@pytest.fixture(autouse=True)
def watch(watched: Watched) -> None:
    assert httpx_.watch(watched.recording, watched.patches) == ""


def asked(address: str, method: str, **settings: Any) -> httpx.Response:
    async def run() -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.request(method, address, **settings)

    return asyncio.run(run())


def test_a_sync_client_is_recorded(watched: Watched, platform: str) -> None:
    answer = httpx.post(f"{platform}/v2/leerling?les=7", json={"bsn": "999990019"})
    assert answer.json() == PUPIL
    exchange = watched.only
    assert (exchange.method, exchange.target, exchange.status) == ("POST", "/v2/leerling?les=7", 200)
    assert f"{exchange.scheme}://{exchange.host}:{exchange.port}" == platform
    assert json.loads(exchange.request_body.data) == {"bsn": "999990019"}
    assert json.loads(exchange.response_body.data) == PUPIL
    assert ("Host", platform.removeprefix("http://")) in [(n.title(), v) for n, v in exchange.request_headers]
    assert not watched.notes


@pytest.mark.parametrize("path", ["/v2/leerling", "/stukken", "/gzip"])
def test_an_async_client_is_recorded(watched: Watched, platform: str, path: str) -> None:
    assert asked(platform + path, "GET").json() == PUPIL
    assert watched.only.status == 200
    assert len(watched.only.response_body.data) > 100
    assert not watched.notes


def pieces() -> Iterator[bytes]:
    yield b'{"bsn": '
    yield b'"999990019"}'


async def async_pieces() -> AsyncIterator[bytes]:
    for piece in pieces():
        yield piece


def test_bodies_that_are_streamed_or_multipart(watched: Watched, platform: str) -> None:
    address = f"{platform}/v2/resultaat"
    assert httpx.post(address, content=pieces()).json() == {"ok": True}
    assert asked(address, "POST", content=async_pieces()).json() == {"ok": True}
    assert httpx.post(address, files={"foto": ("bsn.txt", b"999990019")}).json() == {"ok": True}
    first, second, third = (each.request_body.data for each in watched.exchanges)
    assert first == second == b'{"bsn": "999990019"}'
    assert b'filename="bsn.txt"' in third and b"999990019" in third


def test_redirects_are_exchanges_of_their_own(watched: Watched, platform: str) -> None:
    httpx.get(f"{platform}/oud", follow_redirects=True)
    assert [(each.target, each.status) for each in watched.exchanges] == [("/oud", 302), ("/v2/leerling", 200)]


def test_a_stream_is_recorded_as_far_as_it_was_read(watched: Watched, platform: str) -> None:
    with httpx.stream("GET", f"{platform}/v2/leerling") as answer:
        assert watched.only.response_body.data == b""
        assert json.loads(answer.read()) == PUPIL
    assert json.loads(watched.only.response_body.data) == PUPIL


def test_what_gets_no_answer_is_recorded_as_sent(watched: Watched) -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no")

    with httpx.Client(transport=httpx.MockTransport(broken)) as client, pytest.raises(httpx.ConnectError):
        client.post("https://api.rekenen.example/", content=b"999990019")
    assert (watched.only.status, watched.only.request_body.data) == (0, b"999990019")


def test_an_application_without_a_server(watched: Watched) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": json.dumps(PUPIL).encode()})

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://rekenen.example") as client:
            await client.get("/v2/leerling")

    asyncio.run(run())
    assert (watched.only.host, json.loads(watched.only.response_body.data)) == ("rekenen.example", PUPIL)


def test_a_version_that_cannot_be_watched_is_named(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(httpx.Client, httpx_.METHOD)
    assert httpx_.watch(watched.recording, watched.patches) == f"httpx {httpx.__version__}"
