"""What connections of a capture share: numbers, end points, and memory that is given back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import quic_builders as build

from scanner.capture.pcap.addresses import Addresses
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.memory import Memory
from scanner.capture.pcap.packets import Packets, Rows
from scanner.capture.pcap.quic_source import QuicShare, QuicSource
from scanner.model import Peer


def test_connections_are_numbered_and_know_their_ends(tmp_path: Path) -> None:
    one, two = build.talk(), build.talk()
    rows = build.asked(one, 2)
    two.address, two.server_address = ("203.0.113.1", 6000), ("198.51.100.99", 4433)
    two.now = one.now + 1
    rows += build.asked(two, 2, start=50)
    exchanges, notes = build.read(one.sent + two.sent, one.secrets + two.secrets, tmp_path)
    assert not notes and [build.row(exchange) for exchange in exchanges] == rows
    assert [exchange.id for exchange in exchanges] == ["quic-0.0", "quic-0.4", "quic-1.0", "quic-1.4"]
    assert exchanges[-1].client == Peer("203.0.113.1", 6000) and exchanges[-1].server == Peer("198.51.100.99", 4433)


def test_later_connections_between_the_same_ends_have_names_of_their_own(tmp_path: Path) -> None:
    talks = [build.talk() for _ in range(3)]
    rows = [row for number, talk in enumerate(talks) for row in build.asked(talk, 1, start=number)]
    sent = [replace(datagram, time=datagram.time + 5 * number) for number, talk in enumerate(talks)
            for datagram in talk.sent]
    exchanges = build.check(sent, b"".join(talk.secrets for talk in talks), rows, tmp_path)
    assert [exchange.id for exchange in exchanges] == ["quic-0.0", "quic-0+1.0", "quic-0+2.0"]


@pytest.mark.parametrize(("taken", "tried", "fits"), [({2}, False, True), ({1, 2}, False, False), ({2}, True, False)])
def test_what_another_process_read(taken: set[int], tried: bool, fits: bool) -> None:
    column = np.zeros(3, np.int64)
    memory = Memory(b"")
    source = QuicSource(Packets(memory, Addresses(), Rows(*[column] * len(Rows.__slots__)),
                                Rows(*[column] * len(Rows.__slots__))),
                        Rows(*[column] * len(Rows.__slots__)), np.arange(3), np.arange(1, 4), np.zeros(3), "c",
                        lambda _: None, KeyLog([]), 1, [0, 1, 2], [2])
    source.take(1)
    assert source.add(QuicShare(taken, tried)) is fits
    assert source.taken == ({1, 2} if fits else {1})


def test_pages_are_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    monkeypatch.setattr(Memory, "used", lambda self, size: used.append(size))
    talk = build.talk()
    rows = build.asked(talk, 8, 20_000)
    build.check(talk.sent, talk.secrets, rows, tmp_path)
    assert sum(used) >= sum(len(datagram.data) for datagram in talk.sent)
