"""Binary contents: values replaced by ones of the same length where they stand, and filler for what nobody can read.

Theory. A grammar of lengths and tags survives when no length changes. So a text becomes one of as many bytes, cut or
filled with blanks where it must be, a number becomes one in the same notation. A content of which no grammar is known
could hold anything: all its bytes are drawn anew, letters for letters, but for its first ones, by which its kind is
told, and for texts in which something was detected, whose fakes stand where they stood.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from ..draws import Draws

_RUN = re.compile(rb"(?:[\t\x20-\x7e]|\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]){4,65536}")
_WIDE = re.compile(rb"(?:[\t\x20-\x7e\xc0-\xff]\x00){4,32768}")
_KEPT = 8
_SMALLEST_NUMBER = 1 << 14
_CLASSES = bytes(
    ord("a")
    if 97 <= b <= 122
    else ord("A")
    if 65 <= b <= 90
    else ord("0")
    if 48 <= b <= 57
    else b
    if 32 <= b < 127 or b in (0, 9, 10, 13)
    else 128
    for b in range(256)
)


def in_place(data: bytes, pairs: Iterable[tuple[str, str]], text: Callable[[str], str]) -> bytes:
    """The content with each value of ``pairs`` replaced in every notation, and known values in readable runs."""
    made = data
    for old, new in sorted(set(pairs), key=lambda pair: (-len(pair[0]), pair)):
        for before, after in notations(old, new):
            if len(before) > 2 and before in made:
                made = made.replace(before, after)
    made = _RUN.sub(lambda run: _same_size(run.group(), "utf-8", text), made)
    return _WIDE.sub(lambda run: _same_size(run.group(), "utf-16-le", text), made)


def _same_size(run: bytes, codec: str, text: Callable[[str], str]) -> bytes:
    plain = run.decode(codec, "replace")
    new = text(plain)
    return run if new == plain else fitted(new.encode(codec, "replace"), len(run), codec)


def fitted(data: bytes, size: int, codec: str = "utf-8") -> bytes:
    """Text of exactly ``size`` bytes: cut at a character, or filled with blanks."""
    if len(data) == size:
        return data
    blank = " ".encode(codec)
    cut = data[:size].decode(codec, "ignore").encode(codec)
    return cut + blank * ((size - len(cut)) // len(blank)) + b"\x00" * ((size - len(cut)) % len(blank))


def notations(old: str, new: str) -> Iterator[tuple[bytes, bytes]]:
    """A value and its fake as bytes, equally long: text, UTF-16, bytes of hex, integers and floats of any width."""
    for codec in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = old.encode(codec, "replace")
        yield raw, fitted(new.encode(codec, "replace"), len(raw), codec)
    bare, bare_new = old.replace("-", ""), new.replace("-", "")
    if len(bare) >= 12 and len(bare) % 2 == 0 and len(bare) == len(bare_new):
        with suppress(ValueError):
            yield bytes.fromhex(bare), bytes.fromhex(bare_new)
    if old.isascii() and old.isdigit() and new.isdigit() and _SMALLEST_NUMBER <= int(old) < 1 << 63:
        yield from _numbers(int(old), int(new))
    elif re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{2,12}", old) and re.fullmatch(r"-?[0-9]{1,9}\.[0-9]{2,12}", new):
        for form in ("<d", ">d", "<f", ">f"):
            yield struct.pack(form, float(old)), struct.pack(form, float(new))


def _numbers(old: int, new: int) -> Iterator[tuple[bytes, bytes]]:
    for before, after in ((_varint(old), _varint(new)), (_varint(old * 2), _varint(new * 2))):
        if len(before) == len(after):
            yield before, after
    for form, most in (("<I", 1 << 32), (">I", 1 << 32), ("<Q", 1 << 64), (">Q", 1 << 64)):
        if old < most and new < most:
            yield struct.pack(form, old), struct.pack(form, new)
    for form in ("<d", ">d"):
        yield struct.pack(form, float(old)), struct.pack(form, float(new))


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def filler(draws: Draws, data: bytes, pairs: Iterable[tuple[str, str]]) -> bytes:
    """Bytes of the same classes as ``data``, its first ones and the fakes of detected values left in their places."""
    noise = draws.data("filler", f"{len(data)}:{hash_of(data)}", len(data))
    made = bytearray(_drawn(kind, byte) for kind, byte in zip(data.translate(_CLASSES), noise, strict=True))
    made[:_KEPT] = data[:_KEPT]
    for old, new in pairs:
        for codec in ("utf-8", "utf-16-le"):
            raw, fake = old.encode(codec, "replace"), new.encode(codec, "replace")
            at = data.find(raw) if len(raw) > 3 else -1
            while at >= 0:
                made[at : at + len(raw)] = fitted(fake, len(raw), codec)
                at = data.find(raw, at + len(raw))
    return bytes(made)


def _drawn(kind: int, noise: int) -> int:
    if kind == 97:
        return 97 + noise % 26
    if kind == 65:
        return 65 + noise % 26
    if kind == 48:
        return 48 + noise % 10
    return 128 + noise % 128 if kind == 128 else kind


def hash_of(data: bytes) -> str:
    """A name for a content, for draws under the key."""
    return hashlib.sha256(data).hexdigest()
