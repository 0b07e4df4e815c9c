"""What a scenario is: the steps that testers walked through, who was logged in, and when.

A scenario comes from a file (``scenariofile``), from marks in the traffic (``markers``), or from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.model import Category

ACTORS: Mapping[str, str] = {
    "pupil": "pupil", "leerling": "pupil", "student": "pupil",
    "teacher": "teacher", "leraar": "teacher", "docent": "teacher",
    "parent": "parent", "guardian": "parent", "ouder": "parent", "verzorger": "parent",
    "admin": "admin", "beheerder": "admin",
    "anonymous": "anonymous", "bezoeker": "anonymous",
}
"""Words for who was logged in → the role of a session."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``start`` and ``end`` are seconds since the epoch, 0.0 when the file does not say.

    ``marker`` is the name by which a mark in the traffic starts the step (its id unless given), ``client`` the address
    of the device that did it (any device when empty), ``feature`` the purpose of the policy or the part of the product
    that it exercises, ``expected`` the categories that it must show.
    """

    id: str
    title: str = ""
    actor: str = ""
    subject: str = ""
    start: float = 0.0
    end: float = 0.0
    marker: str = ""
    client: str = ""
    feature: str = ""
    expected: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """The steps in the order of the file."""

    title: str = ""
    steps: tuple[Step, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step and what the captures hold of it."""

    step: Step
    exchanges: int = 0
    first: float = 0.0
    last: float = 0.0
    marked: bool = False
    missing: tuple[Category, ...] = ()
    """Expected categories that were not detected in it."""

    @property
    def executed(self) -> bool:
        """Whether traffic or a mark shows that the step was done."""
        return self.marked or self.exchanges > 0


@dataclass(frozen=True, slots=True)
class ScenarioSeen:
    """How the captures fill the scenario, and who was logged in."""

    title: str = ""
    sha256: str = ""
    planned: bool = False
    """Whether the user gave a scenario file."""
    steps: tuple[StepSeen, ...] = ()
    outside: int = 0
    """Exchanges that belong to no step."""
    marks: int = 0
    actors: Mapping[str, int] = field(default_factory=dict)
    """Exchanges by the role of their session; ``""`` where it is unknown."""
    unknown: int = 0
    """Exchanges of sessions at the product of which it is unknown."""
