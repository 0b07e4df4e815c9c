"""Reads what a client says to a proxy before its own conversation begins: SOCKS 4, 4a and 5, the PROXY protocol."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanner.model import Peer

from .context import Context
from .stream import Cursor, Stream

_MARK = b"\r\n\r\n\0\r\nQUIT\n"
"""Begins a header of the PROXY protocol, version 2."""
_MAX_TEXT = 108


@dataclass(frozen=True, slots=True)
class Introduction:
    """How many bytes each side spent on it, where the client wants to go, and who it is, as far as was said."""

    up: int
    down: int = 0
    host: str = ""
    port: int = 0
    client: Peer | None = None


def introduction(up: bytes, down: bytes) -> Introduction | None:
    """What the connection begins with; None when that is no accepted introduction to a proxy."""
    try:
        if up[:1] == b"\5" and down[:1] == b"\5":
            return _socks5(up, down)
        if up[:2] == b"\4\1" and down[:2] == b"\0\x5a":
            return _socks4(up, down)
        if up.startswith(b"PROXY "):
            return _text(up)
        if up.startswith(_MARK):
            return _binary(up)
    except (IndexError, ValueError):
        return None
    return None


def follow(context: Context, told: Introduction, upstream: Stream,
           downstream: Stream) -> tuple[Context, Stream, Stream] | None:
    """The conversation behind an introduction; None when a part of the introduction was not captured."""
    tails = []
    for stream, size in ((upstream, told.up), (downstream, told.down)):
        cursor = Cursor(stream)
        if size > cursor.limit:
            return None
        cursor.pos = size
        tails.append(stream.tail(cursor))
    inner = context.tunnelled(context.prefix, told.host, told.port)
    if told.client is not None:
        inner = replace(inner, client=told.client)
    return inner, tails[0], tails[1]


def _ip(address: bytes | str) -> str:
    import ipaddress

    return str(ipaddress.ip_address(address))


def _socks5(up: bytes, down: bytes) -> Introduction | None:
    """RFC 1928, with a user name or without (RFC 1929)."""
    at, answered = 2 + up[1], 2
    if down[1] == 2:
        at += 2 + up[at + 1]
        at += 1 + up[at]
        answered += 2
    if down[1] not in (0, 2) or up[at:at + 3] != b"\5\1\0" or down[answered:answered + 3] != b"\5\0\0":
        return None
    host, port, at = _address(up, at + 3)
    return Introduction(at, _address(down, answered + 3)[2], host, port)


def _address(data: bytes, at: int) -> tuple[str, int, int]:
    """A host in any of its forms and a port, and where they end."""
    form = data[at]
    if form == 3:
        end = at + 2 + data[at + 1]
        host = data[at + 2:end].decode("ascii").lower()
    else:
        end = at + 1 + {1: 4, 4: 16}[form] if form in (1, 4) else len(data)
        host = _ip(data[at + 1:end])
    return host, data[end] << 8 | data[end + 1], end + 2


def _socks4(up: bytes, down: bytes) -> Introduction | None:
    at = up.index(b"\0", 8, 8 + 512) + 1
    host = _ip(up[4:8])
    if up[4:7] == b"\0\0\0" and up[7]:  # version 4a: the name follows
        end = up.index(b"\0", at, at + 256)
        host, at = up[at:end].decode("ascii").lower(), end + 1
    return Introduction(at, 8, host, up[2] << 8 | up[3]) if len(down) >= 8 else None


def _text(up: bytes) -> Introduction:
    """Version 1: one line (proxy-protocol.txt of HAProxy, §2.1)."""
    end = up.index(b"\r\n", 0, _MAX_TEXT)
    words = up[:end].decode("ascii").split(" ")
    if len(words) != 6 or words[1] not in ("TCP4", "TCP6"):
        if words[1] != "UNKNOWN":
            raise ValueError
        return Introduction(end + 2)
    return Introduction(end + 2, client=Peer(_ip(words[2]), int(words[4]) & 0xFFFF))


def _binary(up: bytes) -> Introduction:
    """Version 2 (§2.2): command, family and length before the addresses."""
    family, size = up[13], up[14] << 8 | up[15]
    wide = {1: 4, 2: 16}.get(family >> 4, 0)
    client = None
    if up[12] == 0x21 and wide:
        port = 16 + 2 * wide
        client = Peer(_ip(up[16:16 + wide]), up[port] << 8 | up[port + 1])
    return Introduction(16 + size, client=client)
