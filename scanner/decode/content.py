"""Chooses the decoder of a content: what it looks like goes before what it is called; the last resort is text."""

from __future__ import annotations

import re

from scanner.model import Gap, KeyPath, Origin

from . import (
    binary,
    contentlines,
    delta,
    devalue,
    dwr,
    envelope,
    flight,
    form,
    formats,
    framing,
    graphql,
    html,
    json_,
    lines,
    multipart,
    picture,
    saml,
    script,
    sent,
    sound,
    yaml_,
)
from .content_type import Kind, charset_of, declared, looks_binary, magic
from .json_repair import complete
from .message import Indices, Message, derive
from .text import is_text, is_utf8, to_text

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins, as spreadsheet programs export it."""
_SNIFFED = 1024
_MISNAMED = frozenset({"excel", "word", "office"})
"""Types that systems give to CSV and other text because of the program that opens it."""
_CUT_DATA = re.compile(r'[\[{]\s*["\[{]')
_UTF8 = frozenset({"", "utf-8", "utf8"})


def decode(message: Message, data: bytes, content_type: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the fields of ``data``, and name what could not be decoded.

    ``origin.static`` says that the answer is cached for everybody: text of it is static, data is not.
    """
    if not data:
        return
    if len(origin.steps) >= message.budget.limits.nesting:
        message.gap(Gap.BUDGET_DEPTH, len(data), "nesting", read=True)
        message.add(to_text(data), path, indices, origin)
        return
    kind, name = declared(content_type)
    cached = origin.static
    if cached:
        origin = Origin(origin.direction, origin.part, origin.steps, False, origin.message, origin.format)
    charset = charset_of(content_type)
    if data[:1] == b"{" and envelope.decode(message, data, path, indices, origin):
        return
    if _decode_json(message, data, kind, charset, path, indices, origin):
        return
    seen, seen_name = magic(data)
    if seen is not Kind.UNKNOWN and kind is not Kind.MULTIPART:
        kind, name = seen, seen_name
    if kind is Kind.MEDIA:
        (picture if name == "image" else sound).decode(message, data, path, indices, origin)
        sent.decode(message, data, name, path, indices, origin)
        message.gap(Gap.CONTENT_MEDIA, len(data), name)
        return
    if kind is Kind.MULTIPART and multipart.decode(message, data, content_type, path, indices,
                                                   derive(origin, "multipart")):
        return
    wide = charset.lower().startswith(("utf-16", "utf-32")) or (
        data[:2] in _WIDE_MARKS and is_text(to_text(data[:_SNIFFED])))
    if kind is Kind.OPAQUE or (not wide and looks_binary(data, kind)):
        if kind is Kind.STATIC:
            _static(message, data.decode("latin-1"), name, path, indices, origin)
            return
        if formats.decode(message, data, name, path, indices, _as_static(origin) if cached else origin):
            if cached:
                message.gap(Gap.CONTENT_STATIC, len(data), "cached", read=True)
            return
        if name in _MISNAMED and (wide or (not looks_binary(data) and is_utf8(data))):
            kind = Kind.CSV if name == "excel" else Kind.UNKNOWN
        else:
            message.gap(Gap.CONTENT_OPAQUE, len(data), binary.named(name or "binary", data), read=True)
            binary.decode(message, data, path, indices, origin)
            return
    if kind is Kind.UNKNOWN and not charset and not is_utf8(data) and formats.decode(
            message, data, "", path, indices, origin):
        return
    text = to_text(data, charset)
    if kind is Kind.STATIC or (kind is Kind.SCRIPT and not _decode_script(
            message, text, path, indices, origin, cached=cached)):
        _static(message, text, name, path, indices, origin)
    elif kind is Kind.SCRIPT:
        pass
    elif cached and kind not in (Kind.JSON, Kind.NDJSON, Kind.SSE, Kind.CSV, Kind.XML):
        _static(message, text, "cached", path, indices, origin)
    elif not (_decode_text(message, text, kind, path, indices, origin)
              or _decode_cut(message, text, len(data), path, indices, origin)):
        _plain(message, text, kind, len(data), path, indices, origin)


def _decode_json(message: Message, data: bytes, kind: Kind, charset: str, path: KeyPath, indices: Indices,
                 origin: Origin) -> bool:
    """Add JSON, when the content begins like it, whatever its type says."""
    first = data[:64].lstrip()[:1]
    if kind is not Kind.JSON and first not in (b"{", b"["):
        return False
    if kind in (Kind.MEDIA, Kind.MULTIPART, Kind.SSE) or (kind is Kind.NDJSON and not json_.is_json(data)):
        return False
    source: bytes | str = data
    if charset.lower() not in _UTF8 or data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        source = to_text(data, charset)
    if devalue.is_marked(data) and devalue.decode_body(message, source, path, indices, origin):
        return True
    if kind in (Kind.JSON, Kind.NDJSON, Kind.UNKNOWN) or json_.is_json(source):
        return json_.decode(message, source, path, indices, origin)
    return False


def _decode_script(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin, *,
                   cached: bool) -> bool:
    """Add what a script file is that is data after all: JSONP, SockJS, an answer of DWR, data given to names."""
    start = text[:1]
    if start in "aoch" and framing.decode_sockjs(message, text, path, indices, origin):
        return True
    if json_.decode_jsonp(message, text, path, indices, origin) or dwr.decode(message, text, path, indices, origin):
        return True
    if cached or not script.decode_data(message, text, path, indices, derive(origin, "script", format="script")):
        return False
    message.add(text, path, indices, _as_static(origin, "text"))
    return True


def _decode_text(message: Message, text: str, kind: Kind, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the fields of a text by its declared type, then by what it begins with."""
    start = text[:512].lstrip("\ufeff \t\r\n")
    if kind is Kind.SSE:
        lines.decode_sse(message, text, path, indices, origin)
        return True
    if kind is Kind.FLIGHT:
        return flight.decode(message, text, path, indices, origin)
    if start.startswith("<"):
        return _decode_markup(message, text, start, kind, path, indices, origin)
    if (kind is Kind.CSV or (kind in (Kind.TEXT, Kind.UNKNOWN) and lines.looks_like_csv(text))) and lines.decode_csv(
            message, text, path, indices, origin):
        return True
    if contentlines.looks_like(start):
        return contentlines.decode(message, text, path, indices, origin)
    if kind is Kind.YAML:
        return yaml_.decode(message, text, path, indices, origin)
    if kind is Kind.GRAPHQL:
        found = graphql.decode(message, text, path, indices, origin)
        if found:
            message.add(text, path, indices, derive(origin, "graphql"))
        return found
    if start[:1] in ("{", "[") and (lines.decode_ndjson(message, text, path, indices, origin)
                                    or json_.decode(message, text, path, indices, origin)):
        return True
    if kind in (Kind.JSON, Kind.NDJSON, Kind.UNKNOWN, Kind.TEXT, Kind.HTML) and _decode_prefixed(
            message, text, start, path, indices, origin):
        return True
    if kind is Kind.FORM and "=" in text and "\n" not in text.strip():
        form.decode(message, text.strip(), path, indices, derive(origin, "form"))
        return True
    if kind in (Kind.TEXT, Kind.UNKNOWN) and start and (
            framing.decode_polling(message, text, path, indices, origin)
            or (start[0] in "aoch" and framing.decode_sockjs(message, text, path, indices, origin))):
        return True
    if start[:1].isdigit() and delta.decode(message, text.strip(), path, indices, origin):
        return True
    if start.startswith("callCount=") and dwr.decode_call(message, text, path, indices, origin):
        return True
    if kind in (Kind.FORM, Kind.TEXT, Kind.UNKNOWN) and "=" in start and lines.decode_forms(
            message, text, path, indices, origin):
        return True
    if kind is Kind.HTML:
        if _CUT_DATA.match(start) and _decode_cut(message, text, len(text), path, indices, origin):
            return True  # of a server that never said what it sends
        html.decode(message, text, path, indices, derive(origin, "html"))
        return True
    if start.startswith("--") and kind in (Kind.UNKNOWN, Kind.TEXT):
        return multipart.decode(message, text.encode("utf-8", "replace"), "", path, indices,
                                derive(origin, "multipart"))
    return False


def _decode_cut(message: Message, text: str, size: int, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what is whole of JSON that was cut off; the rest is text, and noted."""
    if text[:64].lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
        return False
    mended = complete(text)
    if mended is None or not json_.decode(message, mended[0], path, indices, origin):
        return False
    rest = text[mended[1]:].strip(", \t\r\n")
    message.gap(Gap.PARSE_FAILED, max(1, size * len(rest) // len(text)), "json-cut", read=True)
    message.add(rest, path, indices, derive(origin, "text"))
    return True


def _decode_prefixed(message: Message, text: str, start: str, path: KeyPath, indices: Indices,
                     origin: Origin) -> bool:
    """Add JSON behind a guard or a call: ``)]}'``, ``for(;;);``, ``callback(...)``."""
    if start.startswith((")]}", "while", "for", "throw 1;", "&&&START&&&")):
        return (json_.decode(message, text, path, indices, origin)
                or lines.decode_chunks(message, text, path, indices, origin))
    return json_.decode_jsonp(message, text, path, indices, origin)


def _decode_markup(message: Message, text: str, start: str, kind: Kind, path: KeyPath, indices: Indices,
                   origin: Origin) -> bool:
    head = start.lower()
    is_page = head.startswith(("<!doctype html", "<html"))
    if not is_page and (kind is not Kind.HTML or head.startswith("<?xml")) and saml.decode_document(
            message, text, path, indices, origin):
        return True
    if kind is Kind.XML and not is_page:
        return False
    html.decode(message, text, path, indices, derive(origin, "html"))
    return True


def _static(message: Message, text: str, name: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    message.gap(Gap.CONTENT_STATIC, message.account.plain if not origin.steps else len(text), name, read=True)
    message.add(text, path, indices, _as_static(origin, "text"))


def _as_static(origin: Origin, form: str = "") -> Origin:
    """The same place, in a content that every visitor gets alike."""
    return Origin(origin.direction, origin.part, origin.steps, True, origin.message, form or origin.format)


def _plain(message: Message, text: str, kind: Kind, size: int, path: KeyPath, indices: Indices,
           origin: Origin) -> None:
    """Add a content as one text; when its type promised a structure, that is noted."""
    if kind not in (Kind.TEXT, Kind.UNKNOWN):
        message.gap(Gap.PARSE_FAILED, size, kind.value, read=True)
        message.add(text, path, indices, derive(origin, "text"))
    else:
        message.expand(text, path, indices, derive(origin, "text"))
