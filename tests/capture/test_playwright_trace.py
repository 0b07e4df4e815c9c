"""Network logs of Playwright traces; as a member of an archive they are tested with it."""

from __future__ import annotations

from pathlib import Path

from scanner.capture.playwright_trace import read_trace
from scanner.model import Gap, Note


def test_lines_that_are_broken_are_noted_and_others_passed_over(tmp_path: Path) -> None:
    good = (b'{"type":"resource-snapshot","snapshot":{"request":{"method":"GET","url":"https://les.example/"},'
            b'"response":{"status":204}}}\n')
    broken = b'{"type":"resource-snapshot", kapot\n'
    (tmp_path / "x").write_bytes(b'{"type":"event"}\n' + broken + good + b"\n" + good[:50])
    notes: list[Note] = []
    exchanges = list(read_trace(tmp_path / "x", "x", notes.append, 1000, lambda name: None))
    assert [(exchange.id, exchange.status) for exchange in exchanges] == [("entry-3", 204)]
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN] * 2
