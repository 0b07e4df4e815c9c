"""An HTTP/3 server for tests that answers every request with ``{"ok": true}``: real QUIC, by aioquic."""

from __future__ import annotations

import asyncio
import sys

from aioquic.asyncio import QuicConnectionProtocol, serve
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ProtocolNegotiated, QuicEvent


class Answering(QuicConnectionProtocol):
    """One connection."""

    _http: H3Connection | None = None

    def quic_event_received(self, event: QuicEvent) -> None:
        if isinstance(event, ProtocolNegotiated):
            self._http = H3Connection(self._quic)
        if self._http is None:
            return
        for each in self._http.handle_event(event):
            if isinstance(each, HeadersReceived):
                self._http.send_headers(each.stream_id, [(b":status", b"200"), (b"content-type", b"application/json")])
                self._http.send_data(each.stream_id, b'{"ok": true}', end_stream=True)
                self.transmit()


async def main(host: str, certificate: str, key: str) -> None:
    configuration = QuicConfiguration(is_client=False, alpn_protocols=H3_ALPN)
    configuration.load_cert_chain(certificate, key)
    await serve(host, 443, configuration=configuration, create_protocol=Answering)
    print("up", flush=True)  # noqa: T201
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
