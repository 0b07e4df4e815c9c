"""QUIC connections of a capture: named without secrets, read with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.capture.pcap import read_pcap
from scanner.model import Gap, Note

FOLDER = Path(__file__).parents[2] / "captures" / "pcap"


@pytest.mark.parametrize(("name", "host"), [
    ("suricata-verify__quic-ietf.pcap", "msquic.net"),
    ("zeek__quic__quicv2-echo-443.pcap", "localhost"),
])
def test_without_secrets_a_connection_is_named(name: str, host: str) -> None:
    notes: list[Note] = []
    assert not list(read_pcap(FOLDER / name, "c", notes.append))
    [quic] = [note for note in notes if note.gap is Gap.QUIC_UNREAD]
    assert quic.host == host and quic.bytes > 1000 and quic.time > 0 and not quic.detail
