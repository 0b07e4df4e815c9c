"""Sorts the UDP of a capture: QUIC connections are read; other protocols are named by port."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scanner.model import Exchange, Gap, Note, NoteSink

from . import dns
from .columns import Floats, Mask, among, byte_at, rows
from .flows import group
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_packets import VERSIONS

_PORTS = {53: "DNS", 67: "DHCP", 68: "DHCP", 123: "NTP", 137: "NetBIOS", 138: "NetBIOS", 161: "SNMP", 500: "IPsec",
          546: "DHCPv6", 547: "DHCPv6", 1900: "SSDP", 3478: "STUN", 4500: "IPsec", 5353: "mDNS", 5355: "LLMNR"}
_HTTPS = 443
_MOST_LOOKUPS = 200_000
_MOST_NAMES = 5000


def read_datagrams(packets: Packets, times: Floats, label: str, note: NoteSink, keylog: KeyLog,
                   max_body: int) -> Iterator[Exchange]:
    """The exchanges of all QUIC connections; one note for each other protocol."""
    udp = packets.udp
    if not len(udp):
        return
    order, new = group(udp.src, udp.dst)
    udp = Rows(*(getattr(udp, name)[order] for name in Rows.__slots__))
    flow = np.cumsum(new) - 1
    ports = np.minimum(udp.src & np.uint64(0xFFFF), udp.dst & np.uint64(0xFFFF))
    sure = np.zeros(int(flow[-1]) + 1, np.bool_)
    sure[flow[_long_headers(packets, udp) | (ports == _HTTPS)]] = True
    starts = np.flatnonzero(new)
    taken = np.zeros(len(sure), np.bool_)
    if sure.any() or len(keylog):
        from .quic import QuicReader

        pairs = np.argsort(udp.number[starts], kind="stable")
        reader = QuicReader(packets, udp, starts, np.append(starts[1:], len(flow)), pairs[sure[pairs]].tolist(),
                            pairs[~sure[pairs]].tolist(), times, label, note, keylog, max_body)
        yield from reader.read()
        taken[reader.taken] = True
    rest = ~taken[flow]
    rest &= ~_note_lookups(packets, udp, rest & (ports == dns.PORT), times, label, note)
    for name in sorted(set(_PORTS.values())):
        mine = rest & among(ports, [port for port, known in _PORTS.items() if known == name])
        if mine.any():
            rest &= ~mine
            note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[mine].sum()), count=int(mine.sum()),
                      detail=name))
    if rest.any():
        note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[rest].sum()), count=int(rest.sum()), detail="UDP"))


def _note_lookups(packets: Packets, udp: Rows, asked: Mask, times: Floats, label: str, note: NoteSink) -> Mask:
    """Note each host that was looked up; returns the datagrams that named one."""
    sums: dict[str, list[float]] = {}
    aliases: dict[str, str] = {}
    named: Mask = np.zeros(len(asked), np.bool_)
    for index in np.flatnonzero(asked)[:_MOST_LOOKUPS].tolist():
        at, size = int(udp.at[index]), int(udp.length[index])
        message = bytes(packets.memory.slice(at, at + size))
        name = dns.looked_up(message)
        if name and (name in sums or len(sums) < _MOST_NAMES):
            time = float(times[udp.number[index]])
            known = sums.setdefault(name, [0, 0, time])
            known[0] += size
            known[1] += 1
            known[2] = min(known[2], time)
            named[index] = True
            if name not in aliases and (alias := dns.led_to(message)):
                aliases[name] = alias
    for name, (total, count, first) in sorted(sums.items(), key=lambda item: item[1][2]):
        note(Note(Gap.DNS_LOOKUP, label, name, int(total), int(count), time=first,
                  alias=aliases.get(name, "")))
    return named


def _long_headers(packets: Packets, udp: Rows) -> Mask:
    """Datagrams that begin with a QUIC long header of a known version."""
    known: Mask = (udp.length >= 7) & (udp.at + 7 <= packets.memory.size)
    if not known.any():
        return known
    raw = np.frombuffer(packets.memory.main, np.uint8)
    places = udp.at[known]
    first = byte_at(raw, places)
    version = rows(raw, places + 1, 4).view(">u4").reshape(-1)
    drafts = (version >> np.uint32(8)) == 0xFF0000
    found = np.zeros(len(known), np.bool_)
    found[known] = ((first & 0xC0) == 0xC0) & (among(version, list(VERSIONS)) | drafts)
    return found
