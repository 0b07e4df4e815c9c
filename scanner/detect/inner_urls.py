"""Tells what was found twice: in a value that is a URL as a whole, and in a part of that URL."""

from __future__ import annotations

from scanner.model import Category, Origin

from .record import Hit

PSEUDONYMS = frozenset({Category.ECKID, Category.STAMPSEUDONIEM})
"""Categories whose values are URLs."""
_Leaf = tuple[int, tuple[int, ...]]


def is_in_url(origin: Origin) -> bool:
    """Whether a place is a part of a URL."""
    return bool(origin.steps) and origin.steps[-1].name == "url"


class InnerUrls:
    """The URLs among the values of one exchange."""

    def __init__(self) -> None:
        self._parts: dict[_Leaf, set[tuple[Category, str]]] = {}
        """What was found inside the URL that a leaf is, by the leaf."""
        self._pseudonyms: set[_Leaf] = set()
        """Leaves that are a pseudonym of the chain as a whole."""

    def add_part(self, hit: Hit) -> None:
        """Keep what was found inside a URL."""
        self._parts.setdefault(_around(hit), set()).add((hit.outcome.category, hit.outcome.fingerprint))

    def add_pseudonym(self, hit: Hit) -> None:
        """Keep a value that is a pseudonym of the chain as a whole."""
        self._pseudonyms.add((id(hit.plan.node), hit.indices))

    def is_of_pseudonym(self, hit: Hit) -> bool:
        """Whether a value is a part of a pseudonym."""
        return bool(self._pseudonyms) and is_in_url(hit.origin) and _around(hit) in self._pseudonyms

    def tell_better(self, hit: Hit) -> bool:
        """Whether a URL and its parts were both read and the other one tells it better.

        A pseudonym of the chain is a URL, so its parts say nothing more; of any other URL the part is the place.
        """
        if not self._parts:
            return False
        outcome = hit.outcome
        if is_in_url(hit.origin):
            return outcome.category in PSEUDONYMS and _around(hit) in self._pseudonyms
        inside = self._parts.get((id(hit.plan.node), hit.indices))
        return inside is not None and outcome.category not in PSEUDONYMS and (
            (outcome.category, outcome.fingerprint) in inside
        )


def _around(hit: Hit) -> _Leaf:
    """The leaf that is the URL in which a hit was made."""
    node = hit.plan.node
    return id(node.parent), hit.indices[:-1] if node.is_index else hit.indices
