"""Storing a result and reading it again."""

import json
from pathlib import Path

import builders
import pytest

from scanner.errors import UsageError
from scanner.report import load_document, render, report_id


def test_comes_back_as_it_was(tmp_path: Path) -> None:
    document = builders.sample_document()
    path = tmp_path / "scan.json"
    path.write_bytes(render(document, "json", "nl"))
    assert load_document(path) == document
    assert render(load_document(path), "json", "en") == path.read_bytes()


def test_report_id_names_the_result() -> None:
    assert report_id(builders.sample_document()) == report_id(builders.sample_document())
    assert report_id(builders.sample_document()) != report_id(builders.quiet_document())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no JSON"),
        (b"<html>", "is no JSON"),
        (b"[]", "no result of a scan"),
        (b'{"log": {}}', "no result of a scan"),
        (b'{"schema": 3}', "no result of a scan"),
        (b'{"schema": "leerlek-result/9\x1b"}', "is no JSON"),
        (b'{"schema": "leerlek-result/9"}', "scan the capture again"),
        (b'{"schema": "leerlek-result/1"}', "schema"),
        (b"\xff\xfe", "is no JSON"),
        (b'{"schema": "leerlek-result/1", "findings": ' + b"[" * 900 + b"]" * 900 + b"}", "nested|schema"),
    ],
)
def test_refuses_what_is_no_result(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "scan.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says):
        load_document(path)


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_document(tmp_path / "none.json")


def test_an_edited_file_is_made_inert(tmp_path: Path) -> None:
    document = builders.sample_document()
    document["detections"][0]["host"] = "\x1b[2Jx\u202e"
    path = tmp_path / "scan.json"
    path.write_text(json.dumps(document))
    assert load_document(path)["detections"][0]["host"] == "\\x1b[2Jx\\u{202e}"


def test_a_refusal_shows_no_value(tmp_path: Path) -> None:
    document = builders.sample_document()
    document["findings"][0]["severity"] = "Sanne de Vries"
    path = tmp_path / "scan.json"
    path.write_text(json.dumps(document))
    with pytest.raises(UsageError) as refused:
        load_document(path)
    assert "Sanne" not in str(refused.value)
