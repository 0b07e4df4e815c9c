"""Capture: reads HAR, mitmproxy dumps, pcap and pcapng into exchanges, and finds such files."""

from __future__ import annotations

from .files import find_captures, read_capture
from .sniff import sniff

__all__ = ["find_captures", "read_capture", "sniff"]
