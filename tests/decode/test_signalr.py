"""SignalR in MessagePack."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model import WebSocketMessage


def frame(*messages: object) -> WebSocketMessage:
    out = b""
    for one in messages:
        packed = msgpack.packb(one)
        size = len(packed)
        while size > 127:
            out += bytes([size & 127 | 128])
            size >>= 7
        out += bytes([size]) + packed
    return WebSocketMessage(True, 2, out, 1.0)


def fields(outcome) -> dict[str, str]:
    return dict(outcome.part("ws"))


def test_an_invocation(decode):
    outcome = decode(ws=(frame([1, {}, None, "ZetCijfer", [{"naam": "Sanne de Vries", "bsn": "999990019"}, 7.5], []]),))
    assert fields(outcome) == {"/type": "1", "/target": "ZetCijfer", "/arguments/0/naam": "Sanne de Vries",
                               "/arguments/0/bsn": "999990019", "/arguments/1": "7.5"}
    assert outcome.notes == []


def test_several_messages(decode):
    outcome = decode(ws=(frame([6], [3, {"h": "x1"}, "7", 3, {"naam": "Daan " * 40}], [7, "fout bij Sanne"]),))
    found = fields(outcome)
    assert found["/1/invocationId"] == "7"
    assert found["/1/result/naam"].startswith("Daan")
    assert found["/2/error"] == "fout bij Sanne"


@pytest.mark.parametrize(
    "data",
    [b"\x05\x91\x06", b"\x02\x91\x0f\x00", b"\x03\x92\x06\xc0\xff", b"\x04\x93\x01\xc0\xc0", b"\x02\x92\x06",
    b"\xff" * 12,
     b"\x02\x91\xc0"],
)
def test_other_frames(decode, data):
    outcome = decode(ws=(WebSocketMessage(True, 2, data, 1.0),))
    assert "signalr" not in {field.origin.format for field in outcome.fields}


@given(st.binary(min_size=1, max_size=80))
def test_arbitrary_bytes(decode_once, data):
    decode_once(ws=(WebSocketMessage(True, 2, data, 1.0),))
