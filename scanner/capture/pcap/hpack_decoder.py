"""Decodes HTTP/2 header blocks (HPACK, RFC 7541) with bounds, a result cache and a table that may be incomplete.

Theory. Entries of the dynamic table are counted from the newest, so after a loss (a gap in the capture) the
entries added later are still known for certain while older references are not: those are left out and counted.
"""

from __future__ import annotations

from collections import deque

from hpack.exceptions import HPACKDecodingError
from hpack.huffman_table import decode_huffman
from hpack.table import HeaderTable

Pair = tuple[str, str]

_MAX_TABLE = 1 << 24
_MAX_BLOCK = 1 << 24
_MAX_CACHE = 1 << 16


class HpackError(ValueError):
    """The block does not follow RFC 7541."""


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


_STATIC: tuple[Pair, ...] = tuple((_text(name), _text(value)) for name, value in HeaderTable.STATIC_TABLE)
_huffman_cache: dict[bytes, str] = {}


def _huffman(raw: bytes) -> str:
    text = _huffman_cache.get(raw)
    if text is None:
        try:
            text = _text(bytes(decode_huffman(raw)))
        except HPACKDecodingError as error:
            raise HpackError("Huffman code") from error
        if len(raw) <= 256:
            if len(_huffman_cache) >= _MAX_CACHE:
                _huffman_cache.clear()
            _huffman_cache[raw] = text
    return text


class HpackDecoder:
    """The decoder of one direction of a connection."""

    def __init__(self) -> None:
        self._table: deque[tuple[Pair, int]] = deque()
        self._size = 0
        self._bound = 4096
        self._incomplete = False
        self.unknown = 0
        """Headers that could not be told because their entry was lost."""

    def forget(self) -> None:
        """Blocks were lost: older entries can no longer be referred to with certainty."""
        self._table.clear()
        self._size = 0
        self._incomplete = True

    def decode(self, block: bytes) -> list[Pair]:
        """The header list of a complete block; raises ``HpackError``."""
        found: list[Pair] = []
        at, end, total = 0, len(block), 0
        try:
            while at < end:
                first = block[at]
                if first & 0x80:
                    index, at = _integer(block, at, 0x7F)
                    pair = self._entry(index)
                elif first & 0xE0 == 0x20:
                    self._bound, at = _integer(block, at, 0x1F)
                    if self._bound > _MAX_TABLE:
                        raise HpackError("table size")
                    self._evict(0)
                    continue
                else:
                    index, at = _integer(block, at, 0x3F if first & 0x40 else 0x0F)
                    named = self._entry(index) if index else None
                    name = ""
                    if not index:
                        name, at = _string(block, at)
                    value, at = _string(block, at)
                    pair = (named[0] if named else name, value) if named or not index else None
                    if first & 0x40:
                        self._add(pair or ("", value), value)
                if pair is None:
                    self.unknown += 1
                    continue
                total += len(pair[0]) + len(pair[1]) + 32
                if total > _MAX_BLOCK:
                    raise HpackError("header list too large")
                found.append(pair)
        except IndexError:
            raise HpackError("cut block") from None
        return found

    def _entry(self, index: int) -> Pair | None:
        if 1 <= index <= len(_STATIC):
            return _STATIC[index - 1]
        place = index - len(_STATIC)
        if 1 <= place <= len(self._table):
            pair = self._table[-place][0]
            return pair if pair[0] else None
        if self._incomplete and place > 0:
            return None
        raise HpackError("table index")

    def _add(self, pair: Pair, value: str) -> None:
        # RFC 7541 counts octets; text of one octet a character is the rule, other text is counted as UTF-8.
        size = 32 + _octets(pair[0]) + _octets(value)
        self._evict(size)
        if size <= self._bound:
            self._table.append((pair, size))
            self._size += size

    def _evict(self, room: int) -> None:
        while self._table and self._size + room > self._bound:
            self._size -= self._table.popleft()[1]


def _octets(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _integer(block: bytes, at: int, mask: int) -> tuple[int, int]:
    value = block[at] & mask
    at += 1
    if value < mask:
        return value, at
    for shift in range(0, 35, 7):
        octet = block[at]
        at += 1
        value += (octet & 0x7F) << shift
        if octet < 0x80:
            return value, at
    raise HpackError("integer too large")


def _string(block: bytes, at: int) -> tuple[str, int]:
    coded = block[at] & 0x80
    length, at = _integer(block, at, 0x7F)
    end = at + length
    if end > len(block):
        raise HpackError("cut string")
    raw = block[at:end]
    return (_huffman(raw) if coded else _text(raw)), end
