"""WebSocket messages and the framings on top of them."""

from __future__ import annotations

import pytest

from scanner.model import WebSocketMessage


def frame(data: bytes | str, from_client: bool = True, opcode: int = 1) -> WebSocketMessage:
    return WebSocketMessage(from_client, opcode, data.encode() if isinstance(data, str) else data, 2.0)


@pytest.mark.parametrize(
    ("text", "pointer", "steps"),
    [
        ('{"naam":"Sanne"}', "/naam", ["json"]),
        ('42["antwoord",{"naam":"Sanne"}]', "/1/naam", ["socket.io", "json"]),
        ('42/les,17["antwoord",{"naam":"Sanne"}]', "/1/naam", ["socket.io", "json"]),
        ('0{"naam":"Sanne"}', "/naam", ["socket.io", "json"]),
        ('a["{\\"naam\\":\\"Sanne\\"}"]', "/0/naam", ["sockjs", "json", "json"]),
        ('{"naam":"Sanne"}\x1e', "/naam", ["json"]),
        ('{"x":1}\x1e{"naam":"Sanne"}\x1e', "/1/naam", ["json"]),
        ('SEND\ndestination:/app\n\n{"naam":"Sanne"}\x00', "/naam", ["stomp", "json"]),
        ("Sanne", "", ["text"]),
        ("Sanne", "", ["text"]),
    ],
)
def test_framings(decode, text, pointer, steps):
    outcome = decode(ws=(frame(text),))
    field = outcome.field("Sanne")
    assert (field.pointer, [step.name for step in field.origin.steps]) == (pointer, steps)
    assert (field.origin.part, field.origin.message, field.origin.direction) == ("ws", 0, "request")
    assert outcome.notes == []
    assert outcome.decoded.decoded_bytes == len(text.encode())


def test_messages_are_numbered_and_directed(decode):
    outcome = decode(ws=(frame("een"), frame("twee", False), frame(b"", False)))
    assert [(f.value, f.origin.message, f.origin.direction) for f in outcome.fields] == [
        ("een", 0, "request"),
        ("twee", 1, "response"),
    ]


def test_binary_messages_are_noted(decode):
    outcome = decode(ws=(frame(b"\x00\x01\x02Sanne de Vries\x00", opcode=2), frame(b'{"naam":"Daan"}', opcode=2)))
    assert outcome.gaps == [("content.opaque", 18, "websocket-binary", True)]
    assert {"Sanne de Vries", "Daan"} <= set(outcome.values)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf", b"\xff\xfe", "42[", "42", "a[", "\x1e\x1e", "[" * 5000, "SEND\n" * 5000]
)
def test_odd_messages(decode, data):
    decode(ws=(frame(data),))
