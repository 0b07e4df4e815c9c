"""A search for planted values that shares nothing with the scanner: undoes what it can in a file, and looks."""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

import brotli
import zstandard
from needles import SHORTEST, Search

_RUN = re.compile(rb"[A-Za-z0-9+/_=-]{12,}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){6,}")
_DEEPEST = 7


def layers(data: bytes, depth: int = 0, seen: set[bytes] | None = None) -> Iterator[bytes]:
    """The content and everything that is in it under some encoding."""
    seen = set() if seen is None else seen
    mark = hashlib.sha256(data).digest()
    if depth > _DEEPEST or mark in seen or len(data) < 4:
        return
    seen.add(mark)
    yield data
    for inner in _undone(data, seen):
        yield from layers(inner, depth + 1, seen)


def _undone(data: bytes, seen: set[bytes]) -> Iterator[bytes]:
    for unpack in (
        gzip.decompress,
        zlib.decompress,
        lambda raw: zlib.decompress(raw, -15),
        brotli.decompress,
        lambda raw: zstandard.ZstdDecompressor().decompress(raw, max_output_size=1 << 24),
    ):
        try:
            plain = unpack(data)
        except (OSError, EOFError, zlib.error, brotli.error, zstandard.ZstdError, ValueError):
            continue
        if plain:
            yield plain
    if data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)
        except (zipfile.BadZipFile, OSError, zlib.error):
            pass
    text = data.decode("utf-8", "replace")
    for plain in (unquote(text), unquote_plus(text), html.unescape(text), text.replace("\\/", "/")):
        if plain != text:
            yield plain.encode()
    if "\\" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text).encode("utf-8", "replace")
        for found in re.findall(r'"(?:[^"\\]|\\.)*\\(?:[^"\\]|\\.)*"', text):
            try:
                yield str(json.loads(found, strict=False)).encode("utf-8", "replace")
            except ValueError:
                continue
    for run in set(_RUN.findall(data)) - seen:
        seen.add(run)
        for packed in {run, *run.split(b"-"), *run.split(b"_"), *run.split(b"=")}:
            plain = _unbase64(packed)
            if plain:
                yield plain
    for run in set(_HEX.findall(data)):
        yield binascii.unhexlify(run)


def _unbase64(run: bytes) -> bytes:
    body = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    if len(body) < 8 or len(body) % 4 == 1:
        return b""
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4))
    except (binascii.Error, ValueError):
        return b""


def disguises(value: str) -> Iterator[bytes]:
    """A value as it could be left: clear in any case, without spaces, in UTF-16, reversed, hashed."""
    clear = {
        value,
        value.casefold(),
        "".join(value.split()).casefold(),
        value.replace(" ", ".").casefold(),
        value.replace(" ", "_").casefold(),
        value.replace(" ", "-").casefold(),
    }
    for text in clear:
        yield text.casefold().encode()
        yield text.casefold().encode("utf-16-le")
        if len(text) > 5:
            yield text.casefold()[::-1].encode()
    for text in {value, value.lower(), value.upper(), "mailto:" + value.lower()}:
        for algorithm in ("md5", "sha1", "sha256", "sha512", "sha3_256"):
            digest = hashlib.new(algorithm, text.encode())
            yield digest.hexdigest().encode()
            yield base64.b64encode(digest.digest()).rstrip(b"=").lower()


def found_in(contents: list[bytes], values: list[str]) -> set[str]:
    """The values that are somewhere in the contents."""
    wanted = {disguise: value for value in values for disguise in disguises(value)}
    folded = [
        layer.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")
        for content in contents
        for layer in layers(content)
    ]
    everything = b"\n".join(folded)
    long = Search(disguise for disguise in wanted if len(disguise) >= SHORTEST)
    short = {disguise for disguise in wanted if len(disguise) < SHORTEST and disguise in everything}
    return {wanted[disguise] for disguise in long.found(everything) | short}
