"""Keys of QUIC packets: derivation, header protection, opening (RFC 9001 §5 and §6, RFC 9369 §3.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from .columns import Bytes
from .quic_masks import chacha_masks
from .quic_packets import VERSIONS, Long, full_number
from .tls_keys import expand_label, extract

TAG = 16
"""Bytes of the authentication tag of every packet."""
SAMPLE = 16
"""Bytes that header protection samples, from four bytes behind the start of the packet number."""

_FEW = 256
"""Below this many samples a cipher object for each is faster than columns."""



@dataclass(frozen=True, slots=True)
class _Suite:
    aead: type[AESGCM | AESCCM | ChaCha20Poly1305]
    key_length: int
    hash: str


_SUITES = {
    0x1301: _Suite(AESGCM, 16, "sha256"), 0x1302: _Suite(AESGCM, 32, "sha384"),
    0x1303: _Suite(ChaCha20Poly1305, 32, "sha256"), 0x1304: _Suite(AESCCM, 16, "sha256"),
}
INITIAL_SUITE = 0x1301


def suites_for(secret: bytes) -> tuple[int, ...]:
    """The cipher suites whose traffic secrets have this length, the likelier first."""
    return tuple(number for number in (0x1301, 0x1303, 0x1302, 0x1304)
                 if len(secret) == (48 if _SUITES[number].hash == "sha384" else 32))


class Keys:
    """What protects the packets of one sender at one level and key phase."""

    __slots__ = ("_decrypt", "_ecb", "header_key", "iv", "secret", "suite", "version")

    def __init__(self, suite: int, secret: bytes, version: int, header_key: bytes = b"") -> None:
        form, label = _SUITES[suite], VERSIONS[version].label
        self.suite, self.secret, self.version = suite, secret, version
        self.iv = int.from_bytes(expand_label(secret, label + b"iv", 12, form.hash), "big")
        aead = form.aead(expand_label(secret, label + b"key", form.key_length, form.hash))
        self._decrypt: Callable[..., bytes] = aead.decrypt
        self.header_key = header_key or expand_label(secret, label + b"hp", form.key_length, form.hash)
        self._ecb = (None if suite == 0x1303 else
                     Cipher(algorithms.AES(self.header_key), modes.ECB()).encryptor())  # a mask, no message

    def following(self) -> Keys:
        """The keys after a key update; header protection stays (RFC 9001 §6.1)."""
        label, digest = VERSIONS[self.version].label, _SUITES[self.suite].hash
        return Keys(self.suite, expand_label(self.secret, label + b"ku", len(self.secret), digest), self.version,
                    self.header_key)

    def mask(self, sample: bytes) -> bytes:
        """The header protection mask of one sample (at least 5 bytes)."""
        if self._ecb is not None:
            return self._ecb.update(sample)
        return Cipher(algorithms.ChaCha20(self.header_key, sample), None).encryptor().update(bytes(5))

    def masks(self, samples: Bytes) -> Bytes:
        """The masks of many samples (rows of 16 bytes), as rows of at least 5 bytes."""
        if self._ecb is not None:
            return np.frombuffer(self._ecb.update(samples.tobytes()), np.uint8).reshape(-1, 16)
        if len(samples) < _FEW:
            one_by_one = b"".join([self.mask(sample.tobytes()) for sample in samples])
            return np.frombuffer(one_by_one, np.uint8).reshape(-1, 5)
        return chacha_masks(self.header_key, samples)

    def open(self, number: int, sealed: bytes | memoryview, header: bytes) -> bytes | None:
        """The frames of a packet, None when it was not sealed with these keys."""
        try:
            return self._decrypt((self.iv ^ number).to_bytes(12, "big"), sealed, header)
        except (InvalidTag, ValueError):
            return None

    def open_long(self, data: bytes, packet: Long, expected: int) -> tuple[int, bytes] | None:
        """Number and frames of a packet with a long header, None when these are not its keys."""
        at = packet.number_at
        sample = data[at + 4:at + 4 + SAMPLE]
        if len(sample) < SAMPLE or packet.end - at < 4 + TAG:
            return None
        mask = self.mask(sample)
        first = data[packet.start] ^ mask[0] & 0x0F
        width = (first & 3) + 1
        raw = bytes(a ^ b for a, b in zip(data[at:at + width], mask[1:], strict=False))
        header = bytes([first]) + data[packet.start + 1:at] + raw
        number = full_number(int.from_bytes(raw, "big"), 8 * width, expected)
        plain = self.open(number, data[at + width:packet.end], header)
        return None if plain is None else (number, plain)


@lru_cache(maxsize=64)
def initial_keys(version: int, destination: bytes) -> tuple[Keys, Keys]:
    """The keys of client and server for Initial packets, made of the client's first destination connection id."""
    secret = extract(VERSIONS[version].salt, destination, "sha256")
    client, server = (expand_label(secret, label, 32, "sha256") for label in (b"client in", b"server in"))
    return Keys(INITIAL_SUITE, client, version), Keys(INITIAL_SUITE, server, version)
