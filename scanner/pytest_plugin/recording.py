"""What was recorded in this process: messages as bytes, bounded, in memory alone; made exchanges when a test asks.

Theory. A client is watched at the place where it has whole messages, and gives them as bytes of HTTP/1: the reader that
takes testers' exports apart then makes the exchanges, with its notes on what was cut. A response that the test has not
read yet is recorded as far as it was read. Nothing is written to a file, and no repr shows a value.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scanner.capture.raw_message import Pair, exchange_of
from scanner.model import Exchange, NoteSink

MAX_BODY = 64 << 20
"""Bytes of one message that are kept; the rest is counted."""
_INTERIM = re.compile(rb"HTTP/1\.[01] 1(?!01)\d\d[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n")
"""An interim response before the final one (RFC 9110 §15.2); 101 is final."""


class Kept:
    """Bytes as they come, up to a bound."""

    __slots__ = ("_parts", "size")

    def __init__(self, data: bytes = b"") -> None:
        self._parts: list[bytes] = []
        self.size = 0
        self.add(data)

    def add(self, data: bytes) -> None:
        """Keep a piece."""
        room = MAX_BODY - self.size
        if room > 0 and data:
            self._parts.append(bytes(data[:room]))
        self.size += len(data)

    @property
    def data(self) -> bytes:
        """What was kept."""
        return b"".join(self._parts)


@dataclass(eq=False, slots=True)
class Recorded:
    """One exchange while it happens."""

    url: str
    """Scheme, host and port; the rest stands in the request."""
    time: float
    protocol: str = ""
    sent: Kept = field(default_factory=Kept, repr=False)
    received: Kept = field(default_factory=Kept, repr=False)

    def exchange(self, number: int, capture: str, note: NoteSink) -> Exchange | None:
        """The exchange, as far as it went."""
        response = self.received.data
        while (interim := _INTERIM.match(response)) is not None:
            response = response[interim.end():]
        pair = Pair(f"exchange-{number}", self.sent.data, response or None, self.url, self.url.partition(":")[0],
                    self.time, protocol=self.protocol)
        return exchange_of(pair, capture, note, MAX_BODY)


class Recording:
    """All exchanges since a test began; clients in any thread add to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Recorded] = []

    def __len__(self) -> int:
        return len(self._all)

    def add(self, recorded: Recorded) -> Recorded:
        """Enter an exchange when its request begins."""
        with self._lock:
            self._all.append(recorded)
        return recorded

    def clear(self) -> None:
        """Forget what was recorded."""
        with self._lock:
            self._all.clear()

    @property
    def weight(self) -> tuple[int, int]:
        """How much was recorded: changes whenever something is added."""
        with self._lock:
            return len(self._all), sum(each.sent.size + each.received.size for each in self._all)

    def exchanges(self, capture: str, note: NoteSink) -> Iterator[Exchange]:
        """The exchanges in the order in which they began."""
        with self._lock:
            recorded = sorted(self._all, key=lambda each: each.time)
        for number, each in enumerate(recorded, 1):
            exchange = each.exchange(number, capture, note)
            if exchange is not None:
                yield exchange


def head(start: str, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The head of a message in HTTP/1 form."""
    lines = [start.encode("utf-8", "surrogateescape"), *(name + b": " + value for name, value in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
