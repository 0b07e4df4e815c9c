"""DNS answers that pass the proxy: without offers that would take devices out of its sight."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitmproxy import dns as dns_messages

from .alternatives import HTTPS, SVCB, Removed, public_names, record_without

if TYPE_CHECKING:
    from mitmproxy import http
    from mitmproxy.dns import Message

MESSAGE = getattr(dns_messages, "DNSMessage", None) or dns_messages.Message
"""mitmproxy 12 gave it another name."""
CANARIES = frozenset({"use-application-dns.net", "mask.icloud.com", "mask-h2.icloud.com"})
"""Names that do not exist where a network wants to be asked itself: Firefox then keeps to the network's DNS, and iCloud
Private Relay tells its user that it is off here (documented by Mozilla and Apple for schools and companies)."""
_NXDOMAIN = 3
_AAAA = 28
_KIND = "application/dns-message"


@dataclass(slots=True)
class Changed:
    """What was taken out, by host; outer names of the ECH offers; the new answer."""

    removed: dict[str, Removed] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    data: bytes = b""


def change(answer: Message, *, quic: bool, ipv6: bool = True) -> Changed:
    """Take offers out of an answer, in place; without ``ipv6`` its addresses of that family too."""
    changed = Changed()
    for records in (answer.answers, answer.additionals):
        for record in list(records):
            if record.type == _AAAA and not ipv6:
                records.remove(record)
            if record.type not in (SVCB, HTTPS):
                continue
            changed.outer.update(public_names(record.data))
            data, removed = record_without(record.data, quic=quic, ipv6=ipv6)
            if data == record.data:
                continue
            host = record.name.lower().rstrip(".")
            before = changed.removed.get(host, Removed())
            changed.removed[host] = Removed(before.quic + removed.quic, before.ech + removed.ech)
            if data is None:
                records.remove(record)
            else:
                record.data = data
    return changed


def changed(body: bytes, *, quic: bool) -> Changed | None:
    """The same for an answer as bytes; None when there is nothing to change or it is no answer."""
    try:
        answer: Message = MESSAGE.unpack(body)
        what = change(answer, quic=quic)
        if not what.removed:
            return None
        what.data = answer.packed
    except (struct.error, ValueError, IndexError):
        return None
    return what


def over_https(flow: http.HTTPFlow) -> bytes | None:
    """The body of an answer of DNS over HTTPS (RFC 8484)."""
    answer = flow.response
    if answer is None or answer.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        return None
    return answer.get_content(strict=False)


def stays_here(question: Message) -> Message | None:
    """The answer that there is no such name, for names by which programs ask whether they may go round this network."""
    if any(each.name.lower().rstrip(".") in CANARIES for each in question.questions):
        return question.fail(_NXDOMAIN)
    return None
