"""Labels of captures, and key logs that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.inputs import labelled, read_keylog


def test_labels_are_relative_to_here_and_never_name_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "werk"
    here.mkdir()
    monkeypatch.chdir(here)
    paths = [here / "map" / "a.har", Path("b.har"), tmp_path / "elders" / "c.har"]
    assert [label for _, label in labelled(paths)] == ["map/a.har", "b.har", "c.har"]


def test_the_same_label_is_given_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outside = Path("/een/a.har"), Path("/twee/a.har"), Path("/drie/a.har")
    assert [label for _, label in labelled(list(outside))] == ["a.har", "a.har (2)", "a.har (3)"]


@pytest.mark.parametrize("content", [
    pytest.param(b"CLIENT_RANDOM " + b"0" * 64 + b" " + b"1" * 96 + b"\n", id="TLS 1.2"),
    pytest.param(b"# SSL/TLS secrets log file\r\nSERVER_TRAFFIC_SECRET_0 00 11\r\n", id="with a comment, CRLF"),
])
def test_a_key_log_is_read_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys"
    path.write_bytes(content)
    assert read_keylog(path) == content


@pytest.mark.parametrize("content", [
    pytest.param(b"", id="empty"),
    pytest.param(b"-----BEGIN PRIVATE KEY-----\nMIIB\n", id="a private key"),
    pytest.param(b"hallo daar iedereen\n", id="three words"),
])
def test_what_is_no_key_log_is_an_error_of_use(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="no NSS key log"):
        read_keylog(path)


def test_without_a_key_log_there_are_no_secrets(tmp_path: Path) -> None:
    assert read_keylog(None) == b""
    with pytest.raises(UsageError, match="cannot be read"):
        read_keylog(tmp_path / "absent")
