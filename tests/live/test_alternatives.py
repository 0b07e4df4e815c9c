"""Offers of QUIC and ECH: what goes, and that the rest stays as it was. mitmproxy's own reader is the oracle."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.net.dns import https_records

from scanner.live.alternatives import Removed, alternatives_without_quic, public_names, record_without


@pytest.mark.parametrize(("header", "left", "gone"), [
    ('h3=":443"; ma=86400', "clear", 1), ('h3=":443"; ma=86400, h3-29=":443"; ma=86400', "clear", 2),
    ('h2="alt.example:8000", h3=":443"', 'h2="alt.example:8000"', 1),
    ('h3-Q050=":443"; ma=1, h2=":444"; persist=1', 'h2=":444"; persist=1', 1),
    ('quic=":443"; ma=2592000; v="46,43", h2=":443"', 'h2=":443"', 1), ('H3=":443"', "clear", 1),
    ('h2=":443"', 'h2=":443"', 0), ("clear", "clear", 0), ("", "", 0), ('h3x=":443"', 'h3x=":443"', 0),
    ('h2="a,h3=b:1"', 'h2="a,h3=b:1"', 0), ('x="\\",h3=1', 'x="\\",h3=1', 0), ('h3="', "clear", 1),
    ('hq-interop=":443"', "clear", 1),
])
def test_header(header: str, left: str, gone: int) -> None:
    assert alternatives_without_quic(header) == (left, gone)


@given(st.text(max_size=200))
def test_any_header(text: str) -> None:
    left, gone = alternatives_without_quic(text)
    assert alternatives_without_quic(left)[1] == 0
    assert gone or left == text


def config(name: bytes, version: int = 0xFE0D) -> bytes:
    """An ECHConfigList with one entry (RFC 9849 §4)."""
    body = b"\x07" + b"\x00\x20" + b"\x00\x20" + b"k" * 32 + b"\x00\x04" + b"\x00\x01\x00\x01" + b"\x40"
    body += bytes([len(name)]) + name + b"\x00\x00"
    one = struct.pack("!HH", version, len(body)) + body
    return struct.pack("!H", len(one)) + one


def record(priority: int = 1, target: bytes = b"\x00", **parameters: bytes) -> bytes:
    keys = {"mandatory": 0, "alpn": 1, "no_default": 2, "port": 3, "v4": 4, "ech": 5, "v6": 6}
    written = sorted((keys[name], value) for name, value in parameters.items())
    return struct.pack("!H", priority) + target + b"".join(
        struct.pack("!HH", key, len(value)) + value for key, value in written)


BOTH, H2, H3 = b"\x02h3\x02h2", b"\x02h2", b"\x02h3"
ECH = config(b"buiten.example")


@pytest.mark.parametrize(("before", "after", "removed", "why"), [
    (record(alpn=BOTH, v4=b"\x01\x02\x03\x04"), record(alpn=H2, v4=b"\x01\x02\x03\x04"), Removed(1, 0), "h3"),
    (record(alpn=BOTH, ech=ECH), record(alpn=H2), Removed(1, 1), "both"),
    (record(alpn=H2, ech=ECH, mandatory=b"\x00\x01\x00\x05"), record(alpn=H2, mandatory=b"\x00\x01"), Removed(0, 1),
     "a key that is gone must not be mandatory"),
    (record(ech=ECH, mandatory=b"\x00\x05"), record(), Removed(0, 1), "no empty list of mandatory keys"),
    (record(alpn=H3), record(), Removed(1, 0), "HTTP/1.1 is the default"),
    (record(alpn=H3, no_default=b""), None, Removed(1, 0), "nothing else there"),
    (record(alpn=H2), record(alpn=H2), Removed(), "nothing to do"),
    (record(0, b"\x03cdn\x07example\x00"), record(0, b"\x03cdn\x07example\x00"), Removed(), "an alias"),
    (record(1, b"\x03cdn\x07example\x00", alpn=BOTH), record(1, b"\x03cdn\x07example\x00", alpn=H2), Removed(1, 0),
     "another target"),
    (b"", b"", Removed(), "no record"), (b"\x00\x01", b"\x00\x01", Removed(), "no target"),
    (record(alpn=BOTH)[:-2], record(alpn=BOTH)[:-2], Removed(), "cut"),
    (b"\x00\x01\xc0\x0c", b"\x00\x01\xc0\x0c", Removed(), "a compressed target, which is not allowed"),
])
def test_record(before: bytes, after: bytes | None, removed: Removed, why: str) -> None:
    assert record_without(before, quic=True) == (after, removed), why


def test_quic_stays_when_it_may() -> None:
    assert record_without(record(alpn=BOTH, ech=ECH), quic=False) == (record(alpn=BOTH), Removed(0, 1))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    left, _ = record_without(data, quic=True)
    public_names(data)
    if left is not None:
        assert record_without(left, quic=True)[1] == Removed()


@given(st.lists(st.sampled_from([b"h2", b"h3", b"http/1.1", b"h3-29", b"x"]), min_size=1, max_size=4), st.booleans())
def test_what_is_left_is_a_record_to_another_reader(names: list[bytes], hidden: bool) -> None:
    alpn = b"".join(bytes([len(name)]) + name for name in names)
    left, removed = record_without(record(alpn=alpn, port=b"\x01\xbb", **({"ech": ECH} if hidden else {})), quic=True)
    assert left is not None
    read = https_records.unpack(left).params
    assert 5 not in read and read[3] == b"\x01\xbb"
    assert removed == Removed(sum(name.startswith(b"h3") for name in names), int(hidden))
    assert b"h3" not in read.get(1, b"")


def test_outer_names() -> None:
    assert public_names(record(ech=ECH)) == ["buiten.example"]
    assert public_names(record(ech=config(b"x.example", 0xFE0A))) == [], "another draft"
    assert public_names(record(alpn=H2)) == []
    assert public_names(record(ech=ECH[:-20])) == []
