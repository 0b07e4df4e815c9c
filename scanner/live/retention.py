"""The clock of kept traffic: what is older than was agreed is deleted, and that is said.

Theory. A file cannot delete itself. So the clock is looked at while the proxy runs, and whenever ``leerlek`` starts,
for all folders that it remembers. This module imports next to nothing, because every start pays for it.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scanner.errors import UsageError
from scanner.settings_folder import folders_of_kept

FOLDER = "capture"
"""Where kept traffic stands, within the folder of the results."""
FACTS = "kept.json"
PATTERN = "exchanges-*.llk"
HOUR = 3600
_UNITS = {"h": HOUR, "d": 24 * HOUR, "w": 7 * 24 * HOUR}
_SPAN = re.compile(r"([1-9][0-9]{0,3})([hdw])")
_MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Facts:
    """How long the traffic of a folder is kept, in seconds, and the salt of its passphrase (empty for a key file)."""

    seconds: int
    salt: bytes


def span(text: str) -> int:
    """Seconds of ``12h``, ``14d`` or ``4w``. Raises ``ValueError``."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"{text}: a number of hours, days or weeks, such as 12h, 14d or 4w")
    return int(found.group(1)) * _UNITS[found.group(2)]


def forget(results: Path, before: float) -> int:
    """Delete the files that were last written before a time (Unix seconds), and the folder with the last; how many."""
    folder = results / FOLDER
    gone = 0
    for path in sorted(folder.glob(PATTERN)):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    if gone and not any(folder.glob(PATTERN)):
        shutil.rmtree(folder, ignore_errors=True)
    return gone


def until(results: Path) -> float:
    """When the last of what is kept there goes, in Unix seconds. Raises ``UsageError`` when nothing is."""
    folder = results / FOLDER
    facts = facts_of(folder)
    return max((path.stat().st_mtime for path in folder.glob(PATTERN)), default=0.0) + facts.seconds


def remember(results: Path, memory: Path | None = None) -> None:
    """Note where something is kept, so that the clock is looked at when ``leerlek`` starts again."""
    memory = memory or folders_of_kept()
    known = kept(memory)
    folder = results.absolute()
    if folder not in known:
        with suppress(OSError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text("".join(f"{each}\n" for each in [*known, folder][-_MOST_REMEMBERED:]), encoding="utf-8")


def kept(memory: Path | None = None) -> list[Path]:
    """The folders in which something was kept, as far as remembered."""
    try:
        return [Path(line) for line in (memory or folders_of_kept()).read_text("utf-8").splitlines() if line]
    except (OSError, ValueError):
        return []


def look_at_clock(now: float, memory: Path | None = None) -> list[tuple[Path, int]]:
    """Delete what is too old in all folders that are remembered; where how many files went."""
    memory = memory or folders_of_kept()
    told: list[tuple[Path, int]] = []
    left: list[Path] = []
    known = kept(memory)
    for results in known:
        try:
            gone = forget(results, now - facts_of(results / FOLDER).seconds)
        except UsageError:
            continue  # moved or deleted by hand: nothing is left to remember
        if gone:
            told.append((results, gone))
        if (results / FOLDER).exists():
            left.append(results)
    if left != known:
        with suppress(OSError):
            memory.write_text("".join(f"{each}\n" for each in left), encoding="utf-8")
    return told


def facts_of(folder: Path) -> Facts:
    """How a folder with kept traffic is kept. Raises ``UsageError`` when it is none."""
    try:
        found = json.loads((folder / FACTS).read_bytes())
        return Facts(int(found["seconds"]), bytes.fromhex(found["salt"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{folder.parent}: no traffic is kept there") from None
