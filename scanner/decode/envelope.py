"""Sentry envelopes: a header, then items of a header and a payload whose length it tells.

https://develop.sentry.dev/sdk/data-model/envelopes/. A payload may be anything: JSON, a replay (a line of JSON, then
compressed JSON), an attachment with its file name.
"""

from __future__ import annotations

from typing import Any

import orjson

from scanner.model import KeyPath, Origin

from . import json_
from .message import Indices, Message, derive

_MOST = 5_000
_FIELDS = (b'"event_id"', b'"sent_at"', b'"dsn"', b'"sdk"', b'"trace"')


def looks_like(data: bytes) -> bool:
    """Whether the first two lines are the header of an envelope and of an item."""
    end = data.find(b"\n", 0, 16_384)
    if end < 0 or data[:1] != b"{" or (end > 2 and not any(mark in data[:end] for mark in _FIELDS)):
        return False
    following = data[end + 1:end + 4096].partition(b"\n")[0]
    return following[:1] == b"{" and b'"type"' in following and _object(following) is not None


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add header and items; false, and nothing added, when it is no envelope."""
    if not looks_like(data):
        return False
    here = derive(origin, "envelope", format="json")
    head, _, _ = data.partition(b"\n")
    json_.decode(message, head, message.child(path, "@header"), indices, here)
    position = len(head) + 1
    for number in range(_MOST):
        end = data.find(b"\n", position)
        end = end if end >= 0 else len(data)
        line = data[position:end]
        if position >= len(data) or not message.has_room():
            return True
        item = _object(line)
        if item is None:
            break
        start = end + 1
        size = item.get("length")
        if isinstance(size, int) and 0 <= size <= len(data) - start:
            stop = start + size
        else:
            stop = data.find(b"\n", start)
            stop = stop if stop >= 0 else len(data)
        place = (*indices, number)
        json_.decode(message, line, message.child(path.item(), "@header"), place, here)
        _payload(message, data[start:stop], item, path.item(), place, here)
        position = stop + (data[stop:stop + 1] == b"\n")
    if position < len(data):
        message.content(data[position:], "text/plain", path, indices, here)
    return True


def _payload(message: Message, data: bytes, item: dict[str, Any], path: KeyPath, indices: Indices,
             origin: Origin) -> None:
    if item.get("type") == "replay_recording":
        head, _, rest = data.partition(b"\n")
        if rest and head[:1] == b"{":
            json_.decode(message, head, path, indices, origin)
            data = rest
    kind = item.get("content_type")
    if data:
        message.content(data, kind if isinstance(kind, str) else "", path, indices, origin)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
