"""Opening capture files: plain, gzip, zstd, cut, too large, missing."""

from __future__ import annotations

import gzip
import mmap
import os
import tempfile
from pathlib import Path

import lz4.frame
import pytest
import zstandard

from scanner.capture.mapped import release_pages
from scanner.capture.pcap import source
from scanner.capture.pcap.source import open_buffer
from scanner.errors import InputError

DATA = bytes(range(256)) * 9000


def test_a_plain_file_is_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(DATA)
    buffer, whole = open_buffer(path)
    assert bytes(buffer[:]) == DATA and whole
    release_pages(buffer)
    assert bytes(buffer[:]) == DATA


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    assert open_buffer(path) == (b"", True)


@pytest.mark.parametrize("packed", [
    gzip.compress(DATA), gzip.compress(DATA[:1000]) + gzip.compress(DATA[1000:]), gzip.compress(DATA) + bytes(512),
    zstandard.compress(DATA), zstandard.compress(DATA[:1000]) + zstandard.compress(DATA[1000:]),
    lz4.frame.compress(DATA), lz4.frame.compress(DATA[:1000]) + lz4.frame.compress(DATA[1000:]),
], ids=["gzip", "two gzip members", "gzip and padding", "zstd", "two zstd frames", "lz4", "two lz4 frames"])
def test_a_packed_file_is_unpacked(packed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(packed)
    assert open_buffer(path) == (DATA, True)


def test_a_cut_gzip_file_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(DATA)[:-3000])
    buffer, whole = open_buffer(path)
    assert not whole and DATA.startswith(bytes(buffer)) and len(buffer) > 0


def test_a_damaged_gzip_file_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(gzip.compress(DATA)[:200] + b"\xff" * 300)
    assert not open_buffer(path)[1]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_what_unpacks_to_more_than_the_bound_is_cut(pack: object, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(pack(bytes(5 << 20)))  # type: ignore[operator]
    buffer, whole = open_buffer(path, bound=3 << 20)
    assert len(buffer) == 3 << 20 and not whole


def test_a_large_capture_is_unpacked_to_a_file_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_IN_MEMORY", 1 << 16)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    data = os.urandom(1000) * 300
    (tmp_path / "a").write_bytes(gzip.compress(data))
    buffer, whole = open_buffer(tmp_path / "a")
    assert isinstance(buffer, mmap.mmap) and bytes(buffer) == data and whole
    assert list((tmp_path / "tmp").iterdir()) == []
    buffer.close()


def test_a_missing_file_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.pcap: no such file"):
        open_buffer(tmp_path / "missing.pcap")
