"""Record protection: a record opens under its own key, number and header, and under no other."""

from __future__ import annotations

import hmac
import os

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from scanner.capture.pcap.tls_ciphers import Opener, Refused, opener13, openers12
from scanner.capture.pcap.tls_keys import prf12
from scanner.capture.pcap.tls_suites import SUITES

HEADER = b"\x17\x03\x03\x00\x00"


def refuses(opener: Opener, sequence: int, header: bytes, body: bytes) -> bool:
    try:
        opener(sequence, header, body)
    except Refused:
        return True
    return False


@pytest.mark.parametrize("number", sorted(SUITES))
def test_rubbish_is_refused_whatever_its_length(number: int) -> None:
    suite = SUITES[number]
    if suite.name.startswith(("TLS_AES", "TLS_CHACHA")):
        openers = [opener13(suite, bytes(48))]
    else:
        openers = [opener for version in (0x0301, 0x0302, 0x0303) for after in (False, True)
                   for opener in openers12(suite, version, bytes(48), bytes(32), bytes(32), after)]
    for opener in openers:
        assert all(refuses(opener, 0, HEADER, os.urandom(length)) for length in (0, 1, 8, 16, 24, 32, 48, 63, 64, 160))


@pytest.mark.parametrize("after", [False, True])
def test_cbc_covers_number_header_and_content(after: bool) -> None:
    suite = SUITES[0xC027]
    client, server = openers12(suite, 0x0303, bytes(48), b"c" * 32, b"s" * 32, after)
    block = prf12(bytes(48), b"key expansion" + b"s" * 32 + b"c" * 32, 96, "sha256")
    mac_key, key = block[:32], block[64:80]
    text, sequence = b"cijfers van An", 5

    def mac(data: bytes) -> bytes:
        covered = sequence.to_bytes(8, "big") + HEADER[:3] + len(data).to_bytes(2, "big") + data
        return hmac.digest(mac_key, covered, "sha256")

    plain = text if after else text + mac(text)
    padding = 15 - len(plain) % 16
    plain += bytes([padding]) * (padding + 1)
    iv = b"i" * 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    body = iv + encryptor.update(plain) + encryptor.finalize()
    if after:
        body += mac(body)
    assert client(sequence, HEADER, body) == text
    assert refuses(client, sequence + 1, HEADER, body) and refuses(server, sequence, HEADER, body)
    assert refuses(client, sequence, b"\x16" + HEADER[1:], body)
    assert refuses(client, sequence, HEADER, body[:-1] + bytes([body[-1] ^ 1]))
