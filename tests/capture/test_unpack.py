"""Unpacking in portions, and where it stops."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Callable

import lz4.frame
import pytest
import zstandard

from scanner.capture.unpack import Unpacker, member_of

PACKERS: list[Callable[[bytes], bytes]] = [gzip.compress, zstandard.compress, lz4.frame.compress]


def unpacker(packed: bytes, free: int = 1 << 20) -> Unpacker:
    make = member_of(packed[:4])
    assert make is not None
    return Unpacker(io.BytesIO(packed), make, free)


@pytest.mark.parametrize("pack", PACKERS)
def test_a_bomb_is_stopped_in_little_memory(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(bytes(100 << 20))
    source = unpacker(packed)
    given = 0
    tracemalloc.start()
    try:
        while portion := source.read(1 << 16):
            given += len(portion)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert source.complaint == "the compressed file unpacks to far more than captures do"
    assert given < 201 * len(packed) + (40 << 20)
    assert peak < 64 << 20


@pytest.mark.parametrize("pack", PACKERS)
def test_what_repeats_much_is_read_while_it_is_small(pack: Callable[[bytes], bytes]) -> None:
    source = unpacker(pack(bytes(1 << 20)))
    assert len(io.BufferedReader(source).read()) == 1 << 20
    assert source.complaint == ""


@pytest.mark.parametrize("head", [b"", b"\x1f\x8b", b"PK\x03\x04", b"{", b"\x28\xb5\x2f", b"BZh9"])
def test_other_files_are_not_compressed(head: bytes) -> None:
    assert member_of(head) is None


def test_a_frame_to_be_skipped_between_two_is_stepped_over() -> None:
    skipped = bytes.fromhex("502a4d18") + (5).to_bytes(4, "little") + b"index"
    packed = zstandard.compress(b"een ") + skipped + zstandard.compress(b"twee")
    source = unpacker(packed)
    assert io.BufferedReader(source).read() == b"een twee"
    assert source.complaint == ""
