"""Signs of one exchange, through the real decoder and detector."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from scanner.decode import Decoder
from scanner.detect import Detector
from scanner.model import Body, Exchange, Peer, Sign

SignsOf = Callable[..., tuple[Sign, ...]]


@pytest.fixture(scope="session")
def detector() -> Detector:
    return Detector(key=b"1" * 32)


@pytest.fixture(scope="session")
def signs_of(detector: Detector) -> SignsOf:
    def signs(response: Sequence[tuple[str, str]] = (), request: Sequence[tuple[str, str]] = (), *, sent: bytes = b"",
              body: bytes = b"", **more: Any) -> tuple[Sign, ...]:
        values: dict[str, Any] = {
            "id": "e1", "capture": "c", "protocol": "HTTP/1.1", "method": "GET", "scheme": "https",
            "host": "api.rekenen.example", "port": 443, "target": "/x", "status": 200, "time": 1_790_000_000.0,
            "client": Peer("192.0.2.7", 50000), **more,
        }
        exchange = Exchange(request_headers=tuple(request), response_headers=tuple(response),
                            request_body=Body(sent, len(sent)), response_body=Body(body, len(body)), **values)
        return detector.detect(exchange, Decoder().decode(exchange, lambda note: None), 1).observation.facts.signs
    return signs
