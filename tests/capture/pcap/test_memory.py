"""The bytes of a capture by position: added pieces, in memory and out of it, and reading far-apart places."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import pytest

from scanner.capture.pcap import memory as module
from scanner.capture.pcap.memory import Memory


def test_added_packets_lie_behind_the_file() -> None:
    memory = Memory(b"0123")
    first, second = memory.add(b"abcd"), memory.add(b"wxyz")
    assert bytes(memory.slice(1, 3)) == b"12"
    assert bytes(memory.slice(first, first + 4)) == b"abcd"
    assert bytes(memory.slice(first + 1, first + 3)) == b"bc" and bytes(memory.slice(second, second + 4)) == b"wxyz"


def test_many_added_pieces_leave_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ADDED", 100)
    memory = Memory(b"0123")
    pieces = [bytes([number]) * 30 for number in range(20)]
    places = [memory.add(piece) for piece in pieces]
    assert len(memory._extra) < 8 and isinstance(memory._extra[0], mmap.mmap)
    assert [bytes(memory.slice(at, at + 30)) for at in places] == pieces
    assert bytes(memory.slice(1, 3)) == b"12"


def test_without_room_added_pieces_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError

    monkeypatch.setattr(module, "_ADDED", 100)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    memory = Memory(b"")
    places = [memory.add(bytes([number]) * 30) for number in range(20)]
    assert [memory.slice(at, at + 1)[0] for at in places] == list(range(20))


def a_large_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(module, "KEPT", 1 << 20)
    path = folder / "capture"
    path.write_bytes(b"".join(bytes([number]) * (1 << 20) for number in range(40)))
    with path.open("rb") as file:
        return Memory(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), path)


def test_far_apart_packets_of_a_large_file_are_read_by_their_places(tmp_path: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    memory = a_large_file(tmp_path, monkeypatch)
    start = np.arange(0, 40 << 20, 4 << 20)
    read = memory.reader(start, start + 1000)
    assert read is not None and read(1000, 8 << 20) == b"\x08" * 1000
    assert memory.reader(start, start + (1 << 20)) is None  # most of the file is wanted
    assert memory.reader(start[:1], start[:1] + 900_000) is None
    memory.release()
    assert memory.slice(5 << 20, (5 << 20) + 1)[0] == 5


def test_a_small_file_and_bytes_are_not(tmp_path: Path) -> None:
    path = tmp_path / "capture"
    path.write_bytes(bytes(5 << 20))
    start = np.array([0, 4 << 20])
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    assert Memory(mapped, path).reader(start, start + 5) is None
    assert Memory(bytes(5 << 20)).reader(start, start + 5) is None
