"""The key is read where asked, made where missing, kept private, and never shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from scanner.detect.key import VARIABLE, load_or_create_key
from scanner.errors import UsageError


@pytest.fixture(autouse=True)
def own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path / "config" / "leerlek" / "key"


def test_the_users_own_key_is_made_once(own_config: Path) -> None:
    first = load_or_create_key()
    assert first.origin == "created"
    assert len(first.bytes) == 32
    assert stat.S_IMODE(own_config.stat().st_mode) == 0o600
    again = load_or_create_key()
    assert (again.origin, again.bytes) == ("file", first.bytes)


def test_a_file_that_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine"
    path.write_text("ab" * 32 + "\n", encoding="ascii")
    assert load_or_create_key(path).bytes == b"\xab" * 32
    monkeypatch.setenv(VARIABLE, str(path))
    assert load_or_create_key().bytes == b"\xab" * 32


def test_a_pass_phrase_is_a_key_too(tmp_path: Path) -> None:
    path = tmp_path / "phrase"
    path.write_text("correct paard batterij nietje", encoding="utf-8")
    assert load_or_create_key(path).bytes == b"correct paard batterij nietje"


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "short"
    path.write_text("abcd", encoding="ascii")
    with pytest.raises(UsageError, match="shorter than 16 bytes"):
        load_or_create_key(path)


def test_an_unreadable_key_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_or_create_key(tmp_path)


def test_where_nothing_can_be_written_the_key_lasts_for_the_run(tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="ascii")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(blocker))
    assert load_or_create_key().origin == "ephemeral"
    with pytest.raises(UsageError, match="cannot be made"):
        load_or_create_key(blocker / "key")


def test_the_repr_hides_the_key(tmp_path: Path) -> None:
    key = load_or_create_key(tmp_path / "k")
    assert key.bytes.hex() not in repr(key)
    assert repr(key.bytes) not in repr(key)
