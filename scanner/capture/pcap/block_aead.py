"""Opens what GCM or CCM sealed with block ciphers other than AES: Camellia, ARIA, SM4.

Theory. Both modes need no more of a cipher than that it encrypts blocks, so the key stream of a record is one call.
The hash of GCM (NIST SP 800-38D §6.4) multiplies by one value in GF(2^128); a table of what each byte adds makes that
sixteen look-ups a block. Some megabytes a second are enough for suites that hardly anybody uses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

Encrypt = Callable[[bytes], bytes]
"""Encrypts whole blocks, each for itself."""
Decrypt = Callable[[bytes, bytes, bytes], bytes]
"""From nonce, sealed data with their tag, and associated data to the plain data; raises ``InvalidTag``."""

_BLOCK = 16
_REDUCTION = 0xE1 << 120


def blocks_of(cipher: str, key: bytes) -> Encrypt:
    """The block cipher ``CAMELLIA``, ``ARIA`` or ``SM4`` under a key."""
    if cipher == "ARIA":
        from .aria import Aria

        return Aria(key).encrypt
    if cipher == "SM4":
        return Cipher(algorithms.SM4(key), modes.ECB()).encryptor().update
    from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit

    camellia = getattr(decrepit, "Camellia", None) or algorithms.Camellia
    return Cipher(camellia(key), modes.ECB()).encryptor().update


def gcm(encrypt: Encrypt) -> Decrypt:
    """GCM with nonces of 12 bytes and tags of 16 (NIST SP 800-38D)."""
    table = _products(int.from_bytes(encrypt(bytes(_BLOCK)), "big"))

    def opened(nonce: bytes, sealed: bytes, associated: bytes) -> bytes:
        data, tag = _parted(sealed, _BLOCK)
        stream = encrypt(b"".join([nonce + count.to_bytes(4, "big") for count in range(1, 2 + _blocks(data))]))
        sizes = (len(associated) * 8).to_bytes(8, "big") + (len(data) * 8).to_bytes(8, "big")
        if _sum(_hash(table, _padded(associated) + _padded(data) + sizes), stream[:_BLOCK]) != tag:
            raise InvalidTag
        return _sum(data, stream[_BLOCK:])

    return opened


def ccm(encrypt: Encrypt, tag_length: int) -> Decrypt:
    """CCM with nonces of 12 bytes, so lengths of 3 (RFC 3610, RFC 6655)."""

    def opened(nonce: bytes, sealed: bytes, associated: bytes) -> bytes:
        data, tag = _parted(sealed, tag_length)
        stream = encrypt(b"".join([b"\2" + nonce + count.to_bytes(3, "big") for count in range(1 + _blocks(data))]))
        plain = _sum(data, stream[_BLOCK:])
        flags = (64 if associated else 0) | (tag_length - 2) // 2 << 3 | 2
        first = bytes([flags]) + nonce + len(data).to_bytes(3, "big")
        said = _padded(len(associated).to_bytes(2, "big") + associated) if associated else b""
        state = bytes(_BLOCK)
        covered = first + said + _padded(plain)
        for at in range(0, len(covered), _BLOCK):
            state = encrypt(_sum(state, covered[at:at + _BLOCK]))
        if _sum(state[:tag_length], stream) != tag:
            raise InvalidTag
        return plain

    return opened


def _parted(sealed: bytes, tag_length: int) -> tuple[bytes, bytes]:
    if len(sealed) < tag_length:
        raise InvalidTag
    return sealed[:-tag_length], sealed[-tag_length:]


def _blocks(data: bytes) -> int:
    return -(-len(data) // _BLOCK)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _BLOCK)


def _sum(data: bytes, stream: bytes) -> bytes:
    """Each byte with that of the stream, which may be longer."""
    size = len(data)
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream[:size], "big")).to_bytes(size, "big")


def _hash(table: list[int], data: bytes) -> bytes:
    """GHASH of whole blocks, by Horner's rule, a byte at a time from the last."""
    state = 0
    remainders = _remainders()
    for at in range(0, len(data), _BLOCK):
        block = (state ^ int.from_bytes(data[at:at + _BLOCK], "big")).to_bytes(_BLOCK, "little")
        state = table[block[0]]
        for byte in block[1:]:
            state = state >> 8 ^ remainders[state & 0xFF] ^ table[byte]
    return state.to_bytes(_BLOCK, "big")


def _products(key: int) -> list[int]:
    """What each first byte of a block, times the key, comes to."""
    powers = [key]
    for _ in range(7):
        powers.append(_halved(powers[-1]))
    found = [0] * 256
    for byte in range(256):
        for bit in range(8):
            if byte & 0x80 >> bit:
                found[byte] ^= powers[bit]
    return found


@cache
def _remainders() -> list[int]:
    """What the eight bits that are shifted out come back as."""
    found = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = _halved(value)
        found.append(value)
    return found


def _halved(value: int) -> int:
    """Times x, in the order of bits of GCM."""
    return value >> 1 ^ (_REDUCTION if value & 1 else 0)
