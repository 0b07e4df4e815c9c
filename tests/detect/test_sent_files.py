"""Photos and voices that are sent, wherever they stand in a message."""

from __future__ import annotations

import base64

import pytest
from detect_builders import an_exchange, examine

JPEG = b"\xff\xd8\xff\xe0" + bytes(5_000)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(5_000)
WEBM = b"\x1aE\xdf\xa3" + bytes(5_000)
BOUNDARY = "multipart/form-data; boundary=x"


def part(name: str, file: str, data: bytes) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode() + data + b"\r\n"


def found(request: object = None, kind: str = "application/json", body: object = None,
          answer: str = "application/json") -> list[tuple[str, float]]:
    exchange = an_exchange(request=request, request_type=kind, body=body, response_type=answer, method="POST")
    return [(each.category.value, each.confidence) for each in examine(exchange).observation.detections
            if each.category.value.startswith("media.")]


@pytest.mark.parametrize(("request_body", "kind", "category", "confidence"), [
    (WEBM, "audio/webm;codecs=opus", "media.av", 0.7), (WEBM, "application/octet-stream", "media.av", 0.7),
    ({"fragment": base64.b64encode(WEBM).decode()}, "application/json", "media.av", 0.7),
    ({"fragment": "data:audio/webm;base64," + base64.b64encode(WEBM).decode()}, "application/json", "media.av", 0.7),
    (part("blob", "blob", WEBM) + b"--x--\r\n", BOUNDARY, "media.av", 0.7),
    (JPEG, "image/jpeg", "media.image", 0.6),
    (part("les", "IMG_1.jpg", JPEG) + b"--x--\r\n", BOUNDARY, "media.image", 0.6),
    (PNG, "image/png", "media.image", 0.45),
    (part("les", "IMG_1.jpg", b"") + b"--x--\r\n", BOUNDARY, "media.image", 0.6),  # the recorder left it out
])
def test_once_for_each_file(request_body: object, kind: str, category: str, confidence: float) -> None:
    assert found(request_body, kind) == [(category, confidence)]


def test_a_key_that_says_so_is_enough() -> None:
    assert found({"pasfoto": base64.b64encode(JPEG).decode()}) == [("media.image", 0.95)]


def test_several_files() -> None:
    body = part("a", "1.jpg", JPEG) + part("b", "stem.m4a", WEBM) + part("c", "werk.docx", b"x" * 2_000) + b"--x--\r\n"
    assert sorted(found(body, BOUNDARY)) == [("media.av", 0.7), ("media.image", 0.6)]


@pytest.mark.parametrize(("request_body", "kind", "body", "answer", "why"), [
    (None, "", JPEG, "image/jpeg", "a picture of a lesson"), (None, "", WEBM, "video/webm", "a film of a lesson"),
    (JPEG[:300], "image/jpeg", None, "", "a point"), (b"x" * 5_000, "application/octet-stream", None, "", "anything"),
    ({"@content": "image jpeg x"}, "application/json", None, "", "a key of somebody else"),
])
def test_what_is_nobodys(request_body: object, kind: str, body: object, answer: str, why: str) -> None:
    assert found(request_body, kind, body, answer) == [], why


def test_no_value_is_shown() -> None:
    exchange = an_exchange(request=JPEG, request_type="image/jpeg")
    [detection] = [each for each in examine(exchange).observation.detections if each.category.value == "media.image"]
    assert "jpeg" not in detection.masked and detection.evidence[0].code == "shape:sent-photo"


@pytest.mark.parametrize(("target", "confidence"), [
    ("/api/leerlingen/24415/foto", 0.65), ("/rest/v1/pasfoto/118402", 0.65), ("/leerling/118402/foto?v=3", 0.65),
    ("/g/7/pasfoto-118402.jpg", 0.65), ("/user/71833/photo_240.jpg", 0.65), ("/api/students/x71/avatar", 0.65),
    ("/foto/118402", 0.45), ("/avatars/8f3a91c2.png", 0.45),
])
def test_a_picture_that_is_fetched_by_a_number(target: str, confidence: float) -> None:
    exchange = an_exchange(target=target, body=JPEG, response_type="image/jpeg",
                           headers=(("Cookie", "sid=5f0c1d2e3a4b5c6d7e8f"),))
    assert [(each.category.value, each.confidence) for each in examine(exchange).observation.detections
            if each.category.value.startswith("media.")] == [("media.image", confidence)]


@pytest.mark.parametrize("target", [
    "/nieuws/foto/12", "/img/logo.png", "/fotos/kerst-2025/3.jpg", "/static/photo.jpg", "/avatars/default-3f2a.png",
    "/opgaven/118402/plaatje.png", "/photography/24415/x.jpg", "/foto", "/", "", "/foto/" + "a" * 5_000, "/" * 5_000,
])
def test_a_picture_of_nobody_is_fetched(target: str) -> None:
    exchange = an_exchange(target=target, body=JPEG, response_type="image/jpeg")
    assert not [each for each in examine(exchange).observation.detections if each.category.value.startswith("media.")]


def test_what_else_is_fetched_under_such_an_address_is_no_picture() -> None:
    for body, kind in ((WEBM, "video/webm"), ({"maat": 3}, "application/json"), (JPEG[:300], "image/jpeg")):
        exchange = an_exchange(target="/leerling/118402/foto", body=body, response_type=kind)
        assert not [each for each in examine(exchange).observation.detections
                    if each.category.value.startswith("media.")]
