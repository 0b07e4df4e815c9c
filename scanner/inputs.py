"""What the user names on the command line: captures under the labels of the results, and the key log."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from scanner.errors import UsageError

_SECRET = re.compile(rb"^[ \t]*[A-Z0-9_]{3,64} [0-9A-Fa-f]{2,1024} [0-9A-Fa-f]{2,1024}[ \t\r]*$", re.MULTILINE)
"""A line of a key log; comments and lines of other programs may stand beside it."""

_EMPTY = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+[ \t]*(?:#[^\n]*)?")
"""A key log before the first connection: programs begin it with a comment, or with nothing."""


def read_keylog(path: Path | None) -> bytes:
    if path is None:
        return b""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the key log cannot be read ({error.strerror})") from None
    text = _readable(content)
    if _SECRET.search(text) is None and not _EMPTY.fullmatch(text):
        raise UsageError(f"{path}: is no NSS key log; it should hold lines such as CLIENT_RANDOM <hex> <hex>. "
                         "Record one with SSLKEYLOGFILE set in the browser or the proxy")
    return content


def _readable(content: bytes) -> bytes:
    """The text as shells of Windows write it, in UTF-16, too."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return content.removeprefix(codecs.BOM_UTF8)


def labelled(paths: list[Path]) -> list[tuple[Path, str]]:
    """Each capture with the name it has in the results: relative to here, never a path of someone's home."""
    here = Path.cwd()
    labels: list[tuple[Path, str]] = []
    taken: set[str] = set()
    for path in paths:
        full = path.absolute()
        label = full.relative_to(here).as_posix() if full.is_relative_to(here) else full.name
        unique, number = label, 2
        while unique in taken:
            unique, number = f"{label} ({number})", number + 1
        taken.add(unique)
        labels.append((path, unique))
    return labels
