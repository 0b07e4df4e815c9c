"""Which files are captures, and which reader reads them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from scanner.errors import InputError, UsageError
from scanner.model import Exchange, NoteSink

from .message_body import MAX_BODY
from .sniff import sniff

KINDS: Final = "HAR, mitmproxy dump, pcap, pcapng"


def find_captures(paths: Iterable[Path]) -> list[Path]:
    """Files as given; of directories every capture below them, sorted, found by content.

    Raises UsageError for a path that does not exist and a directory without captures. A file that cannot be read
    is returned too, so that reading it says so and the others are read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = [file for file in _files_below(path) if _may_be_capture(file)]
            if not below:
                raise UsageError(f"{path}: no capture in this directory (looked for {KINDS})")
            found.update(dict.fromkeys(below))
        elif not path.exists():
            raise UsageError(f"{path}: no such file or directory")
        else:
            found[path] = None
    return list(found)


def read_capture(
    path: Path, label: str, note: NoteSink, keylog: bytes = b"", max_body: int = MAX_BODY
) -> Iterator[Exchange]:
    """The exchanges of a capture of any kind, in its order; coverage facts go to ``note``.

    ``label`` is what the capture is called in the output. Raises InputError (at the first step) when the file
    is missing or no capture.
    """
    kind = _require_kind(path)
    if kind == "har":
        from .har import read_har

        yield from read_har(path, label, note, max_body)
    elif kind == "flows":
        from .flows import read_flows

        yield from read_flows(path, label, note, max_body)
    else:
        from .pcap import read_pcap

        yield from read_pcap(path, label, note, keylog, max_body)


def _require_kind(path: Path) -> str:
    kind = sniff(path)
    if kind is None:
        raise InputError(f"{path}: not a capture that can be read ({KINDS}); a HAR must have log.entries")
    return kind


def _may_be_capture(path: Path) -> bool:
    try:
        return sniff(path) is not None
    except InputError:
        return True


def _files_below(directory: Path) -> Iterator[Path]:
    """Regular files below a directory, sorted by path; links to directories are not followed."""
    for folder, names, files in os.walk(directory):
        names.sort()
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file():
                yield path
