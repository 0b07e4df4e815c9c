"""Coverage: what a scan could and could not see, so that "no findings" never stands alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from .transfer import sent_by_fields


class Gap(StrEnum):
    """Why something was not read. The value is the code in every output; texts are in the report stage."""

    FILE_UNREADABLE = "file.unreadable"
    FILE_TRUNCATED = "file.truncated"
    FILE_ENTRY_BROKEN = "file.entry-broken"
    PACKET_CUT = "packet.cut"
    PACKET_UNSUPPORTED = "packet.unsupported"
    TCP_GAP = "tcp.gap"
    TCP_MIDSTREAM = "tcp.midstream"
    TCP_OVERLAP = "tcp.overlap-conflict"
    TLS_NO_KEY = "tls.no-key"
    TLS_UNSUPPORTED = "tls.unsupported"
    TLS_DAMAGED = "tls.damaged"
    TLS_REFUSED = "tls.refused"
    TLS_NO_CERTIFICATE = "tls.no-certificate"
    TLS_OWN_TRUST = "tls.own-trust"
    TLS_PINNED = "tls.pinned"
    TLS_GAVE_UP = "tls.gave-up"
    TLS_ECH = "tls.ech"
    ECH_REMOVED = "ech.removed"
    QUIC_UNREAD = "quic.unread"
    QUIC_REFUSED = "quic.refused"
    QUIC_REMOVED = "quic.removed"
    PROTOCOL_UNREAD = "protocol.unread"
    DNS_LOOKUP = "dns.lookup"
    HTTP_DAMAGED = "http.damaged"
    HTTP_NO_RESPONSE = "http.no-response"
    WEBSOCKET_UNREAD = "ws.unread"
    BODY_MISSING = "body.missing"
    BODY_TRUNCATED = "body.truncated"
    ENCODING_UNKNOWN = "encoding.unknown"
    ENCODING_BROKEN = "encoding.broken"
    CONTENT_STATIC = "content.static"
    CONTENT_MEDIA = "content.media"
    CONTENT_OPAQUE = "content.opaque"
    CONTENT_ENCRYPTED = "content.encrypted"
    PARSE_FAILED = "content.parse-failed"
    BUDGET_DEPTH = "budget.depth"
    BUDGET_BYTES = "budget.bytes"
    BUDGET_RATIO = "budget.ratio"
    BUDGET_PARTS = "budget.parts"
    STAGE_FAILED = "stage.failed"
    PASSED_THROUGH = "proxy.passed-through"
    BLOCKED = "proxy.blocked"
    UNPROTECTED = "proxy.unprotected"
    NETWORK_CHECK = "proxy.network-check"
    QUEUE_DROPPED = "queue.dropped"


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Note:
    """One coverage fact: ``count`` things and ``bytes`` bytes at a host of a capture were not read, and why.

    ``host`` is the recipient's host or SNI, empty when unknown. ``detail`` is made of fixed words, names of
    formats, sizes and error classes: never of values from the capture. ``read`` says that the bytes were
    searched all the same in a weaker way (static content for known subjects, an undecoded body as text).
    """

    gap: Gap
    capture: str
    host: str = ""
    bytes: int = 0
    count: int = 1
    detail: str = ""
    read: bool = False
    time: float = 0.0
    alias: str = ""
    """Of a lookup: the host that the name leads to by its aliases (CNAME), empty when the capture does not tell."""


NoteSink = Callable[[Note], None]


@dataclass(slots=True)
class HostCoverage:
    """Bytes and exchanges of one host. Invariant: ``body_bytes == decoded_bytes + sum(unread.values())``.

    ``body_bytes`` counts body and WebSocket bytes as captured (before content decoding); ``decoded_bytes``
    those that were decoded in full; ``unread`` the rest by gap. Header and URL bytes are always read and
    counted apart in ``head_bytes``. ``undecrypted_bytes`` never became an exchange.
    """

    host: str
    exchanges: int = 0
    head_bytes: int = 0
    body_bytes: int = 0
    decoded_bytes: int = 0
    unread: dict[Gap, int] = field(default_factory=dict)
    undecrypted_bytes: int = 0
    undecrypted_connections: int = 0
