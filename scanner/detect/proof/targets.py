"""Opaque identifiers that may be digests: how they are recognised, and which digest proves one.

Theory. A digest in full length is one by its length, wherever it stands; an accidental match is out of the question.
A digest that was cut proves less the shorter it is: below 40 bits a search of ten thousand million digests finds a
match for anything. From there on a match counts together with the odds that it is chance, which the report tells.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from scanner.detect.digests import candidates
from scanner.detect.hashing import NAMES

SHORTEST_BITS = 40
HEAD = SHORTEST_BITS // 8
"""Bytes of a cut digest that are compared first."""
MOST = 200_000
"""Targets that are searched for at once."""
_FULL = frozenset(NAMES.values())
_LONGEST_CUT = max(_FULL) * 8 // 6
_HEX = re.compile(r"[0-9a-fA-F]{10,128}")
_HEX_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{10,128}(?![0-9A-Za-z])")
_UUID = re.compile(
    r"(?<![0-9A-Za-z-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z-])"
)
_BASE64 = re.compile(r"[0-9A-Za-z+/_-]{8,88}={0,2}")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])")
_CLASSES = re.compile(r"[a-z]+|[A-Z]+|[0-9]+|[^a-zA-Z0-9]+")
_PREFIX = re.compile(r"(?:md5|sha-?(?:1|224|256|384|512)|sha3-\d{3}|blake2[bs])[:=-]", re.IGNORECASE)


class Target(NamedTuple):
    """One opaque identifier in one spelling: ``kind`` is hex, base64 or uuid; ``text`` lower-case hex or base64."""

    kind: str
    text: str
    bits: int
    full: bytes
    """The digest when its length is that of one, else empty."""
    head: bytes
    """Its first bytes when it was cut, else empty."""

    def __repr__(self) -> str:
        return f"Target({self.kind} {self.bits} bits)"

    def is_of(self, digest: bytes) -> bool:
        """Whether a digest is the one that this is, or begins with it."""
        if self.full:
            return digest == self.full
        if self.kind == "base64":
            return base64.b64encode(digest).decode().startswith(self.text)
        return digest.hex().startswith(self.text)


def target_of(token: str) -> Target | None:
    """A token as a target; None when it can be no digest of at least 40 bits. Cut ones must not look like words."""
    token = _PREFIX.sub("", token.strip(), count=1)
    if _UUID.fullmatch(token):
        digits = token.replace("-", "").lower()
        return Target("uuid", digits, 128, bytes.fromhex(digits), b"")
    if _HEX.fullmatch(token):
        text = token.lower()
        if len(text) % 2 == 0 and len(text) // 2 in _FULL:
            return Target("hex", text, 4 * len(text), bytes.fromhex(text), b"")
        if text.isdigit() or text.isalpha():
            return None  # a number, a word
        return Target("hex", text, 4 * len(text), b"", bytes.fromhex(text[: 2 * HEAD]))
    if _BASE64.fullmatch(token) and _MIXED.match(token):
        return _base64(token.rstrip("=").replace("-", "+").replace("_", "/"))
    return None


def _base64(text: str) -> Target | None:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) in _FULL:
        return Target("base64", text, 8 * len(raw), raw, b"")
    raw = base64.b64decode(text[: len(text) // 4 * 4])
    if len(text) > _LONGEST_CUT or len(_CLASSES.findall(text)) * 3 < len(text):
        return None  # words
    if raw.isascii() and raw.decode("ascii").isprintable():
        return None  # a text in base64
    return Target("base64", text, 6 * len(text), b"", raw[:HEAD])


def tokens(value: str, *, identifying: bool) -> Iterator[tuple[int, int, Target]]:
    """The targets in a value with their places: digests in full length, and under a key of an identifier cut ones."""
    seen: set[int] = set()
    """Places of the characters that were taken."""
    for start, end, token in candidates(value, truncated=False):
        seen.update(range(start, end))
        if (target := target_of(token)) is not None:
            yield start, end, target if len(token) == end - start else target._replace(kind="base64")
    if "-" in value:
        for found in _UUID.finditer(value):
            seen.update(range(*found.span()))
            if (target := target_of(found.group())) is not None:
                yield *found.span(), target
    if not identifying:
        return
    for found in _HEX_TOKEN.finditer(value):
        if found.start() not in seen and (target := target_of(found.group())) is not None:
            yield *found.span(), target
    whole = value.strip()
    if not seen and not _HEX.fullmatch(whole) and not _UUID.fullmatch(whole) and (
        (target := target_of(whole)) is not None
    ):
        yield 0, len(value), target


@dataclass(slots=True)
class Targets:
    """What is still to be found, in the form in which digests are compared."""

    full: dict[bytes, list[Target]]
    heads: dict[bytes, list[Target]]
    dropped: int = 0

    @classmethod
    def of(cls, given: Iterable[Target]) -> Targets:
        """A collection of distinct targets, up to a bound; the rest is counted."""
        made = cls({}, {})
        for count, target in enumerate(dict.fromkeys(given)):
            if count >= MOST:
                made.dropped += 1
            elif target.full:
                made.full.setdefault(target.full, []).append(target)
            else:
                made.heads.setdefault(target.head, []).append(target)
        return made

    def __len__(self) -> int:
        return sum(map(len, self.full.values())) + sum(map(len, self.heads.values()))

    @property
    def lengths(self) -> frozenset[int]:
        """Lengths in bytes of the digests that are still searched for in full."""
        return frozenset(map(len, self.full))

    def take(self, digest: bytes) -> list[Target]:
        """The targets that a digest proves; they are removed."""
        taken = self.full.pop(digest, [])
        heads = self.heads.get(digest[:HEAD], [])
        cut = [target for target in heads if target.is_of(digest)]
        if cut:
            left = [target for target in heads if target not in cut]
            if left:
                self.heads[digest[:HEAD]] = left
            else:
                del self.heads[digest[:HEAD]]
        return taken + cut


def chance(bits: int, trials: int) -> float:
    """The odds that some of ``trials`` random digests agrees with one of this many bits."""
    return -math.expm1(-math.ldexp(float(trials), -bits))
