"""What speaks against a datum of a person at its place: an example, content for everybody, what firms publish."""

from __future__ import annotations

from scanner.model import Category, Origin

from .names import squash, words
from .outcome import Outcome
from .recognizers.education import RIGHT_KEYS
from .record import PUBLISHED, Hit, is_firm, is_published
from .standing import Standing

DOUBTFUL = 0.5
"""The most that is given to what is nobody's, as far as is seen: to be assessed."""
_OF_MANY = frozenset({Category.RESULT, Category.PROGRESS, Category.AGE, Category.ATTENDANCE})
"""What norms and averages are made of."""
_OF_NOBODY = frozenset({Category.GEO, Category.GROUP})
"""What an answer without a person holds of things: places on a map, classes of a school."""
_OF_THINGS_TOO = frozenset(
    {Category.GENDER, Category.AGE, Category.NATIONALITY, Category.BIRTHPLACE, Category.RELIGION, Category.ORIGIN,
     Category.ORIENTATION, Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE, Category.GEO}
)  # fmt: skip
"""Categories that entries of reference lists have as well: religions of countries, genders of nouns, maps."""
_OF_LISTS = _OF_THINGS_TOO | {Category.RESULT, Category.PROGRESS, Category.ATTENDANCE, Category.GROUP,
                              Category.SCHEDULE}
"""The same of entries that hold no date either: lists of reasons, norms, classes."""
_OF_LIVES = frozenset({Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY, Category.BIRTHPLACE,
                       Category.STREET, Category.NATIONALITY, Category.GENDER, Category.RELIGION})
"""What lessons tell of people of long ago."""
_CHOICES = frozenset(words("""
choices keuzes options opties antwoordopties answeroptions antwoordmogelijkheden alternatives alternatieven distractors
answerchoices mogelijkheden keuzemogelijkheden
"""))
_OF_CONNECTION = "sid"
_LABEL = 40
"""Characters of what a list to choose from says at most."""


def doubt_of(hit: Hit, standing: Standing) -> str:
    """The code of evidence for what speaks against a hit in an object; empty for nothing."""
    outcome, plan, _, origin = hit
    if outcome.known:
        return ""
    if _is_of_list(hit, standing):
        return "sibling:nobody"
    if plan.is_example:
        return "context:example"
    if outcome.key in RIGHT_KEYS and _is_of_choice(plan.node.names):
        return "context:lesson"
    category = outcome.category
    if category is Category.IBAN and _is_of_collector(plan.node.names):
        return "sibling:nobody"
    if category in _OF_LIVES and standing.long_ago:
        return "context:lesson"
    if origin.direction != "response":
        return ""
    if outcome.key == _OF_CONNECTION:
        return "sibling:nobody"  # a handshake; who is meant sends it back
    if plan.is_norm and category in _OF_MANY:
        return "sibling:nobody"
    if standing.content or (standing.for_all and is_published(hit, standing.record)) or (
            standing.lesson and plan.is_lesson):
        return "context:lesson"
    if _is_nobodys(outcome, standing) and (category in _OF_NOBODY or (
        category in PUBLISHED and (standing.school or _is_of_page(origin))
    ) or _is_of_firm(outcome)):
        return "sibling:nobody"
    return ""


def _is_of_list(hit: Hit, standing: Standing) -> bool:
    """Whether a value is reference data: of an entry of a list of things, or what there is to choose from."""
    outcome = hit.outcome
    if standing.listed and outcome.category in _OF_THINGS_TOO and outcome.recognizer.startswith("key_"):
        return True
    return (standing.undated or (standing.timeless and hit.plan.node.is_index)) and outcome.category in _OF_LISTS and (
        outcome.end - outcome.start <= _LABEL)


def _is_of_collector(names: tuple[str, ...]) -> bool:
    """Whether an account is that of the firm whose batch it is (ISO 20022): who collects, or who pays."""
    levels = {squash(name) for name in names}
    return ("cstmrdrctdbtinitn" in levels and "cdtracct" in levels) or (
        "cstmrcdttrfinitn" in levels and "dbtracct" in levels)


def _is_of_choice(names: tuple[str, ...]) -> bool:
    """Whether one of what there is to choose from says that it is right: part of the question."""
    return any(squash(name) in _CHOICES for name in names[-4:-1])


def _is_nobodys(outcome: Outcome, standing: Standing) -> bool:
    """Whether the object of a value speaks of no person, or is a firm's that publishes it."""
    if standing.nobody and standing.owner not in {"role", "address", "roster"}:
        return True
    return outcome.category in PUBLISHED and standing.person is standing.record and is_firm(standing.record)


def _is_of_firm(outcome: Outcome) -> bool:
    """Whether a datum is where some firm, shop or depot is or is reached, unless somebody carries the telephone."""
    if outcome.category is Category.PHONE:
        return all(each.code != "shape:phone-mobile" for each in outcome.evidence)
    return outcome.category in {Category.STREET, Category.POSTCODE}


def _is_of_page(origin: Origin) -> bool:
    return bool(origin.steps) and origin.steps[0].name == "html"
