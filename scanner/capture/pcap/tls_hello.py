"""Reads ClientHello, ServerHello and EncryptedExtensions: what decides how a TLS session is protected."""

from __future__ import annotations

from dataclasses import dataclass, field

RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a HelloRetryRequest (RFC 8446 §4.1.3)."""

CLIENT_HELLO, SERVER_HELLO, NEW_SESSION_TICKET, END_OF_EARLY_DATA, ENCRYPTED_EXTENSIONS = 1, 2, 4, 5, 8
SERVER_HELLO_DONE, CLIENT_KEY_EXCHANGE, FINISHED, KEY_UPDATE = 14, 16, 20, 24
_SNI, _ALPN, _ENCRYPT_THEN_MAC, _EXTENDED_MASTER, _TICKET, _EARLY_DATA, _VERSIONS, _ECH = (
    0, 16, 22, 23, 35, 42, 43, 0xFE0D)


@dataclass(slots=True, eq=False, repr=False)
class Hello:
    """A hello message; lists hold what is offered (client) or the one thing chosen (server)."""

    version: int = 0
    random: bytes = b""
    suites: list[int] = field(default_factory=list)
    compression: int = 0
    sni: str = ""
    alpn: str = ""
    offers: list[bytes] = field(default_factory=list)
    """All application protocols of the list."""
    encrypt_then_mac: bool = False
    early_data: bool = False
    extended_master: bool = False
    session: bytes = b""
    """The session id."""
    ticket: bytes = b""
    hidden: bool = False
    """The hello holds an encrypted one (ECH), or a stand-in that cannot be told from it."""


class HelloError(ValueError):
    """A hello message that does not hold together."""


def _u16(data: bytes, at: int) -> int:
    return data[at] << 8 | data[at + 1]


def client_hello(body: bytes) -> Hello:
    """Parse the body of a ClientHello (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2)."""
    try:
        hello = Hello(_u16(body, 0), body[2:34])
        at = 35 + body[34]
        hello.session = body[35:at]
        count = _u16(body, at)
        hello.suites = [_u16(body, place) for place in range(at + 2, at + 2 + count - 1, 2)]
        at += 2 + count
        at += 1 + body[at]
        _extensions(hello, body, at)
    except IndexError as error:
        raise HelloError("cut hello") from error
    return hello


def server_hello(body: bytes) -> Hello:
    """Parse the body of a ServerHello."""
    try:
        hello = Hello(_u16(body, 0), body[2:34])
        at = 35 + body[34]
        hello.session = body[35:at]
        hello.suites = [_u16(body, at)]
        hello.compression = body[at + 2]
        _extensions(hello, body, at + 3)
    except IndexError as error:
        raise HelloError("cut hello") from error
    return hello


def encrypted_extensions(body: bytes) -> Hello:
    """Parse EncryptedExtensions: the chosen application protocol, and whether early data was accepted."""
    hello = Hello()
    try:
        _extensions(hello, body, 0)
    except IndexError as error:
        raise HelloError("cut extensions") from error
    return hello


def _extensions(hello: Hello, body: bytes, at: int) -> None:
    if at + 2 > len(body):
        return
    end = min(at + 2 + _u16(body, at), len(body))
    at += 2
    while at + 4 <= end:
        kind, size = _u16(body, at), _u16(body, at + 2)
        value = body[at + 4:at + 4 + size]
        if kind == _SNI and size > 5:
            hello.sni = host_name(value[5:5 + _u16(value, 3)])
        elif kind == _ALPN and size > 3:
            hello.alpn = value[3:3 + value[2]].decode("latin-1")
            hello.offers = _protocols(value[2:])
        elif kind == _ENCRYPT_THEN_MAC:
            hello.encrypt_then_mac = True
        elif kind == _EXTENDED_MASTER:
            hello.extended_master = True
        elif kind == _TICKET:
            hello.ticket = value
        elif kind == _ECH:
            hello.hidden = True
        elif kind == _EARLY_DATA:
            hello.early_data = True
        elif kind == _VERSIONS and size == 2:
            hello.version = _u16(value, 0)
        at += 4 + size


def _protocols(value: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(value):
        found.append(value[at + 1:at + 1 + value[at]])
        at += 1 + value[at]
    return found


def host_name(raw: bytes) -> str:
    """A server name as text; what cannot be one is left out."""
    text = raw.decode("ascii", "replace").lower().partition(":")[0].rstrip(".")
    return text if len(text) < 254 and all(letter.isalnum() or letter in "-._" for letter in text) else ""
