"""What an exchange of the corpus holds: its parts, and a label for every personal value in it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from fixtures.people import Person

Direction = Literal["request", "response"]
Where = Literal["field", "prose"]


@dataclass(frozen=True, slots=True)
class Label:
    """A value that stands in one direction; ``also`` are categories that are no error for it."""

    direction: Direction
    category: str
    value: str
    where: Where = "field"
    also: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """One exchange under construction. ``say`` labels a value of the answer, ``ask`` one of the request."""

    random: random.Random
    people: list[Person]
    method: str = "GET"
    host: str = "api.leren.example"
    path: str = "/"
    request: dict[str, Any] = field(default_factory=dict)
    """Arguments of ``httpx.Client.build_request``: json, data, files, content, params, headers, cookies."""
    status: int = 200
    answer: bytes = b""
    answer_type: str = "application/json"
    answer_headers: dict[str, str] = field(default_factory=dict)
    packed: bool = False
    """Whether the answer travels with gzip."""
    labels: list[Label] = field(default_factory=list)
    harmless: set[str] = field(default_factory=set)
    """Values that are right to be found, under any category, and need not be: authors of books, a school's mail."""

    def say(self, category: str, value: str, *also: str, prose: bool = False) -> str:
        """Label a value of the answer and give it back."""
        self.labels.append(Label("response", category, value, "prose" if prose else "field", also))
        return value

    def ask(self, category: str, value: str, *also: str, prose: bool = False) -> str:
        """Label a value of the request and give it back."""
        self.labels.append(Label("request", category, value, "prose" if prose else "field", also))
        return value

    def prose(self, text: str, *, asked: bool = False) -> str:
        """A sentence with its slots filled and labelled: ``{g} {f}`` first and full name of one person, ``{g2} {f2}``
        of another, ``{m} {t} {b} {a}`` mail, telephone, BSN and street of the first."""
        first, second = self.people[0], self.people[1]
        label = self.ask if asked else self.say
        for slot, category, value in (
            ("{g}", "name.given", first.given),
            ("{f}", "name.full", first.full),
            ("{g2}", "name.given", second.given),
            ("{f2}", "name.full", second.full),
            ("{m}", "contact.email", first.private_email),
            ("{t}", "contact.phone", first.phone),
            ("{b}", "id.bsn", first.bsn),
            ("{a}", "addr.street", first.street),
        ):
            if slot in text:
                text = text.replace(slot, label(category, value, prose=True))
        return text

    def either(self, value: str) -> str:
        """A value that may be found or not."""
        self.harmless.add(value)
        return value

    def json(self, document: object) -> None:
        """The answer as JSON, in one of the ways in which servers write it."""
        separators = self.random.choice([(",", ":"), (", ", ": ")])
        ascii_only = self.random.random() < 0.4
        self.answer = json.dumps(document, ensure_ascii=ascii_only, separators=separators).encode()
        self.packed = self.random.random() < 0.5

    def pick(self, *choices: Any) -> Any:
        """One of some things."""
        return self.random.choice(choices)

    def number(self, low: int, high: int) -> int:
        """A number from low to high."""
        return self.random.randint(low, high)


Case = Callable[[Sheet], None]
"""Fills a sheet: one kind of message of one kind of product."""
