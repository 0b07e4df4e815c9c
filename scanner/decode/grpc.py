"""gRPC, gRPC-web and Connect: length-prefixed messages, trailers, the base64 form of browsers.

https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md and https://connectrpc.com/docs/protocol: one byte of
flags (1 compressed, 2 the closing JSON of Connect, 128 trailers), four of length, the message. How messages are
compressed stands in a header; it shows in their first bytes as well.
"""

from __future__ import annotations

import binascii
import re

from scanner.model import Gap, KeyPath, Origin

from . import json_, protobuf
from .content_encoding import unpack
from .form import unescape
from .message import Indices, Message, derive
from .text import to_text

_COMPRESSED, _CLOSING, _TRAILERS = 1, 2, 0x80
_FLAGS = frozenset({0, _COMPRESSED, _CLOSING, _CLOSING | _COMPRESSED, _TRAILERS, _TRAILERS | _COMPRESSED})
_MOST = 100_000
_CHUNK = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_Frame = tuple[int, bytes]


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the messages of a content that is declared as gRPC; false, and nothing added, when it has no frames."""
    found, rest = _frames(data)
    if not found or rest:
        plain = _from_base64(data)
        inner, left = _frames(plain) if plain else ([], 0)
        if inner:
            found, rest = inner, left
            origin = derive(origin, "base64", format=origin.format)
    if not found or (rest and not _holds_messages(found)):
        return False
    if rest:  # cut off, or damaged on the way: what came whole is read
        message.gap(Gap.PARSE_FAILED, rest, "grpc", read=False)
    _emit(message, found, path, indices, origin)
    return True


def _holds_messages(found: list[_Frame]) -> bool:
    """Whether the first frame is a message by its content too; five bytes of a length alone may be chance."""
    flags, first = found[0]
    return not flags and bool(first) and (protobuf.is_likely(first) or (first[:1] == b"{" and json_.is_json(first)))


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """The same for a content of unknown type: the frames fill it, and the first message is protobuf or JSON."""
    if data[0] not in (0, _COMPRESSED):
        return False
    found = frames(data)
    if not found or not found[0][1]:
        return False
    flags, first = found[0]
    if flags == 0 and not (protobuf.is_likely(first) or (first[:1] == b"{" and json_.is_json(first))):
        return False
    if flags == _COMPRESSED and first[:2] != b"\x1f\x8b":
        return False
    _emit(message, found, path, indices, origin)
    return True


def frames(data: bytes) -> list[_Frame] | None:
    """Flags and content of each frame; None when the bytes are no whole frames."""
    found, rest = _frames(data)
    return None if rest else found


def _frames(data: bytes) -> tuple[list[_Frame], int]:
    """The whole frames that bytes begin with, and how many bytes follow that are none."""
    found: list[_Frame] = []
    position, end = 0, len(data)
    while position < end:
        begin = position
        if end - position < 5 or data[position] not in _FLAGS or len(found) >= _MOST:
            return found, end - begin
        size = int.from_bytes(data[position + 1:position + 5], "big")
        start = position + 5
        position = start + size
        if position > end:
            return found, end - begin
        found.append((data[start - 5], data[start:position]))
    return found, 0


def _emit(message: Message, found: list[_Frame], path: KeyPath, indices: Indices, origin: Origin) -> None:
    here = derive(origin, "grpc")
    several = sum(not flags & _TRAILERS for flags, _ in found) > 1
    number = 0
    for flags, data in found:
        if not message.has_room():
            return
        if not data:
            continue
        inside = here
        if flags & _COMPRESSED:
            codec = "gzip" if data[:2] == b"\x1f\x8b" else "deflate"
            unpacked = unpack(data, codec, message.budget)
            if unpacked.gap is not None or not unpacked.data:
                message.gap(unpacked.gap or Gap.ENCODING_UNKNOWN, len(data), "grpc")
                continue
            data, inside = unpacked.data, derive(here, codec)
        if flags & _TRAILERS:
            _trailers(message, data, message.child(path, "@trailer"), indices, inside)
            continue
        node, place = (path.item(), (*indices, number)) if several else (path, indices)
        number += 1
        if data[:1] == b"{" and json_.decode(message, data, node, place, inside):
            continue
        if not protobuf.decode(message, data, node, place, inside):
            message.content(data, "application/x-protobuf", node, place, inside)


def _trailers(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Trailers as HTTP/1.1 writes them; the status message is percent-encoded."""
    for line in to_text(data).splitlines():
        name, colon, value = line.partition(":")
        if colon and value.strip():
            message.expand(unescape(value.strip()), message.child(path, name.strip().lower()), indices, origin)


def _from_base64(data: bytes) -> bytes | None:
    """The bytes of grpc-web-text: base64 in pieces, each with its own padding."""
    compact = b"".join(data.split())
    pieces: list[bytes] = []
    position = 0
    for found in _CHUNK.finditer(compact):
        if found.start() != position:
            return None
        position = found.end()
        body = found[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        try:
            pieces.append(binascii.a2b_base64(body + b"=" * (-len(body) % 4)))
        except binascii.Error:
            return None
    return b"".join(pieces) if position == len(compact) else None
