"""QUIC packet headers: versions, and where the packets of a datagram begin and end (RFC 9000 §17, RFC 9369 §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

INITIAL, EARLY, HANDSHAKE, RETRY = range(4)
"""Packet types with a long header; ``EARLY`` is 0-RTT."""

MAX_ID = 20
"""Longest connection id of versions 1 and 2, bytes."""


@dataclass(frozen=True, slots=True)
class Version:
    """What differs between the versions of QUIC."""

    salt: bytes
    """For the keys of Initial packets (RFC 9001 §5.2, RFC 9369 §3.3.1)."""
    label: bytes
    """Before ``key``, ``iv``, ``hp`` and ``ku`` in key derivation."""
    kinds: tuple[int, int, int, int]
    """Packet type by the type bits of the first byte."""


_KINDS = (INITIAL, EARLY, HANDSHAKE, RETRY)
_ONE = Version(bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), b"quic ", _KINDS)
_TWO = Version(bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"), b"quicv2 ",
               (RETRY, INITIAL, EARLY, HANDSHAKE))
_DRAFT_29 = Version(bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899"), b"quic ", _KINDS)

VERSIONS: dict[int, Version] = {
    1: _ONE, 0x6B3343CF: _TWO, **{0xFF000000 | draft: _DRAFT_29 for draft in range(29, 33)},
    0xFF000021: _ONE, 0xFF000022: _ONE,
}
"""The versions that are read: 1, 2 and the last drafts of 1 (29 to 34), which differ from it by their salt only."""


class Long(NamedTuple):
    """One packet with a long header inside its datagram."""

    kind: int
    version: int
    destination: bytes
    source: bytes
    start: int
    number_at: int
    """Where the protected packet number begins; for a Retry packet where the token begins."""
    end: int


class Cut(ValueError):
    """The packet ends too early, or is none of a version that is read."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The variable-length integer at ``at`` (RFC 9000 §16) and the place behind it; raises ``Cut``."""
    if at >= len(data):
        raise Cut
    first = data[at]
    if first < 64:
        return first, at + 1
    end = at + (1 << (first >> 6))
    if end > len(data):
        raise Cut
    return int.from_bytes(data[at:end], "big") & (1 << 8 * (end - at) - 2) - 1, end


def long_header(data: bytes, at: int) -> Long:
    """The header of the packet at ``at``; raises ``Cut`` for what cannot be told apart, version negotiation too."""
    if len(data) < at + 7 or not data[at] & 0x80:
        raise Cut
    number = int.from_bytes(data[at + 1:at + 5], "big")
    version = VERSIONS.get(number)
    if version is None:
        raise Cut
    kind = version.kinds[data[at] >> 4 & 3]
    place = at + 6 + data[at + 5]
    destination = data[at + 6:place]
    if place >= len(data):
        raise Cut
    behind = place + 1 + data[place]
    source = data[place + 1:behind]
    if len(destination) > MAX_ID or len(source) > MAX_ID or behind > len(data):
        raise Cut
    if kind == RETRY:
        return Long(kind, number, destination, source, at, behind, len(data))
    if kind == INITIAL:
        token, behind = varint(data, behind)
        behind += token
    length, behind = varint(data, behind)
    if behind + length > len(data):
        raise Cut
    return Long(kind, number, destination, source, at, behind, behind + length)


def full_number(truncated: int, bits: int, expected: int) -> int:
    """The packet number whose last ``bits`` bits are given and that is nearest to the expected one (RFC 9000 §A.3)."""
    window = 1 << bits
    number = expected & -window | truncated
    if number <= expected - (window >> 1) and number < (1 << 62) - window:
        return number + window
    if number > expected + (window >> 1) and number >= window:
        return number - window
    return number
