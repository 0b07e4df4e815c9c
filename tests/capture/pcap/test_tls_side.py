"""What OpenSSL does not show by itself: key updates, early data, retries, padding, all suites of TLS 1.3."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.stream import Stream
from scanner.capture.pcap.tls import Opened, open_tls
from scanner.capture.pcap.tls_hello import RETRY_RANDOM
from scanner.capture.pcap.tls_keys import expand_label, next_secret
from scanner.capture.pcap.tls_suites import SUITES
from scanner.model import Gap

RANDOM = bytes(range(32))
SECRETS = {label: bytes([number]) * 48 for number, label in enumerate((
    "CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"), 1)}
FINISHED, KEY_UPDATE, END_OF_EARLY, TICKET = 20, 24, 5, 4


def record(kind: int, body: bytes) -> bytes:
    return bytes([kind, 3, 3]) + len(body).to_bytes(2, "big") + body


def message(kind: int, body: bytes = b"") -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + len(body).to_bytes(2, "big") + body


def extensions(*parts: bytes) -> bytes:
    joined = b"".join(parts)
    return len(joined).to_bytes(2, "big") + joined


def client_hello(early: bool = False, random: bytes = RANDOM) -> bytes:
    name = b"les.example"
    sni = extension(0, (len(name) + 3).to_bytes(2, "big") + b"\0" + len(name).to_bytes(2, "big") + name)
    return message(1, b"\x03\x03" + random + b"\0" + b"\0\x02\x13\x01" + b"\x01\0"
                   + extensions(sni, *([extension(42, b"")] if early else [])))


def server_hello(suite: int, random: bytes = bytes(32)) -> bytes:
    return message(2, b"\x03\x03" + random + b"\0" + suite.to_bytes(2, "big") + b"\0"
                   + extensions(extension(43, b"\x03\x04")))


def encrypted_extensions(early: bool = False, alpn: bytes = b"h2") -> bytes:
    offered = extension(16, (len(alpn) + 1).to_bytes(2, "big") + bytes([len(alpn)]) + alpn)
    return message(8, extensions(offered, *([extension(42, b"")] if early else [])))


class Writer:
    """Protects records under one secret after another (RFC 8446 §5.2)."""

    def __init__(self, suite: int, secret: str) -> None:
        self.suite = SUITES[suite]
        self.use(SECRETS[secret])

    def use(self, secret: bytes) -> None:
        self.secret, self.sequence = secret, 0
        key = expand_label(secret, b"key", self.suite.key_length, self.suite.hash)
        self.iv = int.from_bytes(expand_label(secret, b"iv", 12, self.suite.hash), "big")
        self.aead: Any = {"gcm": AESGCM, "chacha": ChaCha20Poly1305, "ccm": AESCCM,
                          "ccm8": lambda key: AESCCM(key, 8)}[self.suite.mode](key)

    def __call__(self, kind: int, body: bytes, padding: int = 0) -> bytes:
        tag = 8 if self.suite.mode == "ccm8" else 16
        plain = body + bytes([kind]) + bytes(padding)
        header = b"\x17\x03\x03" + (len(plain) + tag).to_bytes(2, "big")
        sealed: bytes = self.aead.encrypt((self.iv ^ self.sequence).to_bytes(12, "big"), plain, header)
        self.sequence += 1
        return header + sealed

    def update(self) -> bytes:
        """A KeyUpdate message, and the next secret."""
        written = self(22, message(KEY_UPDATE, b"\0"))
        self.use(next_secret(self.secret, self.suite.hash))
        return written


def keylog(*leave_out: str) -> KeyLog:
    return KeyLog([f"{label} {RANDOM.hex()} {secret.hex()}".encode() for label, secret in SECRETS.items()
                   if label not in leave_out])


def down(suite: int, early: bool = False, retry: bool = False) -> tuple[bytes, Writer]:
    """The server's side up to its Finished."""
    write = Writer(suite, "SERVER_HANDSHAKE_TRAFFIC_SECRET")
    sent = record(22, server_hello(suite, RETRY_RANDOM)) + record(20, b"\x01") if retry else b""
    flight = encrypted_extensions(early) + message(FINISHED, bytes(48))
    sent += record(22, server_hello(suite)) + write(22, flight[:9]) + write(22, flight[9:])
    write.use(SECRETS["SERVER_TRAFFIC_SECRET_0"])
    return sent, write


def up(suite: int) -> tuple[bytes, Writer]:
    """The client's side up to its Finished, behind whatever precedes it."""
    write = Writer(suite, "CLIENT_HANDSHAKE_TRAFFIC_SECRET")
    sent = record(20, b"\x01") + write(22, message(FINISHED, bytes(48)))
    write.use(SECRETS["CLIENT_TRAFFIC_SECRET_0"])
    return sent, write


def opened(upstream: bytes, downstream: bytes, keys: KeyLog | None = None) -> Opened:
    return open_tls(Stream(upstream, closed=False), Stream(downstream), keys or keylog())


def texts(found: Opened) -> tuple[bytes, bytes]:
    assert found.upstream is not None and found.downstream is not None
    return found.upstream.data, found.downstream.data


@pytest.mark.parametrize("suite", [0x1301, 0x1302, 0x1303, 0x1304, 0x1305])
def test_every_suite_with_padding_and_key_updates(suite: int) -> None:
    client, to_server = up(suite)
    server, to_client = down(suite)
    client = record(22, client_hello()) + client + to_server(23, b"one ", padding=300) + to_server.update()
    client += to_server(23, b"two ") + to_server.update() + to_server(23, b"three") + to_server(21, b"\x01\0")
    server += to_client(22, message(TICKET, bytes(50))) + to_client(23, b"") + to_client(23, b"answer")
    server += to_client.update() + to_client(23, b" more")
    found = opened(client, server)
    assert texts(found) == (b"one two three", b"answer more") and not found.problems
    assert found.facts.alpn == "h2" and found.facts.sni == "les.example" and found.facts.cipher == SUITES[suite].name
    assert found.upstream is not None and found.upstream.closed


def early_client(suite: int) -> bytes:
    write = Writer(suite, "CLIENT_EARLY_TRAFFIC_SECRET")
    return record(22, client_hello(early=True)) + record(20, b"\x01") + write(23, b"early ") + write(23, b"data ")


def test_early_data_that_was_accepted() -> None:
    write = Writer(0x1301, "CLIENT_EARLY_TRAFFIC_SECRET")
    client = (record(22, client_hello(early=True)) + write(23, b"early data ") + write(22, message(END_OF_EARLY)))
    rest, to_server = up(0x1301)
    server, to_client = down(0x1301, early=True)
    found = opened(client + rest + to_server(23, b"late"), server + to_client(23, b"ok"))
    assert texts(found) == (b"early data late", b"ok") and not found.problems


@pytest.mark.parametrize("key", ["known", "missing"])
def test_early_data_that_was_refused_is_said_again(key: str) -> None:
    rest, to_server = up(0x1301)
    server, to_client = down(0x1301)
    keys = keylog(*(["CLIENT_EARLY_TRAFFIC_SECRET"] if key == "missing" else []))
    client = early_client(0x1301) + rest + to_server(23, b"early data again")
    found = opened(client, server + to_client(23, b"ok"), keys)
    assert texts(found) == (b"early data again", b"ok")
    assert len(found.problems) == 1 and found.problems[0].bytes > 0
    assert found.problems[0].gap is (Gap.TLS_REFUSED if key == "known" else Gap.TLS_NO_KEY)


def test_a_retry_brings_two_hellos_with_one_random() -> None:
    rest, to_server = up(0x1301)
    server, to_client = down(0x1301, retry=True)
    client = record(22, client_hello()) + record(20, b"\x01") + record(22, client_hello())
    found = opened(client + rest + to_server(23, b"up"), server + to_client(23, b"down"))
    assert texts(found) == (b"up", b"down") and not found.problems


def test_a_retry_after_early_data() -> None:
    rest, to_server = up(0x1301)
    server, to_client = down(0x1301, retry=True)
    client = early_client(0x1301) + record(22, client_hello())
    found = opened(client + rest + to_server(23, b"up"), server + to_client(23, b"down"))
    assert texts(found) == (b"up", b"down")


def test_a_hello_split_over_records() -> None:
    rest, to_server = up(0x1301)
    server, to_client = down(0x1301)
    hello = client_hello()
    client = record(22, hello[:1]) + record(22, hello[1:30]) + record(22, hello[30:])
    assert texts(opened(client + rest + to_server(23, b"up"), server + to_client(23, b"down"))) == (b"up", b"down")


def test_an_unknown_suite_is_named() -> None:
    found = opened(record(22, client_hello()) + record(23, bytes(40)),
                   record(22, server_hello(0x13FF)) + record(23, bytes(40)))
    assert [(problem.gap, problem.detail) for problem in found.problems] == [
        (Gap.TLS_UNSUPPORTED, "cipher suite 0x13FF")]


def test_a_broken_hello_is_noted() -> None:
    found = opened(record(22, message(1, b"\x03\x03short")), b"")
    assert [problem.gap for problem in found.problems] == [Gap.TLS_DAMAGED]


def test_a_direction_that_never_opens_is_given_up() -> None:
    server, _ = down(0x1301)
    found = opened(record(22, client_hello()) + up(0x1301)[0], server + record(23, bytes(60)) * 100)
    assert [(problem.gap, problem.bytes) for problem in found.problems] == [(Gap.TLS_NO_KEY, 6818)]
