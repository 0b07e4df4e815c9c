"""Hello messages: what decides about keys is read, what is cut is refused, names are names."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.tls_hello import HelloError, client_hello, encrypted_extensions, host_name, server_hello

RANDOM = bytes(range(32))
EXTENSIONS = bytes.fromhex("0010" "000c" "000568322f7878" "0016" "0000" "002a" "0000")


def test_a_client_hello_without_extensions() -> None:
    hello = client_hello(b"\x03\x01" + RANDOM + b"\x02ab" + b"\0\x04\xc0\x2f\0\x2f" + b"\x01\0")
    assert hello.version == 0x0301 and hello.random == RANDOM and hello.suites == [0xC02F, 0x2F] and hello.sni == ""


def test_what_a_client_hello_tells_of_sessions_and_protocols() -> None:
    extensions = b"".join(kind.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value for kind, value in [
        (35, b"ticket"), (16, b"\0\x0c\x02h2\x08http/1.1"), (0xFE0D, bytes(20)), (23, b"")])
    hello = client_hello(b"\x03\x03" + RANDOM + b"\x02ab" + b"\0\x02\x13\x01" + b"\x01\0"
                         + len(extensions).to_bytes(2, "big") + extensions)
    assert (hello.session, hello.ticket, hello.offers) == (b"ab", b"ticket", [b"h2", b"http/1.1"])
    assert hello.hidden and hello.extended_master and hello.alpn == "h2"


def test_a_server_hello() -> None:
    extensions = bytes.fromhex("00160000" "0010000500030268320000")[:-2]
    body = b"\x03\x03" + RANDOM + b"\0" + b"\xc0\x2f\x01" + len(extensions).to_bytes(2, "big") + extensions
    hello = server_hello(body)
    assert hello.suites == [0xC02F] and hello.compression == 1 and hello.encrypt_then_mac and hello.alpn == "h2"


@pytest.mark.parametrize("parse", [client_hello, server_hello])
def test_cut_hellos_are_refused(parse: object) -> None:
    with pytest.raises(HelloError):
        parse(b"\x03\x03" + RANDOM)  # type: ignore[operator]


@pytest.mark.parametrize(("raw", "name"), [
    (b"les.example", "les.example"), (b"LES.Example.", "les.example"), (b"les.example:443", "les.example"),
    (b"a b", ""), (b"\xff\xfe", ""), (b"", ""), (b"<script>", ""), (b"a" * 300, "")])
def test_names(raw: bytes, name: str) -> None:
    assert host_name(raw) == name


@given(st.binary(max_size=90))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for parse in (client_hello, server_hello, encrypted_extensions):
        with contextlib.suppress(HelloError):
            parse(body)
