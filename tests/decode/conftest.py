"""Builders for decode tests: an exchange from keywords, and its fields in a form to compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.decode import Decoder, Limits
from scanner.model import Body, Exchange, Field, Note, WebSocketMessage


class Outcome:
    """The fields and notes of one exchange."""

    def __init__(self, exchange: Exchange, limits: Limits | None = None, decoder: Decoder | None = None) -> None:
        self.notes: list[Note] = []
        self.decoded = (decoder or Decoder(limits or Limits())).decode(exchange, self.notes.append)
        self.fields = self.decoded.fields
        assert self.decoded.body_bytes == self.decoded.decoded_bytes + sum(note.bytes for note in self.notes)
        assert all(note.bytes >= 0 for note in self.notes)
        for field in self.fields:
            field.value.encode()
            field.pointer.encode()
            assert field.value

    def part(self, prefix: str) -> list[tuple[str, str]]:
        """Pointer and value of the fields of a part or family of parts, in order."""
        return [(field.pointer, field.value) for field in self.fields if field.origin.part.startswith(prefix)]

    @property
    def body(self) -> dict[str, str]:
        """Pointer → value of the body; of equal pointers the first."""
        found: dict[str, str] = {}
        for pointer, value in self.part("body"):
            found.setdefault(pointer, value)
        return found

    def steps(self, value: str) -> list[str]:
        """Names of the steps that led to the field with this value."""
        return [step.name for step in self.field(value).origin.steps]

    def field(self, value: str) -> Field:
        return next(field for field in self.fields if field.value == value)

    @property
    def values(self) -> list[str]:
        return [field.value for field in self.fields]

    @property
    def gaps(self) -> list[tuple[str, int, str, bool]]:
        return [(note.gap.value, note.bytes, note.detail, note.read) for note in self.notes]


Decode = Callable[..., Outcome]


def build(
    *,
    request: bytes = b"",
    response: bytes = b"",
    target: str = "/",
    kind: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    plain: bool = False,
    charset: str = "",
    ws: tuple[WebSocketMessage, ...] = (),
    **changes: Any,
) -> Exchange:
    """An exchange; ``kind`` is the content type of whichever body there is, ``headers`` go with it too."""
    side = (("Content-Type", kind), *headers) if kind else headers
    base: dict[str, Any] = {
        "id": "entry-1",
        "capture": "les.har",
        "protocol": "HTTP/1.1",
        "method": "POST" if request else "GET",
        "scheme": "https",
        "host": "leren.example",
        "port": 443,
        "target": target,
        "status": 200,
        "time": 1.5,
        "request_headers": side if not response else (),
        "response_headers": side if response else (),
        "request_body": Body(request, len(request), plain=plain, charset=charset),
        "response_body": Body(response, len(response), plain=plain, charset=charset),
        "websocket": ws,
    }
    return Exchange(**{**base, **changes})


@pytest.fixture
def decode() -> Decode:
    def run(*, limits: Limits | None = None, decoder: Decoder | None = None, **keywords: Any) -> Outcome:
        return Outcome(build(**keywords), limits, decoder)

    return run


@pytest.fixture
def samples() -> Path:
    return Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="session")
def decode_once() -> Decode:
    """The same for property tests, whose examples share a fixture."""
    return lambda **keywords: Outcome(build(**keywords))
