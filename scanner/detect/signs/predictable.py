"""Signs of passwords that anyone can guess: a value of the very test pupil, or the name that it is sent with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model import Category, Sign

from ..names import squash
from ..spellings import parse_date

if TYPE_CHECKING:
    from ..record import Settled
    from ..subjects import Subjects

_GUESSED = {
    Category.NAME_GIVEN: "given-name", Category.NAME_FAMILY: "family-name", Category.NAME_FULL: "full-name",
    Category.LEERLINGNUMMER: "pupil-number", Category.LOGIN: "login-name", Category.POSTCODE: "postcode",
    Category.GROUP: "class-code",
}
"""What others know of a pupil, and the word that a sign has for it."""
_NAMES = frozenset({Category.LOGIN, Category.ACCOUNT, Category.EMAIL})


class Predictable:
    """Tells predictable passwords; holds what can be guessed of the known subjects."""

    def __init__(self, subjects: Subjects | None) -> None:
        self._guesses: dict[str, str] = {}
        for subject in subjects.all if subjects is not None else ():
            own = {squash(value) for category, value in subject.values if category is Category.CREDENTIAL}
            for category, value in subject.values:
                for guess, word in _guesses(category, value):
                    # A tester who gave the pupil this very password on purpose still has one that can be guessed.
                    if len(guess) >= 4 or guess in own or (word == "class-code" and len(guess) >= 2):
                        self._guesses.setdefault(guess, word)

    def of(self, settled: list[Settled]) -> tuple[Sign, ...]:
        """The signs of passwords in requests; ``detail`` says what the password is."""
        found: dict[Sign, None] = {}
        for item in settled:
            hit = item.hit
            outcome, origin = hit.outcome, hit.origin
            if outcome.category is not Category.CREDENTIAL or origin.direction != "request" or outcome.via:
                continue
            value = squash(outcome.value[:200])
            word = self._guesses.get(value, "")
            if not word and value and item.record and any(
                    other.record == item.record and other.hit.outcome.category in _NAMES
                    and other.hit.outcome.value[:200].lower() == outcome.value[:200].lower() for other in settled):
                word = "login-name"
            if word:
                part, dot, _ = origin.part.partition(".")
                template = hit.plan.template
                if dot and part in {"header", "cookie"}:
                    part, template = f"{part}.{template.split('/')[1]}", ""
                else:
                    part = origin.part
                found[Sign("password.predictable", "request", part, template, word)] = None
        return tuple(found)


def _guesses(category: Category, value: str) -> list[tuple[str, str]]:
    """Passwords that follow from a value, squashed."""
    if category is Category.DOB:
        day = parse_date(value)
        if day is None:
            return []
        d, m, y = f"{day.day:02}", f"{day.month:02}", str(day.year)
        return [(text, "birth-date") for text in (d + m + y, y + m + d, m + d + y, d + m + y[2:], y[2:] + m + d,
                                                  f"{day.day}{day.month}{y}", y)]
    if category not in _GUESSED:
        return []
    return [(squash(value[:200]), _GUESSED[category])]
