"""What a pipeline scans and by which files, when nobody says so: captures below this folder, files by their names.

Theory. A repository keeps what the scan needs under few names, so that ``leerlek ci`` works without options. A name
that other tools use too (``policy.yaml``) counts only when the file says that it is ours; a name that is ours counts
always, so that a mistake in the file is told and not overlooked. What was found is printed, and an option or setting
goes before it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scanner.errors import InputError, UsageError

FOLDERS = (".", "leerlek", ".leerlek")
"""Where the files are looked for, in this order."""
POLICY = (("privacybijsluiter.yaml", "privacybijsluiter.yml"), ("policy.yaml", "policy.yml"),
          re.compile(r"^schema:\s*[\"']?privacybijsluiter/", re.MULTILINE))
SUBJECTS = (("testaccounts.yaml", "testaccounts.yml"), ("accounts.yaml", "accounts.yml", "subjects.yaml",
                                                        "subjects.yml"),
            re.compile(r"^subjects:", re.MULTILINE))
BASELINE = (("leerlek-baseline.yaml", "leerlek-baseline.yml"), ("baseline.yaml", "baseline.yml"),
            re.compile(r"^schema:\s*[\"']?leerlek-baseline/", re.MULTILINE))
"""Names that are ours, names that others use too, and what a file under one of these must hold to be ours."""

CAPTURE_NAMES = re.compile(
    r".+\.(?:har|mitm|mitmproxy|flows?|pcap|pcapng|cap|warc|saz|chlsj|chlsx)(?:\.(?:gz|zst|lz4))?|(?:.+\.)?har\.zip|"
    r"trace.*\.zip", re.IGNORECASE)
NOT_SEARCHED = frozenset({"node_modules", "site-packages", "venv", "__pycache__"})
"""Folders that hold the files of others; hidden ones are left out too."""


def by_name(names: tuple[tuple[str, ...], tuple[str, ...], re.Pattern[str]]) -> Path | None:
    """The first file with one of the names, or None."""
    ours, shared, mark = names
    for folder in map(Path, FOLDERS):
        for name in ours:
            if (folder / name).is_file():
                return folder / name
        for name in shared:
            if (folder / name).is_file() and mark.search(_head(folder / name)):
                return folder / name
    return None


def captures_below(output: Path) -> tuple[list[Path], list[Path]]:
    """The captures below this folder, by name and then by content, and files with such a name that are none.

    ``output`` is where the reports go: what stands there is no capture of this run.
    """
    from scanner.capture import sniff

    found: list[Path] = []
    others: list[Path] = []
    for path in _candidates(output.absolute()):
        try:
            kind = sniff(path)
        except InputError:
            kind = "unreadable"  # reading it says so
        (found if kind is not None else others).append(path)
    return found, others


def given(names: Iterable[str]) -> list[Path]:
    """Captures as named; a pattern (``e2e/**/*.har``) stands for the files that it matches.

    Raises UsageError for a pattern without any.
    """
    paths: list[Path] = []
    for name in names:
        if Path(name).exists() or not re.search(r"[*?\[]", name):
            paths.append(Path(name))
            continue
        root, pattern = (Path("/"), name[1:]) if name.startswith("/") else (Path(), name)
        matched = sorted(path for path in root.glob(pattern) if path.is_file())
        if not matched:
            raise UsageError(f"no file matches {name}; were the captures recorded before this step?")
        paths += matched
    return list(dict.fromkeys(paths))


def _candidates(output: Path) -> Iterator[Path]:
    for folder, names, files in os.walk("."):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in NOT_SEARCHED
                          and not (Path(folder, name) / "pyvenv.cfg").exists()
                          and Path(folder, name).absolute() != output)
        yield from (Path(folder, name) for name in sorted(files)
                    if CAPTURE_NAMES.fullmatch(name) and Path(folder, name).is_file())


def _head(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(1 << 16)
    except OSError:
        return ""
