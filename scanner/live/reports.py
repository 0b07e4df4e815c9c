"""The files with which a session ends, in the folder of its results."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

from scanner.run import Document

from .store import FILE as STORE

REPORTS = {"json": "leerlek.json", "html": "leerlek.html", "sarif": "leerlek.sarif", "csv": "leerlek.csv"}
"""Format → file name in the results folder."""


def write(folder: Path, document: Document, lang: Literal["nl", "en"]) -> None:
    """Write all of them, each at once. Raises ``OSError``."""
    from scanner.report import render

    for name, file in REPORTS.items():
        draft = folder / f".{file}"
        draft.write_bytes(render(document, name, lang))
        draft.replace(folder / file)


def put_aside(folder: Path) -> Path | None:
    """Move what an earlier session ended with, so that another in the same folder does not replace it; where to."""
    report = folder / REPORTS["json"]
    if not report.exists():
        return None
    kept = folder / time.strftime("earlier-%Y%m%d-%H%M%S", time.localtime(report.stat().st_mtime))
    kept.mkdir(exist_ok=True)
    for name in (*REPORTS.values(), STORE):
        with suppress(FileNotFoundError):
            (folder / name).replace(kept / name)
    return kept
