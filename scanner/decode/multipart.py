"""Multipart bodies (RFC 7578, RFC 2046): names and file names as fields, contents by their own type.

Split at the boundary by hand: the standard library's e-mail parser is slow on binary parts and forgiving in ways
that lose bytes.
"""

from __future__ import annotations

import binascii
import quopri
import re

from scanner.model import FILE_NAME, KeyPath, Origin

from .content_type import by_extension
from .form import place_of, unescape
from .message import Indices, Message, derive
from .text import to_text

_BOUNDARY = re.compile(r"""boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;,"]{1,200}))""", re.IGNORECASE)
_FIRST_LINE = re.compile(rb"(?:\r?\n)?--([!-~][ -~]{0,199}?)\r?\n")
_PARAMETER = re.compile(r"""(?:^|;)\s*(name|filename\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))""", re.IGNORECASE)
_VAGUE = frozenset({"", "application/octet-stream", "application/vnd.ms-excel", "text/plain"})
"""Types of which the name of the file knows better."""
_BLANK = re.compile(rb"\r?\n\r?\n")


def decode(message: Message, data: bytes, content_type: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the parts; false when no boundary is found. ``origin`` already names the step."""
    boundary = _boundary(data, content_type)
    if not boundary:
        return False
    pieces = data.split(b"--" + boundary)
    if len(pieces) < 2:
        return False
    unnamed = 0
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        if not message.has_room():
            return True
        head, body = _split(piece)
        headers = _headers(head)
        parameters = {found[1].lower(): found[2] if found[2] is not None else found[3]
                      for found in _PARAMETER.finditer(headers.get("content-disposition", ""))}
        name = parameters.get("name", "")
        if name:
            node, place = place_of(message, name, path, indices)
        else:
            node, place = path.item(), (*indices, unnamed)
            unnamed += 1
        _part(message, body, headers, parameters, node, place, origin)
    return True


def _part(message: Message, body: bytes, headers: dict[str, str], parameters: dict[str, str], node: KeyPath,
          place: Indices, origin: Origin) -> None:
    file_name = parameters.get("filename*", "").rpartition("'")[2] or parameters.get("filename", "")
    if file_name:
        message.add(unescape(file_name) if "%" in file_name else file_name, message.child(node, FILE_NAME), place,
                    origin)
    coding = headers.get("content-transfer-encoding", "").strip().lower()
    if coding == "base64":
        try:
            body = binascii.a2b_base64(body)
            origin = derive(origin, "base64", format=origin.format)
        except binascii.Error:
            pass  # stays as it is, and is read as text
    elif coding == "quoted-printable":
        body = quopri.decodestring(body)
        origin = derive(origin, "quoted-printable", format=origin.format)
    kind = headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() in _VAGUE:
        kind = by_extension(file_name) or kind
    if kind.lower().startswith("application/http"):
        _, body = _split(body)
        kind = ""
    if not body:
        return
    if file_name or not parameters.get("name") or (kind and not kind.lower().startswith("text/plain")):
        message.content(body, kind, node, place, origin)
    else:
        message.expand(to_text(body), node, place, origin)


def _boundary(data: bytes, content_type: str) -> bytes:
    found = _BOUNDARY.search(content_type)
    if found:
        boundary = (found[1] or found[2]).encode("latin-1", "replace")
        if b"--" + boundary in data:
            return boundary
    first = _FIRST_LINE.match(data)
    return first[1].rstrip() if first else b""


def _split(piece: bytes) -> tuple[bytes, bytes]:
    """Head and content of a part, the line ends at the boundaries taken off."""
    piece = piece.removeprefix(b"\r\n").removeprefix(b"\n")
    body_end = len(piece) - (2 if piece.endswith(b"\r\n") else 1 if piece.endswith(b"\n") else 0)
    if piece[:1] in (b"\r", b"\n"):
        return b"", piece[:body_end].lstrip(b"\r\n")
    blank = _BLANK.search(piece, 0, 16384)
    if blank is None:
        return b"", piece[:body_end]
    return piece[:blank.start()], piece[blank.end():max(body_end, blank.end())]


def _headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in to_text(head).splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return headers
