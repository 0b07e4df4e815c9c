"""What the proxy writes down of the flows that pass: each exchange before its answer goes to the device.

Theory. A proxy that is killed loses what it had not written. An answer that is buffered is written when it is whole,
before any of it goes on; what a device gets bit by bit (an event stream, a WebSocket, a film) is begun when its head is
there and continued with every bit. Nothing is kept in the proxy's memory meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.model import Exchange, Gap, Note, NoteSink

from .convert import CAPTURE, exchange_of, message_of
from .room import Level
from .spool import Piece, Record, SpoolWriter
from .streaming import stream_response

if TYPE_CHECKING:
    from mitmproxy import http, tcp, udp

_ID = "leerlek_id"
"""Name in the metadata of a flow that was begun; empty for one of which nothing more is to be written."""
_COUNTED = "leerlek_counted"
"""Name in the metadata of a flow that is no HTTP: bytes of the messages that were let go."""
MESSAGES = 100
"""Messages of a conversation that stay in memory where nobody shows or saves them."""


class Recorder:
    """Writes flows to the spool. ``reads`` says whether one is to be written, and counts it where it is not."""

    def __init__(self, spool: SpoolWriter, reads: Callable[[http.HTTPFlow], bool], max_body: int) -> None:
        self._spool = spool
        self._reads = reads
        self._max_body = max_body
        self._flows = 0
        self._open: dict[str, tcp.TCPFlow | udp.UDPFlow] = {}
        self.paused = False
        """Messages of conversations that go on pass unread."""
        self.named: Callable[[str, http.HTTPFlow], None] = lambda name, flow: None
        """Hears under which name a flow was written down."""
        self.spares_memory = False
        """Nobody shows or saves flows, so that the messages of long conversations need not stay in memory."""

    def put(self, record: Record) -> None:
        """Write a record; one that has no room is counted."""
        self._spool.put(record)

    def look(self) -> tuple[Level, int, int]:
        """How it stands with the disk, its free bytes, and exchanges that had no room by now."""
        dropped = self._spool.dropped[0]
        return self._spool.look(), self._spool.room(), dropped

    def head(self, flow: http.HTTPFlow) -> None:
        """The head of an answer is there; one that passes unbuffered is begun."""
        if stream_response(flow, lambda data: self._more(flow, data)):
            self._begin(flow)

    def answered(self, flow: http.HTTPFlow) -> None:
        """An answer is whole, or has passed; a WebSocket begins."""
        if flow.websocket is not None:
            self._begin(flow)
        else:
            self.ended(flow)

    def message(self, flow: http.HTTPFlow) -> None:
        """A message of a WebSocket is about to go on."""
        name, socket = flow.metadata.get(_ID), flow.websocket
        if socket is None or not socket.messages:
            return
        if name and not socket.messages[-1].dropped:
            if self.paused:
                self.put(Note(Gap.PASSED_THROUGH, CAPTURE, detail=PAUSED, time=time.time()))
            else:
                self.put(Piece(name, message=message_of(socket.messages[-1])))
        if self.spares_memory:
            del socket.messages[:-MESSAGES]

    def ended(self, flow: http.HTTPFlow) -> None:
        """A flow has ended, with an answer, half of one, or none: the request still told the recipient something."""
        name = flow.metadata.get(_ID)
        if name is None:
            exchange = self._exchange(flow, self._name(), self.put) if self._reads(flow) else None
            if exchange is not None:
                self.named(exchange.id, flow)
                self.put(exchange)
        elif name:
            self.put(Piece(name, self._exchange(flow, name, self.put), ended=True))
        flow.metadata[_ID] = ""  # whatever else mitmproxy tells of it

    def opened(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """Traffic that is not HTTP begins."""
        self._open[flow.id] = flow

    def passed(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """A message of traffic that is not HTTP."""
        if self.spares_memory and len(flow.messages) > MESSAGES:
            gone = flow.messages[:-1]
            flow.metadata[_COUNTED] = flow.metadata.get(_COUNTED, 0) + sum(len(each.content) for each in gone)
            del flow.messages[:-1]

    def closed(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """Traffic that is not HTTP is counted, not read."""
        if self._open.pop(flow.id, None) is None:
            return  # it passes unread, and was counted so
        size = sum(len(message.content) for message in flow.messages) + flow.metadata.get(_COUNTED, 0)
        host = flow.server_conn.sni or (flow.server_conn.address or ("",))[0]
        self.put(Note(Gap.PROTOCOL_UNREAD, CAPTURE, host, size, detail=flow.type))

    def finish(self) -> None:
        """Count what is still open; nothing comes after it."""
        for flow in list(self._open.values()):
            self.closed(flow)
        self._spool.finish()

    def _name(self) -> str:
        self._flows += 1
        # A proxy that was killed and is back begins to count anew, in another file of the spool.
        return f"flow-{self._flows}" if self._spool.number == 1 else f"flow-{self._spool.number}-{self._flows}"

    def _begin(self, flow: http.HTTPFlow) -> None:
        """Write the head of what passes bit by bit; its notes come with the end."""
        flow.metadata[_ID] = ""
        if not self._reads(flow):
            return
        name = self._name()
        exchange = self._exchange(flow, name, lambda _: None)
        if exchange is not None:
            self.named(name, flow)
            self.put(Piece(name, exchange))
            flow.metadata[_ID] = name

    def _more(self, flow: http.HTTPFlow, data: bytes) -> None:
        name = flow.metadata.get(_ID)
        if name:
            self.put(Piece(name, data=data))

    def _exchange(self, flow: http.HTTPFlow, name: str, note: NoteSink) -> Exchange | None:
        try:
            return exchange_of(flow, name, note, self._max_body)
        except Exception as error:  # noqa: BLE001  stage boundary: what one peer sends must not stop the others
            self.put(Note(Gap.STAGE_FAILED, CAPTURE, count=1, detail=type(error).__name__, time=time.time()))
            return None


PAUSED = "paused"
"""Detail of what passed unread because somebody asked for it."""
