"""EXIF: who made a picture, with which device, where and when (CIPA DC-008; TIFF 6.0).

Theory. The bytes are a TIFF file: a chain of directories of entries (tag, type, count, value or offset). Only entries
that can tell something about people or their devices are read; sizes, exposure and colours are left.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_TAGS = {
    0x010D: "documentName", 0x010E: "imageDescription", 0x010F: "cameraMake", 0x0110: "cameraModel",
    0x0131: "software", 0x0132: "dateTime", 0x013B: "artist", 0x013C: "hostComputer", 0x8298: "copyright",
    0x9003: "dateTimeOriginal", 0x9004: "dateTimeDigitized", 0x9286: "userComment", 0xA420: "imageUniqueId",
    0xA430: "cameraOwnerName", 0xA431: "serialNumber", 0xA433: "lensMake", 0xA434: "lensModel",
    0xA435: "lensSerialNumber", 0xC62F: "cameraSerialNumber", 0x9C9B: "title", 0x9C9C: "comment", 0x9C9D: "author",
    0x9C9E: "keywords", 0x9C9F: "subject", 0xA436: "imageTitle", 0xA437: "photographer", 0xA438: "imageEditor",
}
TAG_OF = {name: tag for tag, name in _TAGS.items()}
"""Name of an entry → its tag, for who writes one."""
_GPS_TAGS = {0x001B: "gpsProcessingMethod", 0x001C: "gpsArea", 0x001D: "gpsDate"}
_EXIF, _GPS = 0x8769, 0x8825
_UTF16 = range(0x9C9B, 0x9CA0)
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 9: 4, 10: 8, 13: 4, 129: 1}
_MOST_ENTRIES = 1_000
_MOST_DIRECTORIES = 20
_LONGEST = 65_536
_Entries = dict[int, tuple[int, int, int]]


def read(data: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of the entries worth reading; nothing when ``data`` is no TIFF file."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return
    pending = [(struct.unpack_from(order + "I", data, 4)[0], False)]
    seen: set[int] = set()
    while pending and len(seen) < _MOST_DIRECTORIES:
        offset, is_gps = pending.pop(0)
        if offset in seen:
            continue
        seen.add(offset)
        entries, following = _directory(data, offset, order)
        if following:
            pending.append((following, False))
        if is_gps:
            yield from _position(data, entries, order)
            continue
        for tag, (_, _, at) in entries.items():
            if tag in (_EXIF, _GPS) and at + 4 <= len(data):
                pending.append((struct.unpack_from(order + "I", data, at)[0], tag == _GPS))
            elif tag in _TAGS and (text := _text(data, tag, entries)):
                yield _TAGS[tag], text


def _directory(data: bytes, offset: int, order: str) -> tuple[_Entries, int]:
    """Tag → type, number and place of the values; and where the next directory is, 0 for nowhere."""
    entries: _Entries = {}
    if offset + 2 > len(data):
        return entries, 0
    count = struct.unpack_from(order + "H", data, offset)[0]
    position = offset + 2
    for _ in range(min(count, _MOST_ENTRIES)):
        if position + 12 > len(data):
            return entries, 0
        tag, kind, number = struct.unpack_from(order + "HHI", data, position)
        size = _SIZES.get(kind, 0) * number
        at = position + 8 if size <= 4 else struct.unpack_from(order + "I", data, position + 8)[0]
        if size and at + size <= len(data):
            entries[tag] = (kind, number, at)
        position += 12
    following = struct.unpack_from(order + "I", data, position)[0] if position + 4 <= len(data) else 0
    return entries, following


def _text(data: bytes, tag: int, entries: _Entries) -> str:
    kind, number, at = entries[tag]
    raw = data[at:at + min(number * _SIZES[kind], _LONGEST)]
    if tag in _UTF16:
        return raw.decode("utf-16-le", "replace").strip("\x00 ")
    if tag == 0x9286:  # begins with eight bytes that name the character set
        if raw.startswith(b"UNICODE"):
            codec = "utf-16-le" if raw[9:10] == b"\x00" else "utf-16-be"
            return raw[8:].decode(codec, "replace").strip("\x00 ")
        raw = raw[8:]
    if kind not in (1, 2, 7, 129):
        return ""
    raw = raw.partition(b"\x00")[0] if kind == 2 else raw.strip(b"\x00")
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").strip()


def _position(data: bytes, entries: _Entries, order: str) -> Iterator[tuple[str, str]]:
    """Latitude and longitude in decimal degrees, and the other entries of the directory that are text."""
    for name, tag in (("latitude", 1), ("longitude", 3)):
        degrees = _degrees(data, entries.get(tag + 1), order)
        if degrees is not None:
            side = entries.get(tag)
            negative = side is not None and data[side[2]:side[2] + 1] in (b"S", b"W")
            yield f"gps/{name}", f"{-degrees if negative else degrees:.6f}"
    for tag, label in _GPS_TAGS.items():
        if tag in entries:
            kind, number, at = entries[tag]
            raw = data[at:at + min(number * _SIZES[kind], _LONGEST)]
            text = (raw[8:] if tag != 0x001D else raw).strip(b"\x00 ").decode("latin-1")
            if text:
                yield label, text


def _degrees(data: bytes, entry: tuple[int, int, int] | None, order: str) -> float | None:
    """Three fractions: degrees, minutes, seconds."""
    if entry is None or entry[0] not in (5, 10) or entry[1] != 3:
        return None
    values = struct.unpack_from(order + "6I", data, entry[2])
    if not all(values[1::2]):
        return None
    degrees: float = sum(values[2 * n] / values[2 * n + 1] / 60**n for n in range(3))
    return degrees if degrees <= 180 else None
