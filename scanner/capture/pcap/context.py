"""What is known of a connection while it is read: labels, peers, host; and the notes it leads to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scanner.model import Gap, Note, NoteSink, Peer, Tls

from .keylog import KeyLog

HELLO_HINT = "ALPN "
"""Begins the detail of a note on a session without keys that says what was agreed on or offered."""


@dataclass(slots=True, eq=False, repr=False)
class Notes:
    """Notes of one connection, added up by kind and host and given out when the connection is done."""

    host: str = ""
    """The recipient, as soon as a message or a TLS handshake has named it."""
    _sums: dict[tuple[Gap, str, str], list[float]] = field(default_factory=dict)

    def add(self, gap: Gap, size: int, count: int, detail: str, host: str, time: float) -> None:
        """Add ``size`` bytes in ``count`` things; an empty host stands for the connection's."""
        sums = self._sums.setdefault((gap, host, detail), [0, 0, time])
        sums[0] += size
        sums[1] += count

    def give(self, sink: NoteSink, capture: str, fallback: str) -> None:
        """Hand all notes over, in the order of their first appearance."""
        for (gap, host, detail), (size, count, time) in self._sums.items():
            sink(Note(gap, capture, host or self.host or fallback, int(size), int(count), detail, time=time))
        self._sums.clear()


@dataclass(slots=True, eq=False, repr=False)
class Context:
    """One connection, or what was found inside its tunnel or its TLS session."""

    capture: str
    prefix: str
    """Of the exchange ids: ``tcp-4``."""
    client: Peer
    server: Peer
    max_body: int
    keylog: KeyLog
    notes: Notes
    time: float = 0.0
    tls: Tls | None = None
    host: str = ""
    """Where messages without an authority go: the target of the tunnel, the SNI, else the server's address."""
    port: int = 0
    count: int = 0
    depth: int = 0

    def note(self, gap: Gap, size: int = 0, count: int = 1, detail: str = "", host: str = "",
             time: float = 0.0) -> None:
        """Record a coverage fact of this connection."""
        self.notes.add(gap, size, count, detail, host, time or self.time)

    def next_id(self) -> str:
        """A new exchange id by count."""
        self.count += 1
        return f"{self.prefix}.{self.count}"

    def secured(self, tls: Tls) -> Context:
        """The same inside a TLS session."""
        return replace(self, tls=tls, host=tls.sni or self.host)

    def tunnelled(self, prefix: str, host: str, port: int) -> Context:
        """The same inside a tunnel to a host, or without one after a change of protocol.

        TLS up to a proxy says nothing about what goes on behind it.
        """
        return replace(self, prefix=prefix, host=host or self.host, port=port or self.port,
                       tls=None if host else self.tls, count=0, depth=self.depth + 1)
