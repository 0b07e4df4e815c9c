"""What goes over a connection as bytes: HTTP/1.1 by h11, TLS 1.3 by OpenSSL with HTTP/2 by h2 inside, in memory.

A dialogue is a sequence of turns, each the bytes that one side writes at once; a wire makes packets of them.
"""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.traffic import HOST, Call

Turn = tuple[bool, bytes]
"""Whether the client speaks, and what it says."""

_AT_ONCE = 8
"""Requests that an HTTP/2 client sends before it waits for the responses."""
_WINDOW = 1 << 24


def plain_http1(calls: Iterable[Call]) -> Iterator[Turn]:
    """Requests one after the other over one kept-alive connection."""
    import h11

    client, server = h11.Connection(h11.CLIENT), h11.Connection(h11.SERVER)
    for call in calls:
        headers = [("host", HOST), *call.request_headers]
        if call.request_body:
            headers.append(("content-length", str(len(call.request_body))))
        request = _sent(client, h11.Request(method=call.method, target=call.path, headers=headers))
        if call.request_body:
            request += _sent(client, h11.Data(data=call.request_body))
        request += _sent(client, h11.EndOfMessage())
        yield True, request
        server.receive_data(request)
        while not isinstance(server.next_event(), h11.EndOfMessage):
            pass
        length = ("transfer-encoding", "chunked") if call.chunked else ("content-length", str(len(call.response_body)))
        response = _sent(server, h11.Response(status_code=200, headers=[*call.response_headers, length]))
        step = 2048 if call.chunked else max(len(call.response_body), 1)
        for at in range(0, len(call.response_body), step):
            response += _sent(server, h11.Data(data=call.response_body[at:at + step]))
        response += _sent(server, h11.EndOfMessage())
        yield False, response
        client.receive_data(response)
        while not isinstance(client.next_event(), h11.EndOfMessage):
            pass
        client.start_next_cycle()
        server.start_next_cycle()


def _sent(connection: object, event: object) -> bytes:
    data = connection.send(event)  # type: ignore[attr-defined]
    assert isinstance(data, bytes)
    return data


def http2(calls: Iterable[Call]) -> Iterator[Turn]:
    """Several requests at a time over one connection; bodies of large responses take turns."""
    from h2.config import H2Configuration
    from h2.connection import H2Connection
    from h2.settings import SettingCodes

    client = H2Connection(H2Configuration(client_side=True, header_encoding=None))
    server = H2Connection(H2Configuration(client_side=False, header_encoding=None))
    for side in (client, server):
        side.local_settings = type(side.local_settings)(client=side is client, initial_values={
            **dict(side.local_settings), SettingCodes.INITIAL_WINDOW_SIZE: _WINDOW})
        side.initiate_connection()
        side.increment_flow_control_window(_WINDOW)

    def turn(from_client: bool) -> Turn:
        speaker, listener = (client, server) if from_client else (server, client)
        data = speaker.data_to_send()
        if data:
            listener.receive_data(data)
        return from_client, data

    yield turn(True)
    yield turn(False)
    supply = iter(calls)
    while batch := list(islice(supply, _AT_ONCE)):
        numbers = []
        for call in batch:
            number = client.get_next_available_stream_id()
            numbers.append(number)
            client.send_headers(number, [(":method", call.method), (":scheme", "https"), (":authority", HOST),
                                         (":path", call.path), *call.request_headers], end_stream=not call.request_body)
            if call.request_body:
                client.send_data(number, call.request_body, end_stream=True)
        yield turn(True)
        left = []
        for number, call in zip(numbers, batch, strict=True):
            server.send_headers(number, [(":status", "200"), *call.response_headers,
                                         ("content-length", str(len(call.response_body)))])
            left.append((number, call.response_body))
        yield turn(False)
        while left:
            again = []
            for number, body in left:
                server.send_data(number, body[:16384], end_stream=len(body) <= 16384)
                if len(body) > 16384:
                    again.append((number, body[16384:]))
            left = again
            yield turn(False)
        for side in (client, server):
            side.increment_flow_control_window(1 << 20)


class Certificate:
    """A self-signed certificate for the benchmark's host, and contexts of both sides that log their secrets."""

    def __init__(self, keylog: Path) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
        now = datetime.now(UTC)
        certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                       .serial_number(1).not_valid_before(now - timedelta(days=1))
                       .not_valid_after(now + timedelta(days=30))
                       .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
                       .sign(key, hashes.SHA256()))
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile() as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
            file.flush()
            self.server.load_cert_chain(file.name)
        self.client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.client.load_verify_locations(cadata=certificate.public_bytes(serialization.Encoding.DER))
        self.client.keylog_filename = str(keylog)
        for context in (self.client, self.server):
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.set_alpn_protocols(["h2", "http/1.1"])


def over_tls(turns: Iterable[Turn], certificate: Certificate) -> Iterator[Turn]:
    """The same dialogue through a TLS 1.3 connection."""
    pipes = [ssl.MemoryBIO() for _ in range(4)]
    client = certificate.client.wrap_bio(pipes[0], pipes[1], server_hostname=HOST)
    server = certificate.server.wrap_bio(pipes[2], pipes[3], server_side=True)

    def carried(from_client: bool) -> bytes:
        """What one side has written goes to the other."""
        data = pipes[1 if from_client else 3].read()
        pipes[2 if from_client else 0].write(data)
        return data

    finished = False
    while not finished:
        finished = True
        for from_client, side in ((True, client), (False, server)):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                finished = False
            data = carried(from_client)
            if data:
                yield from_client, data
    for from_client, data in turns:
        speaker, listener = (client, server) if from_client else (server, client)
        speaker.write(data)
        sealed = carried(from_client)
        left = len(data)
        while left:
            left -= len(listener.read(left))
        yield from_client, sealed
