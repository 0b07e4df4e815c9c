"""Opens TLS records: one opener per direction and key, for every record protection in use.

An opener is called with the sequence number, the five header bytes and the body of a record; it gives the plain
text (for TLS 1.3 with content type and padding) or raises ``Refused`` when the record was not made with its key.
"""

from __future__ import annotations

import hmac
import struct
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from .tls_keys import expand_label, prf10, prf12
from .tls_suites import Suite

Piece = bytes | memoryview
"""The body of a record: a copy, or where it lies in its stream."""
Opener = Callable[[int, bytes, Piece], bytes]


class Refused(ValueError):
    """The record does not open under this key and sequence number."""


def _aead(suite: Suite, key: bytes) -> Any:
    if suite.cipher not in ("AES", "CHACHA20"):
        from . import block_aead

        encrypt = block_aead.blocks_of(suite.cipher, key)
        slow = block_aead.gcm(encrypt) if suite.mode == "gcm" else block_aead.ccm(encrypt, 16)
        return lambda nonce, sealed, associated: slow(nonce, bytes(sealed), associated)
    if suite.mode == "gcm":
        return AESGCM(key).decrypt
    if suite.mode == "chacha":
        return ChaCha20Poly1305(key).decrypt
    return AESCCM(key, 8 if suite.mode == "ccm8" else 16).decrypt


def opener13(suite: Suite, secret: bytes) -> Opener:
    """TLS 1.3 (RFC 8446 §5.2): nonce from the sequence number, the header is authenticated."""
    decrypt = _aead(suite, expand_label(secret, b"key", suite.key_length, suite.hash))
    iv = int.from_bytes(expand_label(secret, b"iv", 12, suite.hash), "big")

    def opened(sequence: int, header: bytes, body: Piece) -> bytes:
        try:
            return decrypt((iv ^ sequence).to_bytes(12, "big"), body, header)  # type: ignore[no-any-return]
        except (InvalidTag, ValueError):
            raise Refused from None

    return opened


def openers12(suite: Suite, version: int, master: bytes, client_random: bytes, server_random: bytes,
              encrypt_then_mac: bool) -> tuple[Opener, Opener]:
    """TLS 1.0 to 1.2: the openers of client and server from one key block (RFC 5246 §6.3)."""
    key, mac = suite.key_length, suite.mac_length
    if suite.mode == "chacha":
        fixed = 12
    elif suite.mode == "cbc":
        fixed = suite.block if version < 0x0302 else 0
    else:
        fixed = 0 if suite.mac else 4
    need = 2 * (mac + key + fixed)
    seed = b"key expansion" + server_random + client_random
    block = prf10(master, seed, need) if version < 0x0303 else prf12(master, seed, need, suite.hash)
    sides: list[Opener] = []
    for side in (0, 1):
        start = side * mac
        mac_key = block[start:start + mac]
        start = 2 * mac + side * key
        cipher_key = block[start:start + key]
        start = 2 * (mac + key) + side * fixed
        iv = block[start:start + fixed]
        if suite.mode == "cbc":
            sides.append(ChainedCbc(suite, cipher_key, mac_key, iv, encrypt_then_mac) if fixed
                         else _cbc(suite, cipher_key, mac_key, encrypt_then_mac))
        elif suite.mode == "stream":
            sides.append(_rc4(suite, cipher_key, mac_key))
        elif suite.mode == "null":
            sides.append(_null(suite, mac_key))
        elif suite.mode == "chacha":
            sides.append(_chacha12(suite, cipher_key, iv))
        else:
            sides.append(_explicit12(suite, cipher_key, iv))
    return sides[0], sides[1]


def _explicit12(suite: Suite, key: bytes, salt: bytes) -> Opener:
    """GCM and CCM (RFC 5288, RFC 6655): eight bytes of the nonce are in the record."""
    decrypt = _aead(suite, key)
    tag = 8 if suite.mode == "ccm8" else 16
    pack = struct.Struct(">Q3sH").pack

    def opened(sequence: int, header: bytes, body: Piece) -> bytes:
        if len(body) < 8 + tag:
            raise Refused
        try:
            return decrypt(salt + body[:8], body[8:],  # type: ignore[no-any-return]
                           pack(sequence, header[:3], len(body) - 8 - tag))
        except (InvalidTag, ValueError):
            raise Refused from None

    return opened


def _chacha12(suite: Suite, key: bytes, salt: bytes) -> Opener:
    """ChaCha20-Poly1305 (RFC 7905): the nonce is made as in TLS 1.3."""
    decrypt = _aead(suite, key)
    iv = int.from_bytes(salt, "big")
    pack = struct.Struct(">Q3sH").pack

    def opened(sequence: int, header: bytes, body: Piece) -> bytes:
        if len(body) < 16:
            raise Refused
        try:
            return decrypt((iv ^ sequence).to_bytes(12, "big"), body,  # type: ignore[no-any-return]
                           pack(sequence, header[:3], len(body) - 16))
        except (InvalidTag, ValueError):
            raise Refused from None

    return opened


def _algorithm(suite: Suite, key: bytes) -> Any:
    """The block cipher of a CBC suite; old ones are kept apart in ``cryptography`` and may move there."""
    if suite.cipher == "AES":
        return algorithms.AES(key)
    from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit

    if suite.cipher in ("3DES", "DES"):
        return decrepit.TripleDES(key * 3 if suite.cipher == "DES" else key)  # three times the same key is DES
    name = {"CAMELLIA": "Camellia"}.get(suite.cipher, suite.cipher)
    return getattr(decrepit if hasattr(decrepit, name) else algorithms, name)(key)


def _unsealed(suite: Suite, algorithm: Any, vector: bytes, sealed: bytes) -> bytes:
    """The plain text of CBC blocks without their padding."""
    size = suite.block
    if len(vector) < size or len(sealed) < size or len(sealed) % size:
        raise Refused
    decryptor = Cipher(algorithm, modes.CBC(vector)).decryptor()
    plain = decryptor.update(sealed) + decryptor.finalize()
    end = len(plain) - 1 - plain[-1]
    if end < 0:
        raise Refused
    return plain[:end]


def _cbc(suite: Suite, key: bytes, mac_key: bytes, encrypt_then_mac: bool) -> Opener:
    """CBC with HMAC, either order (RFC 5246 §6.2.3.2, RFC 7366); each record begins with its vector."""
    algorithm, size = _algorithm(suite, key), suite.block

    def opened(sequence: int, header: bytes, body: Piece) -> bytes:
        body = bytes(body)
        if encrypt_then_mac:
            sealed = _checked(suite, mac_key, sequence, header, body)
            return _unsealed(suite, algorithm, sealed[:size], sealed[size:])
        return _checked(suite, mac_key, sequence, header, _unsealed(suite, algorithm, body[:size], body[size:]))

    return opened


class ChainedCbc:
    """CBC of TLS 1.0: the vector of a record is the last cipher block before it (RFC 2246 §6.2.3.2).

    It is taken from the captured stream, so that records behind a gap open as well.
    """

    def __init__(self, suite: Suite, key: bytes, mac_key: bytes, first: bytes, encrypt_then_mac: bool) -> None:
        self._suite, self._mac_key, self._first = suite, mac_key, first
        self._algorithm = _algorithm(suite, key)
        self._mac_after = suite.mac_length if encrypt_then_mac else 0
        self._before = b""

    @property
    def reach(self) -> int:
        """How many bytes before a record are of interest."""
        return self._suite.block + self._mac_after

    def follow(self, before: bytes) -> None:
        """Say what was captured before the record that is opened next; nothing when it follows a gap."""
        self._before = before

    def __call__(self, sequence: int, header: bytes, body: Piece) -> bytes:
        """The plain text of a record."""
        suite, body = self._suite, bytes(body)
        vector = self._before[-self.reach:][:suite.block] if sequence else self._first
        if self._mac_after:
            sealed = _checked(suite, self._mac_key, sequence, header, body)
            return _unsealed(suite, self._algorithm, vector, sealed)
        return _checked(suite, self._mac_key, sequence, header, _unsealed(suite, self._algorithm, vector, body))


def _rc4(suite: Suite, key: bytes, mac_key: bytes) -> Opener:
    """RC4 with HMAC: one key stream for all records, so they open in order only; a refused one uses none of it."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4

    encryptor = Cipher(ARC4(key), None).encryptor()
    stream = b""

    def opened(sequence: int, header: bytes, body: Piece) -> bytes:
        nonlocal stream
        size = len(body)
        if len(stream) < size:
            stream += encryptor.update(bytes(max(size - len(stream), 1 << 15)))
        plain = (int.from_bytes(body, "big") ^ int.from_bytes(stream[:size], "big")).to_bytes(size, "big")
        text = _checked(suite, mac_key, sequence, header, plain)
        stream = stream[size:]
        return text

    return opened


def _null(suite: Suite, mac_key: bytes) -> Opener:
    """Records that are authenticated and not encrypted."""
    return lambda sequence, header, body: _checked(suite, mac_key, sequence, header, bytes(body))


def _checked(suite: Suite, mac_key: bytes, sequence: int, header: bytes, plain: bytes) -> bytes:
    """The content before its MAC, when that fits."""
    end = len(plain) - suite.mac_length
    if end < 0 or hmac.digest(mac_key, _covered(sequence, header, plain[:end]), suite.mac) != plain[end:]:
        raise Refused
    return plain[:end]


def _covered(sequence: int, header: bytes, data: bytes) -> bytes:
    return sequence.to_bytes(8, "big") + header[:3] + len(data).to_bytes(2, "big") + data
