"""Numbers for data subjects, so that a table can hold them in four bytes."""

from __future__ import annotations

MAX_PERSONS = 500_000
"""Data subjects told apart; what is about later ones is not tied to a person in the graph, and counted."""


class PersonNumbers:
    """Subject keys of the detect stage ↔ numbers from 1; 0 is nobody."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._names: list[str] = [""]
        self.overflow = 0

    def of(self, subject: str) -> int:
        """The number of a subject key, 0 for the empty one and when there are too many."""
        number = self._numbers.get(subject)
        if number is None:
            if len(self._numbers) > MAX_PERSONS:
                self.overflow += 1
                return 0
            number = self._numbers[subject] = len(self._numbers)
            self._names.append(subject)
        return number

    def name(self, number: int) -> str:
        """The subject key of a number."""
        return self._names[number]

    def known(self, subject: str) -> int:
        """The number of a person of the subjects file; 0 for all others."""
        return self.of(subject) if subject and subject[0] != "~" else 0

    def __len__(self) -> int:
        return len(self._numbers)
