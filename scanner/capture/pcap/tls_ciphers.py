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

Opener = Callable[[int, bytes, bytes], bytes]


class Refused(ValueError):
    """The record does not open under this key and sequence number."""


def _aead(suite: Suite, key: bytes) -> Any:
    if suite.mode == "gcm":
        return AESGCM(key).decrypt
    if suite.mode == "chacha":
        return ChaCha20Poly1305(key).decrypt
    return AESCCM(key, 8 if suite.mode == "ccm8" else 16).decrypt


def opener13(suite: Suite, secret: bytes) -> Opener:
    """TLS 1.3 (RFC 8446 §5.2): nonce from the sequence number, the header is authenticated."""
    decrypt = _aead(suite, expand_label(secret, b"key", suite.key_length, suite.hash))
    iv = int.from_bytes(expand_label(secret, b"iv", 12, suite.hash), "big")

    def opened(sequence: int, header: bytes, body: bytes) -> bytes:
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
        fixed = _block(suite) if version < 0x0302 else 0
    else:
        fixed = 4
    need = 2 * (mac + key + fixed)
    seed = b"key expansion" + server_random + client_random
    block = prf10(master, seed, need) if version < 0x0303 else prf12(master, seed, need, suite.hash)
    sides = []
    for side in (0, 1):
        start = side * mac
        mac_key = block[start:start + mac]
        start = 2 * mac + side * key
        cipher_key = block[start:start + key]
        start = 2 * (mac + key) + side * fixed
        iv = block[start:start + fixed]
        if suite.mode == "cbc":
            sides.append(_cbc(suite, cipher_key, mac_key, iv, encrypt_then_mac))
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

    def opened(sequence: int, header: bytes, body: bytes) -> bytes:
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

    def opened(sequence: int, header: bytes, body: bytes) -> bytes:
        if len(body) < 16:
            raise Refused
        try:
            return decrypt((iv ^ sequence).to_bytes(12, "big"), body,  # type: ignore[no-any-return]
                           pack(sequence, header[:3], len(body) - 16))
        except (InvalidTag, ValueError):
            raise Refused from None

    return opened


def _block(suite: Suite) -> int:
    return 8 if suite.cipher == "3DES" else 16


def _cbc(suite: Suite, key: bytes, mac_key: bytes, iv: bytes, encrypt_then_mac: bool) -> Opener:
    """CBC with HMAC, either order (RFC 5246 §6.2.3.2, RFC 7366); ``iv`` chains records in TLS 1.0 only."""
    if suite.cipher == "3DES":
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES

        algorithm: Any = TripleDES(key)
    else:
        algorithm = algorithms.AES(key)
    size, mac_size, digest = _block(suite), suite.mac_length, suite.mac
    chained = iv

    def opened(sequence: int, header: bytes, body: bytes) -> bytes:
        nonlocal chained
        given = b""
        if encrypt_then_mac:
            if len(body) < mac_size:
                raise Refused
            body, given = body[:-mac_size], body[-mac_size:]
            if hmac.digest(mac_key, _covered(sequence, header, body), digest) != given:
                raise Refused
        before = chained
        if chained:
            start = 0
        else:
            before, start = body[:size], size
        if len(body) - start < size or (len(body) - start) % size:
            raise Refused
        decryptor = Cipher(algorithm, modes.CBC(before)).decryptor()
        plain = decryptor.update(body[start:]) + decryptor.finalize()
        end = len(plain) - 1 - plain[-1]
        if end < (0 if encrypt_then_mac else mac_size):
            raise Refused
        if not encrypt_then_mac:
            end -= mac_size
            given = plain[end:end + mac_size]
            if hmac.digest(mac_key, _covered(sequence, header, plain[:end]), digest) != given:
                raise Refused
        if chained:
            chained = body[-size:]
        return plain[:end]

    return opened


def _covered(sequence: int, header: bytes, data: bytes) -> bytes:
    return sequence.to_bytes(8, "big") + header[:3] + len(data).to_bytes(2, "big") + data
