"""Compressed captures are read as if they were not."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.wrapped import opened
from scanner.errors import InputError


def read(path: Path, step: int) -> tuple[bytes, bool]:
    with opened(path) as source:
        parts = []
        while part := source.stream.read(step):
            parts.append(part)
        return b"".join(parts), source.damaged


@given(data=st.binary(max_size=3000), step=st.integers(1, 4000), level=st.integers(0, 9))
def test_content_is_the_same_wrapped_or_not(tmp_path_factory: pytest.TempPathFactory, data: bytes, step: int,
                                            level: int) -> None:
    path = tmp_path_factory.mktemp("w") / "x"
    half = len(data) // 2
    for wrapped in (gzip.compress(data, level), gzip.compress(data[:half]) + gzip.compress(data[half:]),
                    zlib.compress(data, level or 1), gzip.compress(data) + bytes(50)):
        path.write_bytes(wrapped)
        assert read(path, step) == (data, False)


@pytest.mark.parametrize("cut", [20, 100, -9, -1])
def test_a_cut_file_gives_what_is_there_and_says_so(tmp_path: Path, cut: int) -> None:
    data = os.urandom(5000)
    (tmp_path / "x").write_bytes(gzip.compress(data)[:cut])
    got, damaged = read(tmp_path / "x", 700)
    assert data.startswith(got)
    assert damaged


def test_damage_ends_the_content(tmp_path: Path) -> None:
    wrapped = bytearray(gzip.compress(b"leerling " * 5000))
    wrapped[40:60] = bytes(20)
    (tmp_path / "x").write_bytes(wrapped)
    _, damaged = read(tmp_path / "x", 4096)
    assert damaged


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for name in ("weg", "pijp", "."):
        with pytest.raises(InputError) as raised, opened(tmp_path / name):
            pass
        assert "\n" not in str(raised.value)
