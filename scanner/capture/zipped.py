"""Reads captures inside a ZIP archive: HARs with their attachments, Playwright traces, and files of any other kind.

A capture that readers map or read more than once is unpacked to a file without a name, which is gone when the process
is. Archives in archives are not opened; those in which no member is a capture are none either.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .har_attachments import Attachment
from .playwright_trace import MARK, read_trace
from .saz import REQUEST
from .zip_members import Members, open_members

_LOOKED_AT: Final = 2000
_HEAD: Final = 1 << 16
_LARGEST: Final = 4 << 30

Read = Callable[[Path, Attachment], Iterator[Exchange]]
"""Reads an unpacked capture of any kind."""


def kind_of_zip(path: Path) -> str | None:
    """``"saz"``, ``"zip"`` when a member is a capture, else None."""
    try:
        with open_members(path, "", lambda note: None) as members:
            if any(REQUEST.fullmatch(name) for name in members.names):
                return "saz"
            return "zip" if next(_captures(members), None) is not None else None
    except InputError:
        return None


def read_zip(path: Path, label: str, note: NoteSink, max_body: int, read: Read) -> Iterator[Exchange]:
    """The exchanges of all captures in the archive; ids begin with the number of the member.

    Raises InputError when it is no archive. A member that turns out to be unreadable is noted.
    """
    with open_members(path, label, note) as members:
        found = False
        for number, (name, kind) in enumerate(_captures(members), 1):
            found = True
            with _unpacked(members, name) as file:
                attachment = _attachments(members, name, max_body)
                exchanges = (read_trace(file, label, note, max_body, attachment) if kind == "trace"
                             else read(file, attachment))
                try:
                    for exchange in exchanges:
                        yield replace(exchange, id=f"{number}/{exchange.id}")
                except InputError:
                    note(Note(Gap.FILE_UNREADABLE, label, bytes=members.size(name), detail="member of the archive"))
        if len(members.names) > _LOOKED_AT:
            note(Note(Gap.BUDGET_PARTS, label, count=len(members.names) - _LOOKED_AT, detail="members of the archive"))
        if not found:
            raise InputError(f"{path}: no capture in this archive")


def _captures(members: Members) -> Iterator[tuple[str, str]]:
    """Name and kind of the members that are captures."""
    from .sniff import kind_of_member

    for name in members.names[:_LOOKED_AT]:
        head = members.head(name, _HEAD)
        if MARK in head and head.startswith(b"{"):
            yield name, "trace"
        elif (kind := kind_of_member(head)) is not None:
            yield name, kind


def _attachments(members: Members, name: str, max_body: int) -> Attachment:
    """Files beside a member, or in the folder ``resources`` there."""
    folder = PurePosixPath(name).parent

    def read(file: str) -> bytes | None:
        for place in (folder / file, folder / "resources" / file):
            data = members.read(str(place), max_body + 1)
            if data is not None:
                return data
        return None

    return read


@contextmanager
def _unpacked(members: Members, name: str) -> Iterator[Path]:
    """The member as a path that can be read while the context lasts."""
    nameless = Path("/proc/self/fd").is_dir()
    with tempfile.TemporaryFile() if nameless else tempfile.NamedTemporaryFile(prefix="leerlek-") as file:
        for block in members.blocks(name, _LARGEST):
            file.write(block or b"")
        file.flush()
        yield Path(f"/proc/self/fd/{file.fileno()}" if nameless else file.name)
