"""What speaks against a datum of a person at its place: an example, content for everybody, what firms publish."""

from __future__ import annotations

from scanner.model import Category, Origin

from .outcome import Outcome
from .plan import Plan

DOUBTFUL = 0.5
"""The most that is given to what is nobody's, as far as is seen: to be assessed."""
PUBLISHED = frozenset({Category.PHONE, Category.STREET, Category.POSTCODE, Category.IBAN, Category.SCHOOL})
"""What firms and schools publish of themselves."""
_OF_MANY = frozenset({Category.RESULT, Category.PROGRESS, Category.AGE, Category.ATTENDANCE})
"""What norms and averages are made of."""
_OF_NOBODY = frozenset({Category.GEO, Category.GROUP})
"""What an answer without a person holds of things: places on a map, classes of a school."""


def doubt_of(
    outcome: Outcome, plan: Plan, origin: Origin, *, nobody: bool, school: bool, content: bool,
    lesson: bool,
) -> str:
    """The code of evidence for what speaks against an outcome at a place; empty for nothing.

    ``nobody``: the object that it stands in speaks of no person; ``school``: it names a school; ``content``: the answer
    is for everybody by its address, and no object of it says that it is about a person; ``lesson``: what it says of
    lessons is about nobody, as far as is seen.
    """
    if outcome.known:
        return ""
    if plan.is_example:
        return "context:example"
    if origin.direction != "response":
        return ""
    if plan.is_norm and outcome.category in _OF_MANY:
        return "sibling:nobody"
    if content or (lesson and plan.is_lesson):
        return "context:lesson"
    if nobody and (outcome.category in _OF_NOBODY or (
        outcome.category in PUBLISHED and (school or _is_of_page(origin))
    ) or _is_of_firm(outcome)):
        return "sibling:nobody"
    return ""


def _is_of_firm(outcome: Outcome) -> bool:
    """Whether a datum is where some firm, shop or depot is or is reached, unless somebody carries the telephone."""
    if outcome.category is Category.PHONE:
        return all(each.code != "shape:phone-mobile" for each in outcome.evidence)
    return outcome.category in {Category.STREET, Category.POSTCODE}


def _is_of_page(origin: Origin) -> bool:
    return bool(origin.steps) and origin.steps[0].name == "html"
