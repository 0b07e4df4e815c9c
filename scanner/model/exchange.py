"""The exchange: what every capture reader yields and every later stage reads, whatever the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .transfer import quickly_made, sent_by_fields

Headers = tuple[tuple[str, str], ...]
"""Header names and values in order of appearance, names as on the wire; bytes that are no UTF-8 as Latin-1."""

METHODS = frozenset("""
GET HEAD POST PUT PATCH DELETE CONNECT OPTIONS TRACE QUERY PRI ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY LABEL
LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PROPFIND PROPPATCH REBIND REPORT
SEARCH UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL PURGE NOTIFY SUBSCRIBE UNSUBSCRIBE
M-SEARCH
""".split())  # noqa: SIM905  a list of thirty lines says no more
"""Methods of the IANA registry (RFC 9110 §18.2), of caches and of UPnP; any other word may be data, and is hidden."""


def shown_method(method: str) -> str:
    """A method as output may show it."""
    return method.upper() if method.upper() in METHODS else "OTHER"


BodyState = Literal["complete", "truncated", "missing"]
"""``truncated``: a part was not captured or exceeds the reader's bound; ``missing``: the recorder left it out."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Peer:
    """A network end point: IP address (or host name where the capture has no address) and port."""

    host: str
    port: int


@sent_by_fields
@quickly_made
@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of one direction after transfer decoding (chunked, frames), before content decoding.

    ``size`` counts all bytes that the message had, also those that are not in ``data``. ``plain`` is true
    when the recorder already undid the content encoding (HAR), so that Content-Encoding must be ignored.
    ``charset`` is set where the recorder re-coded the text (the text of a HAR is Unicode, given here as
    ``utf-8``); it then goes before the charset that the Content-Type header names.
    """

    data: bytes = b""
    size: int = 0
    state: BodyState = "complete"
    plain: bool = False
    charset: str = ""


EMPTY_BODY = Body()


@sent_by_fields
@dataclass(frozen=True, slots=True)
class WebSocketMessage:
    """One whole WebSocket message (fragments joined, permessage-deflate undone) or one server-sent event."""

    from_client: bool
    opcode: int
    """1 text, 2 binary, 8 close, 9 ping, 10 pong (RFC 6455 §11.8); a server-sent event is text from the server."""
    data: bytes
    time: float


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Tls:
    """Facts of the TLS session that carried an exchange; empty string where the capture does not say."""

    version: str = ""
    cipher: str = ""
    sni: str = ""
    alpn: str = ""


@sent_by_fields
@quickly_made
@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request with its response (``status`` 0 when none was seen), WebSocket messages included.

    ``target`` is the request target as a path with query, beginning with ``/`` (``*`` or an authority for
    OPTIONS and CONNECT); a fragment, where a recorder kept one, stays in it after ``#``. Times are seconds
    since the epoch, UTC, 0.0 when unknown. ``id`` is unique and stable within its capture (``entry-12``,
    ``flow-3``, ``tcp-4.1``), ``line`` the 1-based line where the entry starts in a text capture.
    """

    id: str
    capture: str
    protocol: str
    method: str
    scheme: str
    host: str
    port: int
    target: str
    status: int
    time: float
    request_headers: Headers = ()
    request_body: Body = EMPTY_BODY
    response_headers: Headers = ()
    response_body: Body = EMPTY_BODY
    websocket: tuple[WebSocketMessage, ...] = ()
    client: Peer | None = None
    server: Peer | None = None
    tls: Tls | None = None
    line: int = 1
    error: str = ""
    """Why the exchange is incomplete, in fixed words of the reader (never bytes of the capture)."""
    may_lack_proof: bool = False
    """The recorder leaves cookies and authorization out unless it is asked to keep them."""
