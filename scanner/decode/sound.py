"""What a recording says beside what is heard and seen: ID3 in MP3, tags and place in MP4 and QuickTime.

Theory. The recording itself is not read and stays a named gap. Phones write the place and their model into a film,
music programs and voice recorders title, artist and comments.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive
from .text import to_text

_NAMES = {"TIT2": "title", "TPE1": "artist", "TPE2": "albumArtist", "TALB": "album", "TCOM": "composer",
          "TEXT": "writer", "TOWN": "owner", "TENC": "encodedBy", "TCOP": "copyright", "COMM": "comment",
          "USLT": "lyrics", "TDRC": "date", "TT2": "title", "TP1": "artist", "COM": "comment"}
_ATOMS = {b"\xa9nam": "title", b"\xa9ART": "artist", b"\xa9aut": "author", b"\xa9cmt": "comment",
          b"\xa9xyz": "location", b"\xa9mak": "cameraMake", b"\xa9mod": "cameraModel", b"\xa9swr": "software",
          b"\xa9day": "date", b"\xa9wrt": "composer",
          b"\xa9des": "description", b"desc": "description", b"cprt": "copyright",
          b"auth": "author", b"titl": "title", b"aART": "albumArtist", b"ownr": "owner"}
_CONTAINERS = frozenset({b"moov", b"udta", b"meta", b"ilst", b"trak"})
_CODECS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_MOST = 2_000
_LONGEST = 65_536
_Tag = tuple[str, str]


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the tags of a recording; nothing for one without."""
    if data.startswith(b"ID3"):
        tags, step = _id3(data), "id3"
    elif data[4:8] == b"ftyp":
        tags, step = _boxes(data, 0, len(data), []), "mp4"
    else:
        return
    here = derive(origin, step)
    for number, (name, value) in enumerate(tags):
        if number >= _MOST:
            return
        if value:
            message.expand(value, message.child(path, name), indices, here)


def _id3(data: bytes) -> Iterator[_Tag]:
    """The frames of an ID3v2 tag (id3.org, 2.2 to 2.4)."""
    version = data[3] if len(data) > 10 else 0
    end = min(10 + _synchsafe(data[6:10]), len(data))
    head, width = (6, 3) if version == 2 else (10, 4)
    position = 10
    while position + head < end and data[position]:
        name = data[position:position + width].decode("latin-1")
        raw = data[position + width:position + 2 * width]
        size = _synchsafe(raw) if version == 4 else int.from_bytes(raw, "big")
        frame = data[position + head:min(position + head + size, end)][:_LONGEST]
        position += head + size
        if name in _NAMES or name in ("TXXX", "TXX"):
            text = _CODECS[frame[0]] if frame and frame[0] < 4 else "latin-1"
            parts = frame[4 if name in ("COMM", "USLT", "COM") else 1:].decode(text, "replace").split("\x00")
            words = [part.strip("\ufeff ") for part in parts if part.strip("\ufeff ")]
            if name in ("TXXX", "TXX") and len(words) > 1:
                yield words[0][:80], words[1]
            elif words:
                yield _NAMES.get(name, "text"), words[-1]


def _synchsafe(raw: bytes) -> int:
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(raw)))


def _boxes(data: bytes, start: int, end: int, keys: list[str], level: int = 0) -> Iterator[_Tag]:
    """The tags of an ISO base media file (ISO/IEC 14496-12), as iTunes, QuickTime and 3GPP write them."""
    position = start
    for _ in range(_MOST):
        if position + 8 > end:
            return
        size = int.from_bytes(data[position:position + 4], "big")
        kind = data[position + 4:position + 8]
        body = position + 8
        if size == 1:
            size = int.from_bytes(data[body:body + 8], "big")
            body += 8
        elif size == 0:
            size = end - position
        stop = min(position + size, end)
        if size < 8 or stop < body:
            return
        if kind in _CONTAINERS and level < 8:
            # A meta box has four bytes of version and flags, except in QuickTime files.
            skip = 4 if kind == b"meta" and data[body + 4:body + 8] not in (b"hdlr", b"keys") else 0
            yield from _boxes(data, body + skip, stop, keys, level + 1)
        elif kind == b"keys":
            keys[:] = _key_names(data[body:stop])
        elif kind in _ATOMS:
            yield _ATOMS[kind], _atom_text(data[body:min(stop, body + _LONGEST)])
        elif keys and 0 < int.from_bytes(kind, "big") <= len(keys):
            yield keys[int.from_bytes(kind, "big") - 1], _atom_text(data[body:min(stop, body + _LONGEST)])
        position += size


def _key_names(data: bytes) -> list[str]:
    """The names in a ``keys`` box: ``com.apple.quicktime.location.ISO6709`` gives ``location.ISO6709``."""
    names: list[str] = []
    position = 8
    while position + 8 <= len(data) and len(names) < _MOST:
        size = int.from_bytes(data[position:position + 4], "big")
        if size < 8:
            break
        name = data[position + 8:position + size].decode("utf-8", "replace")
        names.append(name.removeprefix("com.apple.quicktime.")[:80] or "text")
        position += size
    return names


def _atom_text(data: bytes) -> str:
    """The text of a tag: in a ``data`` box, after a length and language, or after a language."""
    if data[4:8] == b"data":
        return to_text(data[16:int.from_bytes(data[:4], "big") or None]) if data[11:12] in (b"\x01", b"\x00") else ""
    if len(data) > 4 and int.from_bytes(data[:2], "big") in (len(data) - 4, len(data) - 5):
        data = data[4:]
    elif data[:4] == b"\x00" * 4:
        data = data[6:]
    return to_text(data.strip(b"\x00"))
