"""ARIA encrypts as its standard and OpenSSL say."""

from __future__ import annotations

import pytest

from scanner.capture.pcap.aria import Aria

PLAIN = bytes.fromhex("00112233445566778899aabbccddeeff")
"""The plain block of RFC 5794, appendix A; its keys are 00 01 02 and so on."""


@pytest.mark.parametrize(("size", "wanted"), [
    (16, "d718fbd6ab644c739da95f3be6451778"),
    (24, "26449c1805dbe7aa25a468ce263a9e79"),
    (32, "f92bd7c79fb72e2f2b8f80c1972d24fc"),
])
def test_the_blocks_of_the_standard(size: int, wanted: str) -> None:
    assert Aria(bytes(range(size))).encrypt(PLAIN).hex() == wanted


@pytest.mark.parametrize(("key", "first", "second"), [  # by ``openssl enc -aria-128-ecb`` and ``-aria-256-ecb``
    (b"geheime sleutel!", "37156ff08cdc31f9b633182642aac9f4", "fef9b023f1554ae4c9ace350bfeaf321"),
    (b"geheime sleutel! van twee delen.", "15ed105dae2b9593f44bda0fff1d1793", "6c2789ddea6994cec7aa01ea798730f5"),
])
def test_many_blocks_are_encrypted_each_for_itself(key: bytes, first: str, second: str) -> None:
    blocks = b"leerling 1234567" + b"\xff" * 16 + b"leerling 1234567"
    assert Aria(key).encrypt(blocks).hex() == first + second + first
    assert Aria(key).encrypt(b"") == b""
