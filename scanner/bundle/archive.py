"""The archive of a bundle: a ZIP in one strict form, written and read here so that no two programs see two contents.

Theory. A ZIP tells everything twice, in front of each file and in a directory at its end, and allows gaps, comments,
links, doubled names and sizes that lie; evidence must leave no room for that. What is written here has only files, one
behind the other from the first byte, nothing between or after them, each header agreeing with the directory, no clock,
no owner. What is read must be of the same form to the bit, and sizes are bounded before anything is unpacked
(APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from scanner.errors import UsageError
from scanner.model import Text

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_CLOSE = struct.Struct("<4sHHHHIIH")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,7}\Z")
_RESERVED = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|/|$)", re.IGNORECASE)
_DAY = 0x21
"""1980-01-01, the first day that a ZIP knows."""
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0
_PLAIN_FILE = 0o100644 << 16
_MADE_BY = 3 << 8 | _VERSION
"""Made on a system with Unix modes, so that a file can be told from a link."""

MOST_FILES = 5000
MOST_BYTES = 512 << 20
"""Of one file and of all together, unpacked."""


class Tampered(Exception):
    """The archive is not one that this program wrote; ``text`` says what is wrong, without words of the archive."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(nl, en)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of some files, in the order of their names; equal files give equal bytes."""
    body, directory = bytearray(), bytearray()
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise UsageError("the bundle would be too large; leave out formats or tracker lists")
    for name in sorted(files):
        assert is_name(name), name
        content = files[name]
        packed = _deflate(content)
        at, raw = len(body), name.encode("ascii")
        numbers = (_VERSION, _UTF8, _DEFLATED, 0, _DAY, zlib.crc32(content), len(packed), len(content), len(raw), 0)
        body += _LOCAL.pack(b"PK\3\4", *numbers) + raw + packed
        directory += _ENTRY.pack(b"PK\1\2", _MADE_BY, *numbers, 0, 0, 0, _PLAIN_FILE, at) + raw
    close = _CLOSE.pack(b"PK\5\6", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + close)


def unpack(raw: bytes) -> dict[str, bytes]:
    """The files of an archive. Raises ``Tampered`` for everything that ``pack`` does not write."""
    count, start = _close(raw)
    at, next_local, total = start, 0, 0
    names: set[str] = set()
    files: dict[str, bytes] = {}
    for _ in range(count):
        fields, name, at = _entry(raw, at)
        if name.casefold() in names:
            raise Tampered("een naam staat er twee keer in", "a name stands in it twice")
        names.add(name.casefold())
        numbers, local_at = fields[1:11], fields[-1]
        if local_at != next_local:
            raise Tampered("de bestanden staan niet achter elkaar", "its files do not stand one behind the other")
        total += numbers[7]
        if total > MOST_BYTES:
            raise Tampered("uitgepakt is het meer dan een bundel mag zijn", "it unpacks to more than a bundle may hold")
        local = _LOCAL.pack(b"PK\3\4", *numbers) + name.encode("ascii")
        begin = local_at + len(local)
        next_local = begin + numbers[6]
        if raw[local_at:begin] != local or next_local > start:
            raise Tampered("een bestand is op twee manieren beschreven", "a file is described in two ways")
        files[name] = _inflate(raw[begin:next_local], numbers[7], numbers[5])
    if next_local != start or at != len(raw) - _CLOSE.size:
        raise Tampered("er zit meer in dan de bestanden", "it holds more than its files")
    if list(files) != sorted(files):
        raise Tampered("de bestanden staan niet in hun volgorde", "its files are not in their order")
    return files


def read(path: Path) -> dict[str, bytes]:
    """The files of an archive on disk; ``UsageError`` when it cannot be read at all or is no ZIP."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Tampered("het is groter dan een bundel mag zijn", "it is larger than a bundle may be")
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    if not raw.startswith((b"PK\3\4", b"PK\5\6")) and b"PK\5\6" not in raw[-70_000:]:
        raise UsageError(f"{path}: is no bundle; give the file that 'leerlek report --bundle FILE.zip' wrote")
    return unpack(raw)


def is_name(name: str) -> bool:
    """Whether a file may have this name: plain letters, relative, nothing that a system takes for something else."""
    return _NAME.match(name) is not None and ".." not in name and _RESERVED.search(name) is None


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """A name for a file of the user: its own in plain letters, with a number when another has it already."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", wanted).strip(".-")[-80:].lstrip(".-") or "file"
    plain = re.sub(r"\.{2,}", ".", plain)
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        stem, suffix = plain, ""
    if _RESERVED.search(plain):
        stem = f"_{stem}"
    used = {name.casefold() for name in taken}
    name, number = f"{stem}{dot}{suffix}", 2
    while name.casefold() in used:
        name, number = f"{stem}-{number}{dot}{suffix}", number + 1
    return name


def _close(raw: bytes) -> tuple[int, int]:
    """The number of files and where the directory begins."""
    if len(raw) < _CLOSE.size:
        raise Tampered("het houdt te vroeg op", "it ends early")
    sign, disk, first, here, count, size, start, comment = _CLOSE.unpack(raw[-_CLOSE.size:])
    if sign != b"PK\5\6" or disk or first or comment or here != count:
        raise Tampered("het einde is niet dat van een bundel: er is iets achter gezet, of het is ingekort",
                       "its end is not that of a bundle: something was put behind it, or it is cut")
    if count > MOST_FILES or start + size + _CLOSE.size != len(raw):
        raise Tampered("de inhoudsopgave past niet bij de bestanden", "its directory does not fit its files")
    return count, start


def _entry(raw: bytes, at: int) -> tuple[tuple[int, ...], str, int]:
    """The numbers of one line of the directory, the name, and where the next begins."""
    piece = raw[at:at + _ENTRY.size]
    if len(piece) < _ENTRY.size:
        raise Tampered("de inhoudsopgave houdt te vroeg op", "its directory ends early")
    sign, *numbers = _ENTRY.unpack(piece)
    made_by, version, flags, method, clock, day, _, _, size, length, extra, comment, disk, inner, mode, _ = numbers
    if sign != b"PK\1\2" or (made_by, version, flags, method, clock, day) != (
            _MADE_BY, _VERSION, _UTF8, _DEFLATED, 0, _DAY):
        raise Tampered("een bestand is bewaard op een manier die een bundel niet gebruikt",
                       "a file is kept in a way that a bundle does not use")
    if mode != _PLAIN_FILE or extra or comment or disk or inner:
        raise Tampered("er zit iets anders in dan gewone bestanden (een koppeling, een map, of meer naast een bestand)",
                       "it holds something else than plain files (a link, a folder, or more beside a file)")
    if size > MOST_BYTES:
        raise Tampered("uitgepakt is het meer dan een bundel mag zijn", "it unpacks to more than a bundle may hold")
    at += _ENTRY.size
    name = raw[at:at + length].decode("latin-1")
    if len(name) != length or not is_name(name):
        raise Tampered("een bestand heeft een naam die een bundel niet gebruikt",
                       "a file has a name that a bundle does not use")
    return tuple(numbers), name, at + length


def _deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _inflate(packed: bytes, size: int, checksum: int) -> bytes:
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(packed, size + 1)
    except zlib.error:
        raise Tampered("een bestand erin is beschadigd", "a file in it is damaged") from None
    if len(content) != size or not unpacker.eof or unpacker.unused_data or zlib.crc32(content) != checksum:
        raise Tampered("een bestand erin is beschadigd, of de grootte is niet wat er staat",
                       "a file in it is damaged, or its size is not what it says")
    return content
