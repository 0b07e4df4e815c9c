"""Every block of Python in docs/api.md runs, in its order, in a folder with the files that it names."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import scanner

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "fixtures" / "leaking" / "session.har", tmp_path / "lesson.har")
    shutil.copy(ROOT / "fixtures" / "policy.yaml", tmp_path / "product.yaml")
    shutil.copy(ROOT / "fixtures" / "subjects.yaml", tmp_path / "accounts.yaml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEERLEK_KEY_FILE", str(tmp_path / "key"))
    names: dict[str, Any] = {}
    assert len(BLOCKS) == 5
    for number, block in enumerate(BLOCKS, 1):
        exec(compile(block, f"docs/api.md, block {number}", "exec"), names)
    said = capsys.readouterr().out
    assert "<Result LL-" in said
    assert "IDN-001" in said
    assert "a file or an argument is wrong" in said
    assert (tmp_path / "report.html").stat().st_size > 100_000


def test_the_page_names_every_argument_and_member() -> None:
    import inspect

    for name in inspect.signature(scanner.scan).parameters:
        assert name == "captures" or f"`{name}`" in PAGE or re.search(rf"\b{name}\b", PAGE), name
    for name in ("findings", "detections", "recipients", "flows", "coverage", "captures", "id", "document", "failing",
                 "detections_of", "to_pandas", "render", "save"):
        assert hasattr(scanner.Result, name) or name == "document"
        assert name in PAGE
