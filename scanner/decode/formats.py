"""Which decoder a binary content gets: that of its type, of its first bytes, or the first whose grammar fits.

Theory. A decoder that is asked because of the type or of a magic number may be lenient. One that is asked because
nothing else is known must be precise: arbitrary binary that became fields would be noise with names. So there are two
functions to a grammar, ``decode`` and ``detect``; both say whether they took the content, and add nothing when not.
"""

from __future__ import annotations

from collections.abc import Callable

from scanner.model import Gap, KeyPath, Origin

from . import avro, binary, cbor, grpc, msgpack, packed, pdf, protobuf, thrift, zip_
from .cursor import Malformed, TooMany
from .message import Indices, Message

Decode = Callable[[Message, bytes, KeyPath, Indices, Origin], bool]

_DECLARED: dict[str, Decode] = {
    "protobuf": protobuf.decode, "grpc": grpc.decode, "msgpack": msgpack.decode,
    "cbor": cbor.decode, "zip": zip_.decode, "pdf": pdf.decode, "avro": avro.decode, "thrift": thrift.detect,
}
"""By the name that ``content_type`` gives a type or first bytes."""
_DETECTED: tuple[Decode, ...] = (packed.decode, grpc.detect, thrift.detect, msgpack.detect, cbor.detect,
                                 protobuf.detect)
SMALLEST = 8
"""Fewer bytes of an unknown format cannot be told from others."""


def decode(message: Message, data: bytes, name: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the fields of a binary content; false, and nothing added, when no decoder takes it."""
    try:
        declared = _DECLARED.get(name)
        if declared is not None and declared(message, data, path, indices, origin):
            return True
        return any(detects(message, data, path, indices, origin) for detects in _DETECTED if len(data) >= SMALLEST)
    except TooMany:
        message.budget.exceeded.add(Gap.BUDGET_PARTS)
        message.gap(Gap.BUDGET_PARTS, len(data), "values", read=True)
        binary.decode(message, data, path, indices, origin)
        return True
    except Malformed:
        return False


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """The same for bytes of which nothing is known, such as those behind base64 in a value."""
    return decode(message, data, "", path, indices, origin)
