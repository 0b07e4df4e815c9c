"""Record protection: a record opens under its own key, number and header, and under no other."""

from __future__ import annotations

import hmac
import os

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from scanner.capture.pcap.tls_ciphers import ChainedCbc, Opener, Refused, opener13, openers12
from scanner.capture.pcap.tls_keys import prf10, prf12
from scanner.capture.pcap.tls_suites import SUITES

HEADER = b"\x17\x03\x03\x00\x00"


def refuses(opener: Opener, sequence: int, header: bytes, body: bytes | memoryview) -> bool:
    try:
        opener(sequence, header, body)
    except Refused:
        return True
    return False


@pytest.mark.parametrize("number", sorted(SUITES))
def test_rubbish_is_refused_whatever_its_length(number: int) -> None:
    suite = SUITES[number]
    if "_WITH_" not in suite.name:
        openers = [opener13(suite, bytes(48))]
    else:
        openers = [opener for version in (0x0301, 0x0302, 0x0303) for after in (False, True)
                   for opener in openers12(suite, version, bytes(48), bytes(32), bytes(32), after)]
    for opener in openers:
        for body in map(os.urandom, (0, 1, 8, 16, 24, 32, 48, 63, 64, 160)):
            assert refuses(opener, 0, HEADER, body) and refuses(opener, 0, HEADER, memoryview(body))


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


def test_rc4_records_open_in_order_and_a_refused_one_costs_no_key_stream() -> None:
    suite = SUITES[0x0005]
    client, _ = openers12(suite, 0x0303, bytes(48), b"c" * 32, b"s" * 32, False)
    block = prf12(bytes(48), b"key expansion" + b"s" * 32 + b"c" * 32, 72, "sha256")
    encryptor = Cipher(ARC4(block[40:56]), None).encryptor()
    bodies = []
    for sequence, text in enumerate((b"een", b"t" * 16_000, b"w" * 16_384, b"")):
        covered = sequence.to_bytes(8, "big") + HEADER[:3] + len(text).to_bytes(2, "big") + text
        bodies.append((text, encryptor.update(text + hmac.digest(block[:20], covered, "sha1"))))
    for sequence, (text, body) in enumerate(bodies):
        assert refuses(client, sequence, HEADER, os.urandom(40)) and refuses(client, sequence + 1, HEADER, body)
        assert client(sequence, HEADER, body) == text


@pytest.mark.parametrize("after", [False, True])
def test_a_chained_record_opens_behind_the_block_before_it(after: bool) -> None:
    suite = SUITES[0x002F]
    client, _ = openers12(suite, 0x0301, bytes(48), b"c" * 32, b"s" * 32, after)
    assert isinstance(client, ChainedCbc) and client.reach == (36 if after else 16)
    block = prf10(bytes(48), b"key expansion" + b"s" * 32 + b"c" * 32, 104)
    encryptor = Cipher(algorithms.AES(block[40:56]), modes.CBC(block[72:88])).encryptor()

    def mac(sequence: int, data: bytes) -> bytes:
        covered = sequence.to_bytes(8, "big") + HEADER[:3] + len(data).to_bytes(2, "big") + data
        return hmac.digest(block[:20], covered, "sha1")

    bodies = []
    for sequence in range(3):
        plain = b"tekst %d" % sequence
        plain += b"" if after else mac(sequence, plain)
        padding = 15 - len(plain) % 16
        body = encryptor.update(plain + bytes([padding]) * (padding + 1))
        bodies.append(body + (mac(sequence, body) if after else b""))
    assert client(0, HEADER, bodies[0]) == b"tekst 0"
    client.follow(bodies[1])
    assert client(2, HEADER, bodies[2]) == b"tekst 2"
    client.follow(b"")
    assert refuses(client, 2, HEADER, bodies[2])
