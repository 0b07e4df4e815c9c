"""Builds exchanges and runs them through decode and detect; every person, number and domain is synthetic."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from scanner.decode import Decoder
from scanner.detect import Detected, Detector, Subjects, parse_subjects
from scanner.model import Body, Detection, Exchange, Headers

KEY = b"k" * 32
BSN = "999990019"
ECKID = "https://ketenid.nl/201703/" + "0f1e2d3c" * 16
SANNE: dict[str, object] = {
    "id": "leerling-01",
    "role": "pupil",
    "values": {
        "name.given": "Sanne",
        "name.family": "de Vries",
        "name.full": "Sanne de Vries",
        "demo.dob": "2012-03-04",
        "id.bsn": BSN,
        "id.eckid": ECKID,
        "id.leerlingnummer": "2671717",
        "contact.email": ["sanne@school.example", "s.devries@thuis.example"],
        "contact.phone": "06-12345678",
        "secret.credential": "Welkom-01!",
        "edu.group": "5b",
        "demo.gender": "v",
    },
}
JURRE: dict[str, object] = {
    "id": "leraar-01",
    "role": "teacher",
    "values": {"name.given": "Jurre", "name.family": "Postma", "contact.email": "j.postma@school.example"},
}


def subjects(*documents: dict[str, object]) -> Subjects:
    """A subjects file of these persons, Sanne alone by default."""
    return parse_subjects({"subjects": list(documents or (SANNE,))})


def an_exchange(
    *, target: str = "/api/data", body: object = None, request: object = None, method: str = "GET",
    host: str = "api.school.example", headers: Headers = (), response_headers: Headers = (), status: int = 200,
    request_type: str = "application/json", response_type: str = "application/json", id: str = "entry-1",
) -> Exchange:
    """An exchange; bodies that are no bytes are written as JSON."""
    return Exchange(
        id=id, capture="les.har", protocol="HTTP/1.1", method=method, scheme="https", host=host, port=443,
        target=target, status=status, time=1_791_184_462.0,
        request_headers=(("Content-Type", request_type), *headers), request_body=_body(request),
        response_headers=(("Content-Type", response_type), *response_headers), response_body=_body(body),
    )  # fmt: skip


def _body(content: object) -> Body:
    if content is None:
        return Body()
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Body(data, len(data))


def examine(exchange: Exchange, known: Subjects | None = None, **settings: Any) -> Detected:
    """What decode and detect make of an exchange."""
    decoded = Decoder().decode(exchange, lambda _note: None)
    return Detector(key=KEY, subjects=known, **settings).detect(exchange, decoded, 1)


def detections(exchange: Exchange, known: Subjects | None = None, **settings: Any) -> tuple[Detection, ...]:
    """The detections in an exchange."""
    return examine(exchange, known, **settings).observation.detections


def in_body(body: object, known: Subjects | None = None) -> tuple[Detection, ...]:
    """The detections in a JSON answer."""
    return detections(an_exchange(body=body), known)


def found(items: tuple[Detection, ...], where: Callable[[Detection], bool] = lambda _d: True) -> set[tuple[str, str]]:
    """(category, pointer) of detections."""
    return {(item.category.value, item.pointer) for item in items if where(item)}


def by_pointer(items: tuple[Detection, ...]) -> dict[str, Detection]:
    """The last detection at each pointer."""
    return {item.pointer: item for item in items}


def confidences(body: object, **settings: Any) -> dict[str, float]:
    """The confidence by pointer and category, of an exchange made with these settings."""
    return {f"{each.pointer} {each.category.value}": each.confidence
            for each in detections(an_exchange(body=body, **settings))}


def answered(
    body: object, target: str = "/api/x", headers: tuple[tuple[str, str], ...] = (("Authorization", "Bearer x9-4kd93"),)
) -> set[str]:
    """The categories that count in the body of an answer, by default to somebody who is signed in."""
    data = json.dumps(body).encode()
    exchange = an_exchange(target=target, headers=headers, body=data)
    return {each.category.value for each in detections(exchange) if each.confidence >= 0.6 and each.part == "body"}
