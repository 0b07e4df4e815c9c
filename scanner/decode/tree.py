"""The interned key-path trees: one root per family of message parts, bounded in width and in size.

Theory. Later stages hang what they know about a path on its node, so equal paths must be one object over the
whole scan. Objects keyed by ids (``{"4711": {...}, "4712": {...}}``) would let the trees grow without bound;
past a bound, new members get a node of their own that dies with its message.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from scanner.model import KeyPath

from .budget import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_NAME = 200
"""A longer key name is content, not a name, and is not kept."""

members_of: Callable[[KeyPath], dict[str, KeyPath]] = attrgetter("_children")
"""The named members of a node that are known already; read only, for the loops that cannot afford a call a key."""


class Trees:
    """The roots (``url.path``, ``url.query``, ``header``, ``cookie``, ``body``, ``ws``, …) and their growth."""

    __slots__ = ("_families", "_members", "_nodes_left")

    def __init__(self, limits: Limits) -> None:
        self._families: dict[str, KeyPath] = {}
        self._members = limits.members
        self._nodes_left = limits.nodes

    def root(self, family: str) -> KeyPath:
        """The root of a family of parts; families are a handful of fixed words."""
        node = self._families.get(family)
        if node is None:
            node = self._families[family] = KeyPath()
        return node

    def child(self, parent: KeyPath, key: str) -> KeyPath:
        """The node of a named member: the interned one, a new one, or past the bounds one that is not kept."""
        known = members_of(parent)
        node = known.get(key)
        if node is not None:
            return node
        if len(known) >= self._members or self._nodes_left <= 0 or len(key) > LONGEST_NAME:
            return KeyPath(key, parent)
        self._nodes_left -= 1
        return parent.child(key)
