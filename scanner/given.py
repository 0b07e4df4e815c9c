"""The files that a user gave to a scan, by digest: so that a result says what it was made with, and a later scan of the
same captures can be made with the same.

A file of subjects or of TLS secrets and a signed annex are named by their task alone. Their content is never shown:
that of the subjects, which could be guessed, goes under the key of the fingerprints.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

KEYED = "subjects"
SECRET = frozenset({"subjects", "keylog", "annex"})
"""Roles of files that are never part of a bundle: they hold personal data, secrets or signatures of people."""


class GivenFile(NamedTuple):
    """A file with its task; ``name`` is empty for those that are not shown, ``digest`` 64 hex digits."""

    role: str
    name: str
    digest: str


def given_file(role: str, path: Path, key: bytes) -> GivenFile:
    """One file: its SHA-256, or for subjects an HMAC-SHA256 under the user's key."""
    content = path.read_bytes()
    digest = (hmac.new(key, b"leerlek subjects\0" + content, hashlib.sha256) if role == KEYED
              else hashlib.sha256(content)).hexdigest()
    return GivenFile(role, "" if role in SECRET else path.name, digest)


def given_files(roles: Iterable[tuple[str, Path]], key: bytes) -> list[GivenFile]:
    """All files, in the order of their roles and digests; each content once a role."""
    return sorted({(made.role, made.digest): made for made in _each(roles, key)}.values())


def together(digests: Iterable[str]) -> str:
    """One SHA-256 for some files, whatever their order and place; that of the file where there is one."""
    listed = sorted(digests)
    if len(listed) < 2:
        return "".join(listed)
    return hashlib.sha256("".join(f"{digest}\n" for digest in listed).encode()).hexdigest()


def _each(roles: Iterable[tuple[str, Path]], key: bytes) -> Iterator[GivenFile]:
    for role, path in roles:
        yield given_file(role, path, key)
