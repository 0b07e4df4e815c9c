"""An HTTP/3 client for tests: ``http3_client.py ADDRESS HOST AUTHORITY PATH`` prints the status and the issuer."""

from __future__ import annotations

import asyncio
import sys

from aioquic.asyncio import QuicConnectionProtocol, connect
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import QuicEvent


class Asking(QuicConnectionProtocol):
    """One connection with one request."""

    async def ask(self, host: str, path: str) -> str:
        self.http, self.answer = H3Connection(self._quic), asyncio.get_running_loop().create_future()
        stream = self._quic.get_next_available_stream_id()
        self.http.send_headers(stream, [(b":method", b"GET"), (b":scheme", b"https"), (b":authority", host.encode()),
                                        (b":path", path.encode())], end_stream=True)
        self.transmit()
        return str(await asyncio.wait_for(self.answer, 15))

    def quic_event_received(self, event: QuicEvent) -> None:
        for each in self.http.handle_event(event) if hasattr(self, "http") else ():
            if isinstance(each, HeadersReceived) and not self.answer.done():
                self.answer.set_result(dict(each.headers)[b":status"].decode())


async def main(address: str, host: str, authority: str, path: str) -> None:
    configuration = QuicConfiguration(is_client=True, alpn_protocols=H3_ALPN, server_name=host)
    configuration.load_verify_locations(authority)
    async with connect(address, 443, configuration=configuration, create_protocol=Asking) as connection:
        status = await connection.ask(host, path)  # type: ignore[attr-defined]
        certificate = connection._quic.tls._peer_certificate
        print(status, certificate.issuer.rfc4514_string() if certificate else "")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
