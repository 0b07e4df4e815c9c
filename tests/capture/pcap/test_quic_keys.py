"""Keys of QUIC packets: the vectors of RFC 9001 and RFC 9369, and aioquic as the other end."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.capture.pcap.quic_keys import Keys, initial_keys, suites_for
from scanner.capture.pcap.quic_packets import long_header
from scanner.capture.pcap.quic_short import shortest, unmask_one

FIRST_ID = bytes.fromhex("8394c8f03e515708")
CHACHA = bytes.fromhex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b")
TWO = 0x6B3343CF


@pytest.mark.parametrize(("version", "side", "iv", "hp"), [
    (1, 0, "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2"),  # RFC 9001 §A.1
    (1, 1, "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314"),
    (TWO, 0, "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9"),  # RFC 9369 §A.1
])
def test_initial_keys_of_the_standards(version: int, side: int, iv: str, hp: str) -> None:
    keys = initial_keys(version, FIRST_ID)[side]
    assert (keys.iv, keys.header_key) == (int(iv, 16), bytes.fromhex(hp))


@pytest.mark.parametrize(("version", "packet"), [
    (1, "4cfe4189655e5cd55c41f69080575d7999c25a5bfb"),  # RFC 9001 §A.5
    (TWO, "5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba"),  # RFC 9369 §A.5
])
def test_a_packet_with_chacha20(version: int, packet: str) -> None:
    keys = Keys(0x1303, CHACHA, version)
    data = bytes.fromhex(packet)
    assert len(data) >= shortest(0) - 4
    phase, number, bits, header = unmask_one(data, 0, keys)
    assert (phase, number, bits, header.hex()) == (0, 654_360_564 & 0xFFFFFF, 24, "4200bff4")
    assert keys.open(654_360_564, data[4:], header) == b"\x01"
    assert keys.open(654_360_565, data[4:], header) is None


def test_the_key_update_of_the_standard() -> None:
    keys = Keys(0x1303, CHACHA, 1).following()  # RFC 9001 §A.5
    assert keys.secret.hex() == "1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9"
    assert keys.header_key == Keys(0x1303, CHACHA, 1).header_key


@pytest.mark.parametrize("version", [1, TWO])
def test_packets_of_another_implementation(version: int) -> None:
    from aioquic.quic.crypto import CryptoPair

    pair = CryptoPair()
    pair.setup_initial(FIRST_ID, is_client=True, version=version)
    body = b"\x06\0\x05hello" + bytes(30)
    header = bytes([0xC1 if version == 1 else 0xD1]) + version.to_bytes(4, "big") + b"\x08" + FIRST_ID + b"\0\0"
    header += (0x4000 | len(body) + 18).to_bytes(2, "big") + b"\x01\x02"
    data = pair.encrypt_packet(header, body, 0x0102)
    packet = long_header(data, 0)
    client, server = initial_keys(version, FIRST_ID)
    assert client.open_long(data, packet, 0) == (0x0102, body)
    assert server.open_long(data, packet, 0) is None
    damaged = data[:-1] + bytes([data[-1] ^ 1])
    assert client.open_long(damaged, packet, 0) is None
    assert client.open_long(data[:40], packet, 0) is None


@pytest.mark.parametrize("suite", [0x1301, 0x1302, 0x1303, 0x1304])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_masks_of_many_are_those_of_each(suite: int, count: int) -> None:
    keys = Keys(suite, bytes(range(48 if suite == 0x1302 else 32)), 1)
    samples = np.random.default_rng(count).integers(0, 256, (count, 16), np.uint8)
    masks = keys.masks(samples)
    assert [masks[row, :5].tobytes() for row in range(count)] == [keys.mask(samples[row].tobytes())[:5]
                                                                  for row in range(count)]


def test_suites_by_length_of_secret() -> None:
    assert suites_for(bytes(32)) == (0x1301, 0x1303, 0x1304) and suites_for(bytes(48)) == (0x1302,)
    assert suites_for(bytes(20)) == ()
