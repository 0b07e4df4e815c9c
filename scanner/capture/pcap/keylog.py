"""Reads TLS secrets in the NSS key log format, from a file or from Decryption Secrets Blocks.

Format: ``LABEL <client random, hex> <secret, hex>`` a line (draft-ietf-tls-keylogfile), and the older lines of NSS and
OpenSSL with a premaster secret or the master secret of a session id. Comments, other programs' lines, either case of
hex, either line end and text in UTF-16 are common in real files; what is no secret is left out.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

Secrets = Mapping[str, bytes]

LABELS = frozenset({
    "CLIENT_RANDOM", "CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0",
})


_MAX_SESSIONS = 1 << 16


@dataclass(slots=True, eq=False, repr=False)
class Uses:
    """What reading some connections made of a key log."""

    matched: bool
    used: set[bytes]
    attempts: int
    """Trials that it took."""
    learnt: dict[bytes, bytes]
    """Master secrets of sessions that may be resumed, by the marks of their ids and tickets."""
    lacked: set[bytes]
    """Marks of ids and tickets that were asked for and not known."""


class KeyLog:
    """Secrets by client random; remembers whether any were asked for with success."""

    RESYNC_ATTEMPTS = 200_000

    def __init__(self, sources: Iterable[bytes]) -> None:
        self.given = False
        self.matched = False
        self.attempts = self.RESYNC_ATTEMPTS
        """Records that may still be opened on trial behind gaps: one bound for the whole capture."""
        self._secrets: dict[bytes, dict[str, bytes]] = {}
        self._used: set[bytes] = set()
        self._premasters: dict[bytes, bytes] = {}
        self._logged: dict[bytes, bytes] = {}
        self._learnt: dict[bytes, bytes] = {}
        self._lacked: set[bytes] = set()
        for source in sources:
            self.given = self.given or bool(source.strip())
            for line in _plain(source).splitlines():
                self._add(line)
        self._logged, self._learnt = self._learnt, {}
        self.has_premasters = bool(self._premasters)
        """Whether master secrets may have to be made from what is in the handshake."""

    def __len__(self) -> int:
        return len(self._secrets) + len(self._premasters) + len(self._logged)

    def _add(self, line: bytes) -> None:
        words = line.split()
        if len(words) != 3:
            return
        try:
            label, first, second = (word.decode("ascii") for word in words)
            if label == "RSA" and first.startswith("Session-ID:") and second.startswith("Master-Key:"):
                self.remember(bytes.fromhex(first[11:]), bytes.fromhex(second[11:]))
                return
            random, secret = bytes.fromhex(first), bytes.fromhex(second)
        except ValueError:
            return
        if label in LABELS and len(random) == 32 and 16 <= len(secret) <= 64:
            self._secrets.setdefault(random, {})[label] = secret
        elif (label == "PMS_CLIENT_RANDOM" and len(random) == 32) or (label == "RSA" and len(random) == 8):
            self._premasters[random] = secret

    def find(self, random: bytes) -> Secrets | None:
        """The secrets of the session with this client random."""
        secrets = self._secrets.get(random)
        if secrets is not None:
            self.matched = True
            self._used.add(random)
        return secrets

    def unused(self) -> list[tuple[bytes, Secrets]]:
        """The sessions that no connection was found for, with their client randoms."""
        return [(random, secrets) for random, secrets in self._secrets.items() if random not in self._used]

    def premaster(self, random: bytes, encrypted: bytes) -> bytes | None:
        """The premaster secret of the session, by its client random or by how its encrypted form begins."""
        found = self._premasters.get(random) or (self._premasters.get(encrypted[:8]) if encrypted else None)
        self.matched = self.matched or found is not None
        return found

    def remember(self, session: bytes, master: bytes) -> None:
        """The master secret of a session that may be resumed by this id or ticket (RFC 5246 §7.3, RFC 5077)."""
        if session and len(master) == 48 and len(self._learnt) < _MAX_SESSIONS:
            self._learnt[_mark(session)] = master

    def resumed(self, *sessions: bytes) -> bytes | None:
        """The master secret of the first of these ids and tickets that is known."""
        for mark in map(_mark, filter(None, sessions)):
            found = self._learnt.get(mark) or self._logged.get(mark)
            if found is not None:
                self.matched = True
                return found
            if len(self._lacked) < _MAX_SESSIONS:
                self._lacked.add(mark)
        return None

    def begin_share(self) -> None:
        """Forget what reading taught; from here on ``uses`` counts anew."""
        self.matched = False
        self.attempts = self.RESYNC_ATTEMPTS
        self._used, self._learnt, self._lacked = set(), {}, set()

    def uses(self) -> Uses:
        """What was used and learnt since the share began."""
        return Uses(self.matched, self._used, self.RESYNC_ATTEMPTS - self.attempts, self._learnt, self._lacked)

    def fits(self, uses: Uses) -> bool:
        """Whether reading the next connections elsewhere used what reading them here would have used."""
        full = max(len(uses.lacked), len(self._learnt) + len(uses.learnt)) >= _MAX_SESSIONS
        return not full and uses.attempts <= self.attempts and uses.lacked.isdisjoint(self._learnt)

    def add(self, uses: Uses) -> None:
        """Take in what reading the next connections elsewhere used, where it fits."""
        self.matched = self.matched or uses.matched
        self._used |= uses.used
        self._learnt |= uses.learnt
        self.attempts -= uses.attempts

    @property
    def complaint(self) -> str:
        """What is wrong with a key log that opened nothing, in fixed words; empty when none was given."""
        if not self.given or self.matched:
            return ""
        if not len(self):
            return "the key log holds no usable line"
        return "the key log matches no connection of this capture"


def _mark(session: bytes) -> bytes:
    """A short name of a session id or ticket; tickets have up to 64 kB."""
    return blake2b(session, digest_size=16).digest()


def _plain(source: bytes) -> bytes:
    """The text without the marks that editors and shells of Windows put before it."""
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source.decode("utf-16", "replace").encode("utf-8", "replace")
    return source.removeprefix(codecs.BOM_UTF8)
