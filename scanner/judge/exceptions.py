"""Exceptions of the policy: deviations that someone approved for a time, by the date of the capture.

Theory. An exception covers a rule at a recipient, for a category and a part of the message. Through its last day the
finding stands as covered. After it, in another part of the message than was approved, or at another recipient while it
holds, the finding becomes POL-003 with the ernst of the rule itself. Before ``approved_on``, and where the capture has
no date, it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scanner.model import Detection, ExceptionMark, ExceptionState, Sign, Text
from scanner.model.day import day_words

from .context import day_of
from .groups import Group
from .order import NEVER_SOFTENED
from .policy import Policy, PolicyException
from .recipients import Party
from .severity import Assessment, soften


@dataclass(frozen=True, slots=True)
class Applied:
    """What an exception does to an occurrence."""

    exception: PolicyException
    outcome: ExceptionState

    @property
    def mark(self) -> ExceptionMark:
        """What a report says of it."""
        given = self.exception
        return ExceptionMark(self.outcome, given.justification, given.approved_by, str(given.approved_on),
                             str(given.expires))


class Exceptions:
    """The exceptions of one policy, by rule."""

    def __init__(self, policy: Policy) -> None:
        self._by_rule: dict[str, list[PolicyException]] = {}
        for exception in policy.exceptions:
            self._by_rule.setdefault(exception.rule, []).append(exception)

    def may_speak(self, rule_id: str) -> bool:
        """Whether any exception is about a rule."""
        return rule_id in self._by_rule

    def apply(self, rule_id: str, party: Party, detection: Detection, time: float) -> Applied | None:
        """The exception that speaks about an occurrence: one that covers it before one that no longer does."""
        return self._first(rule_id, party, time, lambda exception: _same_category(exception, detection),
                           lambda part: in_part(part, detection))

    def apply_to_sign(self, rule_id: str, party: Party, sign: Sign | None, time: float) -> Applied | None:
        """The same about a technical fact or mere contact, which is about no category."""
        part = sign.part if sign is not None else ""
        return self._first(rule_id, party, time, lambda exception: exception.category is None,
                           lambda named: fnmatchcase(part, named.partition(":")[0]) if named else True)

    def apply_to_group(self, group: Group, latest: float) -> Applied | None:
        """The same about a finding that was concluded from the whole scan; ``latest`` is the scan's last moment."""
        return self._first(
            group.rule.id, group.party, group.last or latest,
            lambda exception: exception.category is None or set(group.categories) == {exception.category},
            lambda part: fnmatchcase(group.spot.part, part.partition(":")[0]) if part else True)

    def _first(self, rule_id: str, party: Party, time: float, is_about: Callable[[PolicyException], bool],
               is_in: Callable[[str], bool]) -> Applied | None:
        candidates = None if rule_id in NEVER_SOFTENED else self._by_rule.get(rule_id)
        if not candidates:
            return None
        day = day_of(time)
        if day is None:
            return None
        found: Applied | None = None
        for exception in candidates:
            if day < exception.approved_on or not is_about(exception):
                continue
            if exception.recipient != party.key:
                if exception.category is not None and day <= exception.expires:
                    found = found or Applied(exception, "exceeded")
            elif not is_in(exception.part):
                if found is None or found.exception.recipient != party.key:
                    found = Applied(exception, "exceeded")
            elif day > exception.expires:
                found = Applied(exception, "expired")
            else:
                return Applied(exception, "covers")
        return found


def covered(assessment: Assessment, exception: PolicyException) -> Assessment:
    """The assessment under a valid exception."""
    last = day_words(str(exception.expires))
    return soften(assessment, Text(
        f"uitzondering {exception.id}, geldig tot en met {last.nl}: noodzaak te toetsen",
        f"exception {exception.id}, valid through {last.en}: necessity to be assessed"))


def in_part(part: str, detection: Detection) -> bool:
    """Whether a detection lies in the part that an exception names.

    ``body``, ``url.query``, ``header.referer`` are parts of a message; ``body.json`` adds the format of the body, and
    what follows a colon is a pointer, in which ``*`` stands for anything (``body.json:/leerlingen/*/nummer``).
    """
    if not part:
        return True
    place, _, pointer = part.partition(":")
    if pointer and not fnmatchcase(detection.template, pointer) and not fnmatchcase(detection.pointer, pointer):
        return False
    if fnmatchcase(detection.part, place):
        return True
    head, _, form = place.partition(".")
    return head == "body" and detection.part == "body" and (form in detection.steps or not detection.steps)


def _same_category(exception: PolicyException, detection: Detection) -> bool:
    if exception.category is not None and exception.category is not detection.category:
        return False
    return exception.about is None or exception.about == detection.about
