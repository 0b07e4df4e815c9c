"""Finding captures in directories, and reading each with its reader."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from scanner.capture import find_captures, read_capture
from scanner.errors import InputError, UsageError
from scanner.model import Note

CAPTURES = Path(__file__).parent.parent / "captures"
HAR = b'{"log":{"version":"1.2","entries":[{"request":{"url":"https://a.example/"}}]}}'


def test_directories_are_searched_by_content_and_sorted(tmp_path: Path) -> None:
    for name in ("b/les.txt", "b/.verborgen", "a/zonder-naam", "a/x/les.har.gz"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(HAR) if name.endswith(".gz") else HAR)
    (tmp_path / "a" / "nep.har").write_bytes(b"{}")
    (tmp_path / "a" / "leeg.pcap").write_bytes(b"")
    (tmp_path / "b" / "terug").symlink_to(tmp_path, target_is_directory=True)  # a loop
    os.mkfifo(tmp_path / "a" / "pijp")  # opening it would wait for ever
    found = find_captures([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "a/zonder-naam", "a/x/les.har.gz", "b/.verborgen", "b/les.txt"]


def test_files_stay_in_the_order_given_and_come_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("2.har", "1.har")]
    for path in paths:
        path.write_bytes(HAR)
    assert find_captures([*paths, tmp_path, paths[0]]) == paths


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file") as raised:
        find_captures([tmp_path / "weg.har"])
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [b'{"policy": 1}', b""])
def test_a_file_that_is_no_capture_is_refused_when_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "beleid.json"
    path.write_bytes(content)
    assert find_captures([path]) == [path]
    with pytest.raises(InputError, match="not a capture") as raised:
        next(read_capture(path, "x", lambda note: None))
    assert "\n" not in str(raised.value)


def test_a_directory_without_captures_names_the_kinds(tmp_path: Path) -> None:
    (tmp_path / "les.txt").write_text("tekst")
    with pytest.raises(UsageError, match="HAR, mitmproxy dump, pcap, pcapng"):
        find_captures([tmp_path])


def test_each_kind_goes_to_its_reader() -> None:
    notes: list[Note] = []
    har = list(read_capture(CAPTURES / "har" / "humanssuck.net.har", "a", notes.append))
    flows = list(read_capture(CAPTURES / "flows" / "error_log.mitm", "b", notes.append))
    assert [exchange.id for exchange in har] == ["entry-1", "entry-2", "entry-3", "entry-4"]
    assert [exchange.id for exchange in flows] == ["flow-1", "flow-2"]
    assert {exchange.capture for exchange in har + flows} == {note.capture for note in notes} == {"a", "b"}


def test_what_is_no_capture_raises_when_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"tekst")
    for name in ("x", "weg"):
        with pytest.raises(InputError):
            next(read_capture(tmp_path / name, "x", lambda note: None))
