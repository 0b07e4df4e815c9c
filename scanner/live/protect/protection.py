"""What the addon asks of protection: hold a request or message that it is for, and do what the judgement says."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING

from mitmproxy.http import Response
from mitmproxy.log import ALERT

from scanner.live.convert import CAPTURE, exchange_of, message_of
from scanner.live.streaming import passed
from scanner.model import Exchange, Gap, Note, Protected, Protecting, Text

from .client import Client
from .page import answer
from .talk import Answer, Briefing, Changes
from .wanted import blocks, is_any, pseudonymises

if TYPE_CHECKING:
    from mitmproxy import http, websocket

BLOCKED = "leerlek_blocked"
"""Name in a flow's metadata of that it was answered here."""
_REQUESTS = 64 << 20
_SAY_EVERY = 60.0
"""Seconds between warnings that requests pass unjudged."""

log = logging.getLogger("leerlek")
Put = Callable[[Protecting | Protected | Note], None]


class Protection:
    """Holds what devices send to the domains that the user named. Without any it does nothing."""

    def __init__(self, briefing: Briefing, put: Put, lang: str, client: Client | None = None) -> None:
        """``put`` writes down what is done."""
        self._wanted = briefing.protecting
        self._put = put
        self._lang = lang
        self._number = 0
        self._unjudged: Counter[str] = Counter()
        self._warned = 0.0
        self._client = client
        if client is None and is_any(self._wanted):
            self._client = Client(briefing, self._hear)

    def start(self) -> None:
        """Begin; the session's record says what was asked for."""
        if self._client is not None:
            self._put(self._wanted)
            self._client.start()

    def stop(self) -> None:
        """End the judging process."""
        if self._client is not None:
            self._client.stop()

    def request(self, flow: http.HTTPFlow, *, paused: bool) -> Coroutine[None, None, None] | None:
        """What holds the request until it is judged; None when it is not held."""
        if self._client is None or flow.response is not None:
            return None
        hosts = (flow.request.host, flow.request.pretty_host)
        block, pseudonymise = blocks(self._wanted, *hosts), pseudonymises(self._wanted, *hosts)
        if not block and not pseudonymise:
            return None
        if paused:
            self._passes(flow, "paused")
            return None
        if flow.request.stream or flow.request.raw_content is None or passed(flow, "request") is not None:
            self._passes(flow, "streamed")
            return None
        return self._hold(flow, self._client, block, pseudonymise)

    def message(self, flow: http.HTTPFlow, *, paused: bool) -> Coroutine[None, None, None] | None:
        """The same for the message of a WebSocket that has just come from a device; what the server says passes."""
        if self._client is None:
            return None
        socket, hosts = flow.websocket, (flow.request.host, flow.request.pretty_host)
        if socket is None or not socket.messages or not socket.messages[-1].from_client:
            return None
        block, pseudonymise = blocks(self._wanted, *hosts), pseudonymises(self._wanted, *hosts)
        if not block and not pseudonymise:
            return None
        if paused:
            self._passed(flow, "paused", len(socket.messages[-1].content))
            return None
        return self._hold_message(flow, socket.messages[-1], self._client, block, pseudonymise)

    async def _hold(self, flow: http.HTTPFlow, client: Client, block: bool, pseudonymise: bool) -> None:
        found = await client.ask(self._asked(flow), block=block, pseudonymise=pseudonymise)
        if isinstance(found, str):
            self._passes(flow, found)
        elif found.broken:
            self._answer(flow, found)
        else:
            if found.changes is not None:
                _apply(flow.request, found.changes)
            self._changed(flow, found)

    async def _hold_message(self, flow: http.HTTPFlow, message: websocket.WebSocketMessage, client: Client,
                            block: bool, pseudonymise: bool) -> None:
        """Meanwhile nothing else passes on this connection, so that the order of its messages stays."""
        asked = replace(self._asked(flow), websocket=(message_of(message),))
        found = await client.ask(asked, block=block, pseudonymise=pseudonymise)
        if isinstance(found, str):
            self._passed(flow, found, len(message.content))
        elif found.broken:
            # One message less harms a program less than a connection that ends, which it opens anew to say the same.
            message.drop()  # type: ignore[no-untyped-call]
            self._blocked(flow, found, len(message.content))
        else:
            if found.changes is not None and found.changes.message is not None:
                message.content = found.changes.message
            self._changed(flow, found)

    def _asked(self, flow: http.HTTPFlow) -> Exchange:
        """The request alone, as the scan would see it."""
        self._number += 1
        return exchange_of(flow, f"request-{self._number}", lambda note: None, _REQUESTS)

    def _answer(self, flow: http.HTTPFlow, found: Answer) -> None:
        status, body, headers = answer(flow.request.headers, flow.request.method, found.organisation, found.broken,
                                       self._lang)
        fields = [(name.encode(), value.encode("ascii", "replace")) for name, value in headers]
        flow.response = Response.make(status, b"" if flow.request.method == "HEAD" else body, tuple(fields))
        flow.metadata[BLOCKED] = True
        self._blocked(flow, found, len(flow.request.raw_content or b""))

    def _blocked(self, flow: http.HTTPFlow, found: Answer, size: int) -> None:
        host = flow.request.pretty_host
        self._put(Protected("blocked", host, time.time(), size, found.recipient, found.organisation, found.broken))
        self._put(Note(Gap.BLOCKED, CAPTURE, host, size, time=time.time()))
        rules = ", ".join(dict.fromkeys(cause.rule for cause in found.broken))
        said = Text("tegengehouden", "blocked").get(self._lang)
        log.log(ALERT, "leerlek: %s %s: %s", said, found.organisation, rules)

    def _changed(self, flow: http.HTTPFlow, found: Answer) -> None:
        if found.changes is not None:
            self._put(Protected("pseudonymised", flow.request.pretty_host, time.time(), 0, found.recipient,
                                found.organisation, found.replaced, fakes=found.fakes))
        if found.kept:
            self._put(Protected("kept", flow.request.pretty_host, time.time(), 0, found.recipient, found.organisation,
                                found.kept))

    def _passes(self, flow: http.HTTPFlow, reason: str) -> None:
        self._passed(flow, reason, len(flow.request.raw_content or b""))

    def _passed(self, flow: http.HTTPFlow, reason: str, size: int) -> None:
        now = time.time()
        host = flow.request.pretty_host
        self._put(Protected("passed", host, now, size, reason=reason))
        self._put(Note(Gap.UNPROTECTED, CAPTURE, host, size, 1, reason, read=True, time=now))
        self._unjudged[reason] += 1
        if reason != "paused" and now - self._warned >= _SAY_EVERY:
            self._warned = now
            log.warning("leerlek: %s", Text(
                "bescherming: een verzoek ging door zonder dat het is beoordeeld ({}); zulke verzoeken worden geteld",
                "protection: a request went on without having been judged ({}); such requests are counted",
            ).get(self._lang).format(reason))

    def _hear(self, event: str) -> None:
        if event == "ready":
            log.log(ALERT, "leerlek: %s", Text("bescherming staat aan voor {}", "protection is on for {}").get(
                self._lang).format(", ".join(dict.fromkeys((*self._wanted.block_for, *self._wanted.pseudonymise)))))
        else:
            log.warning("leerlek: %s", Text(
                "de bescherming is gestopt en wordt opnieuw gestart; tot dan gaan verzoeken door",
                "protection stopped and is started again; until then requests go on").get(self._lang))


def _apply(request: http.Request, changes: Changes) -> None:
    """Write the changes into a request; all that is not named stays byte for byte."""
    fields = list(request.headers.fields)
    for position, value in changes.headers:
        name, before = fields[position]
        fields[position] = name, value.encode("utf-8" if _is_utf8(before) else "latin-1", "replace")
    request.headers.fields = tuple(fields)
    if changes.target is not None:
        request.data.path = changes.target.encode("utf-8", "surrogateescape")
    if changes.body is not None:
        request.data.content = changes.body  # as it goes over the line, with its content coding
        if "content-length" in request.headers:
            request.headers["content-length"] = str(len(changes.body))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
