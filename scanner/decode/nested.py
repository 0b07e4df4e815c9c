"""Looks inside a text value: JSON, XML, HTML, URLs, forms, tokens, GraphQL; base64, hex and percent encodings.

Theory. A decoding counts only when what comes out is recognisable: a container that parses, or text that is
printable through and through. Everything else is an id that happens to fit the alphabet, and stays as it is.
A value that was decoded is kept as a field too while it is short, for recognizers that want it as it was sent.
"""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote

from scanner.model import Gap, KeyPath, Origin

from . import conditions, form, formats, graphql, html, json_, jwt, php, saml, url, viewstate
from .content_encoding import unpack
from .gate import may_hold
from .message import KEEP_OUTER, Indices, Message, derive
from .text import is_text, is_wordy

SHORTEST = 6
"""A shorter value holds nothing; it is less than the gate's bound, as a name before it may speak for it."""
ENCODINGS = frozenset({"base64", "base64url", "hex", "percent"})

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{10,}={0,2}\Z")
_BASE64_LINES = re.compile(r"[A-Za-z0-9+/]{40,76}(?:\r?\n[A-Za-z0-9+/]{1,76})*={0,2}\s*\Z")
_HEX = re.compile(r"(?:[0-9a-f]{2}){8,}\Z|(?:[0-9A-F]{2}){8,}\Z")
_HEX_DIGITS = re.compile(r"(?:[0-9a-f]+|[0-9A-F]+)\Z")
_FILES = ("/9j/", "iVBOR", "R0lGO", "UklGR", "JVBER", "UEsDB", "T2JqA", "SUkqA", "SUQz", "rO0AB", "AAAA",
          "T2dnUw", "GkXfo", "ZkxhQw", "IyFBTV", "Y2FmZgAB")
"""How pictures, recordings, documents and archives begin in base64."""
_SMALLEST_FILE = 64
_SMALLEST_DOCUMENT = 24
_DATA_URI = re.compile(r"data:([\w/+.-]{0,80})((?:;[\w=.-]{1,40}){0,4}),")
_HTML_START = re.compile(r"\s*<(?:!doctype html|html|head|body|p|div|span|br|b|i|em|strong|a|img|h[1-6]|ul|ol|li|table|"
                         r"section|article|figure|blockquote|pre|code|font|u|small|sup|sub|iframe)\b", re.IGNORECASE)
_XML_START = re.compile(r"\s*<(?:\?xml|[A-Za-z_][\w.:-]{0,100}[\s/>]|!--|!DOCTYPE)")


def expand(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin,
           keep: int = KEEP_OUTER) -> None:
    """Add ``value`` as a field, or what it holds; both when it is shorter than ``keep``."""
    if len(value) < SHORTEST or not may_hold(value):
        message.add(value, path, indices, origin)
    else:
        look(message, value, path, indices, origin, keep)


def look(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin, keep: int = KEEP_OUTER) -> None:
    """The same for a value that has passed the gate."""
    if len(origin.steps) >= message.budget.limits.nesting or path.depth >= message.budget.limits.levels:
        message.gap(Gap.BUDGET_DEPTH, 0, "nesting", read=True)
        message.add(value, path, indices, origin)
        return
    kept = len(value) < keep
    if kept:
        message.add(value, path, indices, origin)
    if not _decode(message, value, path, indices, origin) and not kept:
        message.add(value, path, indices, origin)


def _decode(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what ``value`` holds; false when that is nothing, or when the value is to be kept at any length."""
    first = value[0]
    if first == "h" and value[:4] == "http":
        return url.decode_value(message, value, path, indices, origin)
    if first.isspace():
        first = value.lstrip()[:1]
    if first in '{["':
        if json_.decode(message, value, path, indices, origin, start=0, end=len(value)):
            return True
        graphql.decode(message, value, path, indices, origin)
        return False  # the text of a query is kept at any length
    if first == "<":
        return _markup(message, value, path, indices, origin)
    if first == "/" and url.decode_value(message, value, path, indices, origin):
        return True
    if value[:2] in ("s:", "j:"):
        # Express writes signed cookies as s:value.signature and objects as j:{...}
        expand(message, value[2:], path, indices, derive(origin, "express", 2, len(value), format=""),
               keep=0)
        return True
    if ("eyJ" in value[:12] or value.startswith(".eJ")) and jwt.decode(message, value, path, indices, origin):
        return True
    if first in "aO" and php.decode(message, value, path, indices, origin):
        return True
    if value.startswith("data:"):
        return _data_uri(message, value, path, indices, origin)
    if first in "qms" and graphql.decode(message, value, path, indices, origin):
        return False
    if first in "SIUDRMsiudrm(" and conditions.may_be(value):
        conditions.decode(message, value, path, indices, origin)
        return False  # the text of a query is kept at any length
    if first == "?" and form.looks_like_form(value[1:]):  # a query without its URL, as Matomo sends many at once
        form.decode(message, value[1:], path, indices, derive(origin, "form", 1, len(value)))
        return True
    if "=" in value and "&" in value and form.looks_like_form(value):
        form.decode(message, value, path, indices, derive(origin, "form", 0, len(value)))
        return True
    return (_file(message, value, path, indices, origin) or _encoded(message, value, path, indices, origin)
            or _document(message, value, path, indices, origin))


def _markup(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    if _HTML_START.match(value):
        return html.decode(message, value, path, indices, derive(origin, "html", 0, len(value)))
    if _XML_START.match(value):
        if saml.decode_document(message, value, path, indices, origin):
            return True
        return "</" in value and html.decode(message, value, path, indices, derive(origin, "html", 0, len(value)))
    return False


def _encoded(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    found = (_percent(value) or _hex(value) or _base64(message, value))
    if found is None:
        return False
    steps, text = found
    layers = sum(step.name in ENCODINGS for step in origin.steps)
    if layers >= message.budget.limits.encodings:
        message.gap(Gap.BUDGET_DEPTH, 0, "encodings", read=True)
        return False
    inner = derive(origin, steps[0], 0, len(value), format=origin.format)
    for step in steps[1:]:
        inner = derive(inner, step, format=origin.format)
    expand(message, text, path, indices, inner, keep=0)
    return True


def _percent(value: str) -> tuple[tuple[str, ...], str] | None:
    if "%" not in value:
        return None
    try:
        text = unquote(value, errors="strict")
    except UnicodeDecodeError:
        return None
    return (("percent",), text) if text != value and is_text(text) else None


def _hex(value: str) -> tuple[tuple[str, ...], str] | None:
    if not _HEX.match(value):
        return None
    text = _readable(bytes.fromhex(value))
    if text is None or (value.isdigit() and not _HEX_DIGITS.match(text)):
        # Any even number of digits could be hex of something: only digits, or hex once more, are believed.
        return None
    return ("hex",), text


def _base64(message: Message, value: str) -> tuple[tuple[str, ...], str] | None:
    if not _BASE64.match(value):
        if not _BASE64_LINES.match(value):
            return None
        value = "".join(value.split())
    data, name = unbase64(value)
    if data is None:
        return None
    if data[:3] == b"\x1f\x8b\x08" or data[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        packing = "gzip" if data[0] == 0x1F else "deflate"
        unpacked = unpack(data, packing, message.budget)
        text = _readable(unpacked.data) if unpacked.gap is None else None
        return None if text is None else ((name, packing), text)
    text = _readable(data)
    return None if text is None else ((name,), text)


def unbase64(value: str) -> tuple[bytes | None, str]:
    """The bytes behind base64 or base64url, padded or not, and which of the two it is; None when it is neither."""
    body = value.rstrip("=")
    name = "base64"
    if "-" in body or "_" in body:
        if "+" in body or "/" in body:
            return None, name
        body = body.replace("-", "+").replace("_", "/")
        name = "base64url"
    if len(body) % 4 == 1:
        return None, name
    try:
        return binascii.a2b_base64(body + "=" * (-len(body) % 4)), name
    except binascii.Error:
        return None, name


def unbase64_file(packed: str) -> tuple[bytes | None, str]:
    """The same for what may be a file, also one that was cut off within four signs."""
    cut = len(packed.rstrip("=")) % 4 == 1 and packed.startswith(_FILES)
    return unbase64(packed[:-1] if cut else packed)


def _readable(data: bytes) -> str | None:
    """The text that ``data`` is beyond reasonable doubt."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if is_text(text) and (len(text) > 24 or is_wordy(text)) else None


def _data_uri(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    head = _DATA_URI.match(value)
    if head is None:
        return False
    rest = value[head.end():]
    data: bytes | None
    if ";base64" in head[2]:
        data, step = unbase64("".join(unquote(rest).split()))
        if data is None:
            return False
    else:
        data, step = unquote(rest).encode("utf-8", "replace"), "percent"
    if len(value) >= KEEP_OUTER:
        message.add(value[:KEEP_OUTER], path, indices, origin)
    here = derive(origin, step, head.end(), len(value), format=origin.format)
    mime = head[1] or "text/plain"
    if data:
        message.content(data, mime, path, indices, here)
    return True


def _file(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what is in a picture, recording, document or archive in base64, and its first characters as the field."""
    if len(value) < _SMALLEST_FILE or not value.startswith(_FILES) or (
            value[0] == "A" and "Z0eX" not in value[4:12]):
        return False
    packed = "".join(value.split())
    if not _BASE64.match(packed):
        return False
    data, step = unbase64_file(packed)
    if data is None:
        return False
    if len(value) >= KEEP_OUTER:
        message.add(value[:64], path, indices, origin)
    message.content(data, "", path, indices, derive(origin, step, 0, len(value), format=origin.format))
    return True


def _document(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add a binary document in base64: view state, a packed one, or one whose grammar fits."""
    if len(value) < _SMALLEST_DOCUMENT or not _BASE64.match(value) or _HEX.match(value):
        return False
    data, step = unbase64(value)
    if data is None:
        return False
    inner = derive(origin, step, 0, len(value), format=origin.format)
    if data[:3] == b"\x1f\x8b\x08" or data[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        packing = "gzip" if data[0] == 0x1F else "deflate"
        unpacked = unpack(data, packing, message.budget)
        if unpacked.gap is not None or not unpacked.data:
            return False
        message.content(unpacked.data, "", path, indices, derive(inner, packing, format=origin.format))
        return True
    if data.startswith(viewstate.MARK):
        found = viewstate.decode(message, data, path, indices, inner)
    else:
        found = formats.detect(message, data, path, indices, inner)
    if found and len(value) >= KEEP_OUTER:
        message.add(value[:64], path, indices, origin)
    return found
