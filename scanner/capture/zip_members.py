"""Members of a ZIP archive, read one by one within a budget for the whole archive."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from scanner.errors import InputError
from scanner.model import Gap, Note, NoteSink

from .unpack import BLOCK, FREE, RATIO

MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the standard library raises for damaged, encrypted and unknown members."""


class Members:
    """The members by name; reading more than captures ever unpack to is refused and noted."""

    def __init__(self, archive: zipfile.ZipFile, size: int, label: str, note: NoteSink) -> None:
        self._archive = archive
        self._left = max(FREE, RATIO * size)
        self._label, self._note = label, note
        self._infos = {info.filename: info for info in archive.infolist()
                       if not info.filename.endswith("/")}

    @property
    def names(self) -> list[str]:
        """Names in the order of the archive."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """The unpacked size that the archive claims."""
        return self._infos[name].file_size

    def head(self, name: str, size: int) -> bytes:
        """The first bytes, empty when they cannot be read; not noted."""
        try:
            with self._archive.open(self._infos[name]) as member:
                return member.read(size)
        except _BROKEN:
            return b""

    def read(self, name: str, bound: int) -> bytes | None:
        """The content up to ``bound`` bytes; None when there is no such member or it cannot be read."""
        if name not in self._infos:
            return None
        parts: list[bytes] = []
        for part in self.blocks(name, bound):
            if part is None:
                return b"".join(parts) or None
            parts.append(part)
        return b"".join(parts)

    def blocks(self, name: str, bound: int) -> Iterator[bytes | None]:
        """The content in blocks up to ``bound`` bytes; None at the end when it is damaged, which is noted."""
        info = self._infos[name]
        try:
            with self._archive.open(info) as member:
                yield from self._limited(member, bound)
        except _BROKEN:
            locked = bool(info.flag_bits & 1) or info.compress_type == 99
            why = "member is encrypted" if locked else "member is damaged"
            self._note(Note(Gap.FILE_ENTRY_BROKEN, self._label, bytes=info.compress_size, detail=why))
            yield None

    def _limited(self, member: IO[bytes], bound: int) -> Iterator[bytes | None]:
        while bound > 0 and (part := member.read(min(BLOCK, bound))):
            self._left -= len(part)
            if self._left < 0:
                self._note(Note(Gap.FILE_TRUNCATED, self._label, detail="unpacks to far more than captures do"))
                yield None
                return
            bound -= len(part)
            yield part


@contextmanager
def open_members(path: Path, label: str, note: NoteSink) -> Iterator[Members]:
    """Open an archive. Raises InputError when it is none or cannot be read."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise InputError(f"{path}: cannot be read as a ZIP archive ({type(error).__name__})") from error
    with archive:
        yield Members(archive, path.stat().st_size, label, note)
