"""Walks the records of pcap and pcapng files: where each packet lies, when and on which link it was captured.

Only offsets are collected in Python; lengths and time stamps are gathered for many records at once. The file is walked
in windows, so that no more of it is held than a window. Decryption Secrets Blocks are collected during the same walk,
so that secrets at the end of a file serve its beginning.
Formats: pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scanner.capture.mapped import KEPT, release_pages

from .columns import Bytes, Column, Ints, Mask, distinct, ints, table
from .source import Buffer
from .strides import NOWHERE, follow, words

_PCAP = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000, 16), b"\xa1\xb2\xc3\xd4": (">", 1_000, 16),
    b"\x4d\x3c\xb2\xa1": ("<", 1, 16), b"\xa1\xb2\x3c\x4d": (">", 1, 16),
    b"\x34\xcd\xb2\xa1": ("<", 1_000, 24), b"\xa1\xb2\xcd\x34": (">", 1_000, 24),
}
"""Magic → byte order, nanoseconds per unit of the fraction, size of a record header (24: Kuznetzov's variant)."""

_OTHER_HEADERS = {16: (20, 24), 24: (28, 16)}
"""Sizes that other writers gave the record header under the same magic: Nokia's firewalls, Red Hat 6.1, SuSE 6.3."""

_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE, _ENHANCED, _SECRETS = 0x0A0D0D0A, 1, 2, 3, 6, 10
_TLS_KEY_LOG = 0x544C534B
_MAX_PACKET = 1 << 28
_USUAL_PACKET = 1 << 20
_WINDOW = 16 << 20
"""Bytes of a large file that are walked, and their packets used, before their pages are given back."""


@dataclass(slots=True, eq=False, repr=False)
class Records:
    """Columns, one row a packet in file order, and what else the file says (of a part, as far as it was walked)."""

    offset: Ints
    captured: Ints
    time: Ints
    """Nanoseconds since the epoch."""
    link: Column
    secrets: list[bytes] = field(default_factory=list)
    unread: int = 0
    """Bytes at the end of the file that could not be read as records."""
    missing: int = 0
    """Bytes of the last packet that the file no longer holds."""
    unknown_interface: int = 0
    """Packets that name an interface which the file does not describe."""

    def __len__(self) -> int:
        return len(self.offset)


def record_parts(buffer: Buffer) -> Iterator[Records] | None:
    """The index of the file in parts (at least one), or None when it is neither pcap nor pcapng.

    Mapped pages are given back before each part but the first, so a part should be used before the next is asked for.
    """
    magic = bytes(buffer[:4])
    if magic in _PCAP:
        order, unit, header = _PCAP[magic]
        sizes = (header, *_OTHER_HEADERS[header])
        return _pcap(buffer, order, unit, next((size for size in sizes if _fits(buffer, order, size)), header))
    if magic == b"\x0a\x0d\x0d\x0a":
        return _Pcapng(buffer).parts()
    return None


def read_records(buffer: Buffer) -> Records | None:
    """The whole index in one, or None when the file is neither pcap nor pcapng."""
    parts = record_parts(buffer)
    if parts is None:
        return None
    kept = list(parts)
    offset, captured, time, link = (np.concatenate([getattr(part, name) for part in kept])
                                    for name in ("offset", "captured", "time", "link"))
    return Records(offset, captured, time, link, [secret for part in kept for secret in part.secrets],
                   sum(part.unread for part in kept), sum(part.missing for part in kept),
                   sum(part.unknown_interface for part in kept))


def _empty() -> Ints:
    return np.zeros(0, np.int64)


def _fits(buffer: Buffer, order: str, header: int) -> bool:
    """Whether the first records of a pcap file make sense with record headers of this size."""
    unpack = struct.Struct(order + "IIII").unpack_from
    at = 24
    for _ in range(8):
        if at + header > len(buffer):
            break
        _, fraction, captured, original = unpack(buffer, at)
        if fraction >= 1_000_000_000 or captured > original or original > _USUAL_PACKET:
            return False
        at += header + captured
    return True


def _pcap(buffer: Buffer, order: str, unit: int, header: int) -> Iterator[Records]:
    size = len(buffer)
    if size < 24:
        yield Records(_empty(), _empty(), _empty(), _empty(), unread=size)
        return
    link = struct.unpack_from(order + "I", buffer, 20)[0] & 0xFFFF
    raw = np.frombuffer(buffer, np.uint8)
    layout = np.dtype([(name, order + "u4") for name in ("sec", "frac", "captured", "original")])
    at = 24
    last = size - header
    chain = _PcapChain(buffer, order, header, last)
    while True:
        starts, at, _ = follow(chain, buffer, at, at + _WINDOW)
        head = table(raw, starts, layout)
        found = Records(starts + header, ints(head["captured"]),
                        ints(head["sec"]) * 1_000_000_000 + ints(head["frac"]) * unit,
                        np.full(len(starts), link, np.uint16))
        if at > last:
            if at > size and len(found):
                _mend_last(found, size, header)
            elif at < size:
                found.unread = size - at
            yield found
            return
        yield found
        if size > KEPT:
            release_pages(buffer)


class _PcapChain:
    """Records of a pcap file; the length of what was captured stands in their third word."""

    def __init__(self, buffer: Buffer, order: str, header: int, last: int) -> None:
        self.last = last
        self._buffer, self._order, self._header = buffer, order, header
        self._word = struct.Struct(order + "I").unpack_from
        self._tail = struct.Struct(order + "III").unpack_from
        self._words = words(buffer, order)

    def step(self, at: int) -> int:
        length: int = self._word(self._buffer, at + 8)[0]
        return at + self._header + length

    def steps(self, at: Ints) -> Ints:
        following: Ints = self._words[at + 8] + (at + self._header)
        return following

    def likely(self, at: int) -> bool:
        fraction, captured, original = self._tail(self._buffer, at + 4)
        return bool(fraction < 1_000_000_000 and 0 < captured <= original <= _USUAL_PACKET)

    def sign(self, at: int) -> tuple[bytes, int]:
        # The upper half of the seconds is the same for hours.
        offset = at if self._order == ">" else at + 2
        return self._buffer[offset:offset + 2], offset - at


def _mend_last(records: Records, size: int, header: int) -> None:
    """The file ends inside its last packet: keep what is there, unless the length makes no sense."""
    missing = int(records.offset[-1] + records.captured[-1]) - size
    if records.captured[-1] <= _MAX_PACKET:
        records.captured[-1] -= missing
        records.missing = missing
        return
    records.unread = size - int(records.offset[-1]) + header
    for name in ("offset", "captured", "time", "link"):
        setattr(records, name, getattr(records, name)[:-1])


@dataclass(slots=True, eq=False, repr=False)
class _Interface:
    link: int
    snaplen: int
    resolution: int = 6
    offset: int = 0


class _Pcapng:
    """One walk over the blocks of a pcapng file; sections reset byte order and interfaces."""

    def __init__(self, buffer: Buffer) -> None:
        self.buffer = buffer
        self.raw: Bytes = np.frombuffer(buffer, np.uint8)
        self.order = "<"
        self.interfaces: list[_Interface] = []
        self.packets: list[Ints] = []
        self.simple: list[tuple[int, int, int]] = []
        self.columns: list[tuple[Column, ...]] = []
        self.secrets: list[bytes] = []
        self.unknown_interface = 0

    def parts(self) -> Iterator[Records]:
        buffer, size = self.buffer, len(self.buffer)
        at, stop = 0, _WINDOW
        chain = _PcapngChain(buffer, "<")
        while at <= chain.last:
            if at > stop:
                yield self._part()
                if size > KEPT:
                    release_pages(buffer)
                stop = at + _WINDOW
            if chain.kind(at) == _SECTION:
                self._gather()
                self.order = ">" if buffer[at + 8:at + 12] == b"\x1a\x2b\x3c\x4d" else "<"
                chain = _PcapngChain(buffer, self.order)
                self.interfaces = []
                length = chain.length(at)
                if length < 12 or at + length > size:
                    break
                at += length + 3 & ~3
                continue
            places, at, stopped = follow(chain, buffer, at, stop)
            self._blocks(chain, places)
            if stopped and chain.kind(at) != _SECTION:
                break
        last = self._part()
        last.unread = max(size - at, 0)
        yield last

    def _blocks(self, chain: _PcapngChain, places: Ints) -> None:
        """Take note of blocks that follow each other in a section."""
        usual = chain.packets(places)
        self.packets.append(places[usual])
        for at in places[~usual].tolist():
            self._other(chain.kind(at), at, chain.length(at))

    def _part(self) -> Records:
        """What was met since the last part, in the order of the file."""
        self._gather()
        columns = [np.concatenate(column) for column in zip(*self.columns, strict=True)] or [_empty()] * 4
        if len(self.columns) > 1:
            order = np.argsort(columns[0], kind="stable")
            columns = [column[order] for column in columns]
        offset, captured, time, link = columns
        found = Records(offset, captured, time, link, self.secrets, unknown_interface=self.unknown_interface)
        self.columns, self.secrets, self.unknown_interface = [], [], 0
        return found

    def _other(self, kind: int, at: int, length: int) -> None:
        unpack = struct.unpack_from
        if kind == _INTERFACE and length >= 20:
            link, _, snaplen = unpack(self.order + "HHI", self.buffer, at + 8)
            self.interfaces.append(self._options(_Interface(link, snaplen), at + 16, at + length - 4))
        elif kind == _SIMPLE and length >= 16:
            original = unpack(self.order + "I", self.buffer, at + 8)[0]
            if not self.interfaces:
                self.unknown_interface += 1
                return
            snaplen = self.interfaces[0].snaplen or original
            self.simple.append((at + 12, min(original, snaplen, length - 16), self.interfaces[0].link))
        elif kind == _SECRETS and length >= 20:
            secrets, count = unpack(self.order + "II", self.buffer, at + 8)
            if secrets == _TLS_KEY_LOG:
                self.secrets.append(bytes(self.buffer[at + 16:at + 16 + min(count, length - 20)]))

    def _options(self, interface: _Interface, at: int, end: int) -> _Interface:
        while at + 4 <= end:
            code, length = struct.unpack_from(self.order + "HH", self.buffer, at)
            if code == 0 or at + 4 + length > end:
                break
            if code == 9 and length == 1:
                interface.resolution = self.buffer[at + 4]
            elif code == 14 and length == 8:
                interface.offset = struct.unpack_from(self.order + "q", self.buffer, at + 4)[0]
            at += 4 + (length + 3 & ~3)
        return interface

    def _gather(self) -> None:
        """Columns of the packets met since the last time; a packet follows the description of its interface."""
        if self.simple:
            rows = np.array(self.simple, np.int64)
            zero = np.zeros(len(rows), np.int64)
            self.columns.append((rows[:, 0], rows[:, 1], zero, rows[:, 2].astype(np.uint16)))
            self.simple = []
        starts = np.concatenate([_empty(), *self.packets])
        self.packets.clear()
        if not len(starts):
            return
        u4 = self.order + "u4"
        layout = np.dtype([("kind", u4), ("length", u4), ("interface", u4), ("high", u4), ("low", u4),
                           ("captured", u4), ("original", u4)])
        head: Any = table(self.raw, starts, layout)
        number = ints(head["interface"])
        old = head["kind"] == _OLD_PACKET
        # The obsolete packet block has a 16-bit interface number and a drop count where the new one has 32 bits.
        number = np.where(old, number & 0xFFFF if self.order == "<" else number >> 16, number)
        captured = np.minimum(ints(head["captured"]), ints(head["length"]) - 32)
        stamp = head["high"].astype(np.uint64) << np.uint64(32) | head["low"].astype(np.uint64)
        order = np.argsort(number, kind="stable")
        present, first, _ = distinct(number[order])
        for index, mine in zip(present.tolist(), np.split(order, first[1:]), strict=True):
            if index >= len(self.interfaces):
                self.unknown_interface += len(mine)
                continue
            interface = self.interfaces[index]
            self.columns.append((starts[mine] + 28, captured[mine], _nanoseconds(stamp[mine], interface),
                                 np.full(len(mine), interface.link, np.uint16)))


class _PcapngChain:
    """Blocks of one section; each has its length in its second word and in its last."""

    def __init__(self, buffer: Buffer, order: str) -> None:
        self.last = len(buffer) - 12
        self._buffer, self._size = buffer, len(buffer)
        self._head = struct.Struct(order + "II").unpack_from
        self._words = words(buffer, order)

    def kind(self, at: int) -> int:
        """The type of a block."""
        kind: int = self._head(self._buffer, at)[0]
        return kind

    def length(self, at: int) -> int:
        """The length that a block says it has."""
        length: int = self._head(self._buffer, at)[1]
        return length

    def packets(self, at: Ints) -> Mask:
        """Which blocks hold a packet and its interface."""
        kind = self._words[at]
        found: Mask = ((kind == _ENHANCED) | (kind == _OLD_PACKET)) & (self._words[at + 4] >= 32)
        return found

    def step(self, at: int) -> int:
        kind: int
        length: int
        kind, length = self._head(self._buffer, at)
        if kind == _SECTION or length < 12 or at + length > self._size:
            return NOWHERE
        return at + (length + 3 & ~3)

    def steps(self, at: Ints) -> Ints:
        length = self._words[at + 4].astype(np.int64)
        sound = (self._words[at] != _SECTION) & (length >= 12) & (at + length <= self._size)
        following: Ints = np.where(sound, at + (length + 3 & ~3), NOWHERE)
        return following

    def likely(self, at: int) -> bool:
        kind, length = self._head(self._buffer, at)
        end: int = at + length
        return (kind == _ENHANCED and length >= 32 and not length % 4 and end <= self._size
                and self._buffer[end - 4:end] == self._buffer[at + 4:at + 8])

    def sign(self, at: int) -> tuple[bytes, int]:
        return self._buffer[at:at + 4], 0


def _nanoseconds(stamp: Any, interface: _Interface) -> Ints:
    """Time stamps of an interface in nanoseconds since the epoch (if_tsresol, if_tsoffset)."""
    power = interface.resolution & 0x7F
    if interface.resolution & 0x80:
        whole = stamp >> np.uint64(min(power, 63))
        rest = stamp - (whole << np.uint64(min(power, 63)))
        nanos = (rest.astype(np.float64) * (1e9 / 2.0 ** power)).astype(np.int64)
        return _shifted(whole, nanos, interface)
    if power <= 9:
        unit = np.uint64(10 ** power)
        return _shifted(stamp // unit, ((stamp % unit) * np.uint64(10 ** (9 - power))).astype(np.int64), interface)
    nanos = stamp // np.uint64(10 ** (min(power, 19) - 9))
    billion = np.uint64(10 ** 9)
    return _shifted(nanos // billion, (nanos % billion).astype(np.int64), interface)


def _shifted(seconds: Any, nanos: Ints, interface: _Interface) -> Ints:
    """Seconds (bounded to what 64-bit nanoseconds hold) plus the rest plus the interface's offset."""
    bound = 9_000_000_000
    whole = np.minimum(seconds, np.uint64(bound)).astype(np.int64) + max(-bound, min(bound, interface.offset))
    clipped: Ints = np.clip(whole, -bound, bound)
    return clipped * 1_000_000_000 + nanos
