"""Lists a packet capture with two processes: after the packets are sorted, they read the connections from both ends.

Theory. The child is a fork, so it shares the index and the mapped file. The connections are parted into pieces, and
whoever is free takes the next turn: the parent the first piece that is left, the child the last. So both are done at
about the same time whatever else the processors do. The child's lines go to a file without a name, so that nothing
readable is left whatever happens, and follow those of the parent, which makes the order that of one process.
What connections have in common (secrets that were used or learnt, trials that were spent) is counted by piece; a piece
for which the child would have needed what was learnt in an earlier one, or that it failed on, is read again by the
parent.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from scanner.capture.pcap.reader import Capture, Share
from scanner.coverage import CoverageLedger
from scanner.model import Exchange
from scanner.processors import processors

Encode = Callable[[Exchange], bytes]
Lines = Iterator[tuple[int, bytes]]
"""How many exchanges a block of lines stands for, and the block."""

PIECES = 32
_MAX_BODY = 64 << 20
_BLOCK = 1 << 16
_RETAINED = 31 << 20
"""The allocator of glibc gives the system back what is freed in large pieces, until one of up to 32 MB was freed: then
it keeps that much (mallopt(3), M_MMAP_THRESHOLD). Streams and bodies come and go, so asking for it again takes time."""


@dataclass(slots=True, eq=False, repr=False)
class _Read:
    """What the child read of a piece: where its lines are, how many exchanges they stand for, and what it led to."""

    start: int
    end: int
    count: int
    share: Share


class Turns:
    """So many turns, of which each is taken once, by this process or a child: bytes in a pipe."""

    def __init__(self, count: int) -> None:
        self._left, source = os.pipe()
        os.write(source, bytes(count))
        os.close(source)

    def take(self) -> bool:
        """Whether there was one left."""
        return bool(os.read(self._left, 1))

    def close(self) -> None:
        """End it for this process."""
        os.close(self._left)


def can_share() -> bool:
    """Whether a fork is safe here and has a processor of its own."""
    return sys.platform == "linux" and threading.active_count() == 1 and processors() > 1


def shared(path: Path, label: str, ledger: CoverageLedger, keylog: bytes, encode: Encode) -> Lines:
    """All lines of a packet capture; raises ``InputError`` for what is none."""
    bytes(_RETAINED)
    capture = Capture(path, label, ledger.note, keylog, _MAX_BODY)
    pieces = capture.pieces(PIECES)
    with _unnamed() as listing, _unnamed() as facts:
        turns = Turns(len(pieces))
        heard, told = os.pipe()
        child = _forked() if len(pieces) > 1 else -1
        if child == 0:
            _read_share(capture, pieces, turns, encode, listing, facts, told)
        os.close(told)
        try:
            own = 0
            while turns.take():
                yield from _blocks(capture.read(pieces[own]), encode)
                own += 1
            found = _found(facts, len(pieces) - own, bool(os.read(heard, 1)))
            for numbers, read in zip(pieces[own:], found, strict=True):
                if read is not None and capture.add(read.share):
                    yield from _copied(listing, read)
                else:
                    yield from _blocks(capture.read(numbers), encode)
            yield from _blocks(capture.rest(), encode)
            capture.close()
            del capture  # unmaps the file, while the system does the same for the child
        finally:
            turns.close()
            os.close(heard)
            if child > 0:
                os.kill(child, 9)
                os.waitpid(child, 0)


def _unnamed() -> IO[bytes]:
    """A file without a name, in the folder for temporary ones."""
    if sys.platform == "linux":
        try:
            return open(os.open(os.environ.get("TMPDIR", "/tmp"), os.O_TMPFILE | os.O_RDWR, 0o600), "w+b")  # noqa: PTH123
        except OSError:
            pass  # not every file system can
    import tempfile  # takes a while

    return tempfile.TemporaryFile()


def _forked() -> int:
    """As ``os.fork``, but -1 where there is no room for another process."""
    try:
        return os.fork()
    except OSError:
        return -1


def _blocks(exchanges: Iterator[Exchange], encode: Encode) -> Lines:
    """The lines of exchanges, many at once."""
    lines: list[bytes] = []
    size = 0
    for exchange in exchanges:
        line = encode(exchange)
        lines.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield len(lines), b"".join(lines)
            lines.clear()
            size = 0
    if lines:
        yield len(lines), b"".join(lines)


def _read_share(capture: Capture, pieces: list[range], turns: Turns, encode: Encode, listing: IO[bytes],
                facts: IO[bytes], told: int) -> NoReturn:
    """The child: reads pieces, writes down what it found, says so, and ends without the clean-up of the parent."""
    try:
        found: list[_Read] = []
        for numbers in reversed(pieces):
            if not turns.take():
                break
            capture.begin_share()
            start, count = listing.tell(), 0
            for number, block in _blocks(capture.read(numbers), encode):
                listing.write(block)
                count += number
            found.append(_Read(start, listing.tell(), count, capture.share()))
        listing.flush()
        pickle.dump(found, facts)
        facts.flush()
        os.write(told, b"\1")  # the system takes a moment to take the process apart, for which nobody need wait
    finally:
        os._exit(0)


def _found(facts: IO[bytes], count: int, whole: bool) -> list[_Read | None]:
    """What the child read of the last pieces, in their order; nothing when it did not come to the end."""
    if not whole:
        return [None] * count
    facts.seek(0)
    found: list[_Read | None] = pickle.load(facts)  # written by our own child to a file without a name
    return found[::-1]


def _copied(listing: IO[bytes], read: _Read) -> Lines:
    """The lines that the child wrote."""
    listing.seek(read.start)
    count, left = read.count, read.end - read.start
    while block := listing.read(min(left, _BLOCK)):
        yield count, block
        count, left = 0, left - len(block)
