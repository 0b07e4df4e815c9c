"""Tells the kinds of captures that are text, or begin like it: dumps, HAR, WARC, exports of testers' tools."""

from __future__ import annotations

import codecs
import re
from typing import Final

from .json_entries import EntrySplitter

# The name of a member of a flow, as bytes (before mitmproxy 1.0) or as text, after the length of the record.
_FLOW: Final = re.compile(rb"[1-9][0-9]{0,11}:([0-9]{1,2}):([a-z_]{2,32})[,;]")
_LOG_MEMBER: Final = re.compile(rb'"(?:entries|creator|pages|browser)"\s*:')
_WARC: Final = re.compile(rb"WARC/[0-9]\.[0-9]{1,3}\r?\n")
_ZAP_TEXT: Final = re.compile(rb"[\r\n]{0,8}={3,4} ?[0-9]{1,12} ={10}\r?\n[A-Z]{1,32} \S{1,2000} HTTP/[0-9]")
_PROLOGUE: Final = re.compile(
    rb"\s*+(?:<\?(?:(?!\?>).)*+\?>\s*+|<!--(?:(?!-->).)*+-->\s*+|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+",
    re.DOTALL)
_XML: Final = (
    ("burp", re.compile(rb"<items(?:\s[^>]{0,500})?>\s*(?:<item[\s>]|</items>)")),
    ("charles-xml", re.compile(rb"<charles-session[\s>]")),
    ("zap-xml", re.compile(rb"<messages type=\"list\">\s*<message[\s>]")),
    ("zap-xml", re.compile(rb"<Message>\s*<Headers>")),
    ("zap-xml", re.compile(rb"<OWASPZAPReport\s(?=.*<requestheader>)", re.DOTALL)),
)
_CHARLES: Final = tuple(re.compile(rb'"(?:' + name + rb')"\s*:') for name in (
    b"status", b"method", b"scheme", b"host", b"actualPort|tunnel", b"request"))


def kind_of_text(head: bytes) -> str | None:
    """The kind of capture that begins with these bytes, other than a packet capture."""
    found = _FLOW.match(head)
    if found is not None:
        return "flows" if int(found[1]) == len(found[2]) else None
    if _WARC.match(head) is not None:
        return "warc"
    if _ZAP_TEXT.match(head) is not None:
        return "zap-text"
    text = as_utf8(head).lstrip()
    if text.startswith(b"<"):
        start = _PROLOGUE.match(text)
        assert start is not None  # it matches the empty string
        return next((kind for kind, root in _XML if root.match(text, start.end()) is not None), None)
    if text.startswith(b"["):
        return "charles" if all(name.search(text) is not None for name in _CHARLES) else None
    return "har" if is_har(head) else None


def is_har(head: bytes) -> bool:
    """Whether this is the beginning of a JSON object with a ``log`` that has members of a HAR's log."""
    head = as_utf8(head).lstrip()
    if not head.startswith(b"{") or _LOG_MEMBER.search(head) is None:
        return False
    splitter = EntrySplitter(max_string=0, max_entry=0)
    for _ in splitter.feed(head):
        break
    return splitter.has_log


def text_encoding(head: bytes) -> str:
    """The encoding of a JSON text, by byte order mark or by where the zero bytes are (RFC 4627 §3)."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(head) >= 2 and (head[0] == 0) != (head[1] == 0):
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    return "utf-8"


def as_utf8(head: bytes) -> bytes:
    """The beginning of a JSON text as UTF-8 without byte order mark."""
    encoding = text_encoding(head)
    if encoding == "utf-8":
        return head
    if encoding == "utf-8-sig":
        return head[len(codecs.BOM_UTF8):]
    return head.decode(encoding, "replace").encode("utf-8", "replace")
