"""Keys and bundles that the tests of this package share."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bundle_builders import HAR, LEAKING, POLICY, SUBJECTS, never

from scanner.bundle import Signer, Sources, load_signer, make
from scanner.run import Options, scan


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with SSH keys (``ed``, ``ec256`` …, ``rsa``, and ``locked`` with the password "geheim")."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    kinds = {"ed": ["ed25519"], "ec256": ["ecdsa", "-b", "256"], "ec384": ["ecdsa", "-b", "384"],
             "ec521": ["ecdsa", "-b", "521"], "rsa": ["rsa", "-b", "2048"], "locked": ["ed25519"], "other": ["ed25519"]}
    for name, kind in kinds.items():
        password = "geheim" if name == "locked" else ""
        subprocess.run(["ssh-keygen", "-q", "-t", *kind, "-N", password, "-C", f"{name}@school.example", "-f",
                        str(folder / name)], check=True)
    return folder


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text("11" * 32, encoding="ascii")
    return path


@pytest.fixture(scope="session")
def options(key_file: Path) -> Options:
    return Options(policy=POLICY, subjects=SUBJECTS, key_file=key_file)


@pytest.fixture(scope="session")
def document(options: Options) -> dict[str, Any]:
    """The result of a small scan, as a file of it would be read."""
    from scanner.report.json_ import load_result, render_json

    return load_result(render_json(scan([HAR], options)), "result")


@pytest.fixture(scope="session")
def signer(keys: Path) -> Signer:
    return load_signer(keys / "ed", never)


@pytest.fixture(scope="session")
def signed(document: dict[str, Any], signer: Signer) -> bytes:
    """A bundle with an Ed25519 signature."""
    return make(document, Sources(policy=POLICY, subjects=SUBJECTS), (), "nl", signer)


@pytest.fixture(scope="session")
def rich_document(options: Options) -> dict[str, Any]:
    """The result of a scan with many findings."""
    from scanner.report.json_ import load_result, render_json

    return load_result(render_json(scan([LEAKING], options)), "result")


@pytest.fixture(scope="session")
def rich(rich_document: dict[str, Any], signer: Signer) -> bytes:
    """The signed bundle of that."""
    return make(rich_document, Sources(policy=POLICY, subjects=SUBJECTS), (), "nl", signer)


@pytest.fixture(scope="session")
def unsigned(document: dict[str, Any]) -> bytes:
    return make(document, Sources(policy=POLICY), (), "nl", None)
