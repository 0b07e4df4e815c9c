"""Capture: reads HAR, mitmproxy dumps, packet captures and the exports of testers' tools, and finds such files."""

from __future__ import annotations

from .files import find_captures, read_capture
from .position import share as share_read
from .sniff import sniff

__all__ = ["find_captures", "read_capture", "share_read", "sniff"]
