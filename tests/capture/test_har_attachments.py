"""Bodies in files of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from export_builders import BODY
from export_builders import har_with_attachment as har

from scanner.capture.har import read_har
from scanner.capture.har_attachments import attach
from scanner.model import Gap, Note


def test_attachments_beside_the_har(tmp_path: Path) -> None:
    (tmp_path / "les.har").write_bytes(har("0a1b2c.json"))
    (tmp_path / "0a1b2c.json").write_bytes(BODY)
    notes: list[Note] = []
    (exchange,) = read_har(tmp_path / "les.har", "x", notes.append)
    assert (exchange.request_body.data, exchange.response_body.data) == (BODY, BODY)
    assert exchange.response_body.state == "complete"
    assert notes == []


@pytest.mark.parametrize("name", [
    "weg.json", "../geheim", "/etc/passwd", "map", ".verborgen", "koppeling", "", "a/b", "a\0b",
])
def test_names_that_lead_elsewhere_are_not_followed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "har"
    (folder / "map").mkdir(parents=True)
    for secret in (tmp_path / "geheim", folder / ".verborgen"):
        secret.write_bytes(b"geheim")
    (folder / "koppeling").symlink_to(tmp_path / "geheim")
    (folder / "les.har").write_bytes(har(name))
    notes: list[Note] = []
    (exchange,) = read_har(folder / "les.har", "x", notes.append)
    wanted = "missing" if name else "complete"
    assert (exchange.request_body.state, exchange.response_body.state) == (wanted, "missing")
    assert {note.gap for note in notes} == {Gap.BODY_MISSING}
    assert len(notes) == (2 if name else 1)


def test_a_large_attachment_is_cut(tmp_path: Path) -> None:
    (tmp_path / "les.har").write_bytes(har("groot"))
    (tmp_path / "groot").write_bytes(b"x" * 5000)
    notes: list[Note] = []
    (exchange,) = read_har(tmp_path / "les.har", "x", notes.append, 1000)
    assert (len(exchange.response_body.data), exchange.response_body.state) == (1000, "truncated")
    assert {note.gap for note in notes} == {Gap.BODY_TRUNCATED}


@pytest.mark.parametrize("entry", [
    {}, {"request": 1}, {"response": {"content": {"_file": 7}}}, {"request": {"postData": []}},
])
def test_odd_entries_are_left_alone(entry: dict[str, object]) -> None:
    before = json.dumps(entry)
    attach(entry, lambda name: b"x")
    assert json.dumps(entry) == before


def test_a_text_goes_before_an_attachment() -> None:
    entry = {"response": {"content": {"_file": "a", "text": "hier"}}}
    attach(entry, lambda name: b"daar")
    assert entry["response"]["content"]["text"] == "hier"
