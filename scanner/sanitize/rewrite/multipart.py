"""Multipart bodies in place: names, file names and the contents of the parts."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Callable

from scanner.decode.content_type import by_extension

from .forms import key_of

_BOUNDARY = re.compile(r"""boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;,"]{1,200}))""", re.IGNORECASE)
_FIRST_LINE = re.compile(rb"(?:\r?\n)?--([!-~][ -~]{0,199}?)\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_PARAMETER = re.compile(r"""((?:^|;)\s*(name|filename\*?)\s*=\s*)(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))""", re.IGNORECASE)
_HEADER = re.compile(r"(?im)^(content-(?:type|transfer-encoding|disposition))\s*:\s*(.*?)\r?$")
_VAGUE = frozenset({"", "application/octet-stream", "application/vnd.ms-excel", "text/plain"})
Part = Callable[[bytes, str, str, bool], bytes]
"""Content, type, key, and whether it is a plain value and no file → what stands there now."""


def rewrite(data: bytes, content_type: str, part: Part, leaf: Callable[[str, str], str],
            name: Callable[[str], str]) -> bytes | None:
    """The body with its parts rewritten; None when no boundary is found."""
    found = _BOUNDARY.search(content_type)
    boundary = (found[1] or found[2]).encode("latin-1", "replace") if found else b""
    if not boundary or b"--" + boundary not in data:
        first = _FIRST_LINE.match(data)
        boundary = first[1].rstrip() if first else b""
    if not boundary:
        return None
    pieces = data.split(b"--" + boundary)
    made = [b"\r\n" if pieces[0].strip() else pieces[0]]
    ended = False
    for piece in pieces[1:]:
        ended = ended or piece.startswith(b"--")
        made.append((b"--\r\n" if piece.strip() else piece) if ended else _piece(piece, part, leaf, name))
    return (b"--" + boundary).join(made)


def _piece(piece: bytes, part: Part, leaf: Callable[[str, str], str], name: Callable[[str], str]) -> bytes:
    blank = _BLANK.search(piece, 0, 16384)
    if blank is None:
        return b"\r\n"
    lead = b"\r\n" if piece.startswith(b"\r\n") else b"\n" if piece.startswith(b"\n") else b""
    tail = b"\r\n" if piece.endswith(b"\r\n") else b"\n" if piece.endswith(b"\n") else b""
    if blank.start() < len(lead):
        body = piece[blank.end():len(piece) - len(tail)]
        return piece[:blank.end()] + part(body, "", "", False) + tail
    head = piece[len(lead):blank.start()].decode("utf-8", "surrogateescape")
    body = piece[blank.end():max(len(piece) - len(tail), blank.end())]
    headers = {each[1].lower(): each[2].strip() for each in _HEADER.finditer(head)}
    parameters = {each[2].lower(): each[3] if each[3] is not None else each[4]
                  for each in _PARAMETER.finditer(headers.get("content-disposition", ""))}
    file_name = parameters.get("filename", "") or parameters.get("filename*", "")
    key = key_of(parameters.get("name", ""))

    def shown(each: re.Match[str]) -> str:
        value = each[3] if each[3] is not None else each[4]
        if each[2].lower() == "name":
            new = name(value)
        else:
            lead, quotes, bare = value.rpartition("'") if each[2].endswith("*") else ("", "", value)
            new = lead + quotes + leaf(bare, "@filename")
        return each[1] + (f'"{new}"' if each[3] is not None else new)

    head = re.sub(r"(?im)^content-disposition\s*:.*$", lambda line: _PARAMETER.sub(shown, line.group()), head)
    kind = headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() in _VAGUE:
        kind = by_extension(file_name) or kind
    value = not file_name and bool(parameters.get("name")) and (not kind or kind.lower().startswith("text/plain"))
    coding = headers.get("content-transfer-encoding", "").lower()
    made = _coded(body, coding, lambda content: part(content, kind, key, value)) if body else body
    return lead + head.encode("utf-8", "surrogateescape") + piece[blank.start():blank.end()] + made + tail


def _coded(body: bytes, coding: str, rewritten: Callable[[bytes], bytes]) -> bytes:
    if coding == "base64":
        try:
            return base64.encodebytes(rewritten(binascii.a2b_base64(body))).strip().replace(b"\n", b"\r\n")
        except binascii.Error:
            return rewritten(body)
    if coding == "quoted-printable":
        return quopri.encodestring(rewritten(quopri.decodestring(body)))
    return rewritten(body)
