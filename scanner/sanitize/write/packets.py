"""A pcapng file under construction: sections, secrets, and packets of TCP and UDP over IPv4 or IPv6 in Ethernet."""

from __future__ import annotations

import struct
from ipaddress import ip_address
from typing import IO

from scanner.model import Peer

_TCP, _UDP = 6, 17
_TLS_SECRETS = 0x544C534B
SYN, FIN, PUSH, ACK = 2, 1, 8, 16


class Packets:
    """Writes blocks (draft-ietf-opsawg-pcapng §4); times are in microseconds."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
        self._block(1, struct.pack("<HHI", 1, 0, 0))

    def secrets(self, log: bytes) -> None:
        """TLS secrets, before the packets that they open."""
        self._block(10, struct.pack("<II", _TLS_SECRETS, len(log)) + log)

    def tcp(self, time: float, source: Peer, target: Peer, seq: int, ack: int, flags: int, data: bytes = b"") -> None:
        """One segment."""
        head = struct.pack(
            ">HHIIBBHHH", source.port, target.port, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, 5 << 4, flags, 65535, 0, 0
        )
        self._ip(time, source, target, _TCP, head, data, 16)

    def udp(self, time: float, source: Peer, target: Peer, data: bytes) -> None:
        """One datagram."""
        self._ip(time, source, target, _UDP, struct.pack(">HHHH", source.port, target.port, 8 + len(data), 0), data, 6)

    def _ip(self, time: float, source: Peer, target: Peer, protocol: int, head: bytes, data: bytes, at: int) -> None:
        ends = ip_address(source.host).packed + ip_address(target.host).packed
        payload = head + data
        total = _sum(
            ends
            + struct.pack(
                ">II" if len(ends) == 32 else ">HH",
                *((len(payload), protocol) if len(ends) == 32 else (protocol, len(payload))),
            )
            + payload
        )
        payload = payload[:at] + struct.pack(">H", total or 0xFFFF) + payload[at + 2 :]
        if len(ends) == 32:
            packet = struct.pack(">IHBB", 6 << 28, len(payload), protocol, 64) + ends + payload
        else:
            first = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0)
            packet = first[:10] + struct.pack(">H", _sum(first + ends)) + ends + payload
        frame = bytes((2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1)) + (b"\x86\xdd" if len(ends) == 32 else b"\x08\x00") + packet
        ticks = max(0, round(time * 1_000_000))
        self._block(
            6, struct.pack("<IIIII", 0, ticks >> 32 & 0xFFFFFFFF, ticks & 0xFFFFFFFF, len(frame), len(frame)) + frame
        )

    def _block(self, kind: int, body: bytes) -> None:
        body += bytes(-len(body) % 4)
        size = struct.pack("<I", len(body) + 12)
        self._out.write(struct.pack("<I", kind) + size + body + size)


def _sum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total: int = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
