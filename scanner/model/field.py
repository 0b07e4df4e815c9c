"""Fields: the decoded leaves of a message, light enough to make a million of.

Theory. API traffic repeats its shape endlessly while its values vary. So the key names above a value are an
interned node (``KeyPath``) that all messages of one shape share: a later stage can hang what it knows about
``/leerlingen/*/bsn`` on the node once and find it again by identity. Only the array indices differ from field
to field; the JSON pointer (RFC 6901) is made from node and indices when something was found there. What a
field shares with its neighbours (part, decode steps, direction) is one ``Origin``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from .transfer import quickly_made

Direction = Literal["request", "response"]
FILE_NAME: Final = "@filename"
"""The key that decoders give the name of a file, below the key of the file."""
FILE_CONTENT: Final = "@content"
"""The same for what a picture or a recording is: its kind, its form, and a digest in its place."""


class Sieve:
    """What the consumer of fields knows to say nothing to it, wherever it stands under the paths that have this sieve.

    Decoders give such leaves as ``SievedField``, so that a consumer can pass over them by their class.
    """

    __slots__ = ("numbers", "values")

    def __init__(self, *, numbers: bool) -> None:
        self.values: set[str] = set()
        self.numbers = numbers
        """Whether all whole numbers below ``SMALL`` say nothing."""


SMALL: Final = 10_000_000
"""Whole numbers of seven digits at most."""


class KeyPath:
    """A node in the tree of key names; children are interned, so one path is one object per tree."""

    __slots__ = ("_children", "_item", "depth", "is_index", "key", "parent", "plan", "sieve")

    def __init__(self, key: str = "", parent: KeyPath | None = None, is_index: bool = False) -> None:
        self.key = key
        self.parent = parent
        self.is_index = is_index
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self._children: dict[str, KeyPath] = {}
        self._item: KeyPath | None = None
        self.plan: object | None = None
        """Slot for the one consumer that caches what it derived from the names of this path."""
        self.sieve: Sieve | None = None
        """What this consumer has no more use for under this path; None while it wants all."""

    def child(self, key: str) -> KeyPath:
        """The node of a named member; an unknown name is added."""
        node = self._children.get(key)
        if node is None:
            node = self._children[key] = KeyPath(key, self)
        return node

    def item(self) -> KeyPath:
        """The node that stands for every element of an array."""
        node = self._item
        if node is None:
            node = self._item = KeyPath("", self, is_index=True)
        return node

    @property
    def names(self) -> tuple[str, ...]:
        """Key names from the root to this node, array levels left out."""
        found: list[str] = []
        node: KeyPath | None = self
        while node is not None and node.parent is not None:
            if not node.is_index:
                found.append(node.key)
            node = node.parent
        return tuple(reversed(found))

    def pointer(self, indices: tuple[int, ...] | None = None) -> str:
        """The JSON pointer (RFC 6901); without indices array levels are written ``*`` (the template)."""
        tokens: list[str] = []
        left = len(indices) if indices is not None else 0
        node: KeyPath | None = self
        while node is not None and node.parent is not None:
            if node.is_index:
                left -= 1
                tokens.append("*" if indices is None else str(indices[left]))
            else:
                tokens.append(node.key.replace("~", "~0").replace("/", "~1"))
            node = node.parent
        return "".join("/" + token for token in reversed(tokens))


@quickly_made
@dataclass(frozen=True, slots=True)
class Step:
    """One decoding that led to a field: its name and the span in the text it was taken from, where it has one."""

    name: str
    start: int = -1
    end: int = -1


@quickly_made
@dataclass(frozen=True, slots=True)
class Origin:
    """Where fields come from: direction, part of the message, decode steps in order.

    ``part`` is one of ``url.path url.query url.fragment header.<name> cookie.<name> body ws`` (names lower-case
    for headers, as sent for cookies). ``static`` marks content that is the same for every visitor (bundles,
    styles, public cacheable content): it is searched for known subjects only. ``message`` numbers the WebSocket
    or server-sent message, -1 for the HTTP message itself. ``format`` is the step that shaped the fields
    (``json``, ``form``, ``xml``, ``html``, ``text``, …), empty for URL, headers and cookies.
    """

    direction: Direction
    part: str
    steps: tuple[Step, ...] = ()
    static: bool = False
    message: int = -1
    format: str = ""


class Field(NamedTuple):
    """A decoded leaf. Numbers and booleans are given as JSON writes them; empty and null leaves are no fields."""

    value: str
    path: KeyPath
    indices: tuple[int, ...]
    origin: Origin

    @property
    def pointer(self) -> str:
        """The RFC 6901 pointer of this very leaf."""
        return self.path.pointer(self.indices)

    def __repr__(self) -> str:
        return f"Field({self.origin.part} {self.path.pointer()} {len(self.value)} characters)"


class SievedField(Field):
    """A leaf that says nothing to the consumer which gave its path a sieve; to all others a leaf as any."""

    __slots__ = ()
