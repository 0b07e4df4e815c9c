"""Undoes Content-Encoding: gzip, deflate (zlib and raw), br, zstd, stacked and mislabelled ones, within the budget."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from scanner.model import Gap, Headers, Step

from .budget import Budget, Limits

_CHUNK = 1 << 16
_NAMES = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd", "x-zstd": "zstd"}
_NONE = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "7bit", "chunked", "aws-chunked", "plain",
                   "json", "text"})
"""Values that encode nothing, the wrong ones that occur included."""
_GZIP = b"\x1f\x8b\x08"
_EMPTY_BROTLI = b";"
_ZSTD_WINDOW = 1 << 25
"""RFC 9659 allows 8 MiB; four times that is tolerated."""
_FLUSH = b"\x00\x00\xff\xff"
"""How a deflate stream ends that a server flushed and never closed."""
_ZSTD = b"\x28\xb5\x2f\xfd"
PACKED = (_GZIP, _ZSTD)
"""How bodies begin that are unpacked whatever their headers say."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of a decoding; ``gap`` says why it is not all there is."""

    data: bytes
    steps: tuple[Step, ...] = ()
    gap: Gap | None = None
    detail: str = ""


def decode(data: bytes, header: str, budget: Budget) -> Unpacked:
    """Undo the encodings that ``header`` lists, last first, and then what the first bytes still show.

    A body that is plain in spite of its header is taken as it is.
    """
    names = [name.strip().lower() for name in header.split(",")]
    pending = [name for name in names if name not in _NONE]
    if len(pending) > budget.limits.content_encodings:
        budget.exceeded.add(Gap.BUDGET_DEPTH)
        return Unpacked(data, (), Gap.BUDGET_DEPTH, "encodings")
    steps: list[Step] = []
    for name in reversed(pending):
        codec = _NAMES.get(name)
        if codec is None:
            return Unpacked(data, tuple(steps), Gap.ENCODING_UNKNOWN)
        if _looks_plain(data) and data != _EMPTY_BROTLI:
            continue
        found = unpack(data, codec, budget)
        if found.gap is Gap.ENCODING_BROKEN and not found.data:
            return Unpacked(data, tuple(steps), found.gap, found.detail)
        steps.append(Step(codec))
        data = found.data
        if found.gap is not None:
            return Unpacked(data, tuple(steps), found.gap, found.detail)
    if len(steps) < budget.limits.content_encodings:
        hidden = "gzip" if data.startswith(_GZIP) else "zstd" if data.startswith(_ZSTD) else ""
        if hidden:
            found = unpack(data, hidden, budget)
            if found.data:
                return Unpacked(found.data, (*steps, Step(hidden)), found.gap, found.detail)
    return Unpacked(data, tuple(steps))


def decoded_body(headers: Headers, data: bytes, limits: Limits) -> bytes:
    """A body without the content encodings that its headers name; as far as they can be undone."""
    header = ", ".join([value for name, value in headers if len(name) == 16 and name.lower() == "content-encoding"])
    budget = Budget(limits)
    if header == "gzip" and data.startswith(_GZIP):  # the usual case
        plain = _inflated(data, budget.allowance(len(data)), 31)
        if plain is not None and not plain.startswith(PACKED):
            return plain
    return decode(data, header, budget).data


def unpack(data: bytes, codec: str, budget: Budget) -> Unpacked:
    """Undo one encoding (``gzip``, ``deflate``, ``raw``, ``br``, ``zstd``) as far as data and budget go.

    ``raw`` is deflate without a header (RFC 1951), ``deflate`` with one or without, as browsers take it.
    """
    limit = budget.allowance(len(data))
    if codec == "br":
        out, whole = _brotli(data, limit)
    elif codec == "zstd":
        out, whole = _zstd(data, limit)
    elif codec == "gzip":
        out, whole = _zlib(data, limit, 31)
        if not out and not whole and data.startswith(_GZIP):
            # A header that zlib refuses (flags, its checksum) and browsers do not.
            out, whole = _zlib(data[_gzip_header(data):], limit, -15)
    elif codec == "raw":
        out, whole = _zlib(data, limit, -15)
    else:
        out, whole = _zlib(data, limit, 15)
        if not out and not whole:
            out, whole = _zlib(data, limit, -15)
    if len(out) > limit:
        gap = budget.overrun(len(data))
        budget.spend(limit)
        return Unpacked(out[:limit], (), gap, codec)
    budget.spend(len(out))
    return Unpacked(out, (), None if whole else Gap.ENCODING_BROKEN, "" if whole else codec)


def unpack_raw_deflate(data: bytes, budget: Budget) -> bytes | None:
    """The whole output of a raw deflate stream (RFC 1951), or None."""
    limit = budget.allowance(len(data))
    out, whole = _zlib(data, limit, -15)
    if not whole or not out or len(out) > limit:
        return None
    budget.spend(len(out))
    return out


def _looks_plain(data: bytes) -> bool:
    """Whether the first bytes are text: no control characters and no broken UTF-8, which no packed stream keeps up."""
    head = data[:512]
    if any(byte < 9 or 13 < byte < 32 for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 500 and len(data) > 512
    return True


def _gzip_header(data: bytes) -> int:
    """The length of the header of a gzip member (RFC 1952 §2.3)."""
    flags, position = data[3] if len(data) > 10 else 0, 10
    if flags & 4:
        position += 2 + int.from_bytes(data[10:12], "little")
    for flag in (8, 16):
        if flags & flag:
            position = data.find(b"\0", position) + 1 or len(data)
    return position + (2 if flags & 2 else 0)


def _zlib(data: bytes, limit: int, window: int) -> tuple[bytes, bool]:
    """Output, one byte more than ``limit`` when it does not fit, and whether the input was whole."""
    at_once = _inflated(data, limit, window)
    if at_once is not None:
        return at_once, True
    out: list[bytes] = []
    size = 0
    rest = data
    while rest and size <= limit:
        worker = zlib.decompressobj(window)
        try:
            while not worker.eof and size <= limit:
                piece = worker.decompress(rest, min(max(_CHUNK, size), limit + 1 - size) or 1)
                if not piece and not worker.unconsumed_tail:
                    break
                out.append(piece)
                size += len(piece)
                rest = worker.unconsumed_tail
        except zlib.error:
            # Bytes after the first member that are no gzip are padding, as every browser takes them.
            return b"".join(out), bool(out) and rest is not data and not rest.startswith(_GZIP)
        if not worker.eof:
            return b"".join(out), size > limit or data.endswith(_FLUSH)
        rest = worker.unused_data if window == 31 else b""
    return b"".join(out), True


def _inflated(data: bytes, limit: int, window: int) -> bytes | None:
    """The output of a single sound stream without anything behind it, by the quickest inflater there is."""
    module, refused = _inflater()
    worker = module.decompressobj(window)
    try:
        out: bytes = worker.decompress(data, limit + 1)
    except refused:
        return None
    return out if worker.eof and not worker.unused_data and len(out) <= limit else None


@cache
def _inflater() -> tuple[Any, Any]:
    """ISA-L where it is installed, else zlib; and the error of streams that are refused."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib, zlib.error
    return isal_zlib, isal_zlib.error


def _brotli(data: bytes, limit: int) -> tuple[bytes, bool]:
    import brotli

    worker = brotli.Decompressor()
    bounded = hasattr(worker, "can_accept_more_data")
    out: list[bytes] = []
    size = 0
    try:
        if bounded:
            piece = worker.process(data, output_buffer_limit=_CHUNK)
            while True:
                out.append(piece)
                size += len(piece)
                if size > limit or worker.is_finished() or (not piece and worker.can_accept_more_data()):
                    break
                piece = worker.process(b"", output_buffer_limit=max(_CHUNK, size))
        else:
            # Older releases give all output of their input at once: little input at a time bounds it.
            for start in range(0, len(data), 32):
                piece = worker.process(data[start:start + 32])
                out.append(piece)
                size += len(piece)
                if size > limit:
                    break
    except brotli.error:
        return b"".join(out), False
    return b"".join(out), size > limit or bool(worker.is_finished())


def _zstd(data: bytes, limit: int) -> tuple[bytes, bool]:
    import zstandard

    out: list[bytes] = []
    size = 0
    rest = data
    while rest and size <= limit:
        worker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        start = 0
        try:
            # All output of the input comes at once: little input at a time bounds it.
            while not worker.eof and start < len(rest) and size <= limit:
                piece = worker.decompress(rest[start:start + 1024])
                start += 1024
                out.append(piece)
                size += len(piece)
        except zstandard.ZstdError:
            return b"".join(out), False
        if not worker.eof:
            return b"".join(out), size > limit
        rest = worker.unused_data + rest[start:]
    return b"".join(out), True
