"""The file of allowed signers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from scanner.bundle.signers import load_allowed_signers, parse_line
from scanner.bundle.wire import WireError
from scanner.errors import UsageError

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKHEChAhEHU0BFn4ZI6oLgbPBMPWwVtbOZqAUFYMDVGt"
NOW = datetime(2026, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(("line", "why"), [
    (f"fg@school.example {KEY}", ""),
    (f"fg@school.example,piv@school.example {KEY} a comment", ""),
    (f'"fg van de school" {KEY}', ""),
    (f'fg namespaces="leerlek-bundle" {KEY}', ""),
    (f'fg namespaces="git,leerlek-*" {KEY}', ""),
    (f'fg namespaces="git" {KEY}', "purpose"),
    (f'fg namespaces="leerlek-bundle",valid-before="20270101" {KEY}', ""),
    (f'fg valid-before="20260101Z" {KEY}', "any more"),
    (f'fg valid-after="202611011200Z" {KEY}', "yet"),
])
def test_lines_and_what_they_allow(line: str, why: str) -> None:
    signer = parse_line(line)
    assert signer is not None
    said = signer.allows("leerlek-bundle", NOW)
    assert why in said if why else not said


@pytest.mark.parametrize("line", [
    "fg@school.example", "fg ssh-ed25519 AAAA", f'fg unknown="x" {KEY}', f'fg valid-after="tomorrow" {KEY}',
    f'fg valid-after="20261399" {KEY}', 'fg namespaces="git",', f"fg namespaces=git {KEY}",
])
def test_wrong_lines_are_refused(line: str) -> None:
    with pytest.raises(WireError):
        parse_line(line)


def test_a_file_says_which_line_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "allowed"
    path.write_text(f"# who may sign\n\nfg {KEY}\nfg what\n", encoding="ascii")
    with pytest.raises(UsageError, match="allowed:4"):
        load_allowed_signers(path)


def test_authorities_of_certificates_name_no_key(tmp_path: Path) -> None:
    path = tmp_path / "allowed"
    path.write_text(f"*@school.example cert-authority {KEY}\n", encoding="ascii")
    with pytest.raises(UsageError, match="no line of it names a key"):
        load_allowed_signers(path)
    with pytest.raises(UsageError, match="cannot be read"):
        load_allowed_signers(tmp_path / "nowhere")
