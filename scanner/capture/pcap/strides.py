"""Follows chains of records of which each says where the next begins, in many stretches of a file at once.

Theory. A walk from record to record takes a step of Python for each. So the file is parted into stretches; in each a
place is looked for from which likely records follow one another, and all stretches are walked together, one step of
NumPy for many records. Such a place is a guess, but no guess is kept: a stretch counts only when the walk that began at
a known record arrives exactly at its beginning. From the first where it does not, the rest is walked record by record,
so what comes out is what the plain walk gives, whatever the file holds.
"""

from __future__ import annotations

from array import array
from typing import Final, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from .columns import Ints
from .source import Buffer

Words = npt.NDArray[np.uint32]

NOWHERE: Final = 1 << 62
"""Where a record leads behind which the chain does not go on."""
_STRETCHES: Final = 256
_FEW: Final = 1 << 8
"""Records that are walked one by one first: most captures end here, and the size of records shows."""
_LARGE: Final = 1 << 11
"""Records of more bytes on average are so few that they are walked one by one."""
_REACH: Final = 1 << 11
"""Bytes in which the first record of a stretch must be found; else it is part of the one before."""
_TRIES: Final = 32
"""Places at which it is looked for in them."""
_FOLLOWING: Final = 2
"""Likely records that must follow one another."""


class Chain(Protocol):
    """How records of a format are told and followed. A place is where a record begins, no higher than ``last``."""

    last: int

    def step(self, at: int) -> int:
        """Where the record at this place leads, or ``NOWHERE`` when it is to be looked at by the caller."""

    def steps(self, at: Ints) -> Ints:
        """The same for many places."""

    def likely(self, at: int) -> bool:
        """Whether the bytes at this place look like a usual record."""

    def sign(self, at: int) -> tuple[bytes, int]:
        """Bytes that the record here and most others have in common, and how far from their beginning."""


class Followed(NamedTuple):
    """Places of records, and where the chain goes on: behind ``stop``, or at a record that leads nowhere."""

    places: Ints
    at: int
    stopped: bool
    """The record at ``at`` leads nowhere; it is not among the places."""


def words(buffer: Buffer, order: str) -> Words:
    """The unsigned 32-bit number at every byte of a buffer, which must have four bytes or more."""
    return np.ndarray((len(buffer) - 3,), np.dtype(order + "u4"), buffer, 0, (1,))


def follow(chain: Chain, data: Buffer, start: int, stop: int) -> Followed:
    """The records of a chain from ``start`` on, which is one, that begin no later than ``stop``."""
    stop = min(stop, chain.last)
    places, at = _one_by_one(chain, start, stop, _FEW)
    pieces = [places]
    if at <= stop and at - start <= _LARGE * _FEW:
        places, at = _together(chain, data, at, stop)
        pieces.append(places)
    if at <= stop:
        places, at = _one_by_one(chain, at, stop, stop)
        pieces.append(places)
    found = np.concatenate(pieces)
    if at == NOWHERE:
        return Followed(found[:-1], int(found[-1]), True)
    return Followed(found, at, False)


def _one_by_one(chain: Chain, at: int, stop: int, most: int) -> tuple[Ints, int]:
    """The plain walk of at most so many steps."""
    found = array("q")
    append, step = found.append, chain.step
    for _ in range(most):
        if at > stop:
            break
        append(at)
        at = step(at)
    return np.frombuffer(found, np.int64), at


def _together(chain: Chain, data: Buffer, start: int, stop: int) -> tuple[Ints, int]:
    """The walk in stretches, up to the first that does not begin where the one before it leads."""
    begin = np.array([start, *_beginnings(chain, data, start, stop)])
    bound = np.append(begin[1:], stop + 1)
    lead = np.empty(len(begin), np.int64)
    stretch, at = np.arange(len(begin)), begin
    seen = []
    while len(at):
        seen.append((stretch, at))
        at = chain.steps(at)
        inside = at < bound
        if not inside.all():
            lead[stretch[~inside]] = at[~inside]
            stretch, at, bound = stretch[inside], at[inside], bound[inside]
    which = np.concatenate([stretches for stretches, _ in seen])
    places = np.concatenate([each for _, each in seen])[np.argsort(which, kind="stable")]
    missed = np.flatnonzero(lead[:-1] != begin[1:])
    sound = int(missed[0]) if len(missed) else len(begin) - 1
    count = int(np.bincount(which)[:sound + 1].sum())
    return places[:count], int(lead[sound])


def _beginnings(chain: Chain, data: Buffer, start: int, stop: int) -> list[int]:
    """The first record in each stretch in which one is found."""
    sign, offset = chain.sign(start)
    size = (stop - start) // _STRETCHES + 1
    found: list[int] = []
    for bound in range(start + size, stop, size):
        end = min(bound + min(_REACH, size), stop)
        looked_at = data[bound:end + len(sign)]  # searching a map itself goes byte by byte before Python 3.13
        place = offset - 1
        for _ in range(_TRIES):
            place = looked_at.find(sign, place + 1)
            if place < 0 or _likely(chain, bound + place - offset, stop):
                break
        else:
            continue
        if place >= 0:
            found.append(bound + place - offset)
    return found


def _likely(chain: Chain, at: int, stop: int) -> bool:
    """Whether some likely records follow one another from here."""
    for _ in range(_FOLLOWING):
        if at > stop or not chain.likely(at):
            return False
        at = chain.step(at)
    return True
