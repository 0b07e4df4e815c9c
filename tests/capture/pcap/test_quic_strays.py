"""Where connections moved to: pairs by the end point of their server and the id in their first datagrams."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.capture.pcap.packets import Memory, Rows
from scanner.capture.pcap.quic_strays import Strays

SERVER, OTHER, ONE, TWO, THREE = 100, 101, 7, 8, 9


@pytest.fixture
def strays() -> Strays:
    """Pairs by rows: client one (2), client two (2), client three with another server (1)."""
    content = [b"\x40abcd111", b"\x40zzzz", b"\x40", b"\x40efgh222", b"\x40abcd333"]
    ends = [(ONE, SERVER), (SERVER, ONE), (TWO, SERVER), (TWO, SERVER), (THREE, OTHER)]
    size = np.array([len(piece) for piece in content])
    at = np.cumsum(size) - size
    zero = np.zeros(5, np.uint8)
    udp = Rows(at, size, zero, np.array([3, 4, 6, 8, 9], np.uint32), np.array([end[0] for end in ends], np.uint64),
               np.array([end[1] for end in ends], np.uint64), zero, zero)
    return Strays(Memory(b"".join(content)), udp, np.array([0, 2, 4]), np.array([2, 4, 5]), [0, 1, 2])


def test_found_by_id(strays: Strays) -> None:
    assert strays.carrying(SERVER, {b"abcd"}, 4) == {0: ONE}
    assert strays.carrying(SERVER, {b"abcd", b"efgh", b"none"}, 4) == {0: ONE, 1: TWO}
    assert strays.carrying(OTHER, {b"abcd"}, 4) == {2: THREE}
    assert strays.carrying(SERVER, {b"ab"}, 2) == {0: ONE}
    assert strays.carrying(SERVER, {b"zzzz"}, 4) == {}  # what the server sends carries ids of clients
    assert strays.carrying(55, {b"abcd"}, 4) == {}


def test_next_start(strays: Strays) -> None:
    assert [strays.next_start(SERVER, after) for after in (0, 3, 5)] == [3, 6, 6]
    assert strays.next_start(SERVER, 6) > 1 << 40 and strays.next_start(55, 0) > 1 << 40


def test_no_strays() -> None:
    none = np.zeros(0, np.int64)
    keys = np.zeros(0, np.uint64)
    strays = Strays(Memory(b""), Rows(none, none, none, none, keys, keys, none, none), none, none, [])
    assert strays.carrying(SERVER, {b"abcd"}, 4) == {} and strays.next_start(SERVER, 0) > 1 << 40
