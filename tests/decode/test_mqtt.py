"""MQTT over WebSocket, packets built after the OASIS standards."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model import WebSocketMessage


def text(value: str | bytes) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return len(data).to_bytes(2, "big") + data


def packet(first: int, body: bytes) -> bytes:
    size, out = len(body), b""
    while True:
        out += bytes([size & 127 | (128 if size > 127 else 0)])
        size >>= 7
        if not size:
            return bytes([first]) + out + body


def ws(*data: bytes) -> tuple[WebSocketMessage, ...]:
    return tuple(WebSocketMessage(True, 2, one, 1.0) for one in data)


def connect(version: int = 4, name: str = "MQTT", flags: int = 0xC2, rest: bytes = b"") -> bytes:
    body = text(name) + bytes([version, flags]) + b"\x00\x3c" + (b"\x00" if version == 5 else b"")
    return packet(0x10, body + (rest or text("tablet-van-Sanne") + text("leerling-4711") + text("geheim-woord")))


@pytest.mark.parametrize(("version", "name"), [(4, "MQTT"), (3, "MQIsdp"), (5, "MQTT")])
def test_who_connects(decode, version, name):
    outcome = decode(ws=ws(connect(version, name)))
    assert dict(outcome.part("ws")) == {"/connect/clientId": "tablet-van-Sanne", "/connect/username": "leerling-4711",
                                        "/connect/password": "geheim-woord"}
    assert outcome.notes == []
    assert outcome.steps("leerling-4711") == ["mqtt"]


def test_a_last_will_and_properties(decode):
    user = b"\x26" + text("leerling") + text("Sanne de Vries")
    body = (text("MQTT") + b"\x05\x06\x00\x3c" + bytes([len(user)]) + user + text("c1")
            + b"\x05\x02\x00\x00\x00\x01" + text("klas/3b/weg") + text("Daan is weg"))
    outcome = decode(ws=ws(packet(0x10, body)))
    found = dict(outcome.part("ws"))
    assert (found["/connect/leerling"], found["/connect/willTopic"], found["/connect/willPayload"]) == (
        "Sanne de Vries", "klas/3b/weg", "Daan is weg")


@pytest.mark.parametrize(
    ("first", "middle"),
    [(0x30, b""), (0x32, b"\x00\x07"), (0x31, b""), (0x30, b"\x00"), (0x34, b"\x00\x07\x05\x02\x00\x00\x00\x09"),
     (0x30, b"\x09\x26" + text("a") + text("bcd"))],
)
def test_what_is_published(decode, first, middle):
    body = text("school/3b/leerling/4711") + middle + json.dumps({"naam": "Zoë van Dijk"}).encode()
    outcome = decode(ws=ws(packet(first, body)))
    found = dict(outcome.part("ws"))
    assert found["/publish/topic"] == "school/3b/leerling/4711"
    assert found["/publish/payload/naam"] == "Zoë van Dijk"


def test_a_long_binary_payload_and_several_packets(decode):
    frame = packet(0x30, text("foto") + bytes(range(256))) + packet(0x30, text("naam") + b"Sanne") + b"\xc0\x00"
    outcome = decode(ws=ws(frame))
    assert ("/publish/payload", "Sanne") in outcome.part("ws")
    assert outcome.gaps[0][0] == "content.opaque"


def test_subscriptions(decode):
    outcome = decode(ws=ws(packet(0x82, b"\x00\x01" + text("leerling/4711/#") + b"\x01"),
                           packet(0x82, b"\x00\x01\x00" + text("leerling/4712/#") + b"\x01"),
                           packet(0xA2, b"\x00\x02" + text("leerling/4713"))))
    assert [value for _, value in outcome.part("ws")] == ["leerling/4711/#", "leerling/4712/#", "leerling/4713"]


@pytest.mark.parametrize("frame", [b"\x20\x02\x00\x00", b"\xd0\x00", b"\x40\x02\x00\x07"])
def test_acknowledgements_say_nothing(decode, frame):
    outcome = decode(ws=ws(frame))
    assert outcome.fields == []
    assert outcome.notes == []


@pytest.mark.parametrize(
    "data",
    [connect()[:-3], connect() + b"\xff", packet(0x10, text("HTTP") + bytes(20)), packet(0x36, text("a/b") + bytes(20)),
     packet(0x30, text("a/#") + bytes(20)), packet(0x30, b"\xff\xff" + bytes(20)), packet(0x50, bytes(50)),
     packet(0x00, bytes(30)), b"\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", packet(0x80, bytes(30)),
     packet(0x30, text("\x01") + bytes(20)), packet(0x82, b"\x00\x01" + text("") + b"\x01")],
)
def test_other_frames(decode, data):
    outcome = decode(ws=ws(data))
    assert "mqtt" not in {field.origin.format for field in outcome.fields}
    assert outcome.gaps[0][0] == "content.opaque"


@given(st.binary(max_size=100), st.sampled_from([0x10, 0x30, 0x32, 0x82, 0xA2]))
def test_arbitrary_bytes(decode_once, data, first):
    decode_once(ws=ws(packet(first, data)))
