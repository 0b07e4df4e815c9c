"""Spools: the same bytes in memory and out of it, nothing left in a directory, no room."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.spool import Spool, release_maps


@given(st.lists(st.binary(max_size=40)), st.integers(0, 60))
def test_what_was_written_is_read(pieces: list[bytes], bound: int) -> None:
    spool = Spool(bound)
    for piece in pieces:
        spool.write(memoryview(piece))
    data = spool.data()
    assert data[:] == b"".join(pieces) and spool.size == len(data) and not spool.refused


def test_few_bytes_stay_in_memory_and_many_do_not() -> None:
    for size, kind in ((100, bytes), (101, mmap.mmap)):
        spool = Spool(100)
        spool.write(bytes(size))
        assert type(spool.data()) is kind


def test_mapped_pages_can_be_given_back() -> None:
    spool = Spool(10)
    spool.write(b"bytes " * 10_000)
    data = spool.data()
    release_maps()
    assert data[:6] == b"bytes " and data.find(b"bytes", 59_990) == 59_994


def test_the_file_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    spool = Spool(10)
    spool.write(b"geheim" * 100)
    assert list(tmp_path.iterdir()) == []
    data = spool.data()
    assert data[:6] == b"geheim" and list(tmp_path.iterdir()) == []


def test_without_room_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_named: object) -> IO[bytes]:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    spool = Spool(10)
    for _ in range(4):
        spool.write(b"0123456789")
    assert spool.data() == b"" and spool.refused == 40


def test_a_disk_that_fills_up_keeps_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(10)
    spool.write(b"a" * 11)
    file = spool._file
    assert file is not None

    class Full:
        def write(self, _data: bytes) -> int:
            raise OSError(28, os.strerror(28))

        def fileno(self) -> int:
            return file.fileno()

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_error: object) -> None:
            file.close()

    spool._file = Full()  # type: ignore[assignment]
    spool.write(b"b" * 11)
    assert spool.data()[:] == b"a" * 11 and spool.refused == 11
