"""Members of archives within their budget."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_builders import a_zip

from scanner.capture import zip_members
from scanner.capture.zip_members import open_members
from scanner.errors import InputError
from scanner.model import Gap, Note


def test_members_are_read_in_part_and_whole(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(a_zip({"map/a": b"abcdef", "b": b"", "leeg/": b""}))
    with open_members(tmp_path / "x", "x", lambda note: None) as members:
        assert members.names == ["map/a", "b"]
        assert (members.read("map/a", 3), members.read("map/a", 9), members.read("b", 9)) == (b"abc", b"abcdef", b"")
        assert (members.read("weg", 9), members.head("map/a", 2), members.size("map/a")) == (None, b"ab", 6)


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_members, "FREE", 1 << 20)
    monkeypatch.setattr(zip_members, "RATIO", 2)
    (tmp_path / "x").write_bytes(a_zip({"a": bytes(50 << 20)}))
    notes: list[Note] = []
    with open_members(tmp_path / "x", "x", notes.append) as members:
        data = members.read("a", 1 << 30)
    assert data is not None and len(data) <= 2 << 20
    assert [note.gap for note in notes] == [Gap.FILE_TRUNCATED]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)[:10], b"PK\x03\x04" + bytes(500)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(InputError) as raised, open_members(tmp_path / "x", "x", lambda note: None):
        pass
    assert "\n" not in str(raised.value)
