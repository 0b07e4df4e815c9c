"""Pictures and recordings made anew: of the same kind and length, showing nothing, their metadata faked.

Theory. Nobody can say what a photo shows, a thumbnail inside its EXIF or the notes of its maker. So nothing of the
file is kept but its kind; what the decoders read from it (place, device, author, captions) is written into a blank
one.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence

from scanner.decode.exif import TAG_OF

Said = Sequence[tuple[str, str, str]]
"""Step, name and value of what was read: ``("exif", "artist", "…")``."""

_JPEG = base64.b64decode(
    "/9sAQwADAgICAgIDAgICAwMDAwQGBAQEBAQIBgYFBgkICgoJCAkJCgwPDAoLDgsJCQ0RDQ4PEBAREAoMEhMSEBMPEBAQ/8kACwgAAQABAQERAP/M"
    "AAYAEBAF/9oACAEBAAA/ANIgH//Z"
)
"""A picture of one grey point, from its first table on (ITU-T T.81)."""
_GPS = {"gps/latitude": (1, "N", "S"), "gps/longitude": (3, "E", "W")}
_ID3 = {
    "title": "TIT2",
    "artist": "TPE1",
    "albumArtist": "TPE2",
    "album": "TALB",
    "composer": "TCOM",
    "writer": "TEXT",
    "owner": "TOWN",
    "encodedBy": "TENC",
    "copyright": "TCOP",
    "date": "TDRC",
}
_ATOM = {
    "title": b"\xa9nam",
    "artist": b"\xa9ART",
    "author": b"\xa9aut",
    "comment": b"\xa9cmt",
    "location": b"\xa9xyz",
    "cameraMake": b"\xa9mak",
    "cameraModel": b"\xa9mod",
    "software": b"\xa9swr",
    "date": b"\xa9day",
    "composer": b"\xa9wrt",
    "description": b"\xa9des",
    "copyright": b"cprt",
    "albumArtist": b"aART",
    "owner": b"ownr",
}
_IPTC = {
    "title": 5,
    "keywords": 25,
    "author": 80,
    "authorPosition": 85,
    "city": 90,
    "location": 92,
    "province": 95,
    "country": 101,
    "headline": 105,
    "credit": 110,
    "copyright": 116,
    "contact": 118,
    "caption": 120,
    "captionWriter": 122,
}


def picture(data: bytes, said: Said, xmp: bytes = b"") -> bytes:
    """A blank picture of the kind of ``data`` with what ``said`` and ``xmp`` say."""
    exif = _tiff([(name, value) for step, name, value in said if step == "exif"])
    iptc = b"".join(_dataset(name, value) for step, name, value in said if step == "iptc")
    texts = [(name, value.encode()) for step, name, value in said if step == "picture"]
    if data.startswith(b"\xff\xd8"):
        made = b"\xff\xd8"
        if exif:
            made += _segment(0xE1, b"Exif\x00\x00" + exif)
        if xmp:
            made += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp)
        if iptc:
            made += _segment(
                0xED,
                b"Photoshop 3.0\x008BIM\x04\x04\x00\x00"
                + struct.pack(">I", len(iptc))
                + iptc
                + b"\x00" * (len(iptc) % 2),
            )
        made += b"".join(_segment(0xFE, text) for _, text in texts) + _JPEG
    elif data.startswith(b"\x89PNG\r\n"):
        made = data[:8] + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        if exif:
            made += _chunk(b"eXIf", exif)
        if xmp:
            made += _chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp)
        made += b"".join(
            _chunk(b"iTXt", name.encode("latin-1", "replace") + b"\x00\x00\x00\x00\x00" + text) for name, text in texts
        )
        made += _chunk(b"IDAT", zlib.compress(b"\x00\x80")) + _chunk(b"IEND", b"")
    elif data.startswith(b"RIFF"):
        body = b"WEBP" + (_riff(b"EXIF", exif) if exif else b"") + (_riff(b"XMP ", xmp) if xmp else b"")
        made = b"RIFF" + struct.pack("<I", max(len(data) - 8, len(body))) + body
    elif data[:4] in (b"II*\x00", b"MM\x00*"):
        made = exif or b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    else:
        made = data[:12] + (b"Exif\x00\x00" + exif if exif else b"") + xmp
    return made.ljust(len(data), b"\x00")


def recording(data: bytes, said: Said) -> bytes:
    """A recording of the kind of ``data`` in which nothing is heard or seen."""
    if data.startswith(b"ID3"):
        frames = b"".join(_frame(_ID3.get(name, "TXXX"), value) for _, name, value in said)
        made = b"ID3\x04\x00\x00" + _synchsafe(len(frames)) + frames
    elif data[4:8] == b"ftyp":
        size = min(int.from_bytes(data[:4], "big"), 64)
        atoms = b"".join(
            _box(_ATOM[name], struct.pack(">HH", len(value.encode()), 0x15C7) + value.encode())
            for _, name, value in said
            if name in _ATOM
        )
        made = data[:size] + (_box(b"moov", _box(b"udta", atoms)) if atoms else b"")
    else:
        made = data[:16]
    return made.ljust(len(data), b"\x00")


def _segment(marker: int, piece: bytes) -> bytes:
    piece = piece[:65_533]
    return bytes((0xFF, marker)) + struct.pack(">H", len(piece) + 2) + piece


def _chunk(kind: bytes, piece: bytes) -> bytes:
    return struct.pack(">I", len(piece)) + kind + piece + struct.pack(">I", zlib.crc32(kind + piece))


def _riff(kind: bytes, piece: bytes) -> bytes:
    return kind + struct.pack("<I", len(piece)) + piece + b"\x00" * (len(piece) % 2)


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def _synchsafe(size: int) -> bytes:
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _frame(name: str, value: str) -> bytes:
    body = b"\x03" + (b"\x00" if name == "TXXX" else b"") + value.encode()
    return name.encode() + _synchsafe(len(body)) + b"\x00\x00" + body


def _dataset(name: str, value: str) -> bytes:
    raw = value.encode()[:0x7FFF]
    return b"\x1c\x02" + bytes((_IPTC.get(name, 120),)) + struct.pack(">H", len(raw)) + raw


def _tiff(said: list[tuple[str, str]]) -> bytes:
    """A TIFF file of text entries, and of the place in a directory of its own (CIPA DC-008)."""
    texts = {TAG_OF[name]: value.encode() + b"\x00" for name, value in said if name in TAG_OF}
    places = {name: float(value) for name, value in said if name in _GPS and _is_number(value)}
    if not texts and not places:
        return b""
    main = {tag: ((1 if tag in range(0x9C9B, 0x9CA0) else 2), value) for tag, value in texts.items()}
    for tag in range(0x9C9B, 0x9CA0):
        if tag in texts:
            main[tag] = (1, texts[tag][:-1].decode().encode("utf-16-le") + b"\x00\x00")
    if 0x9286 in texts:
        main[0x9286] = (7, b"ASCII\x00\x00\x00" + texts[0x9286][:-1])
    size = 2 + 12 * (len(main) + bool(places)) + 4
    at = 8 + size
    entries, tail = [], b""
    for tag, (kind, value) in sorted(main.items()):
        if len(value) <= 4:
            entries.append(struct.pack("<HHI", tag, kind, len(value)) + value.ljust(4, b"\x00"))
            continue
        entries.append(struct.pack("<HHII", tag, kind, len(value), at + len(tail)))
        tail += value + b"\x00" * (len(value) % 2)
    if places:
        entries.append(struct.pack("<HHII", 0x8825, 4, 1, at + len(tail)))
        entries.sort(key=lambda entry: struct.unpack("<H", entry[:2])[0])
        tail += _places(places, at + len(tail))
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + b"".join(entries) + b"\x00" * 4 + tail


def _places(places: dict[str, float], at: int) -> bytes:
    entries, tail = [], b""
    start = at + 2 + 24 * len(places) + 4
    for name, degrees in sorted(places.items()):
        tag, positive, negative = _GPS[name]
        side = (negative if degrees < 0 else positive).encode() + b"\x00"
        entries.append(struct.pack("<HHI", tag, 2, 2) + side.ljust(4, b"\x00"))
        entries.append(struct.pack("<HHII", tag + 1, 5, 3, start + len(tail)))
        whole = int(abs(degrees))
        minutes = (abs(degrees) - whole) * 60
        tail += struct.pack(
            "<6I", whole, 1, int(minutes), 1, round((minutes - int(minutes)) * 60 * 1_000_000), 1_000_000
        )
    return struct.pack("<H", len(entries)) + b"".join(entries) + b"\x00" * 4 + tail


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) <= 180
    except ValueError:
        return False
