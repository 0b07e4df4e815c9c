"""Key schedules: HKDF of TLS 1.3 (RFC 8446 §7), the PRF of TLS 1.2 (RFC 5246 §5) and of 1.0/1.1 (RFC 2246 §5)."""

from __future__ import annotations

import hashlib
import hmac


def expand_label(secret: bytes, label: bytes, length: int, digest: str) -> bytes:
    """HKDF-Expand-Label with an empty context."""
    full = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes([len(full)]) + full + b"\0"
    found = block = b""
    counter = 1
    while len(found) < length:
        block = hmac.digest(secret, block + info + bytes([counter]), digest)
        found += block
        counter += 1
    return found[:length]


def next_secret(secret: bytes, digest: str) -> bytes:
    """The traffic secret after a KeyUpdate."""
    return expand_label(secret, b"traffic upd", len(secret), digest)


def extract(salt: bytes, secret: bytes, digest: str) -> bytes:
    """HKDF-Extract."""
    return hmac.digest(salt, secret, digest)


def _p_hash(secret: bytes, seed: bytes, length: int, digest: str) -> bytes:
    found, step = b"", seed
    while len(found) < length:
        step = hmac.digest(secret, step, digest)
        found += hmac.digest(secret, step + seed, digest)
    return found[:length]


def prf12(secret: bytes, seed: bytes, length: int, digest: str) -> bytes:
    """The PRF of TLS 1.2 with the hash of the cipher suite."""
    return _p_hash(secret, seed, length, digest)


def prf10(secret: bytes, seed: bytes, length: int) -> bytes:
    """The PRF of TLS 1.0 and 1.1: MD5 over one half of the secret, SHA-1 over the other."""
    half = (len(secret) + 1) // 2
    left = _p_hash(secret[:half], seed, length, "md5")
    right = _p_hash(secret[-half:], seed, length, "sha1")
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def master_secret(version: int, digest: str, premaster: bytes, randoms: bytes, transcript: bytes = b"") -> bytes:
    """The master secret of TLS 1.0 to 1.2, from client and server random (RFC 5246 §8.1).

    With the handshake messages up to ClientKeyExchange it is the extended one (RFC 7627 §4).
    """
    label, seed = b"master secret", randoms
    if transcript:
        label = b"extended master secret"
        if version < 0x0303:
            seed = hashlib.md5(transcript, usedforsecurity=False).digest() + hashlib.sha1(
                transcript, usedforsecurity=False).digest()
        else:
            seed = hashlib.new(digest, transcript).digest()
    return prf10(premaster, label + seed, 48) if version < 0x0303 else prf12(premaster, label + seed, 48, digest)
