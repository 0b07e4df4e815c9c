"""The bodies of a HAR entry, in the dialects of the programs that write HAR; a text of bytes was attached."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from scanner.model import EMPTY_BODY, Body, Gap, Headers

from .har_values import mapping, sequence, text, unbase64, whole
from .message_body import Bounds, content_length, header, may_have_body, still_encoded

_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_BOUNDARY: Final = re.compile(r'boundary="?([^";,\s]{1,70})')
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_NOT_THERE: Final = "attached file is not beside the HAR"
_WIDE: Final = ("utf-16", "utf-32", "ucs-2", "unicode")


def request_body(request: dict[str, Any], headers: Headers, bounds: Bounds) -> Body:
    """What ``postData`` (or HTTP Toolkit's ``_content``) holds of the request body."""
    post = mapping(request.get("postData"))
    content = post if post.get("text") or post.get("params") else mapping(request.get("_content")) or post
    if isinstance(attached := content.get("text"), bytes):
        return bounds.body(attached, plain=not still_encoded(attached, headers))
    declared = max(whole(request.get("bodySize")), content_length(headers))
    written = text(content.get("text"))
    if written:
        encoding = text(content.get("encoding")) or text(content.get("_encoding"))
        if not encoding and (data := _one_character_a_byte(written, declared, headers)):
            return bounds.body(data, plain=not still_encoded(data, headers))
        return _recorded(written, encoding, 0, headers, bounds)
    if _is_attached(content):
        return bounds.missing(max(declared, 0), _NOT_THERE)
    params = sequence(content.get("params"))
    if params:
        return bounds.body(_form(params, text(content.get("mimeType"))), plain=True, charset="utf-8")
    if declared > 0:
        return bounds.missing(declared, "request body not in the HAR")
    return EMPTY_BODY


def response_body(response: dict[str, Any], method: str, status: int, headers: Headers, bounds: Bounds) -> Body:
    """What ``content`` holds of the response body."""
    content = mapping(response.get("content"))
    if isinstance(attached := content.get("text"), bytes):
        return bounds.body(attached, plain=not still_encoded(attached, headers))
    on_wire = whole(response.get("bodySize"))
    size = whole(content.get("size"))
    if size == on_wire and size > 0:  # mitmproxy writes the encoded size here, and what decoding added beside it
        size += whole(content.get("compression"))
    written = text(content.get("text"))
    if written:
        if any(wide in (text(content.get("mimeType")) + header(headers, "content-type")).lower() for wide in _WIDE):
            size = 0  # counts bytes of another encoding than ours
        encoding = text(content.get("encoding"))
        if not encoding and (data := _one_character_a_byte(written, size, headers)):
            return bounds.body(data, plain=not still_encoded(data, headers))
        return _recorded(written, encoding, size, headers, bounds)
    if _is_attached(content):
        return bounds.missing(max(size, 0), _NOT_THERE)
    left_out = size if size > 0 else max(on_wire, content_length(headers))
    if left_out > 0 and may_have_body(method, status):
        return bounds.missing(left_out, "response body not in the HAR")
    return EMPTY_BODY


def _is_attached(content: dict[str, Any]) -> bool:
    """Whether the body is in a file of its own, which was not found when the text is still missing."""
    return bool(text(content.get("_file")) or text(content.get("_sha1")))


def _recorded(written: str, encoding: str, size: int, headers: Headers, bounds: Bounds) -> Body:
    if encoding.lower() == "base64":
        data = unbase64(written)
        if data is not None:
            return bounds.body(data, size, plain=not still_encoded(data, headers))
        bounds.tell(Gap.ENCODING_BROKEN, detail="base64 of the HAR")
    elif written.startswith("\x1f\x8b") and header(headers, "content-encoding"):
        # Encoded bytes, one character each, as some recorders write a binary request body.
        try:
            return bounds.body(written.encode("latin-1"))
        except UnicodeEncodeError:
            pass
    data = written.encode("utf-8", "replace")
    if 2 * len(written) <= size <= 2 * len(written) + 2:
        size = 0  # UTF-16 on the wire
    return bounds.body(data, size, plain=True, charset="utf-8")


def _one_character_a_byte(written: str, declared: int, headers: Headers) -> bytes:
    """The bytes that a recorder wrote as Latin-1 because no charset was given; nothing for what is text.

    mitmproxy does so with all but JSON, browsers with uploads: the characters are as many as bytes were declared,
    unless these were encoded, and they make UTF-8, or hold what no text does.
    """
    if written.isascii():
        return b""
    if declared != len(written) and (not header(headers, "content-encoding")
                                     or declared == len(written.encode("utf-8", "replace"))):
        return b""
    try:
        data = written.encode("latin-1")
    except UnicodeEncodeError:
        return b""
    if _NO_TEXT.search(written) is not None:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b""
    return data


def _form(params: list[Any], mime: str) -> bytes:
    """The body that the parameters were read from, as near as they allow."""
    fields = [mapping(param) for param in params]
    boundary = _BOUNDARY.search(mime)
    if not mime.lower().startswith("multipart/") or boundary is None:
        return "&".join(f"{escape(text(f.get('name')))}={escape(text(f.get('value')))}" for f in fields).encode()
    lines: list[str] = []
    for field in fields:
        name, file = (text(field.get(k)).replace('"', "%22").replace("\r", " ").replace("\n", " ")
                      for k in ("name", "fileName"))
        lines.append(f"--{boundary[1]}")
        lines.append(f'Content-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file else ""))
        if kind := text(field.get("contentType")).replace("\r", " ").replace("\n", " "):
            lines.append(f"Content-Type: {kind}")
        lines += ["", text(field.get("value"))]
    return "\r\n".join([*lines, f"--{boundary[1]}--", ""]).encode("utf-8", "replace")


def escape(value: str) -> str:
    """A form value as in a URL; what the recorder left escaped stays as it is."""
    return quote(value, safe="%+" if _ESCAPED.search(value) else "", errors="replace")
