"""The message under construction: its fields, its budget, and the account of its bytes.

Every decoder is a function that takes the message, the content, and the place the content stands at (key path,
array indices, origin), and adds fields to the message. Two of them lead back to all others: ``expand`` looks
inside a text value, ``content`` decodes bytes by type; they are handed in, so that decoders need not know each
other.
"""

from __future__ import annotations

from collections.abc import Callable

from scanner.model import Field, Gap, KeyPath, Origin, Step

from .budget import Budget
from .tree import Trees

KEEP_OUTER = 256
"""A value that held something stays a field itself while it is shorter than this."""
Indices = tuple[int, ...]
TextDecoder = Callable[["Message", str, KeyPath, Indices, Origin], None]
ContentDecoder = Callable[["Message", bytes, str, KeyPath, Indices, Origin], None]


new_field: Callable[[type[Field], tuple[str, KeyPath, Indices, Origin]], Field] = tuple.__new__
"""Makes a field in half the time of its class: ``new_field(Field, (value, path, indices, origin))``."""


class Account:
    """Divides the captured bytes of one body between what was decoded and the gaps that name the rest."""

    __slots__ = ("captured", "left", "plain")

    def __init__(self, captured: int) -> None:
        self.captured = captured
        self.plain = captured
        """Bytes after content decoding; shares of gaps are given in these."""
        self.left = captured
        """Captured bytes that no gap has named yet."""

    def charge(self, size: int) -> int:
        """The captured bytes that stand for ``size`` plain bytes, never more than are left."""
        if self.plain > self.captured:
            size = size * self.captured // self.plain
        size = min(size, self.left)
        self.left -= size
        return size


class Message:
    """Fields, budget and gaps of one direction of an exchange (or of its WebSocket messages)."""

    __slots__ = ("_content", "_expand", "_look", "_most", "_urls", "account", "budget", "fields", "gaps", "trees")

    def __init__(self, trees: Trees, budget: Budget, expand: TextDecoder, look: TextDecoder,
                 content: ContentDecoder) -> None:
        self.fields: list[Field] = []
        self._urls: dict[tuple[int, int], tuple[Origin, Origin]] = {}
        self.trees = trees
        self.budget = budget
        self._most = budget.limits.fields
        self.account = Account(0)
        self.gaps: dict[tuple[Gap, str, bool], list[int]] = {}
        self._expand = expand
        self._look = look
        self._content = content

    # Methods, and not attributes bound to the message: a message that refers to itself would keep its fields until
    # the cyclic collector comes by.

    def expand(self, value: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
        """Add a text value, looking inside it for JSON, XML, URLs, tokens and encodings."""
        self._expand(self, value, path, indices, origin)

    def look(self, value: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
        """The same for a value that has passed the gate."""
        self._look(self, value, path, indices, origin)

    def content(self, data: bytes, kind: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
        """Decode bytes by their content type and by what they look like."""
        self._content(self, data, kind, path, indices, origin)

    def add(self, value: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
        """Add a text value as it is; an empty one is no field."""
        fields = self.fields
        if value and (len(fields) < self._most or self.has_room()):
            fields.append(new_field(Field, (value, path, indices, origin)))

    def child(self, path: KeyPath, key: str) -> KeyPath:
        """The node of a named member; at the deepest level the node itself."""
        if path.depth >= self.budget.limits.levels:
            self.gap(Gap.BUDGET_DEPTH, 0, "levels", read=True)
            return path
        return self.trees.child(path, key)

    def has_room(self, more: int = 1) -> bool:
        """Whether ``more`` fields fit the budget; if not, that is noted, once, for all bytes that are left."""
        if len(self.fields) + more <= self.budget.limits.fields:
            return True
        if Gap.BUDGET_PARTS not in self.budget.exceeded:
            self.budget.exceeded.add(Gap.BUDGET_PARTS)
            self.gap(Gap.BUDGET_PARTS, self.account.plain, "fields")
        return False

    def in_url(self, origin: Origin, length: int) -> Origin:
        """The origin of what stands in a URL of this length; URLs are so common in values that it is kept."""
        known = self._urls.get((id(origin), length))
        if known is None:
            # The origin is kept with it, so that its id stays taken.
            known = self._urls[id(origin), length] = (
                derive(origin, "url", 0, length, format=origin.format), origin)
        return known[0]

    def gap(self, gap: Gap, size: int, detail: str = "", *, read: bool = False) -> None:
        """Name ``size`` plain bytes as not decoded, and why; equal gaps of a message are summed."""
        sums = self.gaps.setdefault((gap, detail, read), [0, 0])
        sums[0] += self.account.charge(size)
        sums[1] += 1


def derive(origin: Origin, name: str, start: int = -1, end: int = -1, *, format: str | None = None) -> Origin:
    """The origin of what one more decoding step led to."""
    return Origin(origin.direction, origin.part, (*origin.steps, Step(name, start, end)), origin.static,
                  origin.message, name if format is None else format)
