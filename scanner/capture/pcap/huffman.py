"""Decodes the Huffman code of HTTP/2 headers (RFC 7541 §5.2), a byte at a time.

Theory. The table of ``hpack`` is an automaton that takes half a byte a step. Two steps of it make one for a whole byte,
put together when it is first needed: text uses about a thousand of the 65,536 there could be.
"""

from __future__ import annotations

from hpack.huffman_table import HUFFMAN_COMPLETE, HUFFMAN_EMIT_SYMBOL, HUFFMAN_FAIL, HUFFMAN_TABLE

_Step = tuple[int, bytes, bool]
"""The state behind a byte (as its place among ``state << 8``), what the byte says, whether a text may end there."""
_steps: dict[int, _Step] = {}


def huffman(raw: bytes) -> bytes | None:
    """The text of a code; None for what is none."""
    state, whole = 0, True
    found: list[bytes] = []
    look = _steps.get
    for byte in raw:
        step = look(state | byte) or _step(state, byte)
        if step is None:
            return None
        state, text, whole = step
        if text:
            found.append(text)
    return b"".join(found) if whole else None


def _step(state: int, byte: int) -> _Step | None:
    """A step that was not taken before."""
    text = bytearray()
    place = state >> 8
    flags = 0
    for half in (byte >> 4, byte & 15):
        place, flags, symbol = HUFFMAN_TABLE[place * 16 + half]
        if flags & HUFFMAN_FAIL:
            return None
        if flags & HUFFMAN_EMIT_SYMBOL:
            text.append(symbol)
    made = _steps[state | byte] = place << 8, bytes(text), bool(flags & HUFFMAN_COMPLETE)
    return made
