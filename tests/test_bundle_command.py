"""Bundles from the command line: made by scan and report, checked by verify, with its lines and exit codes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import command_line
import pytest
from bundle_builders import HAR, POLICY, ROOT, SUBJECTS
from command_line import Done

from scanner.bundle.archive import pack, unpack


def leerlek(*arguments: str | Path, folder: Path = ROOT, **environment: str) -> Done:
    return command_line.run(*arguments, cwd=folder, env=environment)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a locked key, the key of the fingerprints, and a bundle made by ``scan``."""
    made = tmp_path_factory.mktemp("bundle")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "geheim", "-C", "fg@school.example", "-f",
                    str(made / "key")], check=True)
    (made / "fingerprints").write_text("22" * 32, encoding="ascii")
    done = leerlek("scan", HAR, "--policy", POLICY, "--subjects", SUBJECTS, "--key-file", made / "fingerprints",
                   "--quiet", "-o", f"json={made / 'scan.json'}", "--bundle", made / "a.zip", "--sign-key",
                   made / "key", "--lang", "en", LEERLEK_SIGN_PASSWORD="geheim")
    assert done.returncode == 0, done.stderr
    assert "signed with ssh SHA256:" in done.stderr
    return made


def test_report_makes_the_bundle_that_scan_makes(folder: Path) -> None:
    done = leerlek("report", folder / "scan.json", "--bundle", folder / "b.zip", "--sign-key", folder / "key",
                   "--policy", POLICY, "--lang", "en", LEERLEK_SIGN_PASSWORD="geheim")
    assert done.returncode == 0, done.stderr
    assert (folder / "b.zip").read_bytes() == (folder / "a.zip").read_bytes()


def test_verify_in_both_languages(folder: Path) -> None:
    english = leerlek("verify", folder / "a.zip", "--key", folder / "key.pub", "--lang", "en")
    assert english.returncode == 0
    assert "signature: SSH SHA256:" in english.stdout
    dutch = leerlek("verify", folder / "a.zip")
    assert dutch.returncode == 0
    assert "NIET vergeleken met een bekende sleutel" in dutch.stdout


def test_verify_scans_again(folder: Path) -> None:
    done = leerlek("verify", folder / "a.zip", "--key", folder / "key.pub", "--rescan", HAR, "--subjects", SUBJECTS,
                   "--key-file", folder / "fingerprints", "--lang", "en", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the same result, byte for byte" in done.stdout


def test_verify_tells_what_differs_and_why(folder: Path) -> None:
    done = leerlek("verify", folder / "a.zip", "--rescan", HAR, "--key-file", folder / "fingerprints", "--lang", "en")
    assert done.returncode == 1
    assert "the scan had test accounts; give them with --subjects" in done.stdout
    assert "changed." in done.stdout


def test_a_bundle_that_was_tampered_with_is_not_scanned_again(folder: Path) -> None:
    path = folder / "tampered.zip"
    path.write_bytes(pack(unpack((folder / "a.zip").read_bytes()) | {"README.txt": b"x"}))
    done = leerlek("verify", path, "--rescan", HAR, "--lang", "en", "--quiet")
    assert done.returncode == 1
    assert "FAULT README.txt: was changed" in done.stdout
    assert "Scanned again" not in done.stdout


@pytest.mark.parametrize(("arguments", "why"), [
    (["verify", "nowhere.zip"], "cannot be read"),
    (["verify", "a.zip", "x.har"], "add --rescan"),
    (["verify", "a.zip", "--rescan"], "needs the captures"),
    (["verify", "a.zip", "--subjects", "x.yaml"], "for --rescan"),
    (["verify", "a.zip", "--key", "key"], "give the public one"),
    (["verify", "a.zip", "--key", "key.pub", "--allowed-signers", "x"], "not both"),
    (["verify", "a.zip", "--identity", "x"], "goes with"),
    (["verify", "scan.json"], "no bundle"),
    (["report", "scan.json", "--bundle", "b.tar"], "end in .zip"),
    (["report", "scan.json", "--bundle", "no/where/b.zip"], "does not exist"),
    (["report", "scan.json", "--sign-key", "key"], "--bundle FILE.zip"),
    (["report", "scan.json", "--bundle", "b.zip", "--include", "tex"], "unknown format"),
    (["report", "scan.json", "--bundle", "b.zip", "--sign-key", "key"], "LEERLEK_SIGN_PASSWORD"),
    (["report", "scan.json", "--bundle", "b.zip"], "give that file with --policy"),
])
def test_mistakes_are_told_in_one_line(folder: Path, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str],
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.cli import main

    monkeypatch.chdir(folder)
    monkeypatch.delenv("LEERLEK_SIGN_PASSWORD", raising=False)
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1
    assert not (folder / "b.tar").exists()
