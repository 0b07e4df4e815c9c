"""Opaque identifiers of an exchange: where they are, which of them name somebody, and that nothing raw is shown."""

from __future__ import annotations

import hashlib

import pytest
from detect_builders import ECKID, KEY, an_exchange

from scanner.decode import Decoder
from scanner.detect.opaque import Opaque, OpaqueDetector
from scanner.model import Exchange

HEX = hashlib.sha256(b"999990019").hexdigest()


def opaque(exchange: Exchange) -> list[Opaque]:
    decoded = Decoder().decode(exchange, lambda _note: None)
    return OpaqueDetector(key=KEY, ner="off").opaque(exchange, decoded, 1)[1]


@pytest.mark.parametrize(("body", "pointer", "identifying"), [
    ({"uid": HEX}, "/uid", True), ({"bsn_hash": HEX}, "/bsn_hash", True), ({"x": HEX}, "/x", False),
    ({"mbox_sha1sum": HEX[:40]}, "/mbox_sha1sum", True), ({"leerlingHash": HEX[:12]}, "/leerlingHash", True),
    ({"user_ref": HEX[:16]}, "/user_ref", True),
    ({"event": {"distinct_id": HEX}}, "/event/distinct_id", True), ({"actorKey": HEX[:20]}, "/actorKey", True),
    ({"externId": "24f90eac-2e30-4cb1-9111-4ac061f4bf49"}, "/externId", True),
])  # fmt: skip
def test_found(body: object, pointer: str, identifying: bool) -> None:
    (found,) = opaque(an_exchange(body=body))
    assert (found.place.pointer, found.identifying) == (pointer, identifying)
    assert HEX[:10] not in repr(found)


@pytest.mark.parametrize(("body", "reason"), [
    ({"eckId": ECKID}, "a pseudonym of the chain is made with a secret"),
    ({"color": "a1b2c3d4e5"}, "a short id of a thing"),
    ({"prijs": "1234567890123"}, "a number"), ({"build": "20260105abcd1"}, "a version"),
    ({"tekst": "Vandaag maken we som 12345678901 en meer"}, "prose"), ({"uid": "sanne.devries"}, "a name"),
])  # fmt: skip
def test_not_searched(body: object, reason: str) -> None:
    assert opaque(an_exchange(body=body)) == [], reason


def test_in_paths_queries_and_headers() -> None:
    exchange = an_exchange(target=f"/v1/leerling/{HEX}?uid={HEX[:40]}", headers=(("X-Leerling-Hash", HEX[:32]),))
    found = {each.place.part: each for each in opaque(exchange)}
    assert set(found) == {"url.path", "url.query", "header.x-leerling-hash"}
    assert found["url.query"].identifying
    assert found["header.x-leerling-hash"].identifying


def test_bundles_are_left_out() -> None:
    script = f"var k='{HEX}';".encode()
    assert opaque(an_exchange(target="/app.js", body=script, response_type="application/javascript")) == []


def test_many_in_one_value() -> None:
    assert len(opaque(an_exchange(body={"ids": " ".join(f"{n:064x}" for n in range(10**20, 10**20 + 50))}))) == 20
