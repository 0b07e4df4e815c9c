"""Decodes HTTP/3 field sections (QPACK, RFC 9204) of one direction of a connection with pylsqpack.

Theory. A section that refers to the dynamic table waits until the encoder stream has brought its entries. Sections
and encoder stream are fed in the order of capture: an encoder removes an entry only when all sections that refer to
it were acknowledged, so none of them is decoded too late. Sections without such references (most clients send no
others) need no state and go through a decoder of their own; nothing that is lost elsewhere harms them. When part of
the encoder stream was not captured, the other sections keep what they say in clear: it is copied, field line by
field line, into a section without references.
"""

from __future__ import annotations

from collections.abc import Callable

import pylsqpack

from .quic_packets import Cut, varint

Pair = tuple[str, str]
Take = Callable[[list[Pair] | None], None]

_DEFAULT_CAPACITY = 4096
_MAX_CAPACITY = 1 << 24
_MAX_BLOCKED = 1 << 12
_MAX_DECODED = 4 << 20
"""Bytes that the references of one section may stand for: a byte can stand for a whole table."""
_MAX_CACHE = 1 << 13
_pairs_seen: dict[tuple[bytes, bytes], Pair] = {}


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _pair(raw: tuple[bytes, bytes]) -> Pair:
    """Name and value as text, kept in a bounded cache: headers repeat themselves."""
    pair = _text(raw[0]), _text(raw[1])
    if len(raw[1]) <= 128:
        if len(_pairs_seen) >= _MAX_CACHE:
            _pairs_seen.clear()
        _pairs_seen[raw] = pair
    return pair


def _pairs(headers: list[tuple[bytes, bytes]]) -> list[Pair]:
    known = _pairs_seen.get
    return [known(raw) or _pair(raw) for raw in headers]


class FieldSections:
    """The decoder of one direction."""

    def __init__(self) -> None:
        self.capacity: int | None = None
        """SETTINGS_QPACK_MAX_TABLE_CAPACITY of the receiver, None until it was seen."""
        self.unknown = 0
        """Field lines that could not be told because their entry was lost."""
        self.damaged = 0
        """Bytes of sections that do not follow the standard."""
        self._plain = pylsqpack.Decoder(0, 0)
        self._dynamic: pylsqpack.Decoder | None = None
        self._lost = False
        self._inserted = 0
        """Bytes of the encoder stream, which bound the entries of the table."""
        self._blocked: dict[int, tuple[bytes, Take]] = {}
        self._early: list[bytes] = []
        """Encoder instructions from before the receiver's settings."""
        self._count = 0

    def decode(self, section: bytes, take: Take) -> None:
        """Decode a section and hand its pairs to ``take``, now or when its entries came; None when it is damaged."""
        if section[:1] == b"\0":
            take(self._static(section))
            return
        self._count += 1
        if self._lost or len(self._blocked) >= _MAX_BLOCKED:
            take(self._in_clear(section))
            return
        decoder = self._decoder()
        if decoder is None:
            self._blocked[self._count] = section, take
            return
        self._feed(decoder, self._count, section, take)

    def _swells(self, section: bytes) -> bool:
        """Whether a section could become far larger than any that is meant to be read."""
        entry = min(self.capacity or 0, 2 * self._inserted)
        if len(section) * entry <= _MAX_DECODED:
            return False
        try:
            return _without_references(section)[1] * entry > _MAX_DECODED
        except Cut:
            return True

    def insert(self, data: bytes) -> None:
        """The next bytes of the encoder stream."""
        if self._lost:
            return
        decoder = self._decoder()
        if decoder is None:
            self._early.append(data)
            return
        self._inserted += len(data)
        try:
            freed = decoder.feed_encoder(data)
        except pylsqpack.EncoderStreamError:
            self.lose()
            return
        for number in freed:
            section, take = self._blocked.pop(number)
            try:
                take(_pairs(decoder.resume_header(number)[1]))
            except (pylsqpack.DecompressionFailed, pylsqpack.StreamBlocked):
                self.damaged += len(section)
                take(None)

    def settings(self, capacity: int) -> None:
        """The receiver said how large the table may become: that decides how references are counted."""
        if self.capacity is None:
            self.capacity = min(capacity, _MAX_CAPACITY)
            self._catch_up()

    def lose(self) -> None:
        """A part of the encoder stream was not captured: what follows cannot be counted."""
        self._lost = True
        self.finish()

    def finish(self) -> None:
        """Nothing more comes: the sections that still wait keep what they say in clear."""
        if self.capacity is None and not self._lost and (self._blocked or self._early):
            self.settings(self._likely_capacity())
        blocked, self._blocked = self._blocked, {}
        for section, take in blocked.values():
            take(self._in_clear(section))

    def _decoder(self) -> pylsqpack.Decoder | None:
        if self._dynamic is None and self.capacity is not None:
            self._dynamic = pylsqpack.Decoder(self.capacity, _MAX_BLOCKED)
        return self._dynamic

    def _likely_capacity(self) -> int:
        """As large as the encoder makes the table in its first instruction (RFC 9204 §4.3.1)."""
        first = b"".join(self._early)[:8]
        if first and first[0] & 0xE0 == 0x20:
            try:
                return min(_prefixed(first, 0, 5)[0], _MAX_CAPACITY)
            except Cut:
                return _DEFAULT_CAPACITY
        return _DEFAULT_CAPACITY

    def _catch_up(self) -> None:
        """Feed what came before the settings."""
        early, self._early = self._early, []
        blocked, self._blocked = self._blocked, {}
        decoder = self._decoder()
        assert decoder is not None
        for data in early:
            self.insert(data)
        for number, (section, take) in blocked.items():
            if self._lost:
                take(self._in_clear(section))
            else:
                self._feed(decoder, number, section, take)

    def _feed(self, decoder: pylsqpack.Decoder, number: int, section: bytes, take: Take) -> None:
        if self._swells(section):
            take(self._in_clear(section))
            return
        try:
            pairs = _pairs(decoder.feed_header(number, section)[1])
        except pylsqpack.StreamBlocked:
            self._blocked[number] = section, take
            return
        except pylsqpack.DecompressionFailed:
            take(self._in_clear(section))
            return
        take(pairs)

    def _static(self, section: bytes) -> list[Pair] | None:
        try:
            return _pairs(self._plain.feed_header(0, section)[1])
        except (pylsqpack.DecompressionFailed, pylsqpack.StreamBlocked):
            self.damaged += len(section)
            return None

    def _in_clear(self, section: bytes) -> list[Pair] | None:
        """The field lines that refer to no entry of the dynamic table."""
        try:
            copied, left_out = _without_references(section)
        except Cut:
            self.damaged += len(section)
            return None
        self.unknown += left_out
        return self._static(copied)


def _prefixed(data: bytes, at: int, bits: int) -> tuple[int, int]:
    """An integer whose first ``bits`` bits share a byte with flags (RFC 7541 §5.1); raises ``Cut``."""
    if at >= len(data):
        raise Cut
    full = (1 << bits) - 1
    value = data[at] & full
    at += 1
    if value < full:
        return value, at
    for shift in range(0, 63, 7):
        if at >= len(data):
            raise Cut
        value += (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
    raise Cut


def _string(data: bytes, at: int, bits: int) -> int:
    """The place behind a string literal."""
    length, at = _prefixed(data, at, bits)
    if at + length > len(data):
        raise Cut
    return at + length


def _without_references(section: bytes) -> tuple[bytes, int]:
    """The section without its lines that refer to the dynamic table, and their number (RFC 9204 §4.5)."""
    _, at = _prefixed(section, 0, 8)
    _, at = _prefixed(section, at, 7)
    kept = [b"\0\0"]
    left_out = 0
    while at < len(section):
        start, first = at, section[at]
        if first & 0x80:  # indexed, static or not
            _, at = _prefixed(section, at, 6)
            refers = not first & 0x40
        elif first & 0x40:  # literal value, name by index
            _, at = _prefixed(section, at, 4)
            at = _string(section, at, 7)
            refers = not first & 0x10
        elif first & 0x20:  # literal name and value
            at = _string(section, _string(section, at, 3), 7)
            refers = False
        else:  # behind the base: indexed, or name by index with a literal value
            _, at = _prefixed(section, at, 4 if first & 0x10 else 3)
            at = at if first & 0x10 else _string(section, at, 7)
            refers = True
        if refers:
            left_out += 1
        else:
            kept.append(section[start:at])
    return b"".join(kept), left_out


def setting(payload: bytes, wanted: int) -> int:
    """The value of one setting of a SETTINGS frame, 0 when it is not there (RFC 9114 §7.2.4)."""
    at = value = 0
    try:
        while at < len(payload):
            name, at = varint(payload, at)
            found, at = varint(payload, at)
            if name == wanted:
                value = found
    except Cut:
        return value
    return value
