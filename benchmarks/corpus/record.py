"""Sends the exchanges of the corpus over a socket and records them as a proxy would see them."""

from __future__ import annotations

import gzip
import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx

from benchmarks.corpus.labels import Case, Label, Sheet
from fixtures.people import Person, invent_pupil
from scanner.model import Body, Exchange

Split = str
_AGENT = (
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An exchange, the name of its case, and what is in it."""

    exchange: Exchange
    case: str
    labels: tuple[Label, ...]
    harmless: frozenset[str]


def record(split: Split, copies: int = 8, seed: int = 4) -> list[Recorded]:
    """All cases of a split (``dev`` or ``test``), each with other people in every copy."""
    with _served() as (server, client):
        return [
            each
            for number, (name, case) in enumerate(cases(split))
            for each in _copies(server, client, name, case, split, copies, seed * 1000 + number)
        ]


def cases(split: Split) -> list[tuple[str, Case]]:
    """Name and case, those with people and those without."""
    if split == "dev":
        from benchmarks.corpus import dev_nobody, dev_people

        modules: Sequence[Any] = (dev_people, dev_nobody)
    else:
        from benchmarks.corpus import held_nobody, held_people

        modules = (held_people, held_nobody)
    return [(case.__name__, case) for module in modules for case in module.CASES]


def _copies(
    server: _Server, client: httpx.Client, name: str, case: Case, split: Split, copies: int, seed: int
) -> Iterator[Recorded]:
    for copy in range(copies):
        rng = random.Random(f"{seed}:{copy}")
        sheet = Sheet(rng, people(split, rng, 6))
        case(sheet)
        if sheet.packed:
            sheet.answer_headers["Content-Encoding"] = "gzip"
        server.sheet = sheet
        yield Recorded(
            _exchange(server, client, sheet, f"{name}-{copy}"), name, tuple(sheet.labels), frozenset(sheet.harmless)
        )


def people(split: Split, rng: random.Random, count: int) -> list[Person]:
    """Invented pupils; given names and surnames of the splits have nothing in common."""
    from benchmarks.corpus.names import FAMILY, GIVEN

    given, family = GIVEN[split], FAMILY[split]
    return [
        invent_pupil(f"p{n}", rng.choice(given), rng.choice(family), rng.choice("mv"), f"{rng.random()}")
        for n in range(count)
    ]


class _Server(ThreadingHTTPServer):
    """Answers with the sheet of the moment and keeps the request as it arrived."""

    daemon_threads = True
    sheet: Sheet
    received: tuple[str, str, list[tuple[str, str]], bytes]
    sent: tuple[list[tuple[str, str]], bytes]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.server.received = (self.command, self.path, list(self.headers.items()), self.rfile.read(length))
        sheet = self.server.sheet
        body = gzip.compress(sheet.answer, mtime=0) if sheet.packed else sheet.answer
        headers = [
            ("Content-Type", sheet.answer_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *sheet.answer_headers.items(),
        ]
        self.server.sent = (headers, body)
        self.send_response(sheet.status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *_arguments: object) -> None:
        """Nothing is logged."""


@contextmanager
def _served() -> Iterator[tuple[_Server, httpx.Client]]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{server.server_address[1]}", trust_env=False) as client:
                yield server, client
        finally:
            server.shutdown()


def _exchange(server: _Server, client: httpx.Client, sheet: Sheet, name: str) -> Exchange:
    arguments = dict(sheet.request)
    headers = {
        "Host": sheet.host,
        "User-Agent": _AGENT,
        "Accept-Language": "nl-NL,nl;q=0.9",
        **arguments.pop("headers", {}),
    }
    with client.stream(sheet.method, sheet.path, headers=headers, follow_redirects=False, **arguments) as response:
        response.read()
    method, target, received, body = server.received
    sent, answer = server.sent
    parts = urlsplit(target)
    return Exchange(
        id=name,
        capture="corpus",
        protocol="HTTP/1.1",
        method=method,
        scheme="https",
        host=sheet.host,
        port=443,
        target=parts.path + (f"?{parts.query}" if parts.query else ""),
        status=sheet.status,
        time=1_791_184_462.0,
        request_headers=tuple(received),
        request_body=Body(body, len(body)),
        response_headers=tuple(sent),
        response_body=Body(answer, len(answer)),
    )
