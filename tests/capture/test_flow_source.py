"""Records of a dump, whatever length they claim."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from scanner.capture.flow_source import records
from scanner.capture.wrapped import opened
from scanner.model import Gap


def read(folder: Path, content: bytes) -> list[tuple[bytes | Gap, int]]:
    (folder / "x").write_bytes(content)
    with opened(folder / "x") as source:
        return [(bytes(record.data[record.start:record.end]) if record.data is not None else record.gap, record.size)
                for record in records(source)]


@pytest.mark.parametrize(("content", "found"), [
    (b"", []),
    (b"1:a}2:bc}", [(b"a", 1), (b"bc", 2)]),
    (b"1:a}2:bc,0:}", [(b"a", 1), (Gap.FILE_ENTRY_BROKEN, 2), (b"", 0)]),  # no dict
    (b"1:a}9:bc}", [(b"a", 1), (Gap.FILE_TRUNCATED, 3)]),
    (b"1:a}12", [(b"a", 1), (Gap.FILE_TRUNCATED, 2)]),
    (b"1:a}x2:bc}", [(b"a", 1), (Gap.FILE_ENTRY_BROKEN, 6)]),
    (b"999999999999:a}", [(Gap.FILE_TRUNCATED, 2)]),  # nothing is reserved for what is not there
    (b"9999999999999:a}", [(Gap.FILE_ENTRY_BROKEN, 16)]),
])
def test_records(tmp_path: Path, content: bytes, found: list[tuple[bytes | Gap, int]]) -> None:
    assert read(tmp_path, content) == found


def test_a_compressed_dump_may_claim_any_length_too(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(b"1:a}999999999999:bc}")) == [(b"a", 1), (Gap.FILE_TRUNCATED, 3)]
    assert read(tmp_path, gzip.compress(b"1:a}2:bc}")) == [(b"a", 1), (b"bc", 2)]


def test_a_large_record_is_mapped_at_any_offset(tmp_path: Path) -> None:
    large = b"x" * (16 << 20)
    found = read(tmp_path, b"1:a}%d:%s}2:bc}" % (len(large), large))
    assert [record for record, _ in found] == [b"a", large, b"bc"]
