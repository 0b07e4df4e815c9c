"""MQTT over WebSocket (OASIS MQTT 3.1.1 and 5.0): who connects with which password, topics, and what is published.

Theory. A frame holds whole control packets as a rule; one that begins or ends inside a packet is left to others. Which
version a session speaks stands in its first packet only, so a published message is read as version 3 unless the
properties of version 5 stand where they should.
"""

from __future__ import annotations

from scanner.model import KeyPath, Origin

from .cursor import Cursor, Malformed
from .leaves import emit_bytes
from .message import Indices, Message, derive

_CONNECT, _PUBLISH, _SUBSCRIBE, _UNSUBSCRIBE = 1, 3, 8, 10
_FLAGS = {1: 0, 2: 0, 4: 0, 5: 0, 6: 2, 7: 0, 8: 2, 9: 0, 10: 2, 11: 0, 12: 0, 13: 0, 14: 0, 15: 0}
"""Kinds of packet and the flags they must have; those of PUBLISH vary."""
_EMPTY = {12: 0, 13: 0}
_SIZES = {0x01: 1, 0x17: 1, 0x19: 1, 0x24: 1, 0x25: 1, 0x28: 1, 0x29: 1, 0x2A: 1, 0x13: 2, 0x21: 2, 0x22: 2, 0x23: 2,
          0x02: 4, 0x11: 4, 0x18: 4, 0x27: 4}
_STRINGS = frozenset({0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F})
_VARINT, _PAIR = 0x0B, 0x26
_Found = list[tuple[str, bytes | str]]
"""Names below the packet, and values."""


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what the packets of a frame hold; false, and nothing added, when it does not consist of packets."""
    packets = _packets(data)
    if packets is None:
        return False
    here = derive(origin, "mqtt")
    for name, values in packets:
        node = message.child(path, name)
        for key, value in values:
            inner = message.child(node, key)
            if isinstance(value, str):
                message.expand(value, inner, indices, here)
            elif key == "payload" and len(value) > 64:
                message.content(value, "", inner, indices, here)
            else:
                emit_bytes(message, value, inner, indices, here)
    return True


def _packets(data: bytes) -> list[tuple[str, _Found]] | None:
    """The packets with something to read; None when the bytes are none, or only such that many formats could be."""
    cursor = Cursor(data)
    found: list[tuple[str, _Found]] = []
    certain = False
    try:
        while not cursor.at_end:
            first = cursor.byte()
            kind, flags = first >> 4, first & 15
            size = cursor.varint()
            start = cursor.position
            cursor.take(size)
            if kind == _PUBLISH:
                if flags & 6 == 6:
                    return None
            elif _FLAGS.get(kind, -1) != flags or (kind in _EMPTY and size):
                return None
            body = Cursor(data, start, start + size)
            if kind == _CONNECT:
                found.append(("connect", _connect(body)))
                certain = True
            elif kind == _PUBLISH:
                found.append(("publish", _publish(body, flags >> 1 & 3)))
                certain = True
            elif kind in (_SUBSCRIBE, _UNSUBSCRIBE):
                found.append(("subscribe", _subscribe(body, options=kind == _SUBSCRIBE)))
                certain = True
            elif size > 200:
                return None
    except Malformed:
        return None
    return found if certain or (len(data) <= 4 and data[0] >> 4 in (2, 4, 9, 11, 12, 13)) else None


def _string(cursor: Cursor) -> str:
    text = cursor.text(cursor.unsigned(2))
    if "\x00" in text:
        raise Malformed
    return text


def _connect(cursor: Cursor) -> _Found:
    """§3.1: client id, the message to send when the client dies, user name, password."""
    if _string(cursor) not in ("MQTT", "MQIsdp"):
        raise Malformed
    version, flags = cursor.byte(), cursor.byte()
    cursor.take(2)
    found: _Found = []
    if version == 5:
        found += _properties(cursor)
    found.append(("clientId", _string(cursor)))
    if flags & 4:
        if version == 5:
            found += _properties(cursor)
        found.append(("willTopic", _string(cursor)))
        found.append(("willPayload", cursor.take(cursor.unsigned(2))))
    if flags & 0x80:
        found.append(("username", _string(cursor)))
    if flags & 0x40:
        found.append(("password", cursor.take(cursor.unsigned(2))))
    return found


def _publish(cursor: Cursor, quality: int) -> _Found:
    """§3.3: topic and payload."""
    topic = _string(cursor)
    if not topic.isprintable() or "#" in topic or "+" in topic:
        raise Malformed
    if quality:
        cursor.take(2)
    after = cursor.position
    found: _Found = [("topic", topic)]
    try:
        found += _properties(cursor)
    except Malformed:
        cursor.position = after
    found.append(("payload", cursor.take(cursor.end - cursor.position)))
    return found


def _subscribe(cursor: Cursor, *, options: bool) -> _Found:
    """§3.8, §3.10: topic filters."""
    cursor.take(2)
    start = cursor.position
    for version in (3, 5):
        cursor.position = start
        found: _Found = []
        try:
            if version == 5:
                found += _properties(cursor)
            while not cursor.at_end:
                found.append(("topic", _string(cursor)))
                if options and cursor.byte() > 0x3F:
                    raise Malformed
        except Malformed:
            continue
        if all(isinstance(value, str) and value.isprintable() and value for _, value in found) and found:
            return found
    raise Malformed


def _properties(cursor: Cursor) -> _Found:
    """The properties of version 5 (§2.2.2): user properties and other strings; raises ``Malformed`` at any unknown."""
    size = cursor.varint()
    end = cursor.position + size
    if end > cursor.end:
        raise Malformed
    inner = Cursor(cursor.data, cursor.position, end)
    found: _Found = []
    while not inner.at_end:
        kind = inner.byte()
        if kind in _SIZES:
            inner.take(_SIZES[kind])
        elif kind == _VARINT:
            inner.varint()
        elif kind == _PAIR:
            found.append((_string(inner)[:80] or "property", _string(inner)))
        elif kind in _STRINGS:
            value = inner.take(inner.unsigned(2))
            if value:
                found.append(("property", value))
        else:
            raise Malformed
    cursor.position = end
    return found
