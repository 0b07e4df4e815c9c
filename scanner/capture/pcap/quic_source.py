"""What the QUIC connections of a capture share: datagrams, times, secrets to search, and who was read already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scanner.model import Exchange, NoteSink

from .columns import Floats, Ints
from .context import Context, Notes
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_connection import Connection
from .quic_levels import Levels
from .quic_strays import Strays
from .quic_trial import Found, SecretSearch


@dataclass(slots=True, eq=False, repr=False)
class QuicShare:
    """What reading some of the connections in another process led to, beside their exchanges."""

    taken: set[int]
    """Pairs that were read."""
    tried: bool
    """Secrets should have been searched by trial."""


class QuicSource:
    """The rows are grouped by pairs of end points, and inside a pair in the order of capture."""

    def __init__(self, packets: Packets, udp: Rows, starts: Ints, ends: Ints, times: Floats, label: str,
                 note: NoteSink, keylog: KeyLog, max_body: int, order: list[int], strays: list[int]) -> None:
        """``order`` are all pairs as they are read, ``strays`` those that a connection may have moved to."""
        self.packets, self.udp, self.times, self.keylog = packets, udp, times, keylog
        self.raw = np.frombuffer(packets.memory.main, np.uint8)
        self.taken: set[int] = set()
        """Pairs that were read."""
        self.strays = Strays(packets.memory, udp, starts, ends, strays)
        self._starts, self._ends = starts, ends
        self._label, self._note, self._max_body = label, note, max_body
        self._search = SecretSearch(keylog)
        self._numbers = {pair: number for number, pair in enumerate(order)}
        self._begun: Counter[int] = Counter()
        self._alone = True
        self._tried = False

    def context(self, row: int, client: int) -> Context:
        """A new connection whose first datagram is this row, ``client`` the key of its client's end point.

        It is named after its pair of end points, so that the name does not depend on what was read before.
        """
        src, dst = int(self.udp.src[row]), int(self.udp.dst[row])
        pair = int(np.searchsorted(self._starts, row, "right")) - 1
        before = self._begun[pair]
        self._begun[pair] += 1
        prefix = f"quic-{self._numbers[pair]}" + (f"+{before}" if before else "")
        addresses = self.packets.addresses
        return Context(self._label, prefix, addresses.peer(client),
                       addresses.peer(dst if client == src else src), self._max_body, self.keylog, Notes(),
                       float(self.times[self.udp.number[row]]))

    def give(self, connection: Connection) -> Iterator[Exchange]:
        """What is left of a connection, and its notes."""
        yield from connection.finish()
        context = connection.context
        context.notes.give(self._note, self._label, context.server.host)

    def search(self, directions: tuple[list[bytes], list[bytes]], clients: tuple[int, ...],
               levels: Levels) -> Found | None:
        """Secrets that open these packets, found by trial; a handshake may have told version and suite.

        Which secrets are left to try is known only where all connections before were read.
        """
        if not self._alone:
            self._tried = True
            return None
        known = levels.handshake.server is not None
        return self._search.search(directions, clients, levels.version if known else 0, levels.handshake.suite)

    def begin_share(self) -> None:
        """Here a share of the connections is read next, and other shares elsewhere."""
        self._alone = self._tried = False
        self.taken = set()

    def share(self) -> QuicShare:
        """What reading the share led to."""
        return QuicShare(self.taken, self._tried)

    def add(self, share: QuicShare) -> bool:
        """Take in what was read elsewhere; False when here something else would have been read."""
        if share.tried or not share.taken.isdisjoint(self.taken):
            return False
        self.taken |= share.taken
        return True

    def take(self, pair: int) -> Ints:
        """The rows of a pair that is read now."""
        self.taken.add(pair)
        return self.rows(pair)

    def rows(self, pair: int) -> Ints:
        """The rows of a pair."""
        return np.arange(self._starts[pair], self._ends[pair])

    def passed(self, size: int) -> None:
        """So many bytes of the file were read and are not needed in memory any more."""
        self.packets.memory.used(size)
