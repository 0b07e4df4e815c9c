"""Compressed captures are read as if they were not."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import lz4.frame
import pytest
import zstandard
from hypothesis import assume, given
from hypothesis import strategies as st

from scanner.capture.unpack import member_of
from scanner.capture.wrapped import opened
from scanner.errors import InputError

PACKERS: list[Callable[[bytes], bytes]] = [gzip.compress, zlib.compress, zstandard.compress, lz4.frame.compress]


def read(path: Path, step: int) -> tuple[bytes, str]:
    with opened(path) as source:
        parts = []
        while part := source.stream.read(step):
            parts.append(part)
        return b"".join(parts), source.complaint


@given(data=st.binary(max_size=3000), step=st.integers(1, 4000))
def test_content_is_the_same_wrapped_or_not(tmp_path_factory: pytest.TempPathFactory, data: bytes, step: int) -> None:
    assume(member_of(data) is None and member_of(data[: len(data) // 2]) is None)
    path = tmp_path_factory.mktemp("w") / "x"
    half = len(data) // 2
    for pack in PACKERS:
        for wrapped in (pack(data), pack(data[:half]) + pack(data[half:]), pack(data) + bytes(50)):
            path.write_bytes(wrapped)
            assert read(path, step) == (data, "")


def test_members_of_different_kinds_and_a_second_layer(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(gzip.compress(b"een ") + zstandard.compress(b"twee ") + lz4.frame.compress(b"drie"))
    assert read(tmp_path / "x", 100) == (b"een twee drie", "")
    (tmp_path / "x").write_bytes(zstandard.compress(gzip.compress(b"leerling" * 99)))
    assert read(tmp_path / "x", 100) == (b"leerling" * 99, "")


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("cut", [20, 100, -9, -1])
def test_a_cut_file_gives_what_is_there_and_says_so(tmp_path: Path, pack: Callable[[bytes], bytes], cut: int) -> None:
    data = os.urandom(5000)
    (tmp_path / "x").write_bytes(pack(data)[:cut])
    got, complaint = read(tmp_path / "x", 700)
    assert data.startswith(got)
    assert complaint == "the compressed file ends too early"


# By itself zstd writes no checksum, so that changed bytes may go unseen.
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor(write_checksum=True).compress,
                                  lz4.frame.compress])
def test_damage_ends_the_content(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    wrapped = bytearray(pack(os.urandom(20_000) + b"leerling " * 5000))
    wrapped[30:-30] = b"\xff" * (len(wrapped) - 60)
    (tmp_path / "x").write_bytes(wrapped)
    _, complaint = read(tmp_path / "x", 4096)
    assert complaint


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for name in ("weg", "pijp", "."):
        with pytest.raises(InputError) as raised, opened(tmp_path / name):
            pass
        assert "\n" not in str(raised.value)
