"""What both directions of a TLS connection share: the hellos, the secrets, the keys made of them."""

from __future__ import annotations

from scanner.model import Gap, Tls

from . import tls_hello as hello_reader
from .keylog import KeyLog, Secrets
from .tls_ciphers import Opener, openers12
from .tls_hello import Hello, HelloError
from .tls_keys import master_secret
from .tls_suites import SUITES, Suite

_VERSIONS = {0x0300: "SSLv3", 0x0301: "TLSv1.0", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}

_MAX_FLIGHTS, _MAX_FLIGHT = 64, 1 << 18


class Unreadable(Exception):
    """The session cannot be opened."""

    def __init__(self, gap: Gap, detail: str = "") -> None:
        super().__init__(detail)
        self.gap = gap
        self.detail = detail


class Handshake:
    """Filled by both directions as they are read; a TLS 1.2 connection may have several handshakes (epochs)."""

    def __init__(self, keylog: KeyLog) -> None:
        self.keylog = keylog
        self.client_hellos: list[Hello] = []
        self.server_hellos: list[Hello] = []
        self.retried = False
        self.alpn = ""
        self.early_accepted = False
        self._epochs: list[tuple[Opener, Opener]] = []
        self._masters: list[bytes] = []
        self._tickets: list[bytes] = []
        self._flights: dict[tuple[bool, int], bytearray] = {}
        self._exchanges: dict[int, bytes] = {}

    def facts(self) -> Tls:
        """What is known of the session for the exchanges it carried."""
        client = self.client_hellos[0] if self.client_hellos else Hello()
        if not self.server_hellos:
            return Tls(sni=client.sni)
        server = self.server_hellos[0]
        suite = SUITES.get(server.suites[0])
        name = suite.name if suite else f"0x{server.suites[0]:04X}"
        return Tls(_VERSIONS.get(server.version, ""), name, client.sni, server.alpn or self.alpn)

    def ready(self, epoch: int) -> bool:
        """Whether both hellos that make this set of keys were read."""
        return len(self.client_hellos) > epoch and len(self.server_hellos) > epoch

    @property
    def version(self) -> int:
        """The version that the server chose."""
        return self.server_hellos[0].version

    def secrets(self, epoch: int) -> Secrets:
        """The logged secrets of the n-th handshake."""
        secrets = self.keylog.find(self.client_hellos[epoch].random)
        if secrets is None:
            raise Unreadable(Gap.TLS_NO_KEY)
        return secrets

    def suite(self, epoch: int) -> Suite:
        """The cipher suite of the n-th handshake."""
        number = self.server_hellos[epoch].suites[0]
        suite = SUITES.get(number)
        if suite is None:
            raise Unreadable(Gap.TLS_UNSUPPORTED, f"cipher suite 0x{number:04X}")
        return suite

    def keys12(self, epoch: int) -> tuple[Opener, Opener]:
        """The openers of client and server for the n-th handshake of a TLS 1.2 connection."""
        while len(self._epochs) <= epoch:
            number = len(self._epochs)
            client, server = self.client_hellos[number], self.server_hellos[number]
            master = self._master(number)
            if master is None:
                raise Unreadable(Gap.TLS_NO_KEY)
            if server.compression:
                raise Unreadable(Gap.TLS_UNSUPPORTED, "compressed records")
            if not 0x0301 <= server.version <= 0x0303:
                raise Unreadable(Gap.TLS_UNSUPPORTED, _VERSIONS.get(server.version, "unknown version"))
            for session in (server.session, *self._tickets):
                self.keylog.remember(session, master)
            self._tickets.clear()
            self._masters.append(master)
            self._epochs.append(openers12(self.suite(number), server.version, master, client.random, server.random,
                                         server.encrypt_then_mac))
        return self._epochs[epoch]

    def _master(self, epoch: int) -> bytes | None:
        """The master secret: logged, made from a logged premaster secret, or that of the session taken up again."""
        client, server = self.client_hellos[epoch], self.server_hellos[epoch]
        master = (self.keylog.find(client.random) or {}).get("CLIENT_RANDOM")
        if master is not None:
            return master
        exchange = self._exchanges.get(epoch, b"")
        premaster = self.keylog.premaster(client.random, exchange[2:]) if exchange else None
        if premaster is None and exchange:
            return None
        if premaster is None:
            session = client.session if client.session == server.session else b""
            return self.keylog.resumed(session, client.ticket)
        transcript = b""
        if server.extended_master:
            said = self._flights.get((True, epoch), b""), self._flights.get((False, epoch), b"")
            size = 4 + int.from_bytes(said[0][1:4], "big")
            transcript = bytes(said[0][:size] + said[1] + said[0][size:])
        return master_secret(server.version, self.suite(epoch).hash, premaster, client.random + server.random,
                             transcript)

    def _collect(self, kind: int, body: bytes, is_client: bool) -> None:
        """Keep what master secrets are made of: the messages up to ClientKeyExchange, and tickets."""
        epoch = len(self.client_hellos if is_client else self.server_hellos) - 1
        if epoch < 0:
            return
        if kind == hello_reader.NEW_SESSION_TICKET and not is_client and self.version < 0x0304:
            ticket = body[6:]
            if len(self._masters) > epoch:
                self.keylog.remember(ticket, self._masters[epoch])
            else:
                self._tickets.append(ticket)
        if kind == hello_reader.CLIENT_KEY_EXCHANGE and is_client:
            self._exchanges[epoch] = body
        if not self.keylog.has_premasters or len(self._flights) > _MAX_FLIGHTS:
            return
        if kind in (hello_reader.CLIENT_HELLO, hello_reader.SERVER_HELLO):
            self._flights[is_client, epoch] = bytearray()
        flight = self._flights.get((is_client, epoch))
        closed = kind in (hello_reader.NEW_SESSION_TICKET, hello_reader.FINISHED) or (
            is_client and epoch in self._exchanges and kind != hello_reader.CLIENT_KEY_EXCHANGE)
        if flight is not None and not closed and len(flight) < _MAX_FLIGHT:
            flight += bytes([kind]) + len(body).to_bytes(3, "big") + body

    def heard(self, kind: int, body: bytes, is_client: bool, is_clear: bool) -> None:
        """Take note of a handshake message that decides about keys."""
        try:
            if kind == hello_reader.CLIENT_HELLO and is_client:
                hello = hello_reader.client_hello(body)
                if self.client_hellos and is_clear:
                    self.client_hellos[-1] = hello  # after a HelloRetryRequest, with the same random
                else:
                    self.client_hellos.append(hello)
            elif kind == hello_reader.SERVER_HELLO and not is_client:
                hello = hello_reader.server_hello(body)
                if hello.random == hello_reader.RETRY_RANDOM:
                    self.retried = True
                else:
                    self.server_hellos.append(hello)
            elif kind == hello_reader.ENCRYPTED_EXTENSIONS and not is_client:
                extensions = hello_reader.encrypted_extensions(body)
                self.alpn = extensions.alpn
                self.early_accepted = extensions.early_data
            self._collect(kind, body, is_client)
        except HelloError:
            raise Unreadable(Gap.TLS_DAMAGED, "handshake message") from None
