"""Capture: reads HAR, mitmproxy dumps, packet captures and the exports of testers' tools, and finds such files."""

from __future__ import annotations

from .files import find_captures, read_capture
from .sniff import sniff

__all__ = ["find_captures", "read_capture", "sniff"]
