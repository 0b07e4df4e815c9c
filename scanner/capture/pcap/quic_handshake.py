"""Follows the TLS handshake in the CRYPTO frames of a QUIC connection as far as keys and facts need it (RFC 9001 §4).

Read are the ClientHello (server name, client random), the ServerHello (cipher suite) and the EncryptedExtensions
(application protocol, whether early data was accepted, the preferred address of the server).
"""

from __future__ import annotations

from scanner.model import Tls

from . import tls_hello
from .context import HELLO_HINT
from .quic_packets import MAX_ID, Cut, varint
from .tls_hello import Hello, HelloError
from .tls_suites import SUITES

_MAX_BYTES = 1 << 17
_OVERHEAD = 100
"""What a piece counts besides its bytes, so that there are not too many to sort."""
_PROTOCOLS = (b"h3", b"h3-29", b"hq-interop", b"doq", b"smb", b"webrtc")
"""Application protocols over QUIC by their registered names, as they are named in notes."""
_PARAMETERS = 0x39
_PREFERRED_ADDRESS = 0x0D
_ADDRESSES = 4 + 2 + 16 + 2


class _Messages:
    """One direction at one level: bytes by offset, then whole handshake messages."""

    def __init__(self) -> None:
        self._pieces: dict[int, bytes] = {}
        self._data = bytearray()
        self._at = 0
        self._size = 0

    def add(self, offset: int, data: bytes) -> list[tuple[int, bytes]]:
        """Take a CRYPTO frame; returns the messages that became whole, as type and body."""
        if offset + len(data) <= len(self._data) or len(data) <= len(self._pieces.get(offset, b"")):
            return []
        self._size += len(data) + _OVERHEAD
        if self._size > _MAX_BYTES:
            return []
        self._pieces[offset] = data
        moved = True
        while moved:
            moved = False
            for start in sorted(self._pieces):
                if start > len(self._data):
                    break
                piece = self._pieces.pop(start)
                if start + len(piece) > len(self._data):
                    self._data += piece[len(self._data) - start:]
                    moved = True
        found = []
        while len(self._data) >= self._at + 4:
            end = self._at + 4 + int.from_bytes(self._data[self._at + 1:self._at + 4], "big")
            if end > len(self._data):
                break
            found.append((self._data[self._at], bytes(self._data[self._at + 4:end])))
            self._at = end
        return found


class QuicHandshake:
    """What is known of the TLS session of a connection."""

    def __init__(self) -> None:
        self.client: Hello | None = None
        self.server: Hello | None = None
        self.extensions: Hello | None = None
        self.suite = 0
        self.preferred_id = b""
        """A connection id that the server gave with its preferred address (RFC 9000 §9.6)."""
        self._levels: dict[tuple[int, int], _Messages] = {}

    def add(self, side: int, level: int, offset: int, data: bytes) -> None:
        """Take a CRYPTO frame of a sender (0 the client) at the level of a packet type."""
        messages = self._levels.setdefault((side, level), _Messages())
        for kind, body in messages.add(offset, data):
            try:
                self._heard(side, kind, body)
            except HelloError:
                continue

    def facts(self) -> Tls:
        """For the exchanges of the connection."""
        suite = SUITES.get(self.suite)
        sni = self.client.sni if self.client is not None else ""
        return Tls("TLSv1.3", suite.name if suite is not None else "", sni, self.alpn)

    @property
    def hint(self) -> str:
        """What the hello tells of a connection that cannot be opened, in fixed words."""
        if self.client is None:
            return ""
        names = [name.decode() for name in _PROTOCOLS if name in self.client.offers]
        hint = HELLO_HINT + (", ".join(names) or "other")
        return f"{hint}; the name may be that of a front (Encrypted Client Hello)" if self.client.hidden else hint

    @property
    def alpn(self) -> str:
        """The application protocol that the server chose; empty when that was not seen."""
        return self.extensions.alpn if self.extensions is not None else ""

    def _heard(self, side: int, kind: int, body: bytes) -> None:
        if side == 0 and kind == tls_hello.CLIENT_HELLO:
            self.client = tls_hello.client_hello(body)
        elif side == 1 and kind == tls_hello.SERVER_HELLO:
            hello = tls_hello.server_hello(body)
            if hello.random != tls_hello.RETRY_RANDOM:
                self.server = hello
                self.suite = hello.suites[0]
        elif side == 1 and kind == tls_hello.ENCRYPTED_EXTENSIONS:
            self.extensions = tls_hello.encrypted_extensions(body)
            self.preferred_id = _preferred_id(body)


def _preferred_id(extensions: bytes) -> bytes:
    """The connection id in the preferred_address transport parameter (RFC 9000 §18.2), empty without one."""
    at = 2
    while at + 4 <= len(extensions):
        kind, size = int.from_bytes(extensions[at:at + 2], "big"), int.from_bytes(extensions[at + 2:at + 4], "big")
        at += 4
        if kind == _PARAMETERS:
            return _parameter(extensions[at:at + size])
        at += size
    return b""


def _parameter(parameters: bytes) -> bytes:
    at = 0
    try:
        while at < len(parameters):
            name, at = varint(parameters, at)
            length, at = varint(parameters, at)
            if name == _PREFERRED_ADDRESS and length > _ADDRESSES:
                value = parameters[at + _ADDRESSES:at + length]
                return value[1:1 + min(value[0], MAX_ID)]
            at += length
    except (Cut, IndexError):
        return b""
    return b""
