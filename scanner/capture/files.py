"""Which files are captures, and which reader reads them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.errors import InputError, UsageError
from scanner.model import Exchange, NoteSink

from .message_body import MAX_BODY
from .sniff import sniff

if TYPE_CHECKING:
    from .har_attachments import Attachment

READERS: Final = {
    "har": (".har", "read_har"), "flows": (".flows", "read_flows"), "pcap": (".pcap", "read_pcap"),
    "pcapng": (".pcap", "read_pcap"), "burp": (".burp", "read_burp"), "zap-xml": (".zap_xml", "read_zap_xml"),
    "zap-text": (".zap_text", "read_zap_text"), "warc": (".warc", "read_warc"), "saz": (".saz", "read_saz"),
    "charles": (".charles", "read_charles"), "charles-xml": (".charles_xml", "read_charles_xml"),
    "zip": (".zipped", "read_zip"),
}
"""Kind of capture → module of this package and its function; modules are imported when they are needed."""

KINDS: Final = "HAR, mitmproxy dump, pcap, pcapng, WARC, exports of Burp, ZAP, Fiddler and Charles, a ZIP of these"


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
    return _read(path, label, note, keylog, max_body)


def _read(path: Path, label: str, note: NoteSink, keylog: bytes, max_body: int,
          attachment: Attachment | None = None) -> Iterator[Exchange]:
    kind = _require_kind(path)
    module, name = READERS[kind]
    read = getattr(import_module(module, __package__), name)
    if kind in ("pcap", "pcapng"):
        yield from read(path, label, note, keylog, max_body)
    elif kind == "zip":

        def read_member(member: Path, attachment: Attachment) -> Iterator[Exchange]:
            return _read(member, label, note, keylog, max_body, attachment)

        yield from read(path, label, note, max_body, read_member)
    elif kind == "har":
        yield from read(path, label, note, max_body, attachment)
    else:
        yield from read(path, label, note, max_body)


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
