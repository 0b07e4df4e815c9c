"""What connections of a capture share: numbers, end points, and memory that is given back."""

from __future__ import annotations

from pathlib import Path

import pytest
import quic_builders as build

from scanner.capture.pcap.memory import Memory
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


def test_pages_are_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    monkeypatch.setattr(Memory, "used", lambda self, size: used.append(size))
    talk = build.talk()
    rows = build.asked(talk, 8, 20_000)
    build.check(talk.sent, talk.secrets, rows, tmp_path)
    assert sum(used) >= sum(len(datagram.data) for datagram in talk.sent)
