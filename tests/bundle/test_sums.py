"""The manifest, as sha256sum reads it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from scanner.bundle import Tampered, sums

FILES = {"result.json": b"{}", "policy/p.yaml": b"x"}
A, B = (hashlib.sha256(FILES[name]).hexdigest() for name in ("policy/p.yaml", "result.json"))


def test_what_was_written_is_read() -> None:
    assert sums.read(sums.write(FILES)) == {"policy/p.yaml": A, "result.json": B}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sha256sum_takes_it(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "SHA256SUMS").write_bytes(sums.write(FILES))
    subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.parametrize("text", [
    f"{A}  ../p\n", f"{A}  /etc/passwd\n", f"{A} p\n", f"{A[:-1]}  p\n", f"{A}  p", f"{A}  p\r\n",
    f"{A}  p\n{B}  p\n", f"{B}  result.json\n{A}  policy/p.yaml\n", f"{A}  p\n\n", f"{A.upper()}  p\n", "prose\n",
], ids=["up", "absolute", "one space", "short", "no end", "carriage return", "twice", "out of order", "empty line",
        "capitals", "prose"])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(Tampered):
        sums.read(text.encode())
