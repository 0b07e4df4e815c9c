"""Sealed files: frames come back as they were, a cut is told, nothing is readable without the key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.live.sealed import HEAD, SealedReader, SealedWriter, WrongKeyError

KEY = b"k" * 32


def written(path: Path, *frames: bytes) -> Path:
    writer = SealedWriter(path, KEY)
    for frame in frames:
        writer.append(frame)
    writer.close()
    return path


def test_frames_come_back_in_order(tmp_path: Path) -> None:
    reader = SealedReader(written(tmp_path / "a", b"one", b"", b"three" * 1000), KEY)
    assert list(reader.frames()) == [b"one", b"", b"three" * 1000]
    assert (reader.number, reader.rest) == (3, 0)
    reader.close()


def test_what_is_appended_later_is_read_later(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "a", KEY)
    reader = SealedReader(tmp_path / "a", KEY)
    assert list(reader.frames()) == []
    writer.append(b"one")
    assert list(reader.frames()) == [b"one"]
    writer.append(b"two")
    assert list(reader.frames()) == [b"two"]
    writer.close()
    reader.close()


def test_a_reader_can_begin_later(tmp_path: Path) -> None:
    reader = SealedReader(written(tmp_path / "a", b"one", b"two", b"three"), KEY)
    reader.skip(2)
    assert list(reader.frames()) == [b"three"]
    reader.close()


@settings(max_examples=60)
@given(cut=st.integers(0, 200))
def test_a_file_cut_anywhere_gives_its_whole_frames(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.mktemp("cut") / "a", b"one", b"two" * 10, b"three")
    whole = path.stat().st_size
    os.truncate(path, max(0, whole - cut))
    reader = SealedReader(path, KEY)
    found = list(reader.frames())
    assert found == [b"one", b"two" * 10, b"three"][: len(found)]
    assert len(found) == 3 or cut > 0
    read = HEAD + sum(4 + len(frame) + 16 for frame in found)
    assert reader.rest == max(0, max(0, whole - cut) - read)
    reader.close()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"one")
    reader = SealedReader(path, b"x" * 32)
    with pytest.raises(WrongKeyError):
        list(reader.frames())
    reader.close()


def test_frames_cannot_be_swapped_or_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "a", b"one", b"two")
    data = path.read_bytes()
    size = 4 + 3 + 16
    path.write_bytes(data[:HEAD] + data[HEAD + size :])
    reader = SealedReader(path, KEY)
    with pytest.raises(WrongKeyError):
        list(reader.frames())
    reader.close()


def test_nothing_is_readable_and_equal_frames_differ(tmp_path: Path) -> None:
    data = written(tmp_path / "a", b"Sanne de Vries", b"Sanne de Vries").read_bytes()
    assert b"Sanne" not in data
    size = 4 + 14 + 16
    assert data[HEAD + 4 : HEAD + size] != data[HEAD + size + 4 :]
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_whole_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SealedWriter(tmp_path / "a", KEY)
    writer.append(b"one")
    write = os.write

    def half(file: int, data: memoryview) -> int:
        if len(data) < 10:
            raise OSError(28, "No space left on device")
        return write(file, data[: len(data) - 5])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            writer.append(b"two" * 10)
    writer.close()
    reader = SealedReader(tmp_path / "a", KEY)
    assert list(reader.frames()) == [b"one"]
    assert reader.rest == 0
    reader.close()
