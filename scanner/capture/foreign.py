"""Captures of other recorders, which are not read: told by their first bytes, so that none is passed over unsaid."""

from __future__ import annotations

import re
from typing import Final

_CONVERT: Final = "open it in Wireshark and save it as pcapng, or use editcap"
_PACKETS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GMBU", "Microsoft Network Monitor"), (b"RTSS", "Microsoft Network Monitor"), (b"snoop\0\0\0", "snoop"),
    (b"XCP\0", "Sniffer"), (b"TRSNIFF data    \x1a", "Sniffer"), (b"\x05VNF", "Visual Networks"),
    (b"\xaa\xaa\xaa\xaa\x20\0\0\0", "5Views"), (b"iptrace 1.0", "iptrace"), (b"iptrace 2.0", "iptrace"),
    (b"TR\0d\0", "nettl"), (b"btsnoop\0", "btsnoop"), (b"\x7fver\0\0\0", "OmniPeek"), (b"EyeSDN", "EyeSDN"),
    (b"ObserverPktBuffe", "Observer"), (b"+---------+---------------+----------+", "K12"),
)
"""First bytes → the recorder, from the descriptions of the file formats that Wireshark reads."""
_NET_LOG: Final = re.compile(
    rb'\s*\{\s*"constants"\s*:\s*\{.{0,8000}"(?:activeFieldTrialGroups|clientInfo|addressFamily|logEventPhase'
    rb'|certPathBuilderDigestPolicy|certStatusFlag)"\s*:', re.DOTALL)


def foreign(head: bytes) -> tuple[str, str] | None:
    """Name of the format of a capture that is not read, and what to do; None for anything else."""
    for magic, name in _PACKETS:
        if head.startswith(magic):
            return f"{name} capture", _CONVERT
    if _NET_LOG.match(head) is not None:
        return "net-log of Chromium", "it has no bodies; export a HAR from the developer tools instead"
    return None
