"""Decides by content what a connection speaks, and reads it: TLS, HTTP/2, HTTP/1, or a note that it was not read."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Exchange, Gap

from . import dns
from .context import Context
from .http1 import holds_request, holds_response, looks_like_request, looks_like_response
from .http1_pairs import Continuations, read_http1
from .http2_frames import PREFACE, find_frames
from .messages import Message
from .proxies import follow, introduction
from .spool import Data
from .stream import Stream

_MAX_DEPTH = 4
_HEAD = 1 << 18
_BANNERS = (
    (b"SSH-", "SSH"), (b"220 ", "FTP or SMTP"), (b"220-", "FTP or SMTP"), (b"+OK", "POP3"), (b"* OK", "IMAP"),
    (b"EHLO", "SMTP"), (b"HELO", "SMTP"), (b"RFB 0", "VNC"), (b"\x13BitT", "BitTorrent"), (b"CONNECTED", "STOMP"),
)


def read_conversation(context: Context, upstream: Stream, downstream: Stream) -> Iterator[Exchange]:
    """All exchanges of a connection, from inside its TLS session and its tunnels too."""
    size = len(upstream.data) + len(downstream.data)
    if not size:
        return
    up, down = head_of(upstream.data), head_of(downstream.data)
    torn = bool(upstream.midstream or downstream.midstream or upstream.holes or downstream.holes)
    if context.depth > _MAX_DEPTH:
        context.note(Gap.PROTOCOL_UNREAD, size, detail="tunnels nested too deep")
    elif _is_tls(up) or (not up and _is_tls(down)):
        yield from _read_tls(context, upstream, downstream)
    elif (told := introduction(up, down)) and (behind := follow(context, told, upstream, downstream)):
        yield from read_conversation(*behind)
    elif up.startswith(PREFACE) or _is_http2(context, up, down):
        yield from _read_http2(context, upstream, downstream)
    elif _is_http1(up, down, torn, upstream.holes[0].at if upstream.holes else 0):
        yield from read_http1(context, upstream, downstream, _CONTINUATIONS)
    elif torn and max(find_frames(data, 0, len(data), least=3) for data in (up, down)) >= 0:
        yield from _read_http2(context, upstream, downstream)
    elif context.server.port != dns.PORT or not _note_lookups(context, up, size):
        context.note(Gap.PROTOCOL_UNREAD, size, detail=_name(context, up, down))


def head_of(data: Data) -> bytes:
    """The bytes by which a protocol is told; all of them when they are in memory anyway."""
    return data if isinstance(data, bytes) else data[:_HEAD]


def speaks_first(data: bytes) -> bool:
    """Whether these are the bytes of a client: a request, a ClientHello, an HTTP/2 preface."""
    return data.startswith(PREFACE) or looks_like_request(data) or (_is_tls(data) and data[5:6] == b"\x01")


def answers(data: bytes) -> bool:
    """Whether these are the bytes of a server: a response, a ServerHello."""
    return looks_like_response(data) or (_is_tls(data) and data[5:6] == b"\x02")


def _is_tls(data: bytes) -> bool:
    return len(data) >= 5 and data[0] in (20, 21, 22, 23) and data[1] == 3 and data[2] <= 4 and data[3] <= 72


def _is_http2(context: Context, up: bytes, down: bytes) -> bool:
    """Whether the peers agreed on HTTP/2, or only a server's first frame (SETTINGS on stream 0) was captured."""
    if context.tls is not None and context.tls.alpn == "h2":
        return True
    return not up and down[3:4] == b"\x04" and down[5:9] == bytes(4) and int.from_bytes(down[:3], "big") % 6 == 0


def _is_http1(up: bytes, down: bytes, torn: bool, hole: int) -> bool:
    at = 0
    while up[at:at + 1] in (b"\r", b"\n"):
        at += 1
    if looks_like_request(up, at) or looks_like_response(down) or (hole and looks_like_request(up, at, hole)):
        return True
    return torn and (holds_request(up) or holds_response(down))


def _read_tls(context: Context, upstream: Stream, downstream: Stream) -> Iterator[Exchange]:
    from .tls import open_tls

    opened = open_tls(upstream, downstream, context.keylog)
    host = opened.facts.sni or context.host
    if host and not context.notes.host:
        context.notes.host = host
    for problem in opened.problems:
        context.note(problem.gap, problem.bytes, detail=problem.detail, host=host)
    if opened.upstream is not None and opened.downstream is not None:
        inner = context.secured(opened.facts)
        inner.depth += 1
        yield from read_conversation(inner, opened.upstream, opened.downstream)


def _read_http2(context: Context, upstream: Stream, downstream: Stream,
                request: Message | None = None) -> Iterator[Exchange]:
    from .http2 import read_http2

    return read_http2(context, upstream, downstream, request, read_conversation)


_CONTINUATIONS = Continuations(tunnel=read_conversation, h2c=_read_http2)


def _note_lookups(context: Context, up: bytes, size: int) -> bool:
    """Note the hosts that were looked up over TCP; false when there are none."""
    names = [name for message in dns.messages(up) if (name := dns.looked_up(message))]
    for name in names:
        context.note(Gap.DNS_LOOKUP, size, host=name)
        size = 0  # the bytes of the connection are named once
    return bool(names)


def _name(context: Context, up: bytes, down: bytes) -> str:
    """What the bytes seem to be, in fixed words; else the port."""
    for data in (down, up):
        for banner, name in _BANNERS:
            if data.startswith(banner):
                return name
    return f"TCP port {context.server.port}"
