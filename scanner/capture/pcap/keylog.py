"""Reads TLS secrets in the NSS key log format, from a file or from Decryption Secrets Blocks.

Format: ``LABEL <client random, hex> <secret, hex>`` a line (draft-ietf-tls-keylogfile). Comments, other programs'
lines, either case of hex and either line end are common in real files; what is no secret is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Secrets = Mapping[str, bytes]

LABELS = frozenset({
    "CLIENT_RANDOM", "CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0",
})


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
        for source in sources:
            self.given = self.given or bool(source.strip())
            for line in source.splitlines():
                self._add(line)

    def __len__(self) -> int:
        return len(self._secrets)

    def _add(self, line: bytes) -> None:
        words = line.split()
        if len(words) != 3:
            return
        try:
            label = words[0].decode("ascii")
            random, secret = bytes.fromhex(words[1].decode("ascii")), bytes.fromhex(words[2].decode("ascii"))
        except ValueError:
            return
        if label in LABELS and len(random) == 32 and 16 <= len(secret) <= 64:
            self._secrets.setdefault(random, {})[label] = secret

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

    @property
    def complaint(self) -> str:
        """What is wrong with a key log that opened nothing, in fixed words; empty when none was given."""
        if not self.given or self.matched:
            return ""
        if not self._secrets:
            return "the key log holds no usable line"
        return "the key log matches no connection of this capture"
