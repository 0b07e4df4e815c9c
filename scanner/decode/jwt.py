"""JSON Web Tokens (RFC 7519) and their relatives: claims become fields, encrypted ones (RFC 7516) a note."""

from __future__ import annotations

import binascii
import re

from scanner.model import Gap, KeyPath, Origin

from . import json_
from .content_encoding import unpack
from .message import KEEP_OUTER, Indices, Message, derive

_SIGNED = re.compile(r"([A-Za-z0-9+/_-]+={0,2})--[0-9a-f]{32,128}\Z")
KEEP_TOKEN = 4096
"""A token up to this length stays a field, for those who look for tokens."""
_TOKEN = re.compile(r"(?:Bearer |JWT )?((?:[A-Za-z0-9_-]+=*\.){1,4}[A-Za-z0-9_-]*=*)\Z")


def decode(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add claims and token header of ``header.payload.signature``; false when ``value`` is no token.

    The claims stand below the path of the token itself, its header below ``@header``. Signed values of web
    frameworks (``payload.time.signature``) are read the same way.
    """
    if value.startswith(".eJ"):
        return _packed(message, value, path, indices, origin)
    found = _TOKEN.match(value)
    if found is None and "--" in value:
        found = _SIGNED.match(value)  # Rails signs behind two dashes; a signature of others may hold them too
    if found is None:
        return False
    segments = found[1].split(".")
    head = _json(segments[0])
    if head is None:
        return False
    start = found.start(1)
    is_header = b'"alg"' in head or b'"typ"' in head
    body = _json(segments[1]) if is_header else head
    if len(segments) == 5 and b'"enc"' in head:
        message.gap(Gap.CONTENT_ENCRYPTED, len(value), "jwe", read=True)
    elif body is None:
        return False
    if KEEP_OUTER <= len(value) <= KEEP_TOKEN:
        # A shorter one is kept by the caller.
        message.add(value, path, indices, origin)
    here = derive(origin, "jwt", start, len(value))
    if is_header:
        json_.decode(message, head, message.child(path, "@header"), indices, here,
                     start=start, end=start + len(segments[0]))
        start += len(segments[0]) + 1
    if body is not None and not (len(segments) == 5 and is_header):
        end = start + len(segments[1] if is_header else segments[0])
        json_.decode(message, body, path, indices, here, start=start, end=end)
    return True


def _packed(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add a signed value of Flask or Django that is compressed: ``.`` and base64 of deflated JSON."""
    end = value.find(".", 1)
    body = value[1:end if end > 0 else len(value)]
    try:
        data = binascii.a2b_base64(body.replace("-", "+").replace("_", "/") + "=" * (-len(body) % 4))
    except ValueError:  # binascii.Error, or characters beyond ASCII
        return False
    unpacked = unpack(data, "deflate", message.budget)
    if unpacked.gap is not None or not json_.is_json(unpacked.data):
        return False
    if KEEP_OUTER <= len(value) <= KEEP_TOKEN:
        message.add(value, path, indices, origin)
    here = derive(derive(origin, "jwt", 0, len(value)), "deflate")
    return json_.decode(message, unpacked.data, path, indices, here, start=1, end=1 + len(body))


def _json(segment: str) -> bytes | None:
    """The JSON object in a base64url segment."""
    body = segment.rstrip("=")
    if len(body) % 4 == 1:
        return None
    try:
        data = binascii.a2b_base64(body.replace("-", "+").replace("_", "/") + "=" * (-len(body) % 4))
    except ValueError:  # binascii.Error, or characters beyond ASCII
        return None
    return data if data[:1] == b"{" and json_.is_json(data) else None
