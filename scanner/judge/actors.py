"""Which rules need to know who was logged in, and what a scan says when it does not know.

The role of a session is, in this order: what the user told, the step of the scenario, the login or identifier of a test
account, the role in the session's own answers; else it is unknown, and a rule that needs it stays silent there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Text

from .context import Context
from .rule import Rule

_KEYS = frozenset({"actor", "authorised"})
_SHOWN = 8


@dataclass(slots=True)
class ActorsSeen:
    """Exchanges by the role of their session, and those at the product whose session has none."""

    by_role: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    known: int = 0

    def see(self, context: Context) -> None:
        """Enter an exchange."""
        self.by_role[context.actor] += 1
        if context.session and (context.party.declared or context.party.assumed):
            if context.actor:
                self.known += 1
            else:
                self.unknown += 1


def needs_actor(rule: Rule) -> bool:
    """Whether a rule asks who was logged in."""
    if not isinstance(rule.softened, bool) and _asks(rule.softened):
        return True
    return any(
        any(_asks(tree) for tree in (pattern.where, pattern.find, *pattern.beside, *pattern.without) if tree)
        or (pattern.count is not None and pattern.count.of == "others")
        for pattern in rule.match
    )


def unknown_actor(rules: Iterable[Rule], seen: ActorsSeen) -> list[Text]:
    """What limits the conclusion: sessions at the product, and of none is known whose they are."""
    names = [rule.id for rule in rules if needs_actor(rule)]
    if seen.known or not seen.unknown or not names:
        return []
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return [Text(
        f"van geen enkele sessie is bekend wie was ingelogd; niet getoetst: {shown}"
        + (f" en nog {more}" if more > 0 else "") + " (geef --actor, --scenario of --subjects)",
        f"it is not known of any session who was logged in; not tested: {shown}"
        + (f" and {more} more" if more > 0 else "") + " (give --actor, --scenario or --subjects)")]


def _asks(tree: Mapping[str, Any] | Sequence[Any]) -> bool:
    if isinstance(tree, Mapping):
        return any(key in _KEYS or (isinstance(value, (Mapping, list)) and _asks(value)) for key, value in tree.items())
    return any(isinstance(part, (Mapping, list)) and _asks(part) for part in tree)
