"""The traffic of the benchmarks: what pupils' browsers and a learning platform say to each other, made up.

Four in five exchanges are JSON calls of about a kilobyte with replies of one to six, a third of them compressed and
half of them chunked; the rest are files of 20 to 100 kB: scripts, images, styles. All of it follows from the seed.
"""

from __future__ import annotations

import hashlib
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

HOST = "leerplatform.example"
_WORDS = ("breuken", "spelling", "hoofdstuk", "oefening", "toets", "antwoord", "tijd", "ronde", "niveau", "groep",
          "rekenen", "lezen", "opdracht", "voortgang", "score", "poging", "domein", "doel", "week", "les")
_POOL = 96
_SCRIPT, _IMAGE, _STYLE = ("js", "text/javascript"), ("jpg", "image/jpeg"), ("css", "text/css")


@dataclass(frozen=True, slots=True)
class Call:
    """One request with its response, bodies as they travel and as they were meant."""

    method: str
    path: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: bytes
    response_headers: tuple[tuple[str, str], ...]
    response_body: bytes
    chunked: bool
    row: str
    """What a reader must report: method, path, status and the digests of the decoded bodies."""


def row(method: str, path: str, status: int, request_digest: str, response_digest: str) -> str:
    """One line to compare readers by."""
    return f"{method} {path} {status} {request_digest} {response_digest}"


class Traffic:
    """An endless supply of calls; bodies come from a pool, so that making them is cheap."""

    def __init__(self, seed: int = 1, static_share: float = 0.2) -> None:
        self._random = random.Random(seed)
        self._static_share = static_share
        self._questions = [self._json(900) for _ in range(_POOL)]
        self._answers = [(plain, _gzip(plain)) for plain in
                         (self._json(self._random.randint(1000, 6000)) for _ in range(_POOL))]
        self._files = [self._file(number) for number in range(_POOL)]
        self._count = 0

    def calls(self, most: int) -> Iterator[Call]:
        """The next calls of one connection."""
        for _ in range(most):
            self._count += 1
            yield self._static() if self._random.random() < self._static_share else self._api()

    def _api(self) -> Call:
        pick = self._random.choice
        question, (answer, packed) = pick(self._questions), pick(self._answers)
        wire, headers = answer, [("content-type", "application/json; charset=utf-8"), *_COMMON]
        if self._random.random() < 1 / 3:
            wire = packed
            headers.append(("content-encoding", "gzip"))
        path = f"/api/v2/{pick(_WORDS)}/{self._count}?ronde={self._random.randint(1, 9)}"
        sent = (("content-type", "application/json"), ("accept", "application/json"), *_BROWSER)
        return Call("POST", path, sent, question, tuple(headers), wire, self._random.random() < 0.5,
                    row("POST", path, 200, _digest(question), _digest(answer)))

    def _static(self) -> Call:
        suffix, kind, plain, wire = self._random.choice(self._files)
        headers = [("content-type", kind), ("cache-control", "public, max-age=31536000"), *_COMMON]
        if wire is not plain:
            headers.append(("content-encoding", "gzip"))
        path = f"/static/{self._count}/bestand.{suffix}"
        return Call("GET", path, (("accept", "*/*"), *_BROWSER), b"", tuple(headers), wire, False,
                    row("GET", path, 200, _digest(b""), _digest(plain)))

    def _json(self, size: int) -> bytes:
        items: list[dict[str, object]] = []
        made = 0
        while made < size:
            item: dict[str, object] = {"id": self._random.getrandbits(40), "onderdeel": self._random.choice(_WORDS),
                                       "titel": " ".join(self._random.choices(_WORDS, k=4)),
                                       "waarde": round(self._random.random() * 10, 2)}
            items.append(item)
            made += len(orjson.dumps(item)) + 1
        return orjson.dumps({"items": items})

    def _file(self, number: int) -> tuple[str, str, bytes, bytes]:
        size = self._random.randint(20_000, 100_000)
        if number % 3:
            plain = b"\xff\xd8\xff\xe0" + self._random.randbytes(size)
            return *_IMAGE, plain, plain
        plain = self._json(size * 3)
        return *(_SCRIPT if number % 2 else _STYLE), plain, _gzip(plain)


_BROWSER = (("user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"), ("accept-language", "nl-NL,nl;q=0.9"),
            ("cookie", "sessie=0f2c9a7d4be1; voorkeur=licht"), ("referer", f"https://{HOST}/les/start"))
_COMMON = (("date", "Mon, 02 Nov 2026 09:00:00 GMT"), ("server", "nginx"), ("vary", "accept-encoding"),
           ("x-frame-options", "DENY"))


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


_digests: dict[int, tuple[bytes, str]] = {}


def _digest(data: bytes) -> str:
    """SHA-256, remembered for the bodies of the pool (by identity: they live as long as the memory of them)."""
    known = _digests.get(id(data))
    if known is None or known[0] is not data:
        known = _digests[id(data)] = (data, hashlib.sha256(data).hexdigest())
    return known[1]
