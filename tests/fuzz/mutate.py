"""Changes bytes at random, the way files break and attackers break them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_NUMBERS = (b"\0", b"\xff", b"\x7f", b"\x80", b"\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff",
            b"0", b"-1", b"99999999999", b"4294967296", b"1e999", b"65536")
_PIECES = (b"{", b"[", b'"', b"\\", b"\\u", b"<", b">", b"]]>", b"&", b"<!--", b"\r\n", b"\n\n", b"\0", b"%", b"=",
           b";", b":", b",", b"GET ", b"HTTP/1.1 200 ", b"Content-Length: ", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3")


def mutated(seeds: Sequence[bytes], random: Random, largest: int = 1 << 18) -> bytes:
    """One of the seeds with one to eight changes."""
    data = bytearray(random.choice(seeds))
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        _change(data, seeds, random)
    return bytes(data[:largest])


def _change(data: bytearray, seeds: Sequence[bytes], random: Random) -> None:
    at = random.randrange(len(data) + 1)
    end = min(at + random.choice((1, 2, 4, 16, 200, 5000)), len(data))
    match random.randrange(9):
        case 0 if at < len(data):
            data[at] ^= 1 << random.randrange(8)
        case 1 if at < len(data):
            data[at] = random.randrange(256)
        case 2:
            del data[at:end]
        case 3:
            data[at:at] = data[at:end] * random.choice((1, 2, 50))
        case 4:
            piece = random.choice(_NUMBERS)
            data[at:at + len(piece)] = piece
        case 5:
            data[at:at] = random.choice(_PIECES) * random.choice((1, 1, 3, 300))
        case 6:
            other = random.choice(seeds)
            start = random.randrange(len(other) + 1)
            data[at:end] = other[start:start + 300]
        case 7:
            del data[at:]
        case _:
            digit = next((i for i in range(at, len(data)) if 0x30 <= data[i] <= 0x39), None)
            if digit is not None:
                data[digit] = random.randrange(0x30, 0x3A)
