"""Says of a picture or a recording that a message carries which it is, as a field of its own: ``image jpeg …``.

The file itself is no field: it is not read, and may be large. A digest of how it begins, in letters, stands for it, so
that the same file is known again and no pattern of numbers is found in it by chance. Of what is received only pictures
are told: sound and film are what lessons are made of.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from scanner.model import FILE_CONTENT, KeyPath, Origin

from .message import Indices, Message

_SMALLEST: Final = 1 << 10
"""Bytes; smaller ones are icons and points that count visits."""
_BEGINNING: Final = 1 << 16
_FORMS: Final = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG", "png"), (b"GIF8", "gif"))
_LETTERS: Final = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")


def decode(message: Message, data: bytes, kind: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the field for a picture, sound or film (``kind``); nothing for a font or what is too small."""
    told = kind == "image" or (origin.direction == "request" and kind != "font")
    if told and len(data) >= _SMALLEST:
        known = blake2b(data[:_BEGINNING], digest_size=12, salt=len(data).to_bytes(8, "big"))
        digest = known.hexdigest().translate(_LETTERS)
        message.add(f"{kind} {_form(data)} {digest}", message.child(path, FILE_CONTENT), indices, origin)


def _form(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"mif", b"msf"):
        return "heic"
    return next((form for start, form in _FORMS if data.startswith(start)), "other")
