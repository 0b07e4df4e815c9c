"""Writes dialogues as a packet capture: Ethernet, IPv4 and TCP, interleaved, with the disorder of a radio link.

Checksums are left zero, as a capture on a host with offloading shows them; neither reader here looks at them.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from benchmarks.dialogues import Turn

_FIN, _SYN, _PUSH, _ACK = 1, 2, 8, 16
_RECORD = struct.Struct("<IIII")
_HEADERS = struct.Struct(">12sHBBHHHBBHIIHHIIBBHHH")
_ETHERNET = b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01"
_SERVER = 0xC6336401  # 198.51.100.1
_CLIENTS = 0x0A000002
_MICROSECONDS = 12
_START = 1_793_606_400_000_000


@dataclass(frozen=True, slots=True)
class Link:
    """How a link treats what is sent over it."""

    segment: int = 1460
    """Payload bytes of a packet at most."""
    at_once: int = 64
    """Packets of one connection before another one has its turn."""
    repeated: float = 0.0
    """Share of data packets that are captured twice."""
    late: float = 0.0
    """Share of data packets that are overtaken by the next ones."""


class _Side:
    __slots__ = ("acked", "address", "next", "port", "since")

    def __init__(self, address: int, port: int, start: int) -> None:
        self.address, self.port, self.next = address, port, start
        self.acked = 0
        self.since = 0


Packet = tuple[bool, int, int, bytes]
"""From the client, sequence number, flags, payload."""


class Wire:
    """A capture file that is being written."""

    def __init__(self, file: BinaryIO, link: Link, port: int, seed: int = 1) -> None:
        self._file = file
        self._link = link
        self._port = port
        self._random = random.Random(seed)
        self._time = _START
        self._number = 0
        self.size = file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1))

    def carry(self, dialogues: Iterable[Iterable[Turn]], concurrent: int) -> None:
        """Write dialogues, so many at a time, in turns."""
        supply = iter(dialogues)
        active: list[Iterator[None]] = []
        while True:
            while len(active) < concurrent and (following := next(supply, None)) is not None:
                active.append(self._connection(following))
            if not active:
                return
            chosen = self._random.randrange(len(active))
            if next(active[chosen], self) is self:
                active[chosen] = active[-1]
                active.pop()

    def _connection(self, turns: Iterable[Turn]) -> Iterator[None]:
        number = self._number
        self._number += 1
        pick = self._random.getrandbits
        client = _Side(_CLIENTS + number // 20_000, 20_000 + number % 20_000, pick(32))
        server = _Side(_SERVER, self._port, pick(32))
        self._packet(client, server, _SYN)
        self._packet(server, client, _SYN | _ACK)
        self._packet(client, server, _ACK)
        yield
        for from_client, data in turns:
            if data:
                yield from self._turn(*((client, server) if from_client else (server, client)), data)
        for speaker, listener in ((client, server), (server, client)):
            self._packet(speaker, listener, _FIN | _ACK)
        self._packet(client, server, _ACK)

    def _turn(self, speaker: _Side, listener: _Side, data: bytes) -> Iterator[None]:
        link, chance = self._link, self._random.random
        late: tuple[int, bytes] | None = None
        for count, at in enumerate(range(0, len(data), link.segment), 1):
            part = data[at:at + link.segment]
            seq = speaker.next
            speaker.next = seq + len(part) & 0xFFFFFFFF
            if link.late and late is None and chance() < link.late:
                late = (seq, part)
                continue
            self._data(speaker, listener, seq, part)
            if link.repeated and chance() < link.repeated:
                self._data(speaker, listener, seq, part)
            if late is not None and chance() < 0.5:
                self._data(speaker, listener, *late)
                late = None
            if count % link.at_once == 0:
                yield
        if late is not None:
            self._data(speaker, listener, *late)
        yield

    def _data(self, speaker: _Side, listener: _Side, seq: int, part: bytes) -> None:
        self._write(speaker, listener, seq, _PUSH | _ACK, part)
        listener.since += 1
        if listener.since >= 2:
            listener.since = 0
            self._packet(listener, speaker, _ACK)

    def _packet(self, speaker: _Side, listener: _Side, flags: int) -> None:
        self._write(speaker, listener, speaker.next, flags, b"")
        if flags & (_SYN | _FIN):
            speaker.next = speaker.next + 1 & 0xFFFFFFFF

    def _write(self, speaker: _Side, listener: _Side, seq: int, flags: int, data: bytes) -> None:
        self._time += _MICROSECONDS
        size = 54 + len(data)
        head = _HEADERS.pack(_ETHERNET, 0x0800, 0x45, 0, min(size - 14, 0xFFFF), 0, 0x4000, 64, 6, 0, speaker.address,
                             listener.address, speaker.port, listener.port, seq,
                             listener.next if flags & _ACK else 0, 0x50, flags, 0xFFFF, 0, 0)
        self._file.write(_RECORD.pack(self._time // 1_000_000, self._time % 1_000_000, size, size) + head + data)
        self.size += 16 + size
