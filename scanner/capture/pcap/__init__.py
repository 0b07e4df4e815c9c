"""Packet captures (pcap, pcapng): from packets to HTTP exchanges, TLS opened with logged secrets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scanner.model import Exchange, NoteSink

__all__ = ["read_pcap"]


def read_pcap(path: Path, label: str, note: NoteSink, keylog: bytes = b"",
              max_body: int = 64 << 20) -> Iterator[Exchange]:
    """Exchanges connection by connection in the order of their first packets; raises ``InputError``."""
    from .reader import read

    return read(path, label, note, keylog, max_body)
