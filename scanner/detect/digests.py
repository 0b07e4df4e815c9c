"""Digests of known values: which algorithms and spellings are tried, and how a digest is recognised in text.

Theory. An unsalted digest of a small-space value hides nothing, and of a value that is already known it proves
itself: hash what is known in the usual ways, look the digests up. Every digest is filed under its first 16 hex
characters, so that truncated digests are found by the same look-up; a match then has to agree in full length.
Base64 forms are turned to hex first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import chain

from scanner.model import Category

from .fingerprint import comparable, family
from .spellings import parse_date

Algorithm = Callable[[bytes], bytes]


def _plain(name: str) -> Algorithm:
    construct = getattr(hashlib, name)

    def run(data: bytes) -> bytes:
        digest: bytes = construct(data, usedforsecurity=False).digest()
        return digest

    return run


def _twice(outer: Algorithm, inner: Algorithm) -> Algorithm:
    def run(data: bytes) -> bytes:
        return outer(inner(data).hex().encode())

    return run


_SINGLE: dict[str, Algorithm] = {
    name: _plain(name)
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384",
                 "sha3_512", "blake2b", "blake2s")
}  # fmt: skip
_SINGLE["blake2b_256"] = lambda data: hashlib.blake2b(data, digest_size=32).digest()

_DOUBLE: dict[str, tuple[str, str]] = {
    f"{outer}({inner})": (outer, inner)
    for outer, inner in (("md5", "md5"), ("sha1", "md5"), ("sha256", "md5"), ("sha256", "sha1"), ("sha256", "sha256"),
                         ("sha1", "sha1"), ("sha512", "sha256"), ("md5", "sha1"))
}  # fmt: skip
ALGORITHMS: dict[str, Algorithm] = _SINGLE | {
    name: _twice(_SINGLE[outer], _SINGLE[inner]) for name, (outer, inner) in _DOUBLE.items()
}
"""Name → digest function; ``sha256(md5)`` is the SHA-256 of the hex of the MD5."""

LENGTHS: dict[str, int] = {name: 2 * len(run(b"")) for name, run in ALGORITHMS.items()}
"""Name → length of the digest in hex characters."""

PREFIX = 16
"""Hex characters (64 bits) that a truncated digest must at least have."""

SHORTEST_DIGEST = 22
"""Characters of the shortest digest in full: sixteen bytes in base64."""

_HEX_LENGTHS = frozenset(LENGTHS.values())
_BASE64_LENGTHS = frozenset(-(-length * 2 // 3) for length in _HEX_LENGTHS)
_HEX = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{16,128}(?![0-9A-Za-z])")
_LONG_HEX = re.compile(r"[0-9a-fA-F]{32}")
_ONE_RUN = re.compile(r"[0-9A-Za-z_-]+\Z")
_LONG_RUN = re.compile(r"[0-9A-Za-z+/_-]{22}")
_OF_UUID = 36
_UUID = re.compile(r"[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}\Z")
_BASE64URL = re.compile(r"(?<![0-9A-Za-z_-])[0-9A-Za-z_-]{22,86}(?![0-9A-Za-z_-])")
_BASE64 = re.compile(r"(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{22,86}(?![0-9A-Za-z+/])")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])")
_READABLE = re.compile(rb"[\x20-\x7e]+\Z")
"""Sixteen bytes or more that are all printable are a text in base64: a digest looks so once in ten million times."""
_NUMBERS = frozenset({Category.BSN, Category.PGN})

KIND_OF_LENGTH = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
"""The usual algorithm of a digest of this many hex characters, for digests whose key names the category only."""


def may_hold_digest(text: str) -> bool:
    """Whether a text of sixteen characters or more may hold a digest of a usual length: cheap for ids and moments."""
    size = len(text)
    if size == _OF_UUID and text[8] == "-":
        return _UUID.match(text) is None
    return _LONG_RUN.search(text) is not None and not (
        size not in _HEX_LENGTHS and size not in _BASE64_LENGTHS and text.isalnum())


def candidates(text: str, *, truncated: bool = True) -> Iterator[tuple[int, int, str]]:
    """Digest-looking tokens as (start, end, lower-case hex); ``truncated`` also gives those of unusual length."""
    size = len(text)
    if size < PREFIX:
        return
    if not truncated and not may_hold_digest(text):
        return
    if truncated or _LONG_HEX.search(text) is not None:
        for found in _HEX.finditer(text):
            token = found.group()
            if truncated or len(token) in _HEX_LENGTHS:
                yield found.start(), found.end(), token.lower()
    if size < SHORTEST_DIGEST or (size not in _BASE64_LENGTHS and _ONE_RUN.match(text) is not None):
        return
    tokens: Iterator[re.Match[str]] = _BASE64URL.finditer(text)
    if "+" in text or "/" in text:
        tokens = chain(tokens, (each for each in _BASE64.finditer(text) if "+" in each.group() or "/" in each.group()))
    for found in tokens:
        token = found.group()
        if len(token) not in _BASE64_LENGTHS or not _MIXED.match(token):
            continue
        try:
            raw = base64.urlsafe_b64decode(token.replace("+", "-").replace("/", "_") + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            continue
        if 2 * len(raw) in _HEX_LENGTHS and not _READABLE.match(raw):
            yield found.start(), found.end(), raw.hex()


def variants(category: Category, value: str) -> Iterator[str]:
    """The spellings of a value that programs hash: as given, lower, upper, and those of its category."""
    value = value.strip()
    seen: set[str] = set()
    for text in _variants(category, value):
        if text and text not in seen:
            seen.add(text)
            yield text


def _variants(category: Category, value: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", value)
    if category in _NUMBERS and 8 <= len(digits) <= 9:
        number = digits.zfill(9)
        yield from (number, number.lstrip("0"), f"{number[:4]}.{number[4:6]}.{number[6:]}",
                    f"{number[:3]}.{number[3:6]}.{number[6:]}", f"bsn:{number}", f"bsn{number}", f"BSN{number}")
        return
    if category is Category.PHONE and len(digits) >= 9:
        core = digits.removeprefix("00").removeprefix("31").lstrip("0")
        yield from (value, f"+31{core}", f"31{core}", f"0{core}", f"0031{core}", f"{'0' + core[:1]}-{core[1:]}",
                    f"0{core[:2]}-{core[2:]}", f"+31 {core}")
        return
    if category is Category.DOB and (day := parse_date(value)) is not None:
        y, m, d = day.year, day.month, day.day
        yield from (f"{y}-{m:02}-{d:02}", f"{y}{m:02}{d:02}", f"{d:02}-{m:02}-{y}", f"{d:02}{m:02}{y}",
                    f"{d:02}/{m:02}/{y}", f"{d}-{m}-{y}", f"{y}/{m:02}/{d:02}")
        return
    lower = value.lower()
    yield from (value, lower, value.upper())
    if family(category) == "id":
        yield comparable(value)  # a UUID without its dashes, a number without the word before it
    if category is Category.EMAIL and "@" in value:
        local, _, domain = lower.removeprefix("mailto:").rpartition("@")
        yield from (f"mailto:{value}", f"mailto:{lower}", f"{local}@{domain}", f"{local.replace('.', '')}@{domain}",
                    f"{local.partition('+')[0]}@{domain}", local)
    elif category is Category.ECKID or category is Category.STAMPSEUDONIEM:
        yield value.rstrip("/").rpartition("/")[2]
    elif category.value.startswith("name.") or category is Category.POSTCODE:
        yield from ("".join(value.split()), "".join(lower.split()), "".join(value.upper().split()))
        yield " ".join(lower.replace(",", " ").split())


def name_and_birth(names: list[str], births: list[str]) -> Iterator[str]:
    """Name and date of birth in one text, the home-made key of many a system."""
    for name in names:
        for text in dict.fromkeys((name, name.lower(), "".join(name.lower().split()))):
            for birth in births:
                for day in variants(Category.DOB, birth):
                    for between in ("", " ", "|", "-", "_", ";", ":", ","):
                        yield f"{text}{between}{day}"


def digests(text: str, lengths: frozenset[int] | None = None) -> Iterator[tuple[str, str]]:
    """(algorithm, hex) of a text, for all algorithms or those of the given lengths in hex."""
    data = text.encode("utf-8", "surrogatepass")
    done: dict[str, str] = {}
    for name, run in _SINGLE.items():
        if lengths is None or LENGTHS[name] in lengths:
            done[name] = run(data).hex()
            yield name, done[name]
    for name, (outer, inner) in _DOUBLE.items():
        if lengths is None or LENGTHS[name] in lengths:
            if inner not in done:
                done[inner] = _SINGLE[inner](data).hex()
            yield name, _SINGLE[outer](done[inner].encode()).hex()
