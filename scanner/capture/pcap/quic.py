"""Recognises QUIC and reads the server name from its Initial packets, which are protected with public keys.

RFC 9000 §17.2, RFC 9001 §5, RFC 9369. The rest of a QUIC connection is not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .tls_hello import CLIENT_HELLO, HelloError, client_hello
from .tls_keys import expand_label, extract


@dataclass(frozen=True, slots=True)
class _Version:
    salt: bytes
    initial: int
    """Packet type bits of an Initial packet."""
    label: bytes


VERSIONS = {
    1: _Version(bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), 0, b"quic "),
    0x6B3343CF: _Version(bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"), 1, b"quicv2 "),
    0xFF00001D: _Version(bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899"), 0, b"quic "),
}
"""The versions whose Initial packets are opened: 1, 2 and draft 29."""

_MAX_PACKETS = 16
_MAX_HELLO = 1 << 16


class _Cut(ValueError):
    """The packet ends too early or does not open."""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise _Cut
    width = 1 << (data[at] >> 6)
    if at + width > len(data):
        raise _Cut
    return int.from_bytes(data[at:at + width], "big") & (1 << 8 * width - 2) - 1, at + width


def server_name(packets: Iterable[bytes]) -> str:
    """The SNI in the ClientHello of the first datagrams of a connection; empty when it cannot be read."""
    pieces: dict[int, bytes] = {}
    first_id: bytes | None = None
    for count, packet in enumerate(packets):
        if count >= _MAX_PACKETS:
            break
        try:
            destination, crypto = _initial(packet, first_id)
        except _Cut:
            continue
        first_id = first_id or destination
        pieces.update(crypto)
        name = _name(pieces)
        if name:
            return name
    return ""


def _name(pieces: dict[int, bytes]) -> str:
    hello = b""
    for offset in sorted(pieces):
        if offset > len(hello) or len(hello) > _MAX_HELLO:
            break
        hello += pieces[offset][len(hello) - offset:]
    if len(hello) < 4 or hello[0] != CLIENT_HELLO or len(hello) < 4 + int.from_bytes(hello[1:4], "big"):
        return ""
    try:
        return client_hello(hello[4:]).sni
    except HelloError:
        return ""


def _initial(packet: bytes, first_id: bytes | None) -> tuple[bytes, dict[int, bytes]]:
    """Destination connection id and CRYPTO data of a client's Initial packet."""
    if len(packet) < 7 or not packet[0] & 0x80:
        raise _Cut
    version = VERSIONS.get(int.from_bytes(packet[1:5], "big"))
    if version is None or packet[0] >> 4 & 3 != version.initial:
        raise _Cut
    at = 6 + packet[5]
    destination = packet[6:at]
    if at >= len(packet):
        raise _Cut
    at += 1 + packet[at]
    token, at = _varint(packet, at)
    length, at = _varint(packet, at + token)
    end = at + length
    if end > len(packet):
        raise _Cut
    for connection in {first_id or destination: 0, destination: 0}:
        plain = _open(packet, at, end, version, connection)
        if plain is not None:
            return destination, _crypto(plain)
    raise _Cut


def _open(packet: bytes, at: int, end: int, version: _Version, connection: bytes) -> bytes | None:
    """Remove header protection and decrypt with the client's Initial key (RFC 9001 §5.2 to §5.4)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = expand_label(extract(version.salt, connection, "sha256"), b"client in", 32, "sha256")
    key = expand_label(secret, version.label + b"key", 16, "sha256")
    iv = int.from_bytes(expand_label(secret, version.label + b"iv", 12, "sha256"), "big")
    protection = expand_label(secret, version.label + b"hp", 16, "sha256")
    sample = packet[at + 4:at + 20]
    if len(sample) < 16:
        return None
    mask = Cipher(algorithms.AES(protection), modes.ECB()).encryptor().update(sample)
    first = packet[0] ^ mask[0] & 0x0F
    width = (first & 3) + 1
    number = bytes(a ^ b for a, b in zip(packet[at:at + width], mask[1:], strict=False))
    header = bytes([first]) + packet[1:at] + number
    try:
        return AESGCM(key).decrypt((iv ^ int.from_bytes(number, "big")).to_bytes(12, "big"),
                                   packet[at + width:end], header)
    except (InvalidTag, ValueError):
        return None


def _crypto(plain: bytes) -> dict[int, bytes]:
    """The CRYPTO frames of a packet; ACK, PING and PADDING are stepped over."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(plain):
        kind = plain[at]
        at += 1
        if kind in (0, 1):
            continue
        if kind == 6:
            offset, at = _varint(plain, at)
            length, at = _varint(plain, at)
            found[offset] = plain[at:at + length]
            at += length
        elif kind in (2, 3):
            _, at = _varint(plain, at)
            _, at = _varint(plain, at)
            ranges, at = _varint(plain, at)
            for _ in range(min(2 * ranges + 1 + 3 * (kind == 3), len(plain))):
                _, at = _varint(plain, at)
        else:
            break
    return found
