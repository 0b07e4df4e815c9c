"""gRPC, gRPC-web, its base64 form and Connect."""

from __future__ import annotations

import base64
import gzip
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.grpc import frames

PUPIL = b"\x0a\x0eSanne de Vries\x12\x09999990019"
OTHER = b"\x0a\x0bDaan Bakker\x12\x09999990020"


def frame(data: bytes, flags: int = 0) -> bytes:
    return bytes([flags]) + len(data).to_bytes(4, "big") + data


TRAILERS = frame(b"grpc-status:5\r\ngrpc-message:leerling%20Sanne%20onbekend\r\nx-leeg:\r\n", 0x80)


@pytest.mark.parametrize("kind", ["application/grpc", "application/grpc+proto", "application/grpc-web",
                                  "application/grpc-web+proto", "application/connect+proto",
                                  "application/octet-stream", ""])
def test_one_message(decode, kind):
    outcome = decode(response=frame(PUPIL), kind=kind)
    assert outcome.body == {"/1": "Sanne de Vries", "/2": "999990019"}
    assert outcome.steps("Sanne de Vries") == ["grpc", "protobuf"]
    assert outcome.notes == []


@pytest.mark.parametrize("kind", ["application/grpc-web", ""])
def test_a_stream_with_trailers(decode, kind):
    outcome = decode(response=frame(PUPIL) + frame(OTHER) + frame(b"") + TRAILERS, kind=kind)
    assert outcome.body == {"/0/1": "Sanne de Vries", "/0/2": "999990019", "/1/1": "Daan Bakker", "/1/2": "999990020",
                            "/@trailer/grpc-status": "5",
                            "/@trailer/grpc-message": "leerling Sanne onbekend"}


@pytest.mark.parametrize("rest", ["\x80\x00\x00\x00\x0fgrpc-status:0\r\n".encode(), frame(OTHER)[:-4], b"\x00\x00"])
@pytest.mark.parametrize("pack", [bytes, base64.b64encode])
def test_what_came_whole_is_read_when_the_rest_is_damaged(decode, rest, pack):
    outcome = decode(response=pack(frame(PUPIL) + rest), kind="application/grpc-web-text")
    assert outcome.body["/1"] == "Sanne de Vries"
    assert [(gap, detail) for gap, _, detail, _ in outcome.gaps] == [("content.parse-failed", "grpc")]


@pytest.mark.parametrize("body", [frame(b"")[:4], b"\x00\x00\x00\x00\x02ab\x07rest", frame(b"") + b"\x09\x09"])
def test_chance_frames_before_a_rest_are_none(decode, body):
    assert decode(response=body, kind="application/grpc-web").gaps[0][2] != "grpc" or "grpc" not in {
        step.name for field in decode(response=body, kind="application/grpc-web").fields for step in field.origin.steps}


@pytest.mark.parametrize(
    "body",
    [
        base64.b64encode(frame(PUPIL) + TRAILERS),
        base64.b64encode(frame(PUPIL)) + base64.b64encode(TRAILERS),  # each piece with its own padding
        base64.urlsafe_b64encode(frame(PUPIL) + TRAILERS).rstrip(b"="),
        base64.b64encode(frame(PUPIL)[:7]) + b"\r\n" + base64.b64encode(frame(PUPIL)[7:] + TRAILERS),
    ],
)
def test_grpc_web_text(decode, body):
    outcome = decode(response=body, kind="application/grpc-web-text")
    assert outcome.body["/1"] == "Sanne de Vries"
    assert outcome.body["/@trailer/grpc-status"] == "5"
    assert outcome.notes == []


@pytest.mark.parametrize("pack", [lambda data: gzip.compress(data, mtime=0), zlib.compress])
def test_compressed_messages(decode, pack):
    outcome = decode(request=frame(pack(PUPIL), 1), kind="application/grpc")
    assert outcome.body == {"/1": "Sanne de Vries", "/2": "999990019"}


def test_connect_json(decode):
    body = frame(json.dumps({"naam": "Sanne"}).encode()) + frame(b'{"error":{"code":"not_found"}}', 2)
    assert decode(response=body, kind="application/connect+json").body == {
        "/0/naam": "Sanne", "/1/error/code": "not_found"}


def test_what_is_no_protobuf_is_named(decode):
    outcome = decode(request=frame(b"\xff" * 80), kind="application/grpc")
    assert outcome.gaps == [("content.opaque", 80, "protobuf", True)]
    snappy = frame(b"\x10" + b"\xfe" * 30, 1)
    assert decode(request=snappy, kind="application/grpc").gaps[0][0] in ("encoding.unknown", "encoding.broken")


def test_a_bomb_is_bounded(decode):
    body = frame(gzip.compress(bytes(30_000_000), mtime=0), 1)
    assert decode(request=body, kind="application/grpc").gaps[0][0] == "budget.ratio"


@pytest.mark.parametrize(
    "data",
    [
        frame(PUPIL)[:-1],
        b"\x00\xff\xff\xff\xffabc",
        b"\x07\x00\x00\x00\x01a",
        b"\x00\x00\x00\x00",
        b"???", b"QUJD=A",
    ],
)
def test_what_has_no_frames(decode, data):
    outcome = decode(request=data, kind="application/grpc")
    assert outcome.gaps == [("content.opaque", len(data), "grpc", True)]


def test_of_unknown_type_the_first_message_decides(decode):
    for body in (frame(b""), frame(b"\x00" * 40), frame(b"zomaar tekst van iemand"), frame(b"x" * 20, 1)):
        assert "grpc" not in [step.name for field in decode(request=body).fields for step in field.origin.steps]


def test_many_frames():
    assert frames(frame(b"") * 100_001) is None
    assert frames(b"") == []


@given(st.binary(max_size=200))
def test_arbitrary_bytes(decode_once, data):
    decode_once(request=data, kind="application/grpc-web-text")
    decode_once(request=b"\x00" + len(data).to_bytes(4, "big") + data, kind="application/grpc")
