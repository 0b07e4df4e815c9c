"""Says what kind of capture a file is, from its first bytes and never from its name."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from scanner.errors import InputError

from .foreign import foreign
from .unpack import Unpacker, member_of
from .wrapped import opened

HEAD = 1 << 16
"""How many bytes, after unwrapping, the kind must show in."""

_PCAP: Final = frozenset({
    b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4",  # microseconds
    b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d",  # nanoseconds
    b"\x34\xcd\xb2\xa1", b"\xa1\xb2\xcd\x34",  # modified (Kuznetzov)
})
_PCAPNG: Final = b"\x0a\x0d\x0d\x0a"
_BYTE_ORDER: Final = (b"\x1a\x2b\x3c\x4d", b"\x4d\x3c\x2b\x1a")
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


def sniff(path: Path) -> str | None:
    """The kind of capture that a file is, a key of ``files.READERS``, or None.

    Raises InputError when the file cannot be read, or is a capture of a kind that no reader is for.
    """
    with opened(path) as source:
        head = source.stream.read(HEAD)
        if not source.packed and head.startswith(_ZIP):
            from .zipped import kind_of_zip

            return kind_of_zip(path)
        kind = kind_of(head)
    other = foreign(head) if kind is None else None
    if other is not None:
        name, advice = other
        raise InputError(f"{path}: {name}, which is not read; {advice}", f"{name}: {advice}")
    return kind


def kind_of_member(head: bytes) -> str | None:
    """The kind of a member of an archive that begins with these bytes, which may be compressed themselves."""
    make = member_of(head[:4])
    return kind_of(io.BufferedReader(Unpacker(io.BytesIO(head), make)).read(HEAD) if make is not None else head)


def kind_of(head: bytes) -> str | None:
    """The kind of capture that begins with these bytes (compression already undone)."""
    if head[:4] in _PCAP:
        return "pcap"
    if head.startswith(_PCAPNG) and head[8:12] in _BYTE_ORDER:
        return "pcapng"
    from .text_kinds import kind_of_text

    return kind_of_text(head)
