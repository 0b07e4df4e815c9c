"""Lists a packet capture with two processes: after the packets are sorted, each reads half of the connections.

Theory. The child is a fork, so it shares the index and the mapped file. Its lines go to a file without a name, so that
nothing readable is left whatever happens, and follow those of the parent, which makes the order that of one process.
What connections have in common (secrets that were used or learnt, trials that were spent) is compared at the end; when
the child would have needed what only the parent knew, or failed, the parent reads its half again by itself.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from scanner.capture.pcap.reader import Capture, Share
from scanner.coverage import CoverageLedger
from scanner.model import Exchange
from scanner.processors import processors

Encode = Callable[[Exchange], bytes]

_MAX_BODY = 64 << 20
_BLOCK = 1 << 20


def can_share() -> bool:
    """Whether a fork is safe here and has a processor of its own."""
    return sys.platform == "linux" and threading.active_count() == 1 and processors() > 1


def shared(path: Path, label: str, ledger: CoverageLedger, keylog: bytes,
           encode: Encode) -> Iterator[tuple[int, bytes]]:
    """How many exchanges a piece stands for, and the piece; raises ``InputError`` for what is no packet capture."""
    capture = Capture(path, label, ledger.note, keylog, _MAX_BODY)
    mine, other = capture.halves()
    with tempfile.TemporaryFile() as listing, tempfile.TemporaryFile() as facts:
        child = os.fork() if other and mine else -1
        if child == 0:
            _read_share(capture, other, encode, listing, facts)
        try:
            for exchange in capture.tcp(mine):
                yield 1, encode(exchange)
            status = os.waitpid(child, 0)[1] if child > 0 else 1
            child = -1
        finally:
            if child > 0:
                os.kill(child, 9)
                os.waitpid(child, 0)
        count = _taken_in(capture, facts) if status == 0 else -1
        if count >= 0:
            listing.seek(0)
            while block := listing.read(_BLOCK):
                yield count, block
                count = 0
        else:
            for exchange in capture.tcp(other):
                yield 1, encode(exchange)
    for exchange in capture.udp():
        yield 1, encode(exchange)
    capture.close()


def _read_share(capture: Capture, flows: range, encode: Encode, listing: IO[bytes], facts: IO[bytes]) -> None:
    """The child: reads its connections, writes down what it found, and ends without the clean-up of the parent."""
    status = 1
    try:
        capture.begin_share()
        count = 0
        for exchange in capture.tcp(flows):
            listing.write(encode(exchange))
            count += 1
        listing.flush()
        pickle.dump((count, capture.share()), facts)
        facts.flush()
        status = 0
    finally:
        os._exit(status)


def _taken_in(capture: Capture, facts: IO[bytes]) -> int:
    """How many exchanges the child read, or -1 when they must be read again."""
    facts.seek(0)
    count, share = pickle.load(facts)  # written by our own child to a file without a name
    assert isinstance(count, int)
    assert isinstance(share, Share)
    return count if capture.add(share) else -1
