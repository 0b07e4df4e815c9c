"""Sessions of Charles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from export_builders import BODY, charles, charles_item, read

from scanner.capture.charles import read_charles
from scanner.capture.sniff import kind_of
from scanner.errors import InputError
from scanner.model import Gap


def test_a_session(tmp_path: Path) -> None:
    tunnel = {"status": "COMPLETE", "method": "CONNECT", "scheme": "https", "host": "veilig.example", "actualPort": 443,
              "tunnel": True, "request": {}, "response": {"status": 200}}
    content = charles(charles_item(), tunnel)
    assert kind_of(content) == "charles"
    (first, second), notes = read(tmp_path, content)
    assert (first.method, first.host, first.port, first.target, first.status, first.protocol) == (
        "POST", "les.example", 443, "/api/leerling?groep=6", 200, "http/2")
    assert (first.request_body.data, first.response_body.data) == (BODY, b"\x89PNG\xff")
    assert (first.time, first.server.host if first.server else "") == (1_791_184_462.125, "192.0.2.7")
    assert (second.method, second.target) == ("CONNECT", "veilig.example:443")
    assert notes == []


@pytest.mark.parametrize("changes", [
    {"host": None}, {"scheme": 7}, {"request": []}, {"response": "x"}, {"actualPort": -1}, {"path": None},
    {"request": {"body": {"encoded": "%%%"}}}, {"times": {"start": "gisteren"}}, {"host": "::1"},
])
def test_fields_of_other_types_are_survived(tmp_path: Path, changes: dict[str, object]) -> None:
    exchanges, _ = read(tmp_path, charles(charles_item(**changes), charles_item()))
    assert exchanges[-1].id == "entry-2"


def test_broken_and_cut_entries_are_noted(tmp_path: Path) -> None:
    content = charles(charles_item(), charles_item())
    exchanges, notes = read(tmp_path, content[:-30])
    assert len(exchanges) == 1
    assert notes[-1].gap is Gap.FILE_TRUNCATED
    exchanges, notes = read(tmp_path, content.replace(b'[{"status"', b'[7, {"status"'))
    assert len(exchanges) == 2
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]


def test_what_lies_beyond_the_bound_is_counted(tmp_path: Path) -> None:
    text = "naam " * 1_000_000
    (exchange,), notes = read(tmp_path, charles(charles_item(request={"body": {"text": text}})), max_body=100_000)
    assert len(exchange.request_body.data) == 100_000
    assert {note.gap for note in notes} == {Gap.BODY_TRUNCATED}
    assert sum(note.bytes for note in notes) == pytest.approx(len(text) - 100_000, rel=0.01)


@pytest.mark.parametrize("value", [
    [], [1, 2], [{"status": "x", "method": "GET", "host": "a.example"}], [charles_item()["request"]],
])
def test_other_arrays_are_no_capture(value: object) -> None:
    assert kind_of(json.dumps(value).encode()) is None


def test_what_is_no_array_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'{"a": 1}')
    with pytest.raises(InputError, match="no session of Charles"):
        list(read_charles(tmp_path / "x", "x", lambda note: None))
