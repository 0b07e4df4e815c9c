"""HTTP messages as the parsers of all versions give them, and the exchanges that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count

from scanner.model import Body, Exchange, Gap, Headers, WebSocketMessage
from scanner.model.exchange import EMPTY_BODY

from .context import Context
from .spool import Data
from .stream import GAP, Span, join

_AUTHORITY = re.compile(r"(?:[^@/?#]*@)?(\[[0-9A-Fa-f:.%]*\]|[^:/?#\[\]]*)(?::([0-9]{0,5}))?")
_ABSOLUTE = re.compile(r"(https?|wss?)://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """A request or a response. Its body stays a list of places in the stream until it is asked for."""

    headers: Sequence[tuple[str, str]]
    time: float
    data: Data = b""
    spans: list[Span] = field(default_factory=list)
    missing: int = 0
    """Bytes of the body that were not captured, as far as their number is known."""
    complete: bool = True
    resumed: bool = False
    """Bytes between the message before and this one were lost or made no sense."""
    preceded: bool = False
    """At least the beginning of another message was lost right before this one."""
    version: str = ""
    method: str = ""
    target: str = ""
    authority: str = ""
    status: int = 0
    lookup: Mapping[str, str] | None = None
    """The headers by name in lower case, where the parser made it already."""
    begun: bytes = b""
    """The body before ``spans``, where it was joined already."""
    before: int = 0
    """How many captured bytes that stands for; what is beyond any bound is counted here too."""
    gapped: bool = False
    """Bytes are missing in it."""

    def header(self, name: str) -> str:
        """The last value of a header, the name in lower case; empty when there is none."""
        if self.lookup is None:
            self.lookup = {key.lower(): value for key, value in self.headers}
        return self.lookup.get(name, "")

    @property
    def body_size(self) -> int:
        """Captured bytes of the body."""
        spans = self.spans
        if len(spans) == 1:
            return spans[0][1] - spans[0][0] + self.before
        return sum([end - start for start, end in spans]) + self.before

    def body(self, bound: int) -> Body:
        """The body with at most ``bound`` bytes."""
        spans = self.spans
        if len(spans) == 1 and self.complete and not self.missing and not self.before:  # the usual case
            start, end = spans[0]
            if end - start <= bound:
                return Body(self.data[start:end], end - start)
        if not spans and not self.missing and not self.before:
            return EMPTY_BODY if self.complete else Body(state="truncated")
        size = self.body_size
        whole = self.complete and not self.missing and size <= bound
        data = join(self.data, spans, max(bound - len(self.begun), 0))
        data = self.begun + data if self.begun else data
        return Body(data, size + self.missing, "complete" if whole else "truncated")

    def settle(self, bound: int) -> None:
        """Join a body of very many small pieces, which take more memory than their bytes; keep ``bound`` of them."""
        self.before = self.body_size
        self.begun += join(self.data, self.spans, max(bound - len(self.begun), 0))
        self.gapped = self.gapped or GAP in self.spans
        self.spans = []


@lru_cache(maxsize=4096)
def split_authority(authority: str) -> tuple[str, int]:
    """Host in lower case without brackets, and port (0 when absent), of ``user@host:port``."""
    match = _AUTHORITY.fullmatch(authority.strip())
    if match is None:
        return "", 0
    port = int(match.group(2) or 0)
    return match.group(1).strip("[]").lower(), port if port < 65536 else 0


def part_names(number: str) -> Iterator[str]:
    """The ids of an exchange that is handed on in parts: its own, then the same with a count."""
    yield number
    for part in count(2):
        yield f"{number}+{part}"


def _with_authority(request: Message, host: str, port: int, scheme: str) -> Headers:
    """The headers; before them the authority where host and port do not say what the client sent.

    A user in it, who has no other place in an exchange, comes as a client would send one.
    """
    authority = request.authority
    if not authority or authority == (host if port == _PORTS[scheme] else f"{host}:{port}"):
        return tuple(request.headers)
    user, at, _ = authority.rpartition("@")
    if not at:
        return ((":authority", authority), *request.headers)
    import base64
    from urllib.parse import unquote_to_bytes

    basic = "Basic " + base64.b64encode(unquote_to_bytes(user)).decode()
    return ((":authority", authority), ("Authorization", basic), *request.headers)


def _behind_interim(response: Message) -> Message | None:
    """What is known of a response of which only an interim head (RFC 9110 §15.2) was captured: at most its body."""
    if not response.body_size and not response.missing:
        return None
    response.status, response.headers, response.lookup = 0, (), None
    return response


def make_exchange(context: Context, number: str, request: Message | None, response: Message | None, protocol: str,
                  websocket: tuple[WebSocketMessage, ...] = (), error: str = "") -> Exchange:
    """Put request and response together; one of them may be missing."""
    if response is not None and 100 <= response.status < 200 and response.status != 101:
        response = _behind_interim(response)
    tls = context.tls
    scheme = "https" if tls is not None else "http"
    method, target, authority = "", "/", ""
    if request is not None:
        method, target = request.method, request.target
        authority = request.authority or request.header("host")
        absolute = _ABSOLUTE.fullmatch(target) if target[:1] != "/" else None
        if absolute is not None:
            authority = absolute.group(2)
            target = absolute.group(3)
            named = absolute.group(1).lower().replace("ws", "http")
            scheme = named if tls is None else scheme
        if method == "CONNECT" and not request.authority:
            authority = target.partition(" ")[0]
        elif target[:1] != "/" and target != "*":
            target = "/" + target
    host, port = split_authority(authority)
    if host and not port and absolute_port(request, context):
        port = _PORTS[scheme]
    if host and not context.notes.host:
        context.notes.host = host
    sent = request.body(context.max_body) if request is not None else EMPTY_BODY
    got = response.body(context.max_body) if response is not None else EMPTY_BODY
    for message, body in ((request, sent), (response, got)):
        if message is not None and body.state != "complete":
            _note_body(message, context, host)
    if response is None:
        error = error or "no response"
        context.note(Gap.HTTP_NO_RESPONSE, host=host, time=request.time if request else 0.0)
    elif request is None:
        error = error or "request not captured"
    if request is not None and not request.target and method != "CONNECT":
        # Its header was lost, or refers to one that was.
        error = error or "path not known"
        context.note(Gap.HTTP_DAMAGED, detail="requests whose path is not known", host=host)
    port = port or context.port or context.server.port
    asked: Headers = ()
    answered: Headers = ()
    status, time = 0, 0.0
    if response is not None:
        status, time, answered = response.status, response.time, tuple(response.headers)
    if request is not None:
        time, asked = request.time, _with_authority(request, host, port, scheme)
    # By position: to name its fields would take as long as all before it.
    return Exchange(number, context.capture, protocol, method, scheme, host or context.host or context.server.host,
                    port, target, status, time, asked, sent, answered, got, websocket, context.client, context.server,
                    tls, 1, error)


def _note_body(message: Message, context: Context, host: str) -> None:
    """Say what of a body is not handed on; what gaps swallowed is noted with the gaps."""
    beyond = message.body_size - context.max_body
    if beyond > 0:
        context.note(Gap.BODY_TRUNCATED, beyond, detail="cut by the bound of the reader", host=host)
    if not message.complete and not message.gapped and GAP not in message.spans:
        context.note(Gap.BODY_TRUNCATED, message.missing, detail="the end was not captured", host=host)


def absolute_port(request: Message | None, context: Context) -> bool:
    """Whether the request goes through a proxy, whose own port says nothing about the recipient's."""
    return request is not None and "://" in request.target[:8] and not context.port
