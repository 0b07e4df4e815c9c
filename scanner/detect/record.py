"""What was found in one object: hits at their places, and what they say together of the object.

Theory. A value is about whoever its object is about, so that hits are kept by object. What an object says by all of
its hits (that it has a name beside an age, an account of its own, a text that somebody wrote) is asked here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scanner.model import About, Category, Evidence, KeyPath, Origin

from .judging import TITLE
from .names import local_name, squash
from .outcome import STRENGTH_OF_IDENTIFIER, Outcome
from .plan import Plan
from .recognizers.names import AUTHOR_KEYS

Scope = tuple[str, str, int]
"""Direction, part and message: what lies in different scopes is in different objects."""
Place = tuple[Scope, int, tuple[int, ...]]
"""Where an object is: its scope, the identity of its node, and the indices of the lists around it."""

NAME_PARTS = {Category.NAME_GIVEN, Category.NAME_FAMILY}
NAMES = NAME_PARTS | {Category.NAME_FULL}
PUBLISHED = frozenset({Category.PHONE, Category.STREET, Category.POSTCODE, Category.IBAN, Category.SCHOOL})
"""What firms and schools publish of themselves."""
SURE_ACCOUNT = 0.7
"""From here on an account is somebody's, whatever stands beside it."""
SURE_GIVEN = 0.65
"""What a listed given name is worth in the address of a page."""
_TOLD_OF_ANYBODY = NAMES | {
    Category.AGE, Category.GENDER, Category.DOB, Category.BIRTHPLACE, Category.NATIONALITY, Category.GROUP,
    Category.RESULT, Category.PROGRESS, Category.ATTENDANCE, Category.SCHEDULE, Category.HEALTH, Category.DIAGNOSIS,
    Category.SUPPORT, Category.YOUTHCARE, Category.RELIGION, Category.ORIGIN, Category.ORIENTATION, Category.STREET,
    Category.POSTCODE, Category.PHONE, Category.SCHOOL, Category.FREE_TEXT, Category.EVENT, Category.IMAGE,
}  # fmt: skip
"""What lessons and news tell of somebody; numbers of persons, addresses of mail and secrets are never published."""
_TO_CALL = frozenset({"contactpersoon", "contact_name", "contact", "directeur", "naamdirecteur", "eigenaar", "owner"})
_OF_CONTACT = frozenset({Category.NAME_FULL, Category.EMAIL})
SURE_NAME = 0.7
_SURE_OF_PEOPLE = {Category.GROUP: 0.4, Category.RESULT: 0.7}
_OF_PEOPLE = frozenset({Category.AGE, Category.GENDER, Category.GROUP, Category.BIRTHPLACE, Category.NATIONALITY,
                        Category.RESULT})
"""What is said of people: a name beside it, under a key of any name, is no product's."""
_OF_ANY_NAME = frozenset({"naam", "name", "nm", "an"})
_ONLY_OF_PERSONS = frozenset({
    Category.AGE, Category.GENDER, Category.GROUP, Category.BIRTHPLACE, Category.NATIONALITY, Category.RELIGION,
    Category.ORIGIN, Category.ORIENTATION, Category.DOB,
})  # fmt: skip
_ENOUGH = 3
_FREE_TEXT = Category.FREE_TEXT
_PROSE = "nl_person"
"""Recognizer of names in running text, which may only mention somebody."""
_PUBLISHED_TEXT = frozenset({"text", "tekst", "body", "bodytext", "content", "inhoud", "bio", "argumentatie"})
"""Keys of texts that are published as often as written by one to another."""


class Hit(NamedTuple):
    """An outcome at its place."""

    outcome: Outcome
    plan: Plan
    indices: tuple[int, ...]
    origin: Origin


class Settled(NamedTuple):
    """What the neighbours made of a hit."""

    hit: Hit
    confidence: float
    evidence: tuple[Evidence, ...]
    record: str
    subject: str


new_hit: Callable[[type[Hit], tuple[Outcome, Plan, tuple[int, ...], Origin]], Hit] = tuple.__new__
"""Makes a hit in half the time of its class: ``new_hit(Hit, (outcome, plan, indices, origin))``."""
new_settled: Callable[
    [type[Settled], tuple[Hit, float, tuple[Evidence, ...], str, str]], Settled
] = tuple.__new__


class Record:
    """The hits of one object."""

    __slots__ = ("about", "accounted", "hits", "indices", "keyed", "name", "name_parts", "node", "person", "personal",
                 "scope", "subject")  # fmt: skip

    def __init__(self, name: str, scope: Scope, node: KeyPath, indices: tuple[int, ...]) -> None:
        self.name = name
        self.scope = scope
        self.node = node
        self.indices = indices
        self.hits: list[Hit] = []
        self.personal: set[Category] = set()
        self.keyed = False
        """Whether it says so itself that it is about a person; a text in it may only mention one."""
        self.accounted = False
        """Whether it holds an account, which says that it is about somebody, not who that is."""
        self.name_parts: set[Category] = set()
        self.subject = ""
        self.person: Record | None = None
        """The record of the person this one is about: itself, or an object around it."""
        self.about: About = "unknown"

    def add(self, hit: Hit) -> None:
        """Keep a hit, and what it says of the object."""
        self.hits.append(hit)
        outcome = hit.outcome
        category = outcome.category
        if outcome.personal:
            self.personal.add(category)
            self.keyed = self.keyed or (category not in PUBLISHED and (
                outcome.recognizer.startswith(("key_", "table")) or (
                    not outcome.start and outcome.recognizer != _PROSE)))
        elif category is Category.ACCOUNT:
            self.accounted = self.accounted or outcome.alone >= SURE_ACCOUNT
        elif category in NAME_PARTS and outcome.confidence >= SURE_NAME:
            self.name_parts.add(category)
            if len(self.name_parts) == len(NAME_PARTS):  # a given name with a surname: each proves the other
                self.tell(self.name_parts)

    def tell(self, categories: set[Category]) -> None:
        """Let the object be about a person, by data of these categories."""
        self.personal |= categories
        self.keyed = True


def holds_a_name(record: Record) -> bool:
    """Whether an object that says an age, a gender or a class has the name of a person, under whatever key."""
    named = of_people = False
    for hit in record.hits:
        outcome = hit.outcome
        named = named or (outcome.category in NAMES and outcome.confidence >= SURE_NAME)
        of_people = of_people or (
            outcome.category in _OF_PEOPLE and outcome.alone >= _SURE_OF_PEOPLE.get(outcome.category, 0.5))
    return named and of_people


def is_beside_given(record: Record) -> bool:
    """Whether the given name of somebody has a field of its own in an object, and the surname has none."""
    categories = {hit.outcome.category for hit in record.hits
                  if hit.outcome.recognizer.startswith("key_") and hit.outcome.confidence >= SURE_GIVEN
                  and hit.outcome.key not in _OF_ANY_NAME}
    return Category.NAME_GIVEN in categories and Category.NAME_FAMILY not in categories


def quasi_identified(record: Record) -> set[Category]:
    """What an object says that only persons have, three of it at least; empty for less: a norm has a group, too."""
    told = {hit.outcome.category for hit in record.hits
            if hit.outcome.category in _ONLY_OF_PERSONS and hit.outcome.recognizer.startswith("key_")
            and hit.outcome.confidence >= SURE_NAME}
    return told if len(told) >= _ENOUGH else set()


def is_half_listed(outcome: Outcome) -> bool:
    """Whether a full name has a surname that is listed, beside a given name that is not."""
    return outcome.category is Category.NAME_FULL and any(each.code == "gazetteer:family-name"
                                                          for each in outcome.evidence)


def is_published(hit: Hit, record: Record) -> bool:
    """Whether what came without a session is what all can read: no field that names a datum, no message, no post."""
    outcome, plan = hit.outcome, hit.plan
    if outcome.category not in _TOLD_OF_ANYBODY:
        return False
    if outcome.key in AUTHOR_KEYS:
        return not is_written(record) and record.personal <= NAMES
    if outcome.recognizer.startswith("key_"):
        return False
    return not plan.meaning.free_text or squash(local_name(plan.node.key)) in _PUBLISHED_TEXT


def is_firm(record: Record) -> bool:
    """Whether an object is a firm's, for all that is seen: who is named in it is whom to call there."""
    named = [hit.outcome.key for hit in record.hits if hit.outcome.category in NAMES and hit.outcome.personal]
    return bool(named) and all(key in _TO_CALL for key in named) and not any(
        hit.outcome.category in STRENGTH_OF_IDENTIFIER and hit.outcome.category not in _OF_CONTACT
        and hit.outcome.alone >= SURE_ACCOUNT for hit in record.hits)


def is_of_no_column(hit: Hit) -> bool:
    """Whether a text of a page stands below no heading, so that it may be one: ``Medicijnen``."""
    above = hit.plan.node.parent
    return hit.plan.node.is_index and above is not None and above.key == "text"


def is_of_sender(hit: Hit) -> bool:
    """Whether a value is what the client says of its user, or of who else it writes about: sent, or in a token."""
    return hit.origin.direction == "request" or any(step.name == "jwt" for step in hit.origin.steps)


def is_title(outcome: Outcome) -> bool:
    """Whether a word of care is a whole value that no key asks for: a heading, unless something tells otherwise."""
    return outcome.alone == TITLE and not outcome.recognizer.startswith("key_")


def is_sure_given(outcome: Outcome) -> bool:
    """Whether a value under a key is a listed given name that is no word."""
    return any(each.code == "gazetteer:given-name" and each.weight > 0 for each in outcome.evidence) and (
        outcome.confidence >= SURE_NAME)


def is_given_too(outcome: Outcome) -> bool:
    """Whether a value under a key is a listed given name that is a word too."""
    return outcome.category is Category.NAME_GIVEN and any(
        each.code == "gazetteer:given-name-and-word" for each in outcome.evidence)


def has_account(record: Record) -> bool:
    """Whether an object holds an account that is somebody's by its own key."""
    return any(hit.outcome.category is Category.ACCOUNT and hit.outcome.alone >= SURE_ACCOUNT for hit in record.hits)


def is_listed(outcome: Outcome) -> bool:
    """Whether a name holds a listed given name, or a listed surname behind a word that is none."""
    return any(each.code.startswith("gazetteer:given") for each in outcome.evidence) or (
        outcome.confidence >= 0.6 and is_half_listed(outcome))


def is_written(record: Record) -> bool:
    """Whether an object holds text that somebody wrote: a post, so that its author is no author of a book."""
    return any(hit.outcome.category is _FREE_TEXT and not hit.outcome.token for hit in record.hits)


def is_answer_about_nobody(record: Record) -> bool:
    """Whether an object of an answer holds no account either: an entry of a list of things, for all that is seen."""
    return record.hits[0].origin.direction == "response" and not any(
        hit.outcome.category in STRENGTH_OF_IDENTIFIER and hit.outcome.alone >= 0.6 for hit in record.hits
    )


def names_somebody(outcome: Outcome) -> bool:
    """Whether an unknown identifier is so strong that a shared first name cannot outweigh it."""
    return STRENGTH_OF_IDENTIFIER.get(outcome.category, 0) >= 6 and outcome.alone >= 0.6


def contradicted(person: Record) -> bool:
    return any(not hit.outcome.known and names_somebody(hit.outcome) for hit in person.hits)


def surest(settled: list[Settled]) -> list[Settled]:
    """Of what was found at one place in one category, or as one name, the surest."""
    best: dict[tuple[int, tuple[int, ...], int, str, int], Settled] = {}
    for one in settled:
        outcome, plan, indices, origin = one.hit
        value = outcome.category.value
        kind = "name" if outcome.category in NAMES else value
        key = id(plan.node), indices, id(origin), kind, outcome.start
        other = best.get(key)
        if other is None or one.confidence > other.confidence:
            best[key] = one
    return list(best.values())
