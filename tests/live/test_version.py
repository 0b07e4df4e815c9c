"""Unfinished sessions of another version are told, in one line that says what to do; those of this one go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import __version__
from scanner.errors import UsageError
from scanner.live.version import check, sign


def test_what_this_version_signed_it_goes_on_with(tmp_path: Path) -> None:
    sign(tmp_path)
    (tmp_path / "journal-000001.llk").touch()
    check(tmp_path, "nl")


def test_a_folder_in_which_nothing_stands_yet_is_anybodys(tmp_path: Path) -> None:
    check(tmp_path, "nl")


def test_sessions_from_before_versions_were_written_down_are_told(tmp_path: Path) -> None:
    (tmp_path / "spool-000001.llk").touch()
    with pytest.raises(UsageError, match=r"een andere versie van Leerlek is begonnen. Maak haar af met die versie"):
        check(tmp_path, "nl")


@pytest.mark.parametrize("written, named", [
    ("9.9.9/2", r" \(9\.9\.9\) "), (f"{__version__}/1", " "), ("", " "), ("\x1b[2J/7", " "), ("é" * 4000, " "),
])
def test_the_other_version_is_named_where_that_helps(tmp_path: Path, written: str, named: str) -> None:
    (tmp_path / "version").write_text(written, "utf-8")
    with pytest.raises(UsageError, match=f"another version of Leerlek{named}began. Finish it with that version, or"):
        check(tmp_path, "en")
