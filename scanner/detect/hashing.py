"""Digests of many short texts at once, as fast as the interpreter can make them.

Theory. A digest of nine characters takes a tenth of a microsecond; what costs is calling it. So a batch goes through
``map`` over functions that are written in C, with no line of Python between one candidate and the next, and the
digests are compared by one set operation. Of the two implementations that CPython has of MD5, SHA-1 and SHA-2, the
built-in one starts faster than OpenSSL's, which matters when there is one block to hash: it is taken where it exists.
"""

from __future__ import annotations

import hashlib
import importlib
import uuid
from binascii import hexlify
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from scanner.detect.digests import ALGORITHMS, LENGTHS

_BUILT_IN = {
    "md5": ("_md5",), "sha1": ("_sha1",), "sha224": ("_sha2", "_sha256"), "sha256": ("_sha2", "_sha256"),
    "sha384": ("_sha2", "_sha512"), "sha512": ("_sha2", "_sha512"),
}  # fmt: skip
"""Modules of CPython (3.12 on, before) that hold the built-in implementation; not every build has them."""

_NAMESPACES = {"dns": uuid.NAMESPACE_DNS, "url": uuid.NAMESPACE_URL, "oid": uuid.NAMESPACE_OID,
               "x500": uuid.NAMESPACE_X500}
_UUIDS = {f"uuid{version}({name})": (version, name) for version in (3, 5) for name in _NAMESPACES}
"""UUIDs made of a name (RFC 9562 §5.3, §5.5): MD5 and SHA-1 in the dress of a random id."""

USUAL = ("sha256", "md5", "sha1", "sha512")
NAMES: dict[str, int] = {name: length // 2 for name, length in LENGTHS.items()} | dict.fromkeys(_UUIDS, 16)
"""Name → length of the digest in bytes."""

Hashing = Callable[[Iterable[bytes]], Iterator[bytes]]
"""Texts to their digests, lazily, in order."""


@cache
def hashing(name: str) -> Hashing:
    """The digests of a batch by an algorithm of ``NAMES``."""
    if name in _UUIDS:
        return partial(map, partial(_named_uuid, *_UUIDS[name]))
    outer, _, inner = name.rstrip(")").partition("(")
    if inner:
        first, second = hashing(inner), hashing(outer)
        return lambda texts: second(map(hexlify, first(texts)))
    if name == "blake2b_256":
        return partial(map, ALGORITHMS[name])
    construct = _constructor(name)
    digest = type(construct(b"")).digest
    return lambda texts: map(digest, map(construct, texts))


def _constructor(name: str) -> Any:
    for module in _BUILT_IN.get(name, ()):
        try:
            return getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
    return getattr(hashlib, name)


def _named_uuid(version: int, namespace: str, text: bytes) -> bytes:
    digest = (hashlib.md5 if version == 3 else hashlib.sha1)(_NAMESPACES[namespace].bytes + text).digest()
    made = bytearray(digest[:16])
    made[6] = made[6] & 0x0F | version << 4
    made[8] = made[8] & 0x3F | 0x80
    return bytes(made)
