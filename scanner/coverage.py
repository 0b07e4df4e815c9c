"""The coverage ledger of a scan: adds up, per host, what was read and what was not, and why.

Theory. Every byte of a body that a capture holds is entered once: as decoded, or under the gap that names why
it was not. Bytes that never became an exchange (TLS without keys, other protocols) are entered apart, so that
the sums stay checkable: ``body_bytes == decoded_bytes + sum(unread)`` for each host and for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.model import Exchange, Gap, HostCoverage, Note

OUTSIDE_EXCHANGES = frozenset({
    Gap.TLS_NO_KEY, Gap.TLS_UNSUPPORTED, Gap.TLS_DAMAGED, Gap.TLS_REFUSED, Gap.QUIC_UNREAD, Gap.PROTOCOL_UNREAD,
    Gap.TLS_NO_CERTIFICATE, Gap.TLS_OWN_TRUST, Gap.TLS_PINNED, Gap.TLS_GAVE_UP, Gap.TLS_ECH,
    Gap.ECH_REMOVED, Gap.QUIC_REFUSED, Gap.QUIC_REMOVED, Gap.NETWORK_CHECK, Gap.DNS_LOOKUP, Gap.WEBSOCKET_UNREAD,
    Gap.FILE_UNREADABLE, Gap.FILE_TRUNCATED, Gap.FILE_ENTRY_BROKEN, Gap.PACKET_CUT, Gap.PACKET_UNSUPPORTED,
    Gap.TCP_GAP, Gap.TCP_MIDSTREAM, Gap.TCP_OVERLAP, Gap.HTTP_DAMAGED, Gap.HTTP_NO_RESPONSE, Gap.BODY_MISSING,
    Gap.BODY_TRUNCATED, Gap.PASSED_THROUGH, Gap.BLOCKED, Gap.UNPROTECTED, Gap.QUEUE_DROPPED,
})
"""Gaps whose bytes never reached the decode stage: the capture stage names them."""

UNDECRYPTED = frozenset({
    Gap.TLS_NO_KEY, Gap.TLS_UNSUPPORTED, Gap.TLS_DAMAGED, Gap.TLS_REFUSED, Gap.QUIC_UNREAD, Gap.TLS_NO_CERTIFICATE,
    Gap.TLS_OWN_TRUST, Gap.TLS_PINNED,
})
"""Gaps that stand for encrypted connections; the host is the SNI."""


class CoverageLedger:
    """Adds up notes and exchanges. Notes with the same gap, capture, host and detail are kept as one."""

    def __init__(self) -> None:
        self._hosts: dict[str, HostCoverage] = {}
        self._notes: dict[tuple[Gap, str, str, str, bool], Note] = {}

    def host(self, name: str) -> HostCoverage:
        """The account of one host, opened when new."""
        account = self._hosts.get(name)
        if account is None:
            account = self._hosts[name] = HostCoverage(name)
        return account

    def note(self, note: Note) -> None:
        """Enter a fact of the capture stage, or a fact about bytes that were counted with their exchange."""
        key = (note.gap, note.capture, note.host, note.detail, note.read)
        known = self._notes.get(key)
        if known is None:
            self._notes[key] = note
        else:
            first = min(filter(None, (known.time, note.time)), default=0.0)
            self._notes[key] = replace(known, bytes=known.bytes + note.bytes, count=known.count + note.count,
                                       time=first, alias=known.alias or note.alias)
        if note.gap is Gap.DNS_LOOKUP:
            self.host(note.host)  # a recipient, whether or not its traffic is in the capture
        if note.gap in UNDECRYPTED:
            account = self.host(note.host)
            account.undecrypted_bytes += note.bytes
            account.undecrypted_connections += note.count

    def exchange(self, exchange: Exchange, body: int, decoded: int, head: int, notes: Iterable[Note]) -> None:
        """Enter one decoded exchange: its body bytes, how many were decoded, and the notes for the rest."""
        account = self.host(exchange.host)
        account.exchanges += 1
        account.head_bytes += head
        account.body_bytes += body
        account.decoded_bytes += decoded
        for note in notes:
            if note.bytes and note.gap not in OUTSIDE_EXCHANGES:
                account.unread[note.gap] = account.unread.get(note.gap, 0) + note.bytes
            self.note(note)

    @property
    def hosts(self) -> list[HostCoverage]:
        """Accounts by host name."""
        return [self._hosts[name] for name in sorted(self._hosts)]

    @property
    def notes(self) -> list[Note]:
        """Facts in a fixed order, those with most bytes first within a gap."""
        return sorted(
            self._notes.values(), key=lambda n: (n.gap.value, -n.bytes, -n.count, n.capture, n.host, n.detail, n.read)
        )
