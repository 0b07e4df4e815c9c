"""Finds the secrets of QUIC connections that do not name them: begun before the capture, or with a hidden hello.

Theory. Header protection leaves a check: two bits of the first byte are 0 once unmasked (RFC 9000 §17.3.1), so each
wrong key, or wrong guess of the connection id's length, survives a packet with one chance in four. Sixteen packets
leave the right one, and the tag of one packet proves it. Tried are the sessions of the key log that no connection
with a readable handshake has claimed.
"""

from __future__ import annotations

from typing import NamedTuple

from .keylog import KeyLog
from .quic_keys import SAMPLE, Keys, suites_for
from .quic_packets import MAX_ID
from .quic_short import OneRtt, shortest, unmask_one

SAMPLES = 16
_MAX_CHECKS = 1_000_000
"""Masks that are made for one capture; each takes a microsecond or, for ChaCha20, ten."""
_DERIVATION = 20
"""What deriving keys costs in masks."""
_VERSIONS = (1, 0x6B3343CF)
_FAR, _NEAR = (4096, 32), (4, 2)
_LABELS = ("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0")


class Found(NamedTuple):
    """What opens a connection: by side (0 the client) keys and lengths of connection ids."""

    short: list[OneRtt | None]
    id_lengths: list[int]
    suite: int
    client: int
    """Which of the two given directions is the client's."""
    random: bytes


class SecretSearch:
    """One for a capture, because its work is bounded for all connections together."""

    def __init__(self, keylog: KeyLog) -> None:
        self._keylog = keylog
        self._left = _MAX_CHECKS

    def search(self, directions: tuple[list[bytes], list[bytes]], clients: tuple[int, ...], version: int = 0,
               suite: int = 0) -> Found | None:
        """The secrets that open these packets with short headers.

        ``clients`` are the directions to try as the client's; version and suite are 0 where no packet told them.
        """
        for random, secrets in self._keylog.unused():
            for client in clients:
                if self._left <= 0:
                    return None
                found: list[tuple[OneRtt, int] | None] = [None, None]
                sides = sorted((0, 1), key=lambda side: -len(directions[side ^ client]))
                for side in sides:
                    found[side] = self._direction(directions[side ^ client], secrets.get(_LABELS[side]), version, suite)
                    if found[side] is None and directions[side ^ client]:
                        break  # the other direction would need the same session
                opened = [item for item in found if item is not None]
                if opened:
                    self._keylog.find(random)
                    return Found([item and item[0] for item in found], [item[1] if item else -1 for item in found],
                                 opened[0][0].keys.suite, client, random)
        return None

    def _direction(self, packets: list[bytes], secret: bytes | None, version: int,
                   suite: int) -> tuple[OneRtt, int] | None:
        """Keys and length of the connection ids in these packets."""
        if secret is None or not packets:
            return None
        reach = _FAR if len(packets) >= SAMPLES else _NEAR
        for tried in (version,) if version else _VERSIONS:
            for number in suites_for(secret):
                if self._left <= 0:
                    return None
                if suite in (0, number):
                    self._left -= _DERIVATION
                    keys = Keys(number, secret, tried)
                    for length in range(MAX_ID + 1):
                        if self._fits(packets, length, keys) and self._opens(packets, length, keys, reach):
                            return OneRtt(keys, self._keylog, reach), length
        return None

    def _fits(self, packets: list[bytes], length: int, keys: Keys) -> bool:
        at = 1 + length + 4
        for packet in packets:
            sample = packet[at:at + SAMPLE]
            if len(sample) == SAMPLE:
                self._left -= 1
                if (packet[0] ^ keys.mask(sample)[0]) & 0x18:
                    return False
        return True

    def _opens(self, packets: list[bytes], length: int, keys: Keys, reach: tuple[int, int]) -> bool:
        short = OneRtt(keys, self._keylog, reach)
        for packet in packets:
            if len(packet) >= shortest(length):
                header = unmask_one(packet, length, keys)
                sealed = packet[len(header[3]):]
                if short.open(header, sealed) is not None or short.search(header, sealed) is not None:
                    return True
        return False
