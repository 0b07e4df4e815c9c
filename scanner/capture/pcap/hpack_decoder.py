"""Decodes HTTP/2 header blocks (HPACK, RFC 7541) with bounds, a result cache and a table that may be incomplete.

Theory. Entries of the dynamic table are counted from the newest, so after a loss (a gap in the capture) the
entries added later are still known for certain while older references are not: those are left out and counted.
"""

from __future__ import annotations

from hpack.table import HeaderTable

from .huffman import huffman

Pair = tuple[str, str]

_MAX_TABLE = 1 << 20
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
_STATIC_SIZE = len(_STATIC)
_huffman_cache: dict[bytes, str] = {}


def _huffman(raw: bytes) -> str:
    text = _huffman_cache.get(raw)
    if text is None:
        plain = huffman(raw)
        if plain is None:
            raise HpackError("Huffman code")
        text = _text(plain)
        if len(raw) <= 256:
            if len(_huffman_cache) >= _MAX_CACHE:
                _huffman_cache.clear()
            _huffman_cache[raw] = text
    return text


class HpackDecoder:
    """The decoder of one direction of a connection."""

    def __init__(self) -> None:
        self._table: list[Pair] = []
        self._sizes: list[int] = []
        self._size = 0
        self._bound = 4096
        self._incomplete = False
        self.unknown = 0
        """Headers that could not be told because their entry was lost."""

    def forget(self) -> None:
        """Blocks were lost: older entries can no longer be referred to with certainty."""
        self._table.clear()
        self._sizes.clear()
        self._size = 0
        self._incomplete = True

    def decode(self, block: bytes) -> list[Pair]:
        """The header list of a complete block; raises ``HpackError``."""
        found: list[Pair] = []
        at, end, total = 0, len(block), 0
        table = self._table
        # No header is larger than the table or twice the block; most blocks are too small to become too much.
        careful = end * (max(self._bound, 4096) + 2 * end) > _MAX_BLOCK
        try:
            while at < end:
                first = block[at]
                if first >= 0x80:
                    index = first & 0x7F
                    at += 1
                    if index == 0x7F:
                        index, at = _integer(block, at - 1, 0x7F)
                    if index > _STATIC_SIZE:
                        place = index - _STATIC_SIZE
                        pair: Pair | None = table[-place] if place <= len(table) else self._entry(index)
                    else:
                        pair = _STATIC[index - 1] if index else self._entry(index)
                elif first & 0xE0 == 0x20:
                    self._bound, at = _integer(block, at, 0x1F)
                    if self._bound > _MAX_TABLE:
                        raise HpackError("table size")
                    self._evict(0)
                    continue
                else:
                    pair, at = self._literal(block, at, first)
                if pair is None or not pair[0]:
                    self.unknown += 1
                    continue
                found.append(pair)
                if careful:
                    total += len(pair[0]) + len(pair[1]) + 32
                    if total > _MAX_BLOCK:
                        raise HpackError("header list too large")
        except IndexError:
            raise HpackError("cut block") from None
        return found

    def _literal(self, block: bytes, at: int, first: int) -> tuple[Pair | None, int]:
        """A header with its value written out, with or without indexing (RFC 7541 §6.2)."""
        mask = 0x3F if first & 0x40 else 0x0F
        index = first & mask
        if index < mask:
            at += 1
        else:
            index, at = _integer(block, at, mask)
        if index:
            named = _STATIC[index - 1] if index <= _STATIC_SIZE else self._entry(index)
            name = named[0] if named is not None else ""
        else:
            name, at = _string(block, at)
        value, at = _string(block, at)
        pair = (name, value)
        if first & 0x40:
            self._add(pair)
        return pair, at

    def _entry(self, index: int) -> Pair | None:
        if 1 <= index <= _STATIC_SIZE:
            return _STATIC[index - 1]
        place = index - _STATIC_SIZE
        if 1 <= place <= len(self._table):
            return self._table[-place]
        if self._incomplete and place > 0:
            return None
        raise HpackError("table index")

    def _add(self, pair: Pair) -> None:
        name, value = pair
        # RFC 7541 counts octets; other text than ASCII is counted as UTF-8.
        size = 32 + (len(name) + len(value) if name.isascii() and value.isascii()
                     else len(name.encode()) + len(value.encode()))
        if self._size + size > self._bound:
            self._evict(size)
        if size <= self._bound:
            self._table.append(pair)
            self._sizes.append(size)
            self._size += size

    def _evict(self, room: int) -> None:
        gone = 0
        while gone < len(self._sizes) and self._size + room > self._bound:
            self._size -= self._sizes[gone]
            gone += 1
        if gone:
            del self._table[:gone], self._sizes[:gone]


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
    first = block[at]
    coded, length = first & 0x80, first & 0x7F
    if length < 0x7F:
        at += 1
    else:
        length, at = _integer(block, at, 0x7F)
    end = at + length
    if end > len(block):
        raise HpackError("cut string")
    raw = block[at:end]
    return (_huffman(raw) if coded else _text(raw)), end
