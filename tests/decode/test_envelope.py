"""Sentry envelopes."""

from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

HEAD = {"event_id": "9ec79c33ec9942ab8353589fcb2e04dc", "sent_at": "2026-10-05T07:14:22Z",
        "dsn": "https://e12d836b15bb49d7bbf99e64295d995b@o1.ingest.crash.example/42"}
EVENT = {"message": "mislukt", "user": {"id": "leerling-01", "email": "sanne@school.example"},
         "request": {"data": '{"bsn":"999990019"}'}}


def envelope(*items: tuple[dict, bytes], head: dict = HEAD, lengths: bool = True) -> bytes:
    out = json.dumps(head).encode() + b"\n"
    for item, payload in items:
        out += json.dumps({**item, "length": len(payload)} if lengths else item).encode() + b"\n" + payload + b"\n"
    return out


@pytest.mark.parametrize("lengths", [True, False])
@pytest.mark.parametrize("kind", ["application/x-sentry-envelope", "text/plain;charset=UTF-8", "application/json", ""])
def test_events(decode, lengths, kind):
    body = envelope(({"type": "event"}, json.dumps(EVENT).encode()),
                    ({"type": "session"}, b'{"did":"leerling-02"}'), lengths=lengths)
    outcome = decode(request=body, kind=kind)
    assert outcome.body["/0/user/email"] == "sanne@school.example"
    assert outcome.body["/0/request/data/bsn"] == "999990019"
    assert outcome.body["/1/did"] == "leerling-02"
    assert outcome.body["/@header/event_id"] == HEAD["event_id"]
    assert outcome.notes == []


def test_an_empty_header(decode):
    body = envelope(({"type": "event"}, json.dumps(EVENT).encode()), head={})
    assert decode(request=body).body["/0/user/id"] == "leerling-01"


def test_a_replay_and_attachments(decode):
    replay = b'{"segment_id":0}\n' + zlib.compress(json.dumps([{"data": {"text": "Hallo Zoë van Dijk"}}]).encode())
    body = envelope(({"type": "replay_recording"}, replay),
                    ({"type": "attachment", "filename": "log Sanne.txt", "content_type": "text/plain"},
                     b"regel 1\nregel van Daan\n"),
                    ({"type": "attachment", "filename": "scherm.png"}, b"\x89PNG\r\n\x1a\n" + bytes(30)))
    outcome = decode(request=body, kind="application/x-sentry-envelope")
    assert outcome.body["/0/0/data/text"] == "Hallo Zoë van Dijk"
    assert outcome.body["/1/@header/filename"] == "log Sanne.txt"
    assert "regel van Daan" in outcome.body["/1"]
    assert outcome.gaps == [("content.media", 38, "image", False)]


@pytest.mark.parametrize(
    "body",
    [
        b'{\n"event_id": "x"}\n', b'{"event_id":"x"}\n{"naam":"Sanne"}\n', b'{"a":1}\n{"type":"x"}\n{}\n',
        b'{"event_id":"x"}\ngeen json "type"\n', b'{"event_id":"x"}', b'{"event_id":"x"}\n{"type":}\n',
    ],
)
def test_what_is_none(decode, body):
    outcome = decode(request=body, kind="application/json")
    assert "envelope" not in [step.name for field in outcome.fields for step in field.origin.steps]


@pytest.mark.parametrize("size", [10**12, -1, "x", None])
def test_lengths_that_lie(decode, size):
    body = b'{"sent_at":"x"}\n' + json.dumps({"type": "event", "length": size}).encode() + b'\n{"naam":"Sanne"}\nrest'
    assert {"Sanne", "rest"} <= set(decode(request=body).values)


@given(st.binary(max_size=100))
def test_arbitrary_bytes(decode_once, data):
    decode_once(request=b'{"sent_at":"x"}\n{"type":"event","length":5}\n' + data)
