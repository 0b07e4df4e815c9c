"""Secrets found by trial: by length of id, suite and direction, and never for packets of others."""

from __future__ import annotations

import random

import pytest
import quic_builders as build
from aioquic.tls import CipherSuite

from benchmarks.quic_talk import Talk
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.quic_trial import SAMPLES, SecretSearch


def samples(talk: Talk, start: int = 0) -> tuple[list[bytes], list[bytes]]:
    found: tuple[list[bytes], list[bytes]] = ([], [])
    for datagram in talk.sent[start:]:
        mine = found[0 if datagram.from_client else 1]
        if not datagram.data[0] & 0x80 and len(mine) < SAMPLES:
            mine.append(datagram.data)
    return found


@pytest.mark.parametrize(("suite", "length"), [(CipherSuite.AES_128_GCM_SHA256, 8), (CipherSuite.AES_256_GCM_SHA384, 0),
                                               (CipherSuite.CHACHA20_POLY1305_SHA256, 20)])
def test_found_among_others(suite: CipherSuite, length: int) -> None:
    others = [build.talk() for _ in range(3)]
    for other in others:
        build.asked(other, 1)
    talk = build.talk(cipher_suites=[suite], client={"connection_id_length": length})
    build.asked(talk, 8)
    keylog = KeyLog([other.secrets for other in others] + [talk.secrets])
    found = SecretSearch(keylog).search(samples(talk, 10), (1, 0))
    assert found is not None and found.client == 0 and found.suite == suite.value
    assert found.id_lengths == [8, length] and all(found.short)
    assert len(keylog.unused()) == 3


def test_nothing_is_found_in_other_bytes() -> None:
    talk = build.talk()
    build.asked(talk, 1)
    chance = random.Random(1)
    noise = [bytes([0x40 | chance.randrange(64)]) + chance.randbytes(60) for _ in range(SAMPLES)]
    keylog = KeyLog([talk.secrets])
    assert SecretSearch(keylog).search((noise, noise), (0, 1)) is None
    assert SecretSearch(keylog).search(([], [b"\x40", b""]), (0, 1)) is None
    assert SecretSearch(KeyLog([])).search(samples(talk), (0, 1)) is None
    assert len(keylog.unused()) == 1


def test_the_search_is_bounded() -> None:
    lines = b"".join(b"CLIENT_TRAFFIC_SECRET_0 %064x %064x\n" % (number, number) for number in range(200))
    keylog = KeyLog([lines])
    search = SecretSearch(keylog)
    search._left = 1000
    assert search.search(([b"\x40" + bytes(40)] * 16, []), (0, 1)) is None
    assert search._left <= 0
