"""What a message says of the pictures and recordings that it carries."""

from __future__ import annotations

import base64
import json

import pytest

from .conftest import Decode

JPEG = b"\xff\xd8\xff\xe0" + bytes(2_000)
FORMS = [
    (JPEG, "image jpeg"), (b"\x89PNG\r\n\x1a\n" + bytes(2_000), "image png"), (b"GIF89a" + bytes(2_000), "image gif"),
    (b"\x00\x00\x00\x18ftypheic" + bytes(2_000), "image heic"),
    (b"RIFF\x00\x10\x00\x00WEBP" + bytes(2_000), "image other"),
    (b"RIFF\x00\x10\x00\x00WAVE" + bytes(2_000), "audio other"), (b"OggS" + bytes(2_000), "audio other"),
    (b"#!AMR\n" + bytes(2_000), "audio other"), (b"caff\x00\x01" + bytes(2_000), "audio other"),
    (b"\x1aE\xdf\xa3" + bytes(2_000), "video other"), (b"\x00\x00\x00\x18ftypmp42" + bytes(2_000), "video other"),
]  # fmt: skip


def told(value: str) -> str:
    return value.rpartition(" ")[0]


@pytest.mark.parametrize(("data", "what"), FORMS)
def test_a_body_that_is_sent(decode: Decode, data: bytes, what: str) -> None:
    outcome = decode(request=data, kind="application/octet-stream")
    assert told(outcome.body["/@content"]) == what
    assert [(gap, size) for gap, size, _, _ in outcome.gaps] == [("content.media", len(data))]


@pytest.mark.parametrize(("data", "what"), FORMS)
def test_base64_in_a_field(decode: Decode, data: bytes, what: str) -> None:
    outcome = decode(request=json.dumps({"opname": base64.b64encode(data).decode()}).encode())
    assert told(outcome.body["/opname/@content"]) == what


@pytest.mark.parametrize("left", range(1500, 1504))
def test_base64_that_was_cut_off(decode: Decode, left: int) -> None:
    text = base64.b64encode(b"OggS" + bytes(2_000)).decode()[:left]
    outcome = decode(request=json.dumps({"opname": text}).encode())
    assert told(outcome.body["/opname/@content"]) == "audio other"


def test_a_file_in_a_form(decode: Decode) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="les"; filename="a.jpg"\r\n\r\n' + JPEG + b"\r\n--x--\r\n"
    outcome = decode(request=body, kind="multipart/form-data; boundary=x")
    assert told(outcome.body["/les/@content"]) == "image jpeg" and outcome.body["/les/@filename"] == "a.jpg"


def test_the_same_file_is_known_again(decode: Decode) -> None:
    one, again, other = (decode(request=data, kind="").body["/@content"] for data in (JPEG, JPEG, JPEG + b"x"))
    assert one == again != other
    assert not any(map(str.isdigit, one))


@pytest.mark.parametrize(("request_body", "response_body", "why"), [
    (b"", b"OggS" + bytes(2_000), "sound of a lesson"), (JPEG[:900], b"", "a point that counts visits"),
    (b"wOF2" + bytes(2_000), b"", "a font"),
    (b"%PDF-1.7\n" + bytes(2_000), b"", "a document"),
])
def test_what_is_not_told(decode: Decode, request_body: bytes, response_body: bytes, why: str) -> None:
    outcome = decode(request=request_body, response=response_body, kind="application/octet-stream")
    assert "/@content" not in outcome.body, why
