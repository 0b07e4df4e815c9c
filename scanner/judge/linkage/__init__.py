"""Linkage: which recipients can join what they hold about the same pupil, and by what; one module a question."""

from .engine import Linkage
from .graph import Join, LinkageGraph, Linking, Profile

__all__ = ["Join", "Linkage", "LinkageGraph", "Linking", "Profile"]
