"""What a picture says beside what it shows: EXIF, XMP, IPTC and texts in JPEG, PNG, WebP, GIF, HEIC and AVIF.

Theory. The picture itself is not read and stays a named gap. But cameras and phones write where it was taken, by
which device (serial number) and whose it is, and picture editors add captions and people's names.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from scanner.model import KeyPath, Origin

from . import exif
from .message import Indices, Message, derive
from .text import to_text

_EXIF_MARK = b"Exif\x00\x00"
_XMP_MARK = b"http://ns.adobe.com/xap/1.0/\x00"
_IPTC_MARK = b"Photoshop 3.0\x00"
_IPTC = {5: "title", 25: "keywords", 80: "author", 85: "authorPosition", 90: "city", 92: "location", 95: "province",
         101: "country", 105: "headline", 110: "credit", 116: "copyright", 118: "contact", 120: "caption",
         122: "captionWriter"}
"""Datasets of record 2 (IPTC-IIM 4.2 §6)."""
_MOST_PIECES = 2_000
_LONGEST = 1 << 20
_Piece = tuple[str, bytes]
"""What a container holds: ``exif``, ``xmp``, ``iptc``, or the name of a text; and its bytes."""


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add what the metadata of a picture say; nothing for one without."""
    for number, (kind, piece) in enumerate(_pieces(data)):
        if number >= _MOST_PIECES or not message.has_room():
            return
        if kind == "exif":
            here = derive(origin, "exif")
            for name, value in exif.read(piece):
                node = path
                for key in name.split("/"):
                    node = message.child(node, key)
                message.expand(value, node, indices, here)
        elif kind == "xmp":
            message.content(piece, "application/xml", path, indices, derive(origin, "xmp"))
        elif kind == "iptc":
            here = derive(origin, "iptc")
            for name, value in _datasets(piece):
                message.expand(value, message.child(path, name), indices, here)
        elif piece:
            message.expand(to_text(piece), message.child(path, kind), indices, derive(origin, "picture"))


def _pieces(data: bytes) -> Iterator[_Piece]:
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG\r\n"):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return iter([("exif", data)])
    return _anywhere(data)


def _jpeg(data: bytes) -> Iterator[_Piece]:
    """The segments before the picture (ITU-T T.81 annex B): APP1 with EXIF or XMP, APP13 with IPTC, comments."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in (0xD9, 0xDA):
            return
        if marker == 0xFF:
            position += 1
            continue
        size = int.from_bytes(data[position + 2:position + 4], "big")
        piece = data[position + 4:position + 2 + size]
        if marker == 0xE1 and piece.startswith(_EXIF_MARK):
            yield "exif", piece[6:]
        elif marker == 0xE1 and piece.startswith(_XMP_MARK):
            yield "xmp", piece[len(_XMP_MARK):]
        elif marker == 0xED and piece.startswith(_IPTC_MARK):
            yield from _resources(piece[len(_IPTC_MARK):])
        elif marker == 0xFE:
            yield "comment", piece
        position += 2 + max(size, 2)


def _resources(data: bytes) -> Iterator[_Piece]:
    """The image resource blocks of Photoshop; IPTC is number 0x0404."""
    position = 0
    while data.startswith(b"8BIM", position):
        number = int.from_bytes(data[position + 4:position + 6], "big")
        name_size = data[position + 6] if position + 6 < len(data) else 0
        position += 7 + name_size + (name_size + 1) % 2
        size = int.from_bytes(data[position:position + 4], "big")
        if number == 0x0404:
            yield "iptc", data[position + 4:position + 4 + size]
        position += 4 + size + size % 2


def _datasets(data: bytes) -> Iterator[tuple[str, str]]:
    position = 0
    while position + 5 <= len(data) and data[position] == 0x1C:
        record, number = data[position + 1], data[position + 2]
        size = int.from_bytes(data[position + 3:position + 5], "big")
        if size >= 0x8000:
            return
        value = data[position + 5:position + 5 + size]
        position += 5 + size
        if record == 2 and number in _IPTC and value:
            yield _IPTC[number], to_text(value)


def _png(data: bytes) -> Iterator[_Piece]:
    """The chunks of a PNG (ISO/IEC 15948 §11.3): texts plain, packed and international, and EXIF."""
    position = 8
    for _ in range(_MOST_PIECES):
        if position + 8 > len(data):
            return
        size = int.from_bytes(data[position:position + 4], "big")
        kind = data[position + 4:position + 8]
        piece = data[position + 8:position + 8 + size]
        position += 12 + size
        if kind == b"eXIf":
            yield "exif", piece
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            name, _, rest = piece.partition(b"\x00")
            packed = kind == b"zTXt" or (kind == b"iTXt" and rest[:1] == b"\x01")
            if kind == b"iTXt":
                rest = b"\x00".join(rest[2:].split(b"\x00", 2)[2:])
            elif packed:
                rest = rest[1:]
            text = _inflate(rest) if packed else rest
            label = name.decode("latin-1")[:80]
            yield ("xmp" if label == "XML:com.adobe.xmp" else label or "text"), text


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LONGEST)
    except zlib.error:
        return b""


def _webp(data: bytes) -> Iterator[_Piece]:
    """The chunks of a WebP file (RFC 9649 §2.7)."""
    position = 12
    for _ in range(_MOST_PIECES):
        if position + 8 > len(data):
            return
        kind = data[position:position + 4]
        size = int.from_bytes(data[position + 4:position + 8], "little")
        piece = data[position + 8:position + 8 + size]
        position += 8 + size + size % 2
        if kind == b"EXIF":
            yield "exif", piece.removeprefix(_EXIF_MARK)
        elif kind == b"XMP ":
            yield "xmp", piece


def _anywhere(data: bytes) -> Iterator[_Piece]:
    """EXIF and XMP by what they begin with: in HEIC and AVIF they are items of the file, in GIF an extension."""
    start = data.find(_EXIF_MARK)
    if start >= 0:
        yield "exif", data[start + 6:]
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start) if start >= 0 else -1
    if end >= 0:
        yield "xmp", data[start:end + 12]
