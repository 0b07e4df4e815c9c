"""Reads the header lines of HTTP/1 messages, tolerant of what servers write (RFC 9112 §5); what was met is known."""

from __future__ import annotations

from scanner.model import Headers

_BLANK = " \t\r"
_MAX_BLOCKS, _MAX_BLOCK, _MAX_FIELDS = 1 << 10, 1 << 11, 64
_blocks: dict[bytes, tuple[Headers, dict[str, str]]] = {}
"""Heads of usual size met before, without their first lines: those of one client or server are often the same."""
_MAX_LINES = 1 << 14
_lines: dict[str, tuple[str, tuple[str, str]]] = {}
"""Header lines met before: traffic repeats them endlessly."""


def is_chunked(header: tuple[str, str]) -> bool:
    """Whether this is one of several Transfer-Encoding headers that says so."""
    return "chunked" in header[1].lower() and header[0].lower() == "transfer-encoding"


def content_length(value: str) -> int | None:
    """A Content-Length, also one repeated in a list; None when it is no number."""
    if value.isdigit() and value.isascii() and len(value) < 16:
        return int(value)
    first = value.partition(",")[0].strip(" \t").lstrip("+")
    if not first.isascii() or not first.isdigit():
        return None
    first = first.lstrip("0") or "0"
    return int(first) if len(first) < 19 else None


def text_of(raw: bytes) -> str:
    """Bytes of a head as text, as ``scanner.model.Headers`` has it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def headers_of(block: bytes) -> tuple[Headers, dict[str, str]]:
    """The lines of a head in order, and the last value by lower-case name; both are shared and must not be changed."""
    known = _blocks.get(block)
    if known is None:
        known = _parsed(text_of(block))
        if len(block) <= _MAX_BLOCK and len(known[0]) <= _MAX_FIELDS:
            if len(_blocks) >= _MAX_BLOCKS:
                _blocks.clear()
            _blocks[block] = known
    return known


def _parsed(text: str) -> tuple[Headers, dict[str, str]]:
    """A continued line (obs-fold) joins the one before; a line without colon is kept as a name."""
    found: list[tuple[str, str]] = []
    lookup: dict[str, str] = {}
    for line in text.split("\n"):
        known = _lines.get(line)
        if known is None:
            if line[:1] in (" ", "\t") and found:
                name, value = found[-1]
                value = f"{value} {line.strip(_BLANK)}".strip(_BLANK)
                found[-1] = (name, value)
                lookup[name.lower()] = value
                continue
            name, _, value = line.partition(":")
            name = name.strip(_BLANK)
            if not name:
                continue
            known = (name.lower(), (name, value.strip(_BLANK)))
            if len(line) <= 256:
                if len(_lines) >= _MAX_LINES:
                    _lines.clear()
                _lines[line] = known
        key, pair = known
        found.append(pair)
        lookup[key] = pair[1]
    return tuple(found), lookup
