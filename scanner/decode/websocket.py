"""WebSocket messages: text in its framing, binary by its protocol (MQTT, SignalR) or by what it is."""

from __future__ import annotations

from scanner.model import Origin, WebSocketMessage

from . import framing, mqtt, signalr
from .content_type import looks_binary, magic
from .message import Message, derive
from .text import is_utf8, to_text

_KIND = "application/x-websocket-binary"


def decode(message: Message, number: int, frame: WebSocketMessage) -> None:
    """Add the fields of one message, part ``ws``, numbered."""
    origin = Origin("request" if frame.from_client else "response", "ws", message=number)
    path = message.trees.root("ws")
    data = frame.data
    if not data:
        return
    if frame.opcode != 1 and (magic(data)[1] or looks_binary(data) or not is_utf8(data)):
        if mqtt.detect(message, data, path, (), origin) or signalr.detect(message, data, path, (), origin):
            return
        # engine.io 3 marks binary messages with the number of their type.
        inner = data[1:] if data[0] == 4 and len(data) > 8 else data
        message.content(inner, _KIND, path, (), origin)
        return
    text = to_text(data)
    if framing.RECORD_END in text:
        framing.decode_records(message, text, path, (), origin)
    elif not framing.decode(message, text, path, (), origin):
        message.expand(text, path, (), derive(origin, "text"))
