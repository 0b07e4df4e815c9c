"""Ties the values of one exchange to objects and persons, and settles confidence by what stands beside a value.

Theory. A value is about whoever its object is about: the members of one JSON object, XML element or form are one
*record*. Hits are filed under their objects as they come. When all are there, the persons are found first, then what
each object is, then what each value is worth there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scanner.model import Category, Field, Origin

from .endpoints import NOWHERE, Address
from .fingerprint import Fingerprinter
from .inner_urls import PSEUDONYMS, InnerUrls, is_in_url
from .lifting import Lifting
from .lists_of_names import ListsOfNames
from .owners import Owners
from .persons import Persons
from .plan import NUMBERED_KEY
from .record import NAMES, Hit, Place, Record, Scope, Settled, surest
from .standing import Standings
from .weighing import Weighing

_OF_TABLES = NAMES | {Category.LEERLINGNUMMER, Category.EMAIL}


class Records:
    """Groups hits as they come; ``settle`` says what each is worth and whom it is about."""

    def __init__(self, fingerprinter: Fingerprinter, exchange_key: str, *, address: Address = NOWHERE,
                 public: Callable[[], bool] = bool) -> None:
        """``address``: what the address of the exchange says of its answer; ``public``: whether nobody signed in."""
        self._fingerprinter = fingerprinter
        self._address = address
        self._public = public
        self._exchange_key = exchange_key
        self._records: dict[Place, Record] = {}
        self._loose: list[Hit] = []
        self._urls = InnerUrls()
        self._origin: Origin | None = None
        self._scope: Scope | None = None
        self._in_url = False
        """Of the origin last seen: its scope, and whether it is a part of a URL."""
        self._tokens: list[Hit] = []
        self._told = False
        """Whether a table said what values are that were judged by themselves as well."""

    def add(self, hit: Hit) -> None:
        """File a hit under its object; hits in paths and headers have none."""
        outcome, plan, indices, origin = hit
        if outcome.token:
            self._tokens.append(hit)
            return
        if outcome.key == NUMBERED_KEY and self._address.things and outcome.recognizer == "key_id_leerlingnummer":
            return  # the number of a product or a question, for all that is seen
        if origin is not self._origin:
            self._origin, self._scope = origin, _scope(origin)
            self._in_url = is_in_url(origin)
        if self._in_url:
            self._urls.add_part(hit)
        elif outcome.category in PSEUDONYMS:
            self._urls.add_pseudonym(hit)
        scope = self._scope
        if scope is None:
            self._loose.append(hit)
            return
        indices = indices[: plan.object_depth]
        key = (scope, id(plan.object_node), indices)
        record = self._records.get(key)
        if record is None:
            name = f"r{len(self._records) + 1}"
            record = self._records[key] = Record(name, scope, plan.object_node, indices)
        record.add(hit)

    @property
    def address(self) -> Address:
        """What the address of the exchange says of its answer."""
        return self._address

    @property
    def may_hold_tables(self) -> bool:
        """Whether persons are spoken of, so that the cells of a table may be theirs."""
        address = self._address
        if address.people or address.of_somebody:
            return True
        return any(hit.outcome.category in _OF_TABLES for record in self._records.values() for hit in record.hits)

    def add_told(self, hit: Hit) -> None:
        """File a hit of a table; what was found at the same place with less certainty is left out in the end."""
        self._told = True
        self.add(hit)

    @property
    def candidates(self) -> list[Hit]:
        """Digest-looking values, to be matched when the whole scan is known; the number in a pseudonym is none."""
        return [hit for hit in self._tokens if not self._urls.is_of_pseudonym(hit)]

    def settle(self, leaves: Sequence[Field] = ()) -> list[Settled]:
        """All hits that count, with confidence, evidence, record and subject; ``leaves`` are all of the exchange."""
        records = self._records.values()
        persons = Persons(self._records, self._fingerprinter, self._exchange_key)
        persons.find()
        owners = Owners(self._records, self._loose, self._address, leaves)
        standings = Standings(self._records, self._address, owners, self._public)
        lists = ListsOfNames(records, leaves, self._address, self._public)
        weighing = Weighing(persons, standings, Lifting(self._address, owners, lists), lists, self._urls)
        settled = list(weighing.loose(self._loose))
        for record in records:
            settled += weighing.of(record)
        persons.forget()
        return surest(settled) if self._told else settled


def _scope(origin: Origin) -> Scope | None:
    """The scope of a place; None for paths and headers, whose values have no object around them."""
    part = origin.part
    family = part.partition(".")[0]
    if family == "header" or part == "url.path":
        if not origin.steps:
            return None
        family = part  # what a header decodes to (a token, a URL) is an object of its own
    return origin.direction, part if family == "url" else family, origin.message
