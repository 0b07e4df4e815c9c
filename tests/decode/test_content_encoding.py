"""Content encodings: the right ones, the wrong labels, broken streams, bombs."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Budget, Limits, content_encoding
from scanner.decode.content_encoding import decode, unpack, unpack_raw_deflate
from scanner.model import Gap

BODY = b'{"naam":"Sanne","bsn":"999990019"}' * 20


def raw_deflate(data: bytes) -> bytes:
    worker = zlib.compressobj(wbits=-15)
    return worker.compress(data) + worker.flush()


PACK = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "raw": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize(
    ("codec", "header"),
    [
        ("gzip", "gzip"),
        ("gzip", "x-gzip"),
        ("gzip", "GZIP "),
        ("deflate", "deflate"),
        ("raw", "deflate"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip", "identity, gzip"),
        ("gzip", "gzip, utf-8"),
        ("gzip", ""),
        ("zstd", ""),
    ],
)
def test_one_encoding(codec, header):
    found = decode(PACK[codec](BODY), header, Budget(Limits()))
    assert (found.data, found.gap) == (BODY, None)
    assert [step.name for step in found.steps] == ["deflate" if codec == "raw" else codec]


@given(st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd"]), min_size=1, max_size=4), st.binary(max_size=300))
def test_stacked_encodings_come_off_last_first(codecs, data):
    packed = data
    for codec in codecs:
        packed = PACK[codec](packed)
    found = decode(packed, ", ".join(codecs), Budget(Limits()))
    if not data.startswith((b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")):
        assert found.data == data
        assert [step.name for step in found.steps] == codecs[::-1]


@pytest.mark.parametrize("header", ["gzip", "deflate", "br", "zstd", "gzip, br"])
@pytest.mark.parametrize("body", [BODY, b"<p>Beste Zo\xc3\xab</p>", b"hi", b"naam=Sanne"])
def test_a_plain_body_with_a_wrong_header_is_read_as_it_is(header, body):
    found = decode(body, header, Budget(Limits()))
    assert (found.data, found.gap, found.steps) == (body, None, ())


def test_members_after_each_other_are_one_stream():
    assert decode(PACK["gzip"](b"a" * 9) + PACK["gzip"](b"b"), "gzip", Budget(Limits())).data == b"a" * 9 + b"b"
    frames = PACK["zstd"](b"a" * 9) + PACK["zstd"](b"b")
    assert decode(frames, "zstd", Budget(Limits())).data == b"a" * 9 + b"b"


def test_padding_after_gzip_is_ignored():
    assert decode(PACK["gzip"](BODY) + b"\0\0\0\0", "gzip", Budget(Limits())).data == BODY


@pytest.mark.parametrize("codec", ["gzip", "deflate", "br", "zstd"])
def test_a_truncated_stream_gives_what_it_has_and_says_so(codec):
    data = bytes(range(256)) * 2000
    packed = PACK[codec](data)
    found = decode(packed[:-5], codec, Budget(Limits()))
    assert (found.gap, found.detail) == (Gap.ENCODING_BROKEN, codec)
    assert data.startswith(found.data)


@pytest.mark.parametrize("header", ["compress", "sdch", "dcb", "bzip2"])
def test_an_unknown_encoding_is_named(header):
    found = decode(b"\x01\x02\x03\xff" * 9, header, Budget(Limits()))
    assert found.gap is Gap.ENCODING_UNKNOWN
    assert found.detail == ""


@pytest.mark.parametrize("codec", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_stops_at_the_ratio(codec):
    bomb = PACK[codec](b"\0" * 30_000_000)
    found = decode(bomb, codec, Budget(Limits(ratio=10)))
    assert found.gap is Gap.BUDGET_RATIO
    assert len(found.data) == 1 << 20


@pytest.mark.parametrize("codec", ["gzip", "deflate", "br", "zstd"])
def test_output_stops_at_the_bytes_that_are_left(codec):
    budget = Budget(Limits(output_bytes=100_000))
    found = unpack(PACK[codec](bytes(range(256)) * 1000), codec, budget)
    assert found.gap is Gap.BUDGET_BYTES
    assert len(found.data) == 100_000
    assert budget.bytes_left == 0


def test_a_tower_of_encodings_stops():
    found = decode(b"\x00x", "gzip," * 9, Budget(Limits()))
    assert found.gap is Gap.BUDGET_DEPTH


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "x", ""]))
def test_any_bytes_are_answered(data, header):
    found = decode(data, header, Budget(Limits()))
    assert found.gap is None or isinstance(found.gap, Gap)


def test_raw_deflate_is_whole_or_nothing():
    assert unpack_raw_deflate(raw_deflate(BODY), Budget(Limits())) == BODY
    assert unpack_raw_deflate(raw_deflate(BODY)[:-3], Budget(Limits())) is None
    assert unpack_raw_deflate(b"\xff\xff", Budget(Limits())) is None


def test_a_stream_that_was_flushed_and_never_closed_is_whole():
    worker = zlib.compressobj(wbits=31)
    found = decode(worker.compress(BODY) + worker.flush(zlib.Z_SYNC_FLUSH), "gzip", Budget(Limits()))
    assert (found.data, found.gap) == (BODY, None)


@pytest.mark.parametrize(
    ("flags", "extra"),
    [(2, b"\0\0"), (8, b"naam\0"), (4 | 8 | 16 | 2, b"\x02\0xxnaam\0opmerking\0\1\2"), (0x20, b"")],
)
def test_headers_that_zlib_refuses(flags, extra):
    packed = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + extra + raw_deflate(BODY)
    assert decode(packed, "gzip", Budget(Limits())).data == BODY


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08", b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x03"])
def test_no_more_than_the_beginning_of_a_gzip_header(data):
    decode(data, "gzip", Budget(Limits()))


@given(st.binary(max_size=400), st.sampled_from((31, 15, -15)), st.integers(0, 500), st.binary(max_size=3),
       st.integers(-3, 400), st.integers(0, 600))
def test_any_inflater_gives_the_same(data, window, place, piece, cut, limit):
    packer = zlib.compressobj(6, zlib.DEFLATED, window)
    packed = packer.compress(data) + packer.flush()
    damaged = packed[:place] + piece + packed[place + len(piece):]
    damaged = damaged[:len(damaged) - cut] if cut > 0 else damaged + b"\0" * -cut
    content_encoding._inflater.cache_clear()
    quick = content_encoding._zlib(damaged, limit, window)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content_encoding, "_inflater", lambda: (zlib, zlib.error))
        assert content_encoding._zlib(damaged, limit, window) == quick
        patch.setattr(content_encoding, "_inflated", lambda *_: None)
        assert content_encoding._zlib(damaged, limit, window) == quick


def test_isal_is_used_where_it_is_installed():
    isal = pytest.importorskip("isal.isal_zlib")
    content_encoding._inflater.cache_clear()
    assert content_encoding._inflater() == (isal, isal.error)
