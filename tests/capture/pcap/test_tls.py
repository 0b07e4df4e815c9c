"""TLS sessions of OpenSSL with itself, in every protection it offers, decrypted from their key logs."""

from __future__ import annotations

import ssl
from dataclasses import replace
from functools import cache
from pathlib import Path

import pcap_builders as build
import pytest

from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.stream import Hole, Stream
from scanner.capture.pcap.tls import Opened, open_tls
from scanner.capture.pcap.tls_hello import client_hello
from scanner.model import Gap

V10, V11, V12, V13 = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
NO_ENCRYPT_THEN_MAC = 1 << 19
MESSAGES = [(True, build.GET), (False, build.OK), (True, b"x" * 40_000), (False, b"y" * 70_000), (True, b"z")]
UP = build.GET + b"x" * 40_000 + b"z"
DOWN = build.OK + b"y" * 70_000

CASES = [
    (V13, "", 0), (V12, "ECDHE-RSA-AES128-GCM-SHA256", 0), (V12, "ECDHE-RSA-AES256-GCM-SHA384", 0),
    (V12, "ECDHE-RSA-CHACHA20-POLY1305", 0), (V12, "AES128-CCM", 0), (V12, "AES256-CCM8", 0),
    (V12, "ECDHE-RSA-AES128-SHA", 0), (V12, "ECDHE-RSA-AES256-SHA384", 0), (V12, "AES128-SHA256", 0),
    (V12, "ECDHE-RSA-AES128-SHA", NO_ENCRYPT_THEN_MAC), (V12, "AES256-SHA256", NO_ENCRYPT_THEN_MAC),
    (V12, "CAMELLIA256-SHA", 0), (V12, "ECDHE-RSA-CAMELLIA128-SHA256", NO_ENCRYPT_THEN_MAC), (V12, "NULL-SHA256", 0),
    (V10, "NULL-MD5", 0), (V12, "AECDH-AES256-SHA", 0), (V11, "AECDH-AES128-SHA", NO_ENCRYPT_THEN_MAC),
    (V11, "ECDHE-RSA-AES256-SHA", 0), (V10, "ECDHE-RSA-AES128-SHA", 0), (V10, "AES256-SHA", NO_ENCRYPT_THEN_MAC),
]


@cache
def session(version: ssl.TLSVersion = V13, ciphers: str = "", options: int = 0, resume: bool = False) -> build.Session:
    try:
        return build.record_tls(MESSAGES, version=version, ciphers=f"{ciphers}:@SECLEVEL=0" if ciphers else "",
                                options=options, resume=resume)
    except ssl.SSLError as error:
        if error.reason == "NO_CIPHER_MATCH":
            pytest.skip(f"this OpenSSL does not offer {ciphers}")
        raise


def opened(recorded: build.Session, keylog: bytes | None = None) -> Opened:
    return open_tls(Stream(recorded.side(True)), Stream(recorded.side(False)),
                    KeyLog([recorded.keylog if keylog is None else keylog]))


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0].name} {case[1]} {case[2]}" for case in CASES])
def test_every_protection_is_opened(case: tuple[ssl.TLSVersion, str, int]) -> None:
    found = opened(session(*case))
    assert found.upstream is not None and found.downstream is not None
    assert found.upstream.data == UP and found.downstream.data == DOWN
    assert not found.problems
    assert found.facts.sni == "les.example" and found.facts.alpn == "http/1.1"
    assert found.facts.version == {V10: "TLSv1.0", V11: "TLSv1.1", V12: "TLSv1.2", V13: "TLSv1.3"}[case[0]]


@pytest.mark.parametrize("version", [V12, V13])
def test_a_resumed_session_is_opened(version: ssl.TLSVersion) -> None:
    found = opened(session(version, resume=True))
    assert found.downstream is not None and found.downstream.data == DOWN


NO_EXTENDED_MASTER = 1


def premaster(recorded: build.Session) -> tuple[bytes, bytes, bytes]:
    """Client random, encrypted and plain premaster secret of a session with RSA key exchange."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(build.certificate(), None)
    assert isinstance(key, RSAPrivateKey)
    up = recorded.side(True)
    at = up.index(b"\x10\x00\x01\x02\x01\x00") + 6
    return up[11:43], up[at:at + 256], key.decrypt(up[at:at + 256], PKCS1v15())


@pytest.mark.parametrize("extended", [True, False])
@pytest.mark.parametrize(("version", "cipher"), [
    (V12, "AES128-SHA"), (V12, "AES256-GCM-SHA384"), (V11, "AES256-SHA"), (V10, "AES128-SHA")])
def test_master_secrets_are_made_from_premaster_secrets(version: ssl.TLSVersion, cipher: str, extended: bool) -> None:
    recorded = session(version, cipher, 0 if extended else NO_EXTENDED_MASTER)
    random, encrypted, plain = premaster(recorded)
    for line in (f"RSA {encrypted[:8].hex()} {plain.hex()}", f"PMS_CLIENT_RANDOM {random.hex()} {plain.hex()}"):
        found = opened(recorded, line.encode())
        assert found.downstream is not None and found.downstream.data == DOWN and not found.problems
    assert [problem.gap for problem in opened(recorded, f"RSA {bytes(8).hex()} {plain.hex()}".encode()).problems] == [
        Gap.TLS_NO_KEY]


NO_TICKET = int(ssl.OP_NO_TICKET)


def first_line(keylog: bytes) -> bytes:
    return next(line for line in keylog.splitlines() if line.startswith(b"CLIENT_RANDOM"))


@pytest.mark.parametrize("options", [0, NO_TICKET], ids=["ticket", "session id"])
def test_a_session_is_taken_up_again_without_a_line_of_its_own(options: int) -> None:
    recorded = session(V12, "ECDHE-RSA-AES128-GCM-SHA256", options, resume=True)
    keys = KeyLog([first_line(recorded.keylog)])
    first = replace(recorded, turns=recorded.earlier)
    for one in (first, recorded):
        found = open_tls(Stream(one.side(True)), Stream(one.side(False)), keys)
        assert found.downstream is not None and found.downstream.data == DOWN and not found.problems
    alone = open_tls(Stream(recorded.side(True)), Stream(recorded.side(False)),
                     KeyLog([first_line(recorded.keylog)]))
    assert [problem.gap for problem in alone.problems] == [Gap.TLS_NO_KEY]


def test_the_master_secret_of_a_session_id() -> None:
    recorded = session(V12, "AES128-SHA", NO_TICKET, resume=True)
    master = first_line(recorded.keylog).split()[2].decode()
    up = recorded.side(True)
    line = f"RSA Session-ID:{up[44:44 + up[43]].hex().upper()} Master-Key:{master.upper()}"
    found = opened(recorded, line.encode())
    assert found.downstream is not None and found.downstream.data == DOWN and not found.problems


def test_without_keys_the_server_is_known_all_the_same() -> None:
    recorded = session()
    found = opened(recorded, b"")
    assert found.upstream is None and found.facts.sni == "les.example"
    assert [(problem.gap, problem.bytes) for problem in found.problems] == [
        (Gap.TLS_NO_KEY, len(recorded.side(True)) + len(recorded.side(False)))]


def test_a_key_log_without_the_traffic_secrets() -> None:
    recorded = session()
    lines = [line for line in recorded.keylog.splitlines() if b"HANDSHAKE" in line]
    assert [problem.gap for problem in opened(recorded, b"\n".join(lines)).problems] == [Gap.TLS_NO_KEY]


def test_traffic_secrets_alone_are_enough() -> None:
    recorded = session()
    lines = [line for line in recorded.keylog.splitlines() if b"HANDSHAKE" not in line]
    found = opened(recorded, b"\n".join(lines))
    assert found.downstream is not None and found.downstream.data == DOWN and not found.problems


def test_wrong_secrets_are_named() -> None:
    for version, label in ((V13, b"TRAFFIC_SECRET_0"), (V13, b"SECRET"), (V12, b"CLIENT_RANDOM")):
        recorded = session(version, "" if version is V13 else "ECDHE-RSA-AES128-GCM-SHA256")
        lines = [line[:-8] + b"00000000" if label in line else line for line in recorded.keylog.splitlines()]
        assert [(problem.gap, problem.bytes, problem.detail) for problem in opened(recorded, b"\n".join(lines)).problems
                ] == [(Gap.TLS_NO_KEY, len(recorded.side(True)) + len(recorded.side(False)),
                       "the logged secrets do not open it")]


@pytest.mark.parametrize(("version", "offers", "hidden", "hint"), [
    (V13, [b"http/1.1", b"h2"], False, "ALPN h2, http/1.1"),
    (V12, [b"http/1.1", b"h2"], False, "ALPN http/1.1"),
    (V13, [b"\x6a\x6a", b"imap"], False, "ALPN imap"),
    (V13, [b"An de Vries"], False, "ALPN other"),
    (V13, [], False, ""),
    (V13, [], True, "ALPN not offered; the name may be that of a front (Encrypted Client Hello)"),
    (V13, [b"h2"], True, "ALPN h2; the name may be that of a front (Encrypted Client Hello)"),
])
def test_what_the_hellos_say_of_a_session_without_keys(version: ssl.TLSVersion, offers: list[bytes], hidden: bool,
                                                       hint: str) -> None:
    up = session(version, "" if version is V13 else "ECDHE-RSA-AES128-GCM-SHA256").side(True)
    size = int.from_bytes(up[3:5], "big")
    hello = client_hello(up[9:5 + size])
    listed = b"".join(bytes([len(offer)]) + offer for offer in offers)
    extensions = b"\0\0\0\x10\0\x0e\0\0\x0bles.example"
    if offers:
        extensions += b"\0\x10" + (len(listed) + 2).to_bytes(2, "big") + len(listed).to_bytes(2, "big") + listed
    extensions += b"\xfe\x0d\0\x04data" if hidden else b""
    body = (b"\x03\x03" + hello.random + b"\0\0\x02\x13\x01\x01\0" + len(extensions).to_bytes(2, "big") + extensions)
    message = b"\x01" + len(body).to_bytes(3, "big") + body
    up = b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message + up[5 + size:]
    down = session(version, "" if version is V13 else "ECDHE-RSA-AES128-GCM-SHA256").side(False)
    found = open_tls(Stream(up), Stream(down), KeyLog([]))
    assert found.facts.sni == "les.example"
    assert [(problem.gap, problem.detail) for problem in found.problems] == [(Gap.TLS_NO_KEY, hint)]


def test_only_one_side() -> None:
    recorded = session()
    keys = KeyLog([recorded.keylog])
    for up, down in ((recorded.side(True), b""), (b"", recorded.side(False))):
        found = open_tls(Stream(up), Stream(down), keys)
        assert [problem.gap for problem in found.problems] == [Gap.TCP_MIDSTREAM]
        assert found.problems[0].bytes == len(up) + len(down)


def test_without_the_handshake_nothing_can_be_opened() -> None:
    recorded = session()
    middle = Stream(b"\x17\x03\x03\x00\x05hello")
    found = open_tls(Stream(recorded.side(True)[2000:]), middle, KeyLog([recorded.keylog]))
    assert [problem.gap for problem in found.problems] == [Gap.TCP_MIDSTREAM]


def test_a_handshake_that_was_not_completed_is_named() -> None:
    recorded = session()
    alert = b"\x15\x03\x03\x00\x02\x02\x28"
    found = open_tls(Stream(recorded.turns[0][1]), Stream(alert), KeyLog([recorded.keylog]))
    assert found.facts.sni == "les.example"
    assert [(problem.gap, problem.detail) for problem in found.problems] == [
        (Gap.TLS_NO_KEY, "the handshake was not completed")]


GAPS = {"1.3": (V13, "", 0), "gcm": CASES[1], "chacha": CASES[3], "cbc": (V12, "ECDHE-RSA-AES128-SHA", 0),
        "cbc 1.1": (V11, "AES256-SHA", 0), "cbc 1.0": (V10, "AES256-SHA", 0),
        "cbc 1.0, mac inside": (V10, "AES256-SHA", NO_ENCRYPT_THEN_MAC), "null": (V12, "NULL-SHA256", 0)}


@pytest.mark.parametrize("case", GAPS.values(), ids=GAPS)
@pytest.mark.parametrize("lost", [(70_000, 100), (60_000, 9_000), (50_000, 40_000)])
def test_a_gap_costs_no_more_than_the_records_in_it(case: tuple[ssl.TLSVersion, str, int],
                                                     lost: tuple[int, int]) -> None:
    """The place and (for AEAD) the size of the gap in the plain text are those of the gap in the records."""
    recorded = session(*case)
    down = recorded.side(False)
    at, size = len(down) - lost[0], lost[1]
    gap = Stream(down[:at] + down[at + size:], holes=[Hole(at, size)])
    found = open_tls(Stream(recorded.side(True)), gap, KeyLog([recorded.keylog]))
    assert found.upstream is not None and found.upstream.data == UP
    assert found.downstream is not None and len(found.downstream.holes) == 1
    hole = found.downstream.holes[0]
    assert found.downstream.data[:hole.at] == DOWN[:hole.at]
    rest = found.downstream.data[hole.at:]
    assert rest and DOWN.endswith(rest)
    assert size - 500 < hole.missing < size + 3 * 16_500
    if case[0] is V13 or "GCM" in case[1] or "CHACHA" in case[1]:
        assert hole.at + hole.missing + len(rest) == len(DOWN)
    assert all(problem.gap is Gap.TLS_DAMAGED for problem in found.problems)


def test_a_damaged_record_costs_itself_only() -> None:
    recorded = session()
    down = bytearray(recorded.side(False))
    down[-50_000] ^= 1
    found = open_tls(Stream(recorded.side(True)), Stream(bytes(down)), KeyLog([recorded.keylog]))
    assert found.downstream is not None and len(found.downstream.holes) == 1
    assert len(found.downstream.data) + found.downstream.holes[0].missing == len(DOWN)


def test_times_are_those_of_the_packets() -> None:
    recorded = session()
    up = recorded.side(True)
    stream = Stream(up, list(range(0, len(up), 100)), [float(number) for number in range(0, len(up), 100)])
    found = open_tls(stream, Stream(recorded.side(False)), KeyLog([recorded.keylog]))
    assert found.upstream is not None
    assert 0 < found.upstream.time_at(0) < found.upstream.time_at(len(UP) - 1) <= len(up)


def test_any_cut_is_survived() -> None:
    recorded = session(V12, "ECDHE-RSA-AES128-SHA")
    keys = KeyLog([recorded.keylog])
    down = recorded.side(False)
    for at in range(0, 3000, 37):
        found = open_tls(Stream(recorded.side(True)), Stream(down[:at]), keys)
        assert found.downstream is None or DOWN.startswith(found.downstream.data)


def test_trying_out_sequence_numbers_is_bounded() -> None:
    recorded = session()
    keys = KeyLog([recorded.keylog])
    keys.attempts = 3
    down = recorded.side(False)
    at = len(down) - 60_000
    torn = Stream(down[:at] + down[at + 30_000:], holes=[Hole(at, 30_000)])
    found = open_tls(Stream(recorded.side(True)), torn, keys)
    assert keys.attempts == 0 and found.downstream is not None
    assert sum(problem.bytes for problem in found.problems) > 20_000


def test_the_whole_way_from_packets(tmp_path: Path) -> None:
    recorded = build.record_tls([(True, build.GET), (False, build.OK)])
    exchanges, notes = build.read_bytes(build.pcap(recorded.talk().frames()), tmp_path, recorded.keylog)
    assert [(one.scheme, one.host, one.port, one.response_body.data) for one in exchanges] == [
        ("https", "les.example", 443, b'{"naam": "An"}')]
    assert exchanges[0].tls is not None and exchanges[0].tls.cipher.startswith("TLS_") and not notes
    without = replace(recorded, keylog=b"")
    exchanges, notes = build.read_bytes(build.pcap(without.talk().frames()), tmp_path)
    assert not exchanges and [(note.gap, note.host) for note in notes] == [(Gap.TLS_NO_KEY, "les.example")]
