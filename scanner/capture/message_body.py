"""Bodies within bounds: what a recorder kept of a message, and notes of what it or we left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.model import EMPTY_BODY, Body, Gap, Headers, Note, NoteSink

MAX_BODY: Final = 64 << 20
"""How many bytes of a body are kept unless the caller says otherwise."""

OPCODES: Final = frozenset({1, 2, 8, 9, 10})
"""WebSocket frames that are read: text, binary, and close, ping and pong, which may carry data too."""

_BODILESS_STATUS: Final = frozenset({101, 204, 205, 304})
_MAGIC: Final = {
    "gzip": (b"\x1f\x8b\x08",), "x-gzip": (b"\x1f\x8b\x08",), "zstd": (b"\x28\xb5\x2f\xfd",),
    "deflate": (b"\x78\x01", b"\x78\x9c", b"\x78\xda"),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where notes go, for which capture and host, and how many bytes of a body are kept."""

    note: NoteSink
    capture: str
    host: str
    max_body: int
    time: float = 0.0

    def tell(self, gap: Gap, size: int = 0, detail: str = "", count: int = 1) -> None:
        """Note a coverage fact of this exchange."""
        self.note(Note(gap, self.capture, self.host, size, count, detail, time=self.time))

    def body(self, data: bytes, size: int = 0, *, plain: bool = False, charset: str = "") -> Body:
        """A body of ``data``, cut at the bound; a larger ``size`` says that the recorder cut it."""
        size = max(size, len(data))
        if size > len(data) or len(data) > self.max_body:
            kept = data[: self.max_body]
            by = "the recorder" if len(data) < self.max_body else "the bound of the reader"
            self.tell(Gap.BODY_TRUNCATED, size - len(kept), f"cut by {by}")
            return Body(kept, size, "truncated", plain, charset)
        return Body(data, size, "complete", plain, charset) if data else EMPTY_BODY

    def missing(self, size: int, detail: str) -> Body:
        """A body that the recorder left out; ``size`` 0 when it does not say how large it was."""
        self.tell(Gap.BODY_MISSING, size, detail)
        return Body(b"", size, "missing")


def header(headers: Headers, name: str) -> str:
    """The first value of a header, empty when absent; ``name`` in lower case."""
    for key, value in headers:
        if len(key) == len(name) and key.lower() == name:
            return value
    return ""


def content_length(headers: Headers) -> int:
    """The declared length of the body, 0 when absent or no number."""
    value = header(headers, "content-length").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def may_have_body(method: str, status: int) -> bool:
    """Whether a response may have content (RFC 9110 §6.4.1)."""
    return status >= 200 and status not in _BODILESS_STATUS and method not in ("HEAD", "CONNECT")


def still_encoded(data: bytes, headers: Headers) -> bool:
    """Whether bytes that a recorder should have decoded still begin with the magic number of their encoding."""
    coding = header(headers, "content-encoding").rpartition(",")[2].strip().lower()
    return data.startswith(_MAGIC.get(coding, ())) if coding else False
