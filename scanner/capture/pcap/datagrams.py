"""Sorts the UDP of a capture: QUIC connections are read; other protocols are named by port."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scanner.model import Exchange, Gap, Note, NoteSink

from . import dns
from .columns import Floats, Ints, Mask, among, byte_at, rows
from .flows import group
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_packets import VERSIONS

if TYPE_CHECKING:
    from .quic import QuicReader
    from .quic_source import QuicSource

_PORTS = {53: "DNS", 67: "DHCP", 68: "DHCP", 123: "NTP", 137: "NetBIOS", 138: "NetBIOS", 161: "SNMP", 500: "IPsec",
          546: "DHCPv6", 547: "DHCPv6", 1900: "SSDP", 3478: "STUN", 4500: "IPsec", 5353: "mDNS", 5355: "LLMNR"}
_HTTPS = 443
_MOST_LOOKUPS = 200_000
_MOST_NAMES = 5000


class Datagrams:
    """The UDP of a capture, grouped by pairs of end points."""

    def __init__(self, packets: Packets, times: Floats, label: str, note: NoteSink, keylog: KeyLog,
                 max_body: int) -> None:
        self._packets, self._times, self._label, self._note = packets, times, label, note
        order, new = group(packets.udp.src, packets.udp.dst)
        self._udp = udp = Rows(*(getattr(packets.udp, name)[order] for name in Rows.__slots__))
        self._pair: Ints = np.cumsum(new) - 1
        self._ports = np.minimum(udp.src & np.uint64(0xFFFF), udp.dst & np.uint64(0xFFFF))
        starts = np.flatnonzero(new)
        sure = np.zeros(len(starts), np.bool_)
        sure[self._pair[_long_headers(packets, udp) | (self._ports == _HTTPS)]] = True
        self._pairs = len(sure)
        self._quic: QuicReader | None = None
        self.sizes: Ints = np.zeros(0, np.int64)
        """Bytes of each connection that can be read without the others."""
        if sure.any() or len(keylog):
            from .quic import QuicReader

            pairs = np.argsort(udp.number[starts], kind="stable")
            self._quic = QuicReader(packets, udp, starts, np.append(starts[1:], len(udp)), pairs[sure[pairs]].tolist(),
                                    pairs[~sure[pairs]].tolist(), times, label, note, keylog, max_body)
            self.sizes = np.add.reduceat(udp.length, starts, dtype=np.int64)[self._quic.begun]

    @property
    def source(self) -> QuicSource | None:
        """What the QUIC connections share; None where there are none."""
        return self._quic.source if self._quic is not None else None

    def read(self, places: range) -> Iterator[Exchange]:
        """The exchanges of some connections that can be read without the others."""
        if self._quic is not None:
            yield from self._quic.read(places)

    def rest(self) -> Iterator[Exchange]:
        """The exchanges of all others, after those; and one note for each other protocol."""
        taken = np.zeros(self._pairs, np.bool_)
        if self._quic is not None:
            yield from self._quic.rest()
            taken[self._quic.taken] = True
        udp, label = self._udp, self._label
        rest = ~taken[self._pair]
        rest &= ~_note_lookups(self._packets, udp, rest & (self._ports == dns.PORT), self._times, label, self._note)
        for name in sorted(set(_PORTS.values())):
            mine = rest & among(self._ports, [port for port, known in _PORTS.items() if known == name])
            if mine.any():
                rest &= ~mine
                self._note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[mine].sum()), count=int(mine.sum()),
                                detail=name))
        if rest.any():
            self._note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[rest].sum()), count=int(rest.sum()),
                            detail="UDP"))


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
