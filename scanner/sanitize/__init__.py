"""Sanitize: captures to share, with a consistent fake for every value of a person and the same findings.

Beside the line capture → decode → detect → judge → report: it uses the first three and writes captures, and asks a
whole scan whether the result holds.
"""

from __future__ import annotations

from .run import KINDS, Settings, Summary, sanitize
from .summary import lines

__all__ = ["KINDS", "Settings", "Summary", "lines", "sanitize"]
