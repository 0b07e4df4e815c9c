"""What goes between processes comes out equal, whatever class it is of."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from scanner.detect.late import Candidate, Identifier
from scanner.model import (
    Body,
    Category,
    Detection,
    Evidence,
    Exchange,
    ExchangeFacts,
    Gap,
    Note,
    Observation,
    Peer,
    Tls,
    WebSocketMessage,
)

DETECTION = Detection(
    Category.BSN, 0.95, "key_id_bsn", "request", "body", "/bsn", "/bsn", "*********", "0011223344556677", ("json",),
    ((0, 9),), "~aa", "r1", "pupil", "", 27, "bsn", (Evidence("key:bsn", 0.6),), (0, 9), -1,
)  # fmt: skip
FACTS = ExchangeFacts("1", "c", 1, 0.0, "http/2", "GET", "https", "h.example", 443, "/", "GET /", 200)


@pytest.mark.parametrize("one", [
    DETECTION, FACTS, Observation(FACTS, (DETECTION,)), Evidence("shape:x", -0.1), Peer("192.0.2.1", 443), Tls("1.3"),
    Body(b"x", 1), Note(Gap.TCP_GAP, "c", bytes=3), WebSocketMessage(True, 1, b"x", 0.5),
    Exchange("1", "c", "http/2", "GET", "https", "h.example", 443, "/", 200, 0.0, client=Peer("192.0.2.1", 1)),
    Candidate("00ff", DETECTION), Identifier(Category.BSN, "999990019", "9999.90.019", "~aa", "pupil"),
], ids=lambda one: type(one).__name__)  # fmt: skip
def test_what_is_sent_arrives_equal(one: object) -> None:
    arrived = pickle.loads(pickle.dumps(one))
    assert arrived == one
    assert type(arrived) is type(one)


def test_what_is_made_quickly_is_frozen_and_takes_its_arguments_as_before() -> None:
    one = Body(b"x", state="truncated")
    assert (one.data, one.size, one.state, one.plain, one.charset) == (b"x", 0, "truncated", False, "")
    assert type(one) is Body and one == replace(Body(b"y", 0, "truncated"), data=b"x") and hash(one) != hash(Body())
    with pytest.raises(FrozenInstanceError):
        one.size = 3  # type: ignore[misc]
    assert Detection(*(getattr(DETECTION, name) for name in Detection.__dataclass_fields__)) == DETECTION
    with pytest.raises(TypeError):
        Exchange("1", "c")  # type: ignore[call-arg]
