"""Packets with a short header: many at once, key updates, and numbers after losses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.quic_keys import Keys
from scanner.capture.pcap.quic_short import Header, OneRtt, shortest, unmask, unmask_one

ID = b"\x11\x22\x33\x44"


def seal(keys: Keys, number: int, width: int, body: bytes, phase: int = 0, connection_id: bytes = ID) -> bytes:
    """A packet as a sender makes it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

    from scanner.capture.pcap.tls_keys import expand_label

    digest, length = ("sha384", 32) if keys.suite == 0x1302 else ("sha256", 32 if keys.suite == 0x1303 else 16)
    aead = (ChaCha20Poly1305 if keys.suite == 0x1303 else AESGCM)(
        expand_label(keys.secret, b"quic key", length, digest))
    header = bytes([0x40 | phase << 2 | width - 1]) + connection_id + (number & (1 << 8 * width) - 1).to_bytes(width,
                                                                                                            "big")
    sealed = aead.encrypt((keys.iv ^ number).to_bytes(12, "big"), body, header)
    mask = keys.mask(sealed[4 - width:20 - width])
    masked = bytes([header[0] ^ mask[0] & 0x1F]) + connection_id
    return masked + bytes(a ^ b for a, b in zip(header[-width:], mask[1:], strict=False)) + sealed


def keys(suite: int = 0x1301) -> Keys:
    return Keys(suite, bytes(range(48 if suite == 0x1302 else 32)), 1)


def opened(short: OneRtt, packets: list[bytes]) -> list[bytes | None]:
    found = []
    for packet in packets:
        header = unmask_one(packet, len(ID), short.keys)
        sealed = packet[len(header[3]):]
        plain = short.open(header, sealed)
        found.append(short.search(header, sealed) if plain is None else plain)
    return found


@pytest.mark.parametrize("suite", [0x1301, 0x1302, 0x1303])
def test_many_headers_at_once(suite: int) -> None:
    packets = [seal(keys(suite), 1000 + number, 1 + number % 4, b"body %d" % number + bytes(20), number // 5 % 2)
               for number in range(20)]
    raw = b"".join(packets)
    starts = np.cumsum([0, *map(len, packets[:-1])])
    headers: list[Header] = list(unmask(np.frombuffer(raw, np.uint8), starts, len(ID), keys(suite)))
    assert headers == [unmask_one(packet, len(ID), keys(suite)) for packet in packets]
    for number, (phase, truncated, bits, plain) in enumerate(headers):
        width = 1 + number % 4
        assert (phase, bits) == (4 * (number // 5 % 2), 8 * width)
        assert truncated == 1000 + number & (1 << 8 * width) - 1
        assert plain[1:5] == ID and plain[5:] == truncated.to_bytes(width, "big")


def test_the_shortest_packet() -> None:
    packet = seal(keys(), 7, 4, b"")
    assert len(packet) == shortest(len(ID))
    assert opened(OneRtt(keys(), KeyLog([])), [packet]) == [b""]


def test_numbers_wrap_and_come_out_of_order() -> None:
    order = [0, 1, 3, 2, 200, 180, 270, 269, 300, 500]
    packets = [seal(keys(), number, 1, b"number %d, padded" % number) for number in order]
    assert opened(OneRtt(keys(), KeyLog([])), packets) == [b"number %d, padded" % number for number in order]


def test_key_updates_and_stragglers() -> None:
    first, second = keys(), keys().following()
    third = second.following()
    packets = [seal(first, 0, 2, b"one" * 9), seal(second, 2, 2, b"two" * 9, 1), seal(first, 1, 2, b"late" * 9),
               seal(second, 3, 2, b"three" * 9, 1), seal(third, 4, 2, b"four" * 9), seal(second, 3, 2, b"late" * 9, 1)]
    assert opened(OneRtt(first, KeyLog([])), packets) == [
        b"one" * 9, b"two" * 9, b"late" * 9, b"three" * 9, b"four" * 9, b"late" * 9]


def test_updates_and_windows_that_were_not_captured() -> None:
    third = keys().following().following()
    packets = [seal(keys(), 0, 1, b"one" * 9), seal(keys(), 5000, 1, b"far" * 9), seal(third, 5010, 1, b"two up" * 9),
               seal(third, 5011, 1, b"next" * 9)]
    assert opened(OneRtt(keys(), KeyLog([])), packets) == [b"one" * 9, b"far" * 9, b"two up" * 9, b"next" * 9]


def test_the_search_is_bounded_for_the_whole_capture() -> None:
    keylog = KeyLog([])
    keylog.attempts = 70
    short = OneRtt(keys(), keylog)
    strange = seal(Keys(0x1301, b"\7" * 32, 1), 1, 1, b"strange" * 9)
    assert opened(short, [strange] * 5 + [seal(keys(), 2, 1, b"good" * 9)]) == [None] * 5 + [b"good" * 9]
    assert keylog.attempts == 0


@given(st.integers(0, 1 << 31), st.integers(1, 4), st.binary(min_size=4, max_size=50))
def test_what_was_sealed_opens(number: int, width: int, body: bytes) -> None:
    short = OneRtt(keys(), KeyLog([]))
    short.largest = number - 1
    assert opened(short, [seal(keys(), number, width, body)]) == [body]
