"""The TLS handshake in CRYPTO frames: hellos in pieces, in any order, with a retry; EncryptedExtensions."""

from __future__ import annotations

import itertools
import struct

from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.quic_handshake import QuicHandshake
from scanner.capture.pcap.quic_packets import HANDSHAKE, INITIAL
from scanner.capture.pcap.tls_hello import RETRY_RANDOM


def extension(kind: int, value: bytes) -> bytes:
    return struct.pack(">HH", kind, len(value)) + value


def message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def client_hello(random: bytes = b"R" * 32, name: bytes = b"les.example", share: int = 1200) -> bytes:
    sni = extension(0, struct.pack(">HBH", len(name) + 3, 0, len(name)) + name)
    extensions = sni + extension(51, bytes(share))
    return message(1, b"\x03\x03" + random + b"\0" + b"\0\x02\x13\x01" + b"\x01\0"
                   + struct.pack(">H", len(extensions)) + extensions)


def server_hello(random: bytes = b"S" * 32, suite: int = 0x1302) -> bytes:
    extensions = extension(43, b"\x03\x04")
    return message(2, b"\x03\x03" + random + b"\0" + struct.pack(">HBH", suite, 0, len(extensions)) + extensions)


def encrypted_extensions(*parameters: bytes) -> bytes:
    extensions = extension(16, b"\0\x03\x02h3") + extension(42, b"") + extension(0x39, b"".join(parameters))
    return message(8, struct.pack(">H", len(extensions)) + extensions)


@given(st.lists(st.integers(1, 1500), max_size=8), st.randoms(use_true_random=False))
def test_a_large_hello_in_pieces_and_any_order(cuts: list[int], chance: object) -> None:
    hello = client_hello()
    edges = sorted({0, len(hello), *(cut for cut in cuts if cut < len(hello))})
    pieces = [(start, hello[start:end]) for start, end in itertools.pairwise(edges)]
    chance.shuffle(pieces)  # type: ignore[attr-defined]
    handshake = QuicHandshake()
    for start, piece in [*pieces, *pieces[:2]]:
        handshake.add(0, INITIAL, start, piece)
    assert handshake.client is not None
    assert (handshake.client.sni, handshake.client.random) == ("les.example", b"R" * 32)


def test_facts() -> None:
    handshake = QuicHandshake()
    assert (handshake.facts().sni, handshake.facts().cipher, handshake.alpn) == ("", "", "")
    handshake.add(0, INITIAL, 0, client_hello())
    handshake.add(1, INITIAL, 0, server_hello())
    handshake.add(1, HANDSHAKE, 0, encrypted_extensions())
    facts = handshake.facts()
    assert (facts.version, facts.cipher, facts.sni, facts.alpn) == ("TLSv1.3", "TLS_AES_256_GCM_SHA384", "les.example",
                                                                    "h3")
    assert handshake.extensions is not None and handshake.extensions.early_data


def test_a_hello_retry_request_is_no_answer() -> None:
    handshake = QuicHandshake()
    handshake.add(0, INITIAL, 0, client_hello())
    handshake.add(1, INITIAL, 0, server_hello(RETRY_RANDOM, 0x1303))
    assert handshake.server is None and handshake.suite == 0
    size = len(client_hello())
    handshake.add(0, INITIAL, size, client_hello())
    handshake.add(1, INITIAL, len(server_hello(RETRY_RANDOM)), server_hello())
    assert handshake.suite == 0x1302


def test_the_preferred_address_brings_an_id() -> None:
    address = bytes(24) + b"\x04\xaa\xbb\xcc\xdd" + bytes(16)
    handshake = QuicHandshake()
    handshake.add(1, HANDSHAKE, 0, encrypted_extensions(b"\x01\x02\x40\x64", b"\x0d" + bytes([len(address)]) + address))
    assert handshake.preferred_id == b"\xaa\xbb\xcc\xdd"


def test_pieces_without_end_are_bounded() -> None:
    handshake = QuicHandshake()
    for offset in range(2, 20_000, 2):
        handshake.add(0, INITIAL, offset, b"x")
    handshake.add(0, INITIAL, 0, client_hello())
    assert handshake.client is None


@given(st.binary(max_size=60), st.sampled_from([1, 2, 8]), st.integers(0, 1))
def test_any_message_is_survived(body: bytes, kind: int, side: int) -> None:
    handshake = QuicHandshake()
    handshake.add(side, INITIAL, 0, message(kind, body))
    handshake.facts()
