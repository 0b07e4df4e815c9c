"""The file of allowed signers of OpenSSH: whose key is whose (``ssh-keygen(1)``, ALLOWED SIGNERS).

A line is: principals (with commas), options (may be absent), a public key. Of the options ``namespaces``,
``valid-after`` and ``valid-before`` are kept to; a line with ``cert-authority`` is for certificates and names no key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from scanner.errors import UsageError

from .sshsig import SshKey, parse_key
from .wire import WireError

_OPTION = re.compile(r'\s*(?P<name>[a-zA-Z-]+)(?:="(?P<value>(?:[^"\\]|\\.)*)")?(?P<more>,?)')
_PRINCIPALS = re.compile(r'\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))\s+')
_TIME = re.compile(r"(?P<day>\d{8})(?:(?P<clock>\d{4}(?:\d{2})?))?(?P<zone>Z?)\Z")
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class AllowedSigner:
    """One line of the file."""

    principals: str
    key: SshKey
    namespaces: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None

    def allows(self, namespace: str, moment: datetime) -> str:
        """Why this line does not count for a purpose at a time; empty when it does."""
        if self.namespaces and not any(fnmatchcase(namespace, pattern) for pattern in self.namespaces):
            return "not for this purpose (namespaces)"
        if self.after is not None and moment < self.after:
            return "not valid yet (valid-after)"
        if self.before is not None and moment > self.before:
            return "not valid any more (valid-before)"
        return ""


def load_allowed_signers(path: Path) -> list[AllowedSigner]:
    """The lines of a file that name a key. Raises ``UsageError`` with the line that is wrong."""
    try:
        raw = path.read_bytes()[:_LONGEST]
    except OSError as error:
        raise UsageError(f"allowed signers {path}: cannot be read ({error.strerror})") from None
    found = []
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            signer = parse_line(line)
        except WireError as error:
            raise UsageError(f"allowed signers {path}:{number}: {error}") from None
        if signer is not None:
            found.append(signer)
    if not found:
        raise UsageError(f"allowed signers {path}: no line of it names a key")
    return found


def parse_line(line: str) -> AllowedSigner | None:
    """One line; None for a certificate authority. Raises ``WireError``."""
    start = _PRINCIPALS.match(line)
    if start is None:
        raise WireError("a line is: principals, options if any, a public key")
    rest = line[start.end():]
    options: dict[str, str] = {}
    if not rest.startswith(("ssh-", "ecdsa-", "sk-")):
        rest, options = _options(rest)
    if "cert-authority" in options:
        return None
    principals = start["quoted"] if start["quoted"] is not None else start["plain"]
    return AllowedSigner(
        principals, parse_key(rest), tuple(options["namespaces"].split(",")) if "namespaces" in options else (),
        _time(options["valid-after"]) if "valid-after" in options else None,
        _time(options["valid-before"]) if "valid-before" in options else None,
    )


def _options(text: str) -> tuple[str, dict[str, str]]:
    found: dict[str, str] = {}
    for option, end in _each(text):
        name = option["name"].lower()
        if name not in {"cert-authority", "namespaces", "valid-after", "valid-before"}:
            raise WireError(f"unknown option {name[:40]!r}")
        found[name] = option["value"] or ""
        if not option["more"]:
            return text[end:].lstrip(), found
    raise WireError("the options have no end")


def _each(text: str) -> Iterator[tuple[re.Match[str], int]]:
    at = 0
    while (option := _OPTION.match(text, at)) is not None:
        at = option.end()
        yield option, at


def _time(text: str) -> datetime:
    """``YYYYMMDD[HHMM[SS]][Z]``; without Z in the time zone of this computer, as OpenSSH reads it."""
    found = _TIME.match(text)
    if found is None:
        raise WireError("write a time as YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with Z for UTC")
    try:
        moment = datetime.strptime(found["day"] + (found["clock"] or "0000").ljust(6, "0"), "%Y%m%d%H%M%S")
    except ValueError:
        raise WireError("it names a day that does not exist") from None
    return moment.replace(tzinfo=UTC) if found["zone"] else moment.astimezone()
