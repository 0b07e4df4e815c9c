"""Says what stands beside a value that makes it surer than it is alone: a person, an account, an owner, a text."""

from __future__ import annotations

from scanner.model import Category

from .endpoints import Address
from .inner_urls import is_in_url
from .lists_of_names import GIVEN, ListsOfNames
from .outcome import Outcome
from .owners import OWNER_CODES, Owners
from .recognizers.names import AUTHOR_KEYS
from .record import (
    NAMES,
    SURE_GIVEN,
    Hit,
    is_beside_given,
    is_given_too,
    is_half_listed,
    is_listed,
    is_of_sender,
    is_sure_given,
    is_title,
    is_written,
)
from .standing import Standing

_OF_CLAIMS = frozenset({"uid", "user", "usr", "gebruiker", "u"})
"""What tokens and beacons call who is signed in."""
_OF_SURNAMES = frozenset({"naam", "name", "nm", "an", "familienaam"})
"""Keys of a name that is the surname where the given name has a field of its own."""
_OF_ANY_MESSAGE = frozenset({Category.GROUP, Category.SCHOOL})
"""What is the class or the school of whoever else the message speaks of."""
_NAMED_BY_ID = NAMES | {Category.ACCOUNT}
"""Categories that an account beside them says nothing of: things have names and ids too."""
_OF_MESSAGES = AUTHOR_KEYS | {"van", "from", "sender", "afzender", "aan", "to"}
"""Keys of who wrote a text and who gets it."""
_WRITER = 0.6
"""What a name is worth that is half known, of who wrote the text beside it."""
_BAND, _SURE_ENOUGH = 0.65, 0.6


class Lifting:
    """Answers for the values in the objects of one exchange."""

    def __init__(self, address: Address, owners: Owners, lists: ListsOfNames) -> None:
        self._address = address
        self._owners = owners
        self._lists = lists

    def of(self, hit: Hit, confidence: float, standing: Standing) -> tuple[float, str]:
        """The confidence of a hit by its neighbours and the code of evidence for them; empty where none is needed."""
        outcome = hit.outcome
        sure = outcome.confidence
        if _is_surname(outcome, standing):
            return _BAND, "sibling:person"
        if confidence < _BAND and _is_unlisted_given(outcome) and not standing.content and standing.under_persons:
            return _BAND, OWNER_CODES["role"]
        if sure == confidence:
            return confidence, ""  # nothing beside it can make it surer
        if _is_of_person(outcome, standing):
            return sure, "sibling:person"
        if standing.accounted and sure > confidence and outcome.category not in _NAMED_BY_ID:
            return sure, "sibling:account"
        if is_title(outcome) and hit.origin.direction == "request":
            return sure, ""  # who sends it says it, so that it is no heading
        if not confidence and outcome.category is Category.ACCOUNT:
            if outcome.key in _OF_CLAIMS and is_of_sender(hit) and not hit.origin.part.startswith("cookie"):
                return sure, "context:claim"
            if self._owners.is_of_address(outcome.canonical):
                return sure, OWNER_CODES["address"]
        if not confidence and outcome.category in GIVEN and self._is_searched(hit):
            return SURE_GIVEN, "context:searched"
        if hit.origin.part == "url.query" and outcome.recognizer == "key_search" and self._address.people:
            return sure, "context:searched"
        if standing.owner and not standing.content and self._is_owners(hit, confidence, standing):
            return sure, OWNER_CODES[standing.owner]
        if confidence < _SURE_ENOUGH <= sure and standing.spoken and (outcome.category in _OF_ANY_MESSAGE or (
                outcome.category is Category.NAME_FULL and not outcome.recognizer.startswith("key_"))):
            return sure, "sibling:around"
        if outcome.key in _OF_MESSAGES and sure > confidence and is_written(standing.record):
            return max(sure, _WRITER if is_half_listed(outcome) else 0.0), "sibling:text"
        return confidence, ""

    def _is_searched(self, hit: Hit) -> bool:
        """Whether a first name is looked for or sent, or stands in a list of first names."""
        outcome = hit.outcome
        sure = is_sure_given(outcome)
        return (sure and (is_in_url(hit.origin) or is_of_sender(hit))) or (
            (sure or is_given_too(outcome)) and self._lists.have(hit))

    def _is_owners(self, hit: Hit, confidence: float, standing: Standing) -> bool:
        """Whether a value says something of the owner of its object."""
        outcome = hit.outcome
        if is_title(outcome):
            return True
        return outcome.confidence > confidence and outcome.recognizer.startswith("key_") and self._owners.lifts(
            standing.owner, outcome.category, answered=hit.origin.direction == "response",
            named=is_listed(outcome) and not standing.record.indices and outcome.key not in AUTHOR_KEYS,
        )


def is_of_somebody_around(outcome: Outcome, standing: Standing) -> bool:
    """Whether a value is the class or the school of whoever else the message speaks of."""
    return standing.spoken and outcome.category in _OF_ANY_MESSAGE and outcome.confidence >= _SURE_ENOUGH


def _is_surname(outcome: Outcome, standing: Standing) -> bool:
    """Whether a name is the surname to a given name that has a field of its own."""
    return outcome.key in _OF_SURNAMES and outcome.confidence < _BAND and outcome.category in NAMES and (
        is_beside_given(standing.record)) and outcome.value[:1].isupper()


def _is_unlisted_given(outcome: Outcome) -> bool:
    """Whether a word with a capital stands under a key for given names and in no list of names."""
    return (outcome.recognizer == "key_name_given" and outcome.value[:1].isupper()
            and " " not in outcome.value and any(each.code == "gazetteer:not-listed" for each in outcome.evidence))


def _is_of_person(outcome: Outcome, standing: Standing) -> bool:
    """Whether something else in the object says that it is about a person."""
    person = standing.person
    return person is not None and (standing.told_by_others or outcome.category not in person.personal) and (
        outcome.category is not Category.ACCOUNT or person.keyed)
