"""DNS questions and answers (RFC 1035 §4), as far as a capture of look-ups needs them."""

from __future__ import annotations

import struct

_ADDRESS = b"\xc6\x33\x64\x01"
"""198.51.100.1, of a documentation range."""


def lookup(host: str, alias: str, number: int) -> tuple[bytes, bytes]:
    """The question for a name, and its answer: an address, behind an alias where there is one."""
    asked = _name(host) + struct.pack(">HH", 1, 1)
    records = [_record(host, 5, _name(alias)), _record(alias, 1, _ADDRESS)] if alias else [_record(host, 1, _ADDRESS)]
    head = number & 0xFFFF
    return (struct.pack(">HHHHHH", head, 0x0100, 1, 0, 0, 0) + asked,
            struct.pack(">HHHHHH", head, 0x8180, 1, len(records), 0, 0) + asked + b"".join(records))


def _record(owner: str, kind: int, data: bytes) -> bytes:
    return _name(owner) + struct.pack(">HHIH", kind, 1, 300, len(data)) + data


def _name(host: str) -> bytes:
    labels = [label.encode("ascii", "ignore")[:63] for label in host.strip(".").split(".")]
    return b"".join(bytes((len(label),)) + label for label in labels if label) + b"\0"
