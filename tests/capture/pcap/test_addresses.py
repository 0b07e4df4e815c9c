"""Endpoint keys are exact, also for addresses that mix to one number."""

from __future__ import annotations

import ipaddress

import numpy as np

from scanner.capture.pcap.addresses import _MIX, Addresses
from scanner.model import Peer


def keys(addresses: Addresses, *texts: bytes) -> list[int]:
    raw = np.frombuffer(b"".join(texts), np.uint8)
    return addresses.keys_v6(raw, np.arange(0, 16 * len(texts), 16)).tolist()  # type: ignore[no-any-return]


def test_an_address_keeps_its_key_over_chunks() -> None:
    one, two = (ipaddress.IPv6Address(text).packed for text in ("2001:db8::1", "2001:db8::2"))
    table = Addresses()
    first = keys(table, one, two, one)
    assert first[0] == first[2] != first[1]
    assert keys(table, two, one) == [first[1], first[0]]
    assert table.peer(first[1] | 443) == Peer("2001:db8::2", 443)


def test_an_ipv4_key_is_address_and_port() -> None:
    assert Addresses().peer(0xC0000201 << 16 | 80) == Peer("192.0.2.1", 80)


def test_addresses_made_to_collide_stay_apart() -> None:
    """(high * MIX ^ low) is easily made equal for two addresses."""
    mask = (1 << 64) - 1
    first_high, first_low, second_high = 5, 7, 6
    second_low = (first_high * int(_MIX) & mask) ^ first_low ^ (second_high * int(_MIX) & mask)
    one = first_high.to_bytes(8, "little") + first_low.to_bytes(8, "little")
    two = second_high.to_bytes(8, "little") + second_low.to_bytes(8, "little")
    found = keys(Addresses(), one, two, one)
    assert found[0] == found[2] != found[1]


def test_no_addresses() -> None:
    assert len(Addresses().keys_v6(np.zeros(0, np.uint8), np.zeros(0, np.int64))) == 0
