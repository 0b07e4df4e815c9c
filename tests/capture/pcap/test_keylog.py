"""Key logs as they are found in the wild."""

from __future__ import annotations

import pytest

from scanner.capture.pcap.keylog import KeyLog

RANDOM, SECRET = b"AB" * 32, b"cd" * 48


@pytest.mark.parametrize("text", [
    b"CLIENT_RANDOM " + RANDOM + b" " + SECRET,
    b"# comment\r\nCLIENT_RANDOM " + RANDOM.lower() + b" " + SECRET.upper() + b"\r\n",
    b"other program\nRSA 00 11\nCLIENT_RANDOM " + RANDOM + b"  " + SECRET + b"\n\n",
    b"\xef\xbb\xbfCLIENT_RANDOM " + RANDOM + b" " + SECRET,
    ("CLIENT_RANDOM " + RANDOM.decode() + " " + SECRET.decode() + "\r\n").encode("utf-16"),
    b"CLIENT_RANDOM " + RANDOM + b" " + b"00" * 48 + b"\nCLIENT_RANDOM " + RANDOM + b" " + SECRET,
])
def test_lines_that_count(text: bytes) -> None:
    keys = KeyLog([text])
    found = keys.find(bytes.fromhex(RANDOM.decode()))
    assert found == {"CLIENT_RANDOM": bytes.fromhex(SECRET.decode())}
    assert keys.given and keys.matched and keys.complaint == "" and len(keys) == 1


@pytest.mark.parametrize("text", [
    b"", b"\n", b"hello", b"\xff\xfe", b"CLIENT_RANDOM " + RANDOM, b"CLIENT_RANDOM " + RANDOM[:-2] + b" " + SECRET,
    b"CLIENT_RANDOM " + RANDOM + b" zz", b"CLIENT_RANDOM " + RANDOM + b" " + b"00" * 9,
    b"UNKNOWN_LABEL " + RANDOM + b" " + SECRET, b"CLIENT_RANDOM " + RANDOM + b" " + SECRET + b" more",
])
def test_lines_that_do_not(text: bytes) -> None:
    assert len(KeyLog([text])) == 0


def test_what_is_wrong_with_a_key_log() -> None:
    assert KeyLog([b"", b"\n"]).complaint == ""
    assert KeyLog([b"nonsense"]).complaint == "the key log holds no usable line"
    keys = KeyLog([b"CLIENT_RANDOM " + RANDOM + b" " + SECRET])
    assert keys.find(bytes(32)) is None
    assert keys.complaint == "the key log matches no connection of this capture"


def test_sources_add_up() -> None:
    one = b"CLIENT_TRAFFIC_SECRET_0 " + RANDOM + b" " + SECRET
    two = b"SERVER_TRAFFIC_SECRET_0 " + RANDOM + b" " + SECRET
    assert set(KeyLog([one, two]).find(bytes.fromhex(RANDOM.decode())) or ()) == {
        "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0"}


def test_lines_with_premaster_secrets_and_sessions() -> None:
    random = bytes.fromhex(RANDOM.decode())
    keys = KeyLog([b"PMS_CLIENT_RANDOM " + RANDOM + b" 0102\nRSA 1122334455667788 " + SECRET
                   + b"\nRSA Session-ID:aabb Master-Key:" + SECRET + b"\nRSA Session-ID:zz Master-Key:zz"])
    assert len(keys) == 3 and keys.has_premasters and not keys.matched
    assert keys.premaster(bytes(32), bytes(100)) is None and keys.resumed(b"", b"other") is None and not keys.matched
    assert keys.premaster(random, b"") == b"\1\2"
    assert keys.premaster(bytes(32), bytes.fromhex("1122334455667788990011")) == bytes.fromhex(SECRET.decode())
    assert keys.resumed(b"", b"\xaa\xbb") == bytes.fromhex(SECRET.decode())
    keys.remember(b"ticket", bytes(47))
    assert keys.resumed(b"ticket") is None
