"""Contents that are packed once more inside a message: gzip, zlib and zstd by their first bytes."""

from __future__ import annotations

from scanner.model import Gap, KeyPath, Origin

from .content_encoding import unpack
from .message import Indices, Message, derive
from .text import to_text

_SAMPLE = 1 << 20
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def codec_of(data: bytes) -> str:
    """The packing that the first bytes show, empty when they show none."""
    if data[:3] == b"\x1f\x8b\x08":
        return "gzip"
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return "zstd"
    return "deflate" if data[:2] in _ZLIB else ""


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what a packed content holds; false, and nothing added, when it cannot be unpacked to its end."""
    codec = codec_of(data)
    if not codec:
        return False
    found = unpack(data, codec, message.budget)
    if not found.data or (found.gap is Gap.ENCODING_BROKEN and codec == "deflate"):
        return False
    here = derive(origin, codec, format=origin.format)
    message.account.plain += max(0, len(found.data) - len(data))
    if found.gap is None:
        message.content(found.data, "", path, indices, here)
        return True
    message.gap(found.gap, len(data), codec, read=True)
    if found.gap in (Gap.BUDGET_RATIO, Gap.BUDGET_BYTES):
        message.add(to_text(found.data[:_SAMPLE]), path, indices, here)
    else:
        message.content(found.data, "", path, indices, here)
    return True
