"""From records to transport columns: every TCP segment and UDP datagram of a capture, one row each.

Packets of the usual shape are read for thousands of records at once; fragments and tunnels are taken apart one
by one, and what was inside goes through the same columns again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from . import tunnels
from .addresses import Addresses
from .columns import Bytes, Column, Ints, Keys, Mask, among, byte_at, ints, table, u16
from .fragments import Defragmenter, Joined, Key, Piece, whole_ipv4, whole_ipv6
from .links import network_headers
from .memory import Memory
from .records import Records
from .source import Buffer
from .wireless import FRAGMENT
from .wireless_fragments import WirelessFragments

_CHUNK = 1 << 16
_MAX_ROUNDS = 8
_TCP, _UDP, _AUTHENTICATED = 6, 17, 51
_IPV4 = np.dtype([("version", "u1"), ("tos", "u1"), ("total", ">u2"), ("id", ">u2"), ("fragment", ">u2"),
                  ("ttl", "u1"), ("protocol", "u1"), ("sum", ">u2"), ("src", ">u4"), ("dst", ">u4")])
_IPV6 = np.dtype([("version", ">u4"), ("length", ">u2"), ("next", "u1"), ("hops", "u1")])
_TCP_HEADER = np.dtype([("sport", ">u2"), ("dport", ">u2"), ("seq", ">u4"), ("ack", ">u4"), ("offset", "u1"),
                        ("flags", "u1")])
_OPTIONS_V6 = (0, 43, 60, 135)
_PROTOCOLS = {1: "ICMP", 2: "IGMP", 50: "IPsec", 51: "IPsec", 58: "ICMPv6", 59: "no next header", 89: "OSPF",
              103: "PIM", 112: "VRRP", 132: "SCTP"}


@dataclass(slots=True, eq=False, repr=False)
class Rows:
    """Transport payloads: where they lie in ``Memory``, who sent them in which record."""

    at: Ints
    length: Column
    cut: Column
    """Payload bytes that the recorder cut off."""
    number: Column
    src: Keys
    dst: Keys
    seq: Column
    flags: Column

    def __len__(self) -> int:
        return len(self.at)


@dataclass(slots=True, eq=False, repr=False)
class Packets:
    """All transport payloads of a capture, and what else was in it."""

    memory: Memory
    addresses: Addresses
    tcp: Rows
    """Empty where they were taken part by part."""
    udp: Rows
    others: Counter[str] = field(default_factory=Counter)
    """Packets without TCP or UDP by what they are; ``cut frame`` counts those cut inside their headers."""
    fragments: int = 0
    """IP fragments that never became a whole packet."""
    fragment_conflicts: int = 0
    """IP fragments that overlap earlier ones with other bytes."""


class _Batch(NamedTuple):
    """IP packets in one buffer that lies at ``base`` of the memory."""

    buffer: Buffer
    raw: Bytes
    base: int
    start: Ints
    end: Ints
    number: Ints


class _Transport(NamedTuple):
    protocol: Ints
    at: Ints
    end: Ints
    cut: Ints
    number: Ints
    src: Keys
    dst: Keys

    def only(self, chosen: Mask) -> _Transport:
        """The chosen rows."""
        if chosen.all():
            return self
        return _Transport(self.protocol[chosen], self.at[chosen], self.end[chosen], self.cut[chosen],
                          self.number[chosen], self.src[chosen], self.dst[chosen])


def read_packets(buffer: Buffer, records: Records) -> Packets:
    """Take every record of the index apart."""
    reader = PacketReader(Memory(buffer))
    reader.add(records)
    return reader.finish()


class PacketReader:
    """Takes the records of a capture apart, part by part; ``take`` gets the TCP rows of each part at once."""

    def __init__(self, memory: Memory, take: Callable[[Rows], None] | None = None) -> None:
        self.take = take
        self.records = 0
        """Records of the parts before this one."""
        self.time: Ints = np.zeros(1, np.int64)
        self.memory = memory
        self.addresses = Addresses()
        self.others: Counter[str] = Counter()
        self.defragmenter = Defragmenter()
        self.wireless = WirelessFragments()
        self.tcp: list[Rows] = []
        self.udp: list[Rows] = []
        self.next: list[_Batch] = []
        self.joined: list[tuple[bytes, int]] = []

    def add(self, records: Records) -> None:
        """Take the next records apart."""
        buffer = self.memory.main
        self.time = records.time if len(records) else self.time
        raw = np.frombuffer(buffer, np.uint8)
        for first in range(0, len(records), _CHUNK):
            part = slice(first, min(first + _CHUNK, len(records)))
            start, end, number = network_headers(buffer, raw, records, part, self.others, self.wireless)
            self.joined += [(packet, index + self.records) for packet, index in self.wireless.take()]
            self._rounds([_Batch(buffer, raw, 0, start, end, number + self.records)])
            self._hand_over()
        self.records += len(records)

    def finish(self) -> Packets:
        """What was found, and the beginnings of what never became whole."""
        if lost := self.wireless.end():
            self.others[FRAGMENT] += lost
        for beginning in self.defragmenter.beginnings():
            self._again(beginning)
        self._rounds([self._rejoined()])
        self._hand_over()
        return Packets(self.memory, self.addresses, _in_order(self.tcp), _in_order(self.udp), +self.others,
                       self.defragmenter.incomplete, self.defragmenter.conflicts)

    def _seconds(self, number: int) -> float:
        """When a record was captured; of those of earlier parts, no later than this part."""
        return int(self.time[max(number - self.records, 0)]) / 1e9

    def _hand_over(self) -> None:
        if self.take is not None and self.tcp:
            rows, self.tcp = _in_order(self.tcp), []
            self.take(rows)

    def _rounds(self, batches: list[_Batch]) -> None:
        """Read packets, then those that were inside them or in their fragments, and so on."""
        for _ in range(_MAX_ROUNDS):
            self.next = []
            for batch in batches:
                self._batch(batch)
            batches = [*self.next, self._rejoined()]
        self.others["nested tunnel"] += sum(len(batch.start) for batch in batches)

    def _batch(self, batch: _Batch) -> None:
        if not len(batch.start):
            return
        known = batch.start + 20 <= batch.end
        version = byte_at(batch.raw, np.where(known, batch.start, 0)) >> 4
        is_v6 = known & (version == 6) & (batch.start + 40 <= batch.end)
        is_v4 = known & (version == 4)
        self._count("cut frame", ~known | known & (version == 6) & ~is_v6)
        self._count("no IP packet", known & (version != 4) & (version != 6))
        self._transport(batch, self._ipv4(_only(batch, is_v4)))
        self._transport(batch, self._ipv6(_only(batch, is_v6)))

    def _count(self, what: str, mask: Mask) -> None:
        count = int(np.count_nonzero(mask))
        if count:
            self.others[what] += count

    def _ipv4(self, batch: _Batch) -> _Transport:
        head = table(batch.raw, batch.start, _IPV4)
        size = (ints(head["version"]) & 15) * 4
        total = ints(head["total"])
        total = np.where(total == 0, batch.end - batch.start, total)  # left to the network card (segmentation offload)
        sound = (size >= 20) & (total >= size)
        whole = batch.start + size <= batch.end
        self._count("broken IP header", ~sound)
        self._count("cut frame", sound & ~whole)
        good = sound & whole
        fragment = ints(head["fragment"]) & 0x3FFF
        end = np.minimum(batch.start + total, batch.end)
        cut = np.maximum(batch.start + total - batch.end, 0)
        for index in np.flatnonzero(good & (fragment != 0)).tolist():
            start = int(batch.start[index])
            header = bytes(batch.buffer[start:start + int(size[index])])
            data = bytes(batch.buffer[start + len(header):int(end[index])])
            offset = int(fragment[index] & 0x1FFF) * 8
            key = (header[12:20], int(head["id"][index]), header[9])
            self._fragment(key, Piece(offset, bool(fragment[index] & 0x2000), len(data) + int(cut[index]), header,
                                      data), int(batch.number[index]))
        return _Transport(ints(head["protocol"]), batch.start + size, end, cut, batch.number,
                          head["src"].astype(np.uint64) << np.uint64(16),
                          head["dst"].astype(np.uint64) << np.uint64(16)).only(good & (fragment == 0))

    def _ipv6(self, batch: _Batch) -> _Transport:
        head = table(batch.raw, batch.start, _IPV6)
        length = ints(head["length"])
        declared = np.where(length == 0, batch.end, batch.start + 40 + length)
        end = np.minimum(declared, batch.end)
        cut = np.maximum(declared - batch.end, 0)
        following = ints(head["next"])
        at = batch.start + 40
        for _ in range(8):
            room = at + 8 <= end
            options = room & among(following, _OPTIONS_V6)
            secured = room & (following == 51)
            atomic = room & (following == 44)
            if atomic.any():
                safe = np.where(atomic, at + 2, 0)
                atomic &= u16(batch.raw, safe) & 0xFFF9 == 0
            step = options | secured | atomic
            if not step.any():
                break
            safe = np.where(step, at, 0)
            kind, size = byte_at(batch.raw, safe), byte_at(batch.raw, safe + 1)
            width = np.where(options, (size + 1) * 8, np.where(secured, (size + 2) * 4, 8))
            at = np.where(step, at + width, at)
            following = np.where(step, kind, following)
        whole = at <= end
        self._count("cut frame", ~whole)
        fragments = whole & (following == 44)
        for index in np.flatnonzero(fragments).tolist():
            self._fragment_v6(batch, index, int(at[index]), int(end[index]), int(cut[index]))
        keep = whole & ~fragments
        return _Transport(following[keep], at[keep], end[keep], cut[keep], batch.number[keep],
                          self.addresses.keys_v6(batch.raw, batch.start[keep] + 8),
                          self.addresses.keys_v6(batch.raw, batch.start[keep] + 24))

    def _fragment_v6(self, batch: _Batch, index: int, at: int, end: int, cut: int) -> None:
        start = int(batch.start[index])
        if at + 8 > end:
            self.others["cut frame"] += 1
            return
        place = int.from_bytes(batch.buffer[at + 2:at + 4], "big")
        header = bytearray(batch.buffer[start:start + 40])
        header[6] = batch.buffer[at]
        data = bytes(batch.buffer[at + 8:end])
        key = (bytes(header[8:40]), int.from_bytes(batch.buffer[at + 4:at + 8], "big"), 44)
        self._fragment(key, Piece(place & 0xFFF8, bool(place & 1), len(data) + cut, bytes(header), data),
                       int(batch.number[index]))

    def _fragment(self, key: Key, piece: Piece, number: int) -> None:
        joined = self.defragmenter.add(key, piece, number, self._seconds(number))
        if joined is not None:
            self._again(joined)

    def _again(self, packet: Joined) -> None:
        """Keep a packet that was put together from fragments for the next round."""
        mend = whole_ipv6 if packet.header[0] >> 4 == 6 else whole_ipv4
        self.joined.append((mend(packet.header, packet.size) + packet.data, packet.number))

    def _rejoined(self) -> _Batch:
        """The packets put together since the last time."""
        packets, self.joined = self.joined, []
        data = b"".join([packet for packet, _ in packets])
        end = np.cumsum(np.array([len(packet) for packet, _ in packets], np.int64))
        start = end - np.array([len(packet) for packet, _ in packets], np.int64)
        number = np.array([number for _, number in packets], np.int64)
        return _Batch(data, np.frombuffer(data, np.uint8), self.memory.add(data) if data else 0, start, end, number)

    def _behind_signature(self, batch: _Batch, found: _Transport) -> _Transport:
        """What follows headers of IPsec that sign packets without hiding them (RFC 4302 §2)."""
        known = found.at + 12 <= found.end
        size = (byte_at(batch.raw, np.where(known, found.at + 1, 0)) + 2) * 4
        whole = known & (found.at + size <= found.end)
        self._count("cut frame", ~whole)
        found = found.only(whole)
        return found._replace(protocol=byte_at(batch.raw, found.at), at=found.at + size[whole])

    def _transport(self, batch: _Batch, found: _Transport, depth: int = 0) -> None:
        if not len(found.at):
            return
        is_tcp = found.protocol == _TCP
        is_udp = found.protocol == _UDP
        self._tcp(batch, found.only(is_tcp))
        tunnelled = among(found.protocol, tunnels.TUNNEL_PROTOCOLS)
        if tunnelled.any():
            self._tunnels(batch, found.only(tunnelled))
        self._udp(batch, found.only(is_udp))
        rest = ~(is_tcp | is_udp | tunnelled)
        if rest.any() and depth < _MAX_ROUNDS:
            signed = found.protocol == _AUTHENTICATED
            if signed.any():
                rest &= ~signed
                self._transport(batch, self._behind_signature(batch, found.only(signed)), depth + 1)
        for protocol, count in sorted(Counter(found.protocol[rest].tolist()).items()):
            self.others[_PROTOCOLS.get(int(protocol), f"IP protocol {int(protocol)}")] += int(count)

    def _tcp(self, batch: _Batch, found: _Transport) -> None:
        known = found.at + 20 <= found.end
        self._count("cut frame", ~known)
        found = found.only(known)
        head = table(batch.raw, found.at, _TCP_HEADER)
        size = (ints(head["offset"]) >> 4) * 4
        good = (size >= 20) & (found.at + size <= found.end)
        self._count("cut frame", (size >= 20) & ~good & (found.cut > 0))
        self._count("broken TCP header", (size < 20) | ~good & (found.cut == 0))
        if not good.all():
            found, head, size = found.only(good), head[good], size[good]
        at = found.at + size
        self.tcp.append(_rows(
            at + batch.base, found.end - at, found.cut, found.number, found.src | head["sport"].astype(np.uint64),
            found.dst | head["dport"].astype(np.uint64), head["seq"], head["flags"]))

    def _udp(self, batch: _Batch, found: _Transport) -> None:
        known = found.at + 8 <= found.end
        self._count("cut frame", ~known)
        found = found.only(known)
        if not len(found.at):
            return
        sport, dport = u16(batch.raw, found.at), u16(batch.raw, found.at + 2)
        carrying = among(sport, tunnels.TUNNEL_PORTS) | among(dport, tunnels.TUNNEL_PORTS)
        plain = ~carrying
        if carrying.any():
            failed = self._tunnels(batch, found.only(carrying),
                                   np.where(among(dport, tunnels.TUNNEL_PORTS), dport, sport)[carrying])
            plain[np.flatnonzero(carrying)[failed]] = True
        at = (found.at + 8)[plain]
        zero = np.zeros(len(at), np.uint8)
        self.udp.append(_rows(at + batch.base, found.end[plain] - at, found.cut[plain], found.number[plain],
                              found.src[plain] | sport[plain].astype(np.uint64),
                              found.dst[plain] | dport[plain].astype(np.uint64), zero, zero))

    def _tunnels(self, batch: _Batch, found: _Transport, ports: Ints | None = None) -> list[int]:
        """Queue what tunnels carry; for UDP (with ports) returns the rows that turn out to carry nothing."""
        inner: list[tuple[int, int, int]] = []
        failed: list[int] = []
        for index in range(len(found.at)):
            port = int(ports[index]) if ports is not None else 0
            place = tunnels.tunnel(batch.buffer, int(found.protocol[index]), port,
                                   int(found.at[index]) + (8 if port else 0), int(found.end[index]))
            if not isinstance(place, str):
                inner += [(inside.start, inside.end, int(found.number[index])) for inside in place]
            elif port:
                failed.append(index)
            else:
                self.others[place] += 1
        if inner:
            rows = np.array(inner, np.int64)
            self.next.append(_Batch(batch.buffer, batch.raw, batch.base, rows[:, 0], rows[:, 1], rows[:, 2]))
        return failed


def _only(batch: _Batch, mask: Mask) -> _Batch:
    if mask.all():
        return batch
    return batch._replace(start=batch.start[mask], end=batch.end[mask], number=batch.number[mask])


def _rows(at: Ints, length: Ints, cut: Ints, number: Ints, src: Keys, dst: Keys, seq: Column, flags: Column) -> Rows:
    """Rows in the narrowest types: a capture of gigabytes has millions of them."""
    return Rows(at, length.astype(np.int32), cut.astype(np.int32), number.astype(np.uint32), src, dst,
                seq.astype(np.uint32), flags.astype(np.uint8))


def _in_order(parts: list[Rows]) -> Rows:
    """All rows in the order of their records."""
    if not parts:
        empty, none = np.zeros(0, np.int64), np.zeros(0, np.uint64)
        return _rows(empty, empty, empty, empty, none, none, empty, empty)
    if len(parts) == 1:
        joined = parts[0]
    else:
        joined = Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__slots__))
    if (joined.number[1:] < joined.number[:-1]).any():
        order = np.argsort(joined.number, kind="stable")
        joined = Rows(*(getattr(joined, name)[order] for name in Rows.__slots__))
    return joined
