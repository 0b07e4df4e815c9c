"""Where the exchanges of one product are judged: what is compiled for its policy, and what is remembered under it."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.errors import UsageError

from .condition_terms import Setting
from .context import Contexts
from .exceptions import Exceptions
from .expected import Expected
from .matching import Matcher
from .policy import Policy
from .precedence import Precedence
from .quasi import Quasi
from .recipients import Parties
from .returned import Returned
from .rule import Rule
from .severity import Assessor
from .signs import Memory


class Desk:
    """One product of a scan; a scan under one policy has one."""

    def __init__(self, rules: Sequence[Rule], policy: Policy, parties: Parties, *, test_mode: bool, actor: str,
                 number: int = 0) -> None:
        setting = Setting(policy, test_mode)
        patterns = [pattern for rule in rules for pattern in rule.match]
        self.memory = memory = Memory(
            (*(p.where for p in patterns), *({"earlier": p.ever.what} for p in patterns if p.ever is not None)), policy)
        self.policy = policy
        self.contexts = Contexts(policy, parties, actor, memory, number)
        try:
            self.matcher = Matcher(rules, setting)
        except UsageError as error:
            raise UsageError(f"rules: {error}") from None
        self.assessor = Assessor(setting)
        self.precedence = Precedence(self.assessor)
        self.exceptions = Exceptions(policy)
        self.expected = Expected(policy)
        self.returned = Returned(policy)
        self.quasi = Quasi(rules, self.assessor)
        self.exchanges = 0
        self._generation = 0

    def forgot(self) -> bool:
        """Whether contexts were dropped since the last call; then what hangs on them was dropped too."""
        if self.contexts.generation == self._generation:
            return False
        self._generation = self.contexts.generation
        self.matcher.forget()
        self.precedence.forget()
        return True
