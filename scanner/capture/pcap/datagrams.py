"""Says what UDP was in a capture: QUIC connections by server name, other protocols by port; none of it is read."""

from __future__ import annotations

import numpy as np

from scanner.model import Gap, Note, NoteSink

from .columns import Floats, Mask, byte_at, rows
from .flows import group
from .packets import Packets, Rows
from .quic import VERSIONS, server_name

_PORTS = {53: "DNS", 67: "DHCP", 68: "DHCP", 123: "NTP", 137: "NetBIOS", 138: "NetBIOS", 161: "SNMP", 500: "IPsec",
          546: "DHCPv6", 547: "DHCPv6", 1900: "SSDP", 3478: "STUN", 4500: "IPsec", 5353: "mDNS", 5355: "LLMNR"}
_HTTPS = 443


def note_datagrams(packets: Packets, times: Floats, label: str, note: NoteSink) -> None:
    """One note for each QUIC connection (by its addresses and ports), one for each other protocol."""
    udp = packets.udp
    if not len(udp):
        return
    order, new = group(udp.src, udp.dst)
    udp = Rows(*(getattr(udp, name)[order] for name in Rows.__slots__))
    flow = np.cumsum(new) - 1
    long_header = _long_headers(packets, udp)
    ports = np.minimum(udp.src & np.uint64(0xFFFF), udp.dst & np.uint64(0xFFFF))
    sure = np.zeros(int(flow[-1]) + 1, np.bool_)
    sure[flow[long_header | (ports == _HTTPS)]] = True
    is_quic = sure[flow]
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(flow))
    for index in np.flatnonzero(sure)[np.argsort(udp.number[starts[sure]], kind="stable")].tolist():
        _note_quic(packets, udp, slice(int(starts[index]), int(ends[index])), long_header, times, label, note)
    rest = ~is_quic
    for name in sorted(set(_PORTS.values())):
        mine = rest & np.isin(ports, [port for port, known in _PORTS.items() if known == name])
        if mine.any():
            rest &= ~mine
            note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[mine].sum()), count=int(mine.sum()),
                      detail=name))
    if rest.any():
        note(Note(Gap.PROTOCOL_UNREAD, label, bytes=int(udp.length[rest].sum()), count=int(rest.sum()), detail="UDP"))


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
    found[known] = ((first & 0xC0) == 0xC0) & (np.isin(version, list(VERSIONS)) | drafts)
    return found


def _note_quic(packets: Packets, udp: Rows, part: slice, long_header: Mask, times: Floats, label: str,
               note: NoteSink) -> None:
    initial = np.flatnonzero(long_header[part]) + part.start
    name = server_name(bytes(packets.memory.slice(at, at + size))
                       for at, size in zip(udp.at[initial].tolist(), udp.length[initial].tolist(), strict=True))
    src, dst = int(udp.src[part.start]), int(udp.dst[part.start])
    server = packets.addresses.peer(dst if dst & 0xFFFF == _HTTPS or src & 0xFFFF != _HTTPS else src)
    note(Note(Gap.QUIC_UNREAD, label, name or server.host, int(udp.length[part].sum()),
              time=float(times[udp.number[part.start]]),
              detail="" if len(initial) else "without its first packets"))
