"""SignalR in MessagePack: each message an array with its length before it, its members by name.

https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md. In JSON, SignalR is told by the
record separators behind its messages and read as JSON.
"""

from __future__ import annotations

from typing import Any

from scanner.model import KeyPath, Origin

from . import msgpack
from .cursor import Cursor, Malformed
from .leaves import Pairs, emit
from .message import Indices, Message, derive

_INVOCATION = ("type", "headers", "invocationId", "target", "arguments", "streamIds")
_MEMBERS = {
    1: _INVOCATION, 4: _INVOCATION, 2: ("type", "headers", "invocationId", "item"),
    3: ("type", "headers", "invocationId", "resultKind", "result"), 5: ("type", "headers", "invocationId"),
    6: ("type",), 7: ("type", "error", "allowReconnect"), 8: ("type", "sequenceId"), 9: ("type", "sequenceId"),
}
"""Kind of message → names of the array's members."""


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the messages of a binary frame; false, and nothing added, when it holds others."""
    if len(data) < 3:
        return False
    cursor = Cursor(data, left=message.budget.limits.values)
    found: list[Any] = []
    try:
        while not cursor.at_end:
            cursor.end = len(data)
            size = cursor.varint()
            stop = cursor.position + size
            if size < 2 or stop > len(data) or data[cursor.position] & 0xF0 != 0x90:
                return False
            cursor.end = stop
            values = msgpack.read(cursor)
            if cursor.position != stop or not _is_message(values):
                return False
            found.append(Pairs(zip(_MEMBERS[values[0]], values, strict=False)))
            cursor.end = len(data)
    except Malformed:
        return False
    here = derive(origin, "signalr")
    for number, members in enumerate(found):
        if len(found) == 1:
            emit(message, members, path, indices, here)
        else:
            emit(message, members, path.item(), (*indices, number), here)
    return bool(found)


def _is_message(values: Any) -> bool:
    """Whether an array begins with a kind of message and the headers that go with it."""
    if not isinstance(values, list) or not values or type(values[0]) is not int or values[0] not in _MEMBERS:
        return False
    if len(values) > len(_MEMBERS[values[0]]):
        return False
    return values[0] >= 6 or (len(values) > 2 and isinstance(values[1], Pairs))
