"""Ties the values of one exchange to objects and persons, and settles confidence by what stands beside a value.

Theory. A value is about whoever its object is about: the members of one JSON object, XML element or form are one
*record*. A record that holds a personal datum speaks of a *data subject*: a known one where a known value says so,
else whoever the strongest identifier names, else just this record. An inner object (an address) belongs to the
person of the object around it, unless a list of other things lies between. A list of references (``userIds``,
``deelnemerref``) whose entries hold identifiers alone, one of a kind, is about the person who has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from scanner.model import About, Category, Evidence, Field, KeyPath, Origin

from .doubts import DOUBTFUL, PUBLISHED, doubt_of
from .endpoints import NOWHERE, Address
from .fingerprint import Fingerprinter
from .judging import FLOOR, IN_LIST
from .names import snake
from .outcome import STRENGTH_OF_IDENTIFIER, Outcome
from .owners import OWNER_CODES, Owner, Owners
from .plan import NUMBERED_KEY, Plan
from .recognizers.names import AUTHOR_KEYS
from .record import (
    NAME_PARTS,
    NAMES,
    SURE_ACCOUNT,
    SURE_GIVEN,
    SURE_NAME,
    Hit,
    Record,
    Scope,
    Settled,
    contradicted,
    has_account,
    holds_a_name,
    is_answer_about_nobody,
    is_beside_given,
    is_firm,
    is_given_too,
    is_half_listed,
    is_listed,
    is_of_no_column,
    is_of_sender,
    is_published,
    is_sure_given,
    is_title,
    is_written,
    names_somebody,
    new_settled,
    quasi_identified,
    surest,
)
from .roles import PERSONS, nearest_role, role_of

_WEAK_KNOWN = frozenset(
    {Category.NAME_GIVEN, Category.NAME_FAMILY, Category.GROUP, Category.SCHOOL, Category.GENDER, Category.AGE,
     Category.DOB, Category.POSTCODE, Category.NATIONALITY, Category.BIRTHPLACE, Category.RESULT, Category.STREET}
)  # fmt: skip
"""Categories whose values several persons share; alone they do not say which subject is meant."""



_OF_THINGS_TOO = frozenset(
    {Category.GENDER, Category.AGE, Category.NATIONALITY, Category.BIRTHPLACE, Category.RELIGION, Category.ORIGIN,
     Category.ORIENTATION, Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE, Category.GEO}
)  # fmt: skip
"""Categories that entries of reference lists have as well: religions of countries, genders of nouns, maps."""
_OF_LISTS = _OF_THINGS_TOO | {Category.RESULT, Category.PROGRESS, Category.ATTENDANCE, Category.GROUP,
                               Category.SCHEDULE}
"""The same of entries that hold no date either: lists of reasons, norms, classes."""
_BARE_IDS = frozenset({"id", "key", "uid", "uuid", "oid", "sourced_id"})
_OF_CLAIMS = frozenset({"uid", "user", "usr", "gebruiker", "u"})
"""What tokens and beacons call who is signed in."""
_IDS = frozenset({Category.ACCOUNT, Category.LEERLINGNUMMER})
_SHORTEST_ID = 3
_OF_SURNAMES = frozenset({"naam", "name", "nm", "an", "familienaam"})
"""Keys of a name that is the surname where the given name has a field of its own."""
_OF_ANY_MESSAGE = frozenset({Category.GROUP, Category.SCHOOL})
"""What is the class or the school of whoever else the message speaks of."""
_BAND, _SURE_ENOUGH = 0.65, 0.6
_LABEL = 40
"""Characters of what a list to choose from says at most."""
_OF_TABLES = NAMES | {Category.LEERLINGNUMMER, Category.EMAIL}
_REFERENCES = frozenset(STRENGTH_OF_IDENTIFIER) - {Category.NAME_FULL}
"""Categories of which an entry of a list of references has one."""
_NAMED = frozenset({Category.NAME_FAMILY, Category.NAME_FULL, Category.NAME_GIVEN, Category.DOB})
_NAMED_BY_ID = NAMES | {Category.ACCOUNT}
"""Categories that an account beside them says nothing of: things have names and ids too."""
_WRITER = 0.6
"""What a name is worth that is half known, of who wrote the text beside it."""
_OF_MESSAGES = AUTHOR_KEYS | {"van", "from", "sender", "afzender", "aan", "to"}
"""Keys of who wrote a text and who gets it."""
_GIVEN = frozenset({Category.NAME_GIVEN, Category.NAME_FULL})
_FEWEST_NAMES = 2
_SHARE_OF_NAMES = 0.6
_PROSE = "nl_person"
_LISTED = 0.5
_PSEUDONYMS = frozenset({Category.ECKID, Category.STAMPSEUDONIEM})


class Records:
    """Groups hits as they come; ``settle`` says what each is worth and whom it is about."""

    def __init__(self, fingerprinter: Fingerprinter, exchange_key: str, *, address: Address = NOWHERE,
                 public: Callable[[], bool] = bool) -> None:
        """``address``: what the address of the exchange says of its answer; ``public``: whether nobody signed in."""
        self._fingerprinter = fingerprinter
        self._address = address
        self._public = public
        self._exchange_key = exchange_key
        self._records: dict[tuple[Scope, int, tuple[int, ...]], Record] = {}
        self._loose: list[Hit] = []
        self._in_url: dict[tuple[int, tuple[int, ...]], set[tuple[Category, str]]] = {}
        """What was found inside the URL that a leaf is, by the leaf."""
        self._pseudonyms: set[tuple[int, tuple[int, ...]]] = set()
        """Leaves that are a pseudonym of the chain as a whole."""
        self._origin: Origin | None = None
        self._scope: Scope | None = None
        self._url = False
        self._tokens: list[Hit] = []
        self._first_names: Counter[_List] | None = None
        self._listed: Counter[_List] = Counter()
        """How many first names and how many values each list has; worked out at the first question."""
        self._leaves: Sequence[Field] = ()
        self._told = False
        """Whether a table said what values are that were judged by themselves as well."""
        self._about_somebody = False
        """Whether an object of the answer says that it is about a person."""
        self._speaking: set[tuple[str, int]] = set()
        """The messages, by direction and number, of which an object says that it is about a person."""
        self._for_all = False
        """Whether the answer came without a session and no object of it says that it is about a person."""

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
            self._url = _is_in_url(origin)
        if self._url:
            self._in_url.setdefault(_around_url(hit), set()).add((outcome.category, outcome.fingerprint))
        elif outcome.category in _PSEUDONYMS:
            self._pseudonyms.add((id(plan.node), indices))
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
        record.hits.append(hit)
        category = outcome.category
        if outcome.personal:
            record.personal.add(category)
            record.keyed = record.keyed or (category not in PUBLISHED and (
                outcome.recognizer.startswith("key_") or (not outcome.start and outcome.recognizer != _PROSE)))
        elif category is Category.ACCOUNT:
            record.accounted = record.accounted or outcome.alone >= SURE_ACCOUNT
        elif category in NAME_PARTS and outcome.confidence >= SURE_NAME:
            record.name_parts.add(category)
            if len(record.name_parts) == len(NAME_PARTS):  # a given name with a surname: each proves the other
                record.personal |= record.name_parts
                record.keyed = True

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
        return [hit for hit in self._tokens if not (self._pseudonyms and _is_in_url(hit.origin)
                                                    and _around_url(hit) in self._pseudonyms)]

    def settle(self, leaves: Sequence[Field] = ()) -> list[Settled]:
        """All hits that count, with confidence, evidence, record and subject; ``leaves`` are all of the exchange."""
        records = self._records.values()
        self._leaves = leaves
        for record in records:
            if not record.personal and holds_a_name(record):
                record.personal.add(Category.NAME_FULL)
                record.keyed = True
        self._recognise_ids()
        for record in records:
            if not record.personal and record.scope[0] == "request" and (told := quasi_identified(record)):
                record.personal |= told
                record.keyed = True
        for record in records:
            record.person = record if record.personal else self._around(record)
        self._refer()
        for record in records:
            if record.person is record:
                self._name(record)
        owners = Owners(self._records, self._loose, self._address, leaves)
        settled: list[Settled] = []
        doubled = bool(self._in_url)
        self._about_somebody = any(record.accounted or record.keyed for record in records
                                   if record.scope[0] == "response")
        self._speaking = {(record.scope[0], record.scope[2]) for record in records
                          if record.keyed and not record.personal <= PUBLISHED}
        self._for_all = not self._about_somebody and not self._address.of_somebody and not self._address.own and any(
            record.scope[0] == "response" for record in records) and self._public() and not owners.named_in_address
        for hit in self._loose:
            outcome = hit.outcome
            sure = outcome.confidence if is_title(outcome) and hit.origin.direction == "request" else outcome.alone
            if sure >= FLOOR and not (doubled and self._said_twice(hit)):
                subject = outcome.known[0].subject if outcome.known and _is_sure(outcome) else ""
                settled.append(new_settled(Settled, (hit, sure, outcome.evidence, "", subject)))
        for record in records:
            self._settle_record(record, settled, owners)
        for record in records:
            record.person = None  # it may be the record itself: its hits would stay until the cyclic collector comes by
        return surest(settled) if self._told else settled

    def _recognise_ids(self) -> None:
        """Let an object whose id is that of a person elsewhere in the exchange be about that person."""
        known = {hit.outcome.canonical for record in self._records.values() for hit in record.hits
                 if hit.outcome.category in _IDS and hit.outcome.alone >= SURE_ACCOUNT
                 and len(hit.outcome.canonical) >= _SHORTEST_ID}
        if known:
            for record in self._records.values():
                if not record.accounted and not record.personal:
                    record.accounted = any(
                        hit.outcome.category in _IDS and not hit.outcome.alone and hit.outcome.canonical in known
                        and hit.outcome.key in _BARE_IDS for hit in record.hits)

    def _refer(self) -> None:
        """Give the entries of lists of references to the person whose list it is."""
        lists: dict[tuple[Scope, int, tuple[int, ...]], list[Record]] = {}
        for record in self._records.values():
            around = record.node.parent
            if around is None or not record.node.is_index or not record.personal or record.personal - _REFERENCES:
                continue
            if role_of(snake(around.key).rpartition("_")[2]) not in PERSONS:  # pupils are no references of a teacher
                lists.setdefault((record.scope, id(record.node.parent), record.indices[:-1]), []).append(record)
        for (scope, _, indices), entries in lists.items():
            around = entries[0].node.parent
            person = self._records.get((scope, id(around.parent), indices)) if around is not None else None
            if person is None or person.person is not person or person.personal.isdisjoint(_NAMED):
                continue
            abouts = {hit.outcome.about for each in (person, *entries) for hit in each.hits} - {"unknown"}
            if len(abouts) > 1:
                continue
            values: dict[Category, set[str]] = {}
            for hit in (hit for entry in entries for hit in entry.hits):
                values.setdefault(hit.outcome.category, set()).add(hit.outcome.fingerprint)
            if all(len(found) == 1 for found in values.values()):  # two of a kind are two persons
                for entry in entries:
                    entry.person = person

    def _settle_record(self, record: Record, settled: list[Settled], owners: Owners) -> None:
        """Append the hits of one object that count."""
        person, name = record.person, record.name
        subject = person.subject if person is not None else ""
        about: About = person.about if person is not None else "unknown"
        others = person is not None and (person is not record or len(person.personal) > 1)
        doubled = bool(self._in_url)
        accounted = (person is None or not person.keyed) and self._is_accounted(record)
        content = self._address.content and not self._about_somebody
        nobody = not accounted and (person is None or person.personal <= PUBLISHED)
        whose: Owner = ""
        listed = timeless = undated = school = False
        if nobody:
            whose = owners.of(record)
            content = content and not (whose in {"address", "role"} and owners.named_in_address)
            if not whose:
                listed = bool(record.indices) and is_answer_about_nobody(record)
                timeless = not self._address.of_somebody and record.scope[0] == "response"
                undated = listed and timeless and not owners.is_dated(record)
            school = any(hit.outcome.category is Category.SCHOOL for hit in record.hits)
        lesson = not record.keyed and not accounted and not whose and not self._about_somebody
        for hit in record.hits:
            outcome = hit.outcome
            confidence, evidence = outcome.alone, outcome.evidence
            if outcome.recognizer == IN_LIST:
                if not self._is_in_list_of_names(hit):
                    continue
                evidence = (*evidence, _beside(outcome.confidence, "context:list-of-names"))
                confidence = outcome.confidence
            spoken = outcome.category in _OF_ANY_MESSAGE and outcome.confidence >= _SURE_ENOUGH and not content and (
                (hit.origin.direction, hit.origin.message) in self._speaking)
            if not confidence and outcome.category is Category.ACCOUNT and outcome.key in _BARE_IDS and (
                    has_account(record)):
                continue  # the person has an id of another name here, so that this one is the object's own
            if outcome.key in _OF_SURNAMES and outcome.confidence < _BAND and outcome.category in NAMES and (
                    is_beside_given(record)) and outcome.value[:1].isupper():
                evidence = (*evidence, _beside(_BAND - confidence, "sibling:person"))
                confidence = _BAND
            elif outcome.confidence == confidence:
                pass  # nothing beside it can make it surer
            elif person is not None and (
                others or outcome.category not in person.personal
            ) and (outcome.category is not Category.ACCOUNT or person.keyed):
                evidence = (*evidence, _beside(outcome.confidence - confidence, "sibling:person"))
                confidence = outcome.confidence
            elif accounted and outcome.confidence > confidence and outcome.category not in _NAMED_BY_ID:
                evidence = (*evidence, _beside(outcome.confidence - confidence, "sibling:account"))
                confidence = outcome.confidence
            elif is_title(outcome) and hit.origin.direction == "request":
                confidence = outcome.confidence  # who sends it says it, so that it is no heading
            elif not confidence and outcome.category is Category.ACCOUNT and outcome.key in _OF_CLAIMS and (
                    is_of_sender(hit) and not hit.origin.part.startswith("cookie")):
                evidence = (*evidence, _beside(outcome.confidence, "context:claim"))
                confidence = outcome.confidence
            elif not confidence and outcome.category is Category.ACCOUNT and owners.is_of_address(outcome.canonical):
                evidence = (*evidence, _beside(outcome.confidence, OWNER_CODES["address"]))
                confidence = outcome.confidence
            elif not confidence and outcome.category in _GIVEN and (
                (is_sure_given(outcome) and (_is_in_url(hit.origin) or is_of_sender(hit)))
                or ((is_sure_given(outcome) or is_given_too(outcome)) and self._is_in_list_of_names(hit))
            ):
                evidence = (*evidence, _beside(SURE_GIVEN, "context:searched"))
                confidence = SURE_GIVEN
            elif hit.origin.part == "url.query" and outcome.recognizer == "key_search" and self._address.people:
                evidence = (*evidence, _beside(outcome.confidence, "context:searched"))
                confidence = outcome.confidence
            elif (whose and not content and outcome.confidence > confidence and (
                outcome.recognizer.startswith("key_")) and owners.lifts(
                whose, outcome.category, answered=hit.origin.direction == "response",
                named=is_listed(outcome) and not record.indices and outcome.key not in AUTHOR_KEYS,
            )) or (whose and not content and is_title(outcome)):
                evidence = (*evidence, _beside(outcome.confidence - confidence, OWNER_CODES[whose]))
                confidence = outcome.confidence
            elif confidence < _SURE_ENOUGH <= outcome.confidence and not content and (
                    outcome.category in _OF_ANY_MESSAGE or (outcome.category is Category.NAME_FULL
                                                            and not outcome.recognizer.startswith("key_"))) and (
                    (hit.origin.direction, hit.origin.message) in self._speaking):
                evidence = (*evidence, _beside(outcome.confidence - confidence, "sibling:around"))
                confidence = outcome.confidence
            elif outcome.key in _OF_MESSAGES and outcome.confidence > confidence and is_written(record):
                written = max(outcome.confidence, _WRITER if is_half_listed(outcome) else 0.0)
                evidence = (*evidence, _beside(written - confidence, "sibling:text"))
                confidence = written
            if (listed or timeless) and not spoken and confidence > _LISTED and not outcome.known and (
                (listed and outcome.category in _OF_THINGS_TOO and outcome.recognizer.startswith("key_"))
                or ((undated or (timeless and hit.plan.node.is_index)) and outcome.category in _OF_LISTS
                    and outcome.end - outcome.start <= _LABEL)
            ):
                evidence = (*evidence, _beside(_LISTED - confidence, "sibling:nobody"))
                confidence = _LISTED
            if not spoken and confidence > DOUBTFUL and (doubt := doubt_of(
                outcome, hit.plan, hit.origin, school=school, lesson=lesson,
                nobody=(nobody and whose not in {"role", "address", "roster"}) or (
                    outcome.category in PUBLISHED and person is record and is_firm(record)),
                content=content or (self._for_all and is_published(hit, record)),
            )):
                evidence = (*evidence, _beside(DOUBTFUL - confidence, doubt))
                confidence = DOUBTFUL
            if confidence > DOUBTFUL and is_title(outcome) and hit.origin.format == "html" and (
                    not outcome.start and is_of_no_column(hit)):
                confidence = DOUBTFUL  # a heading or the label of a field
            if outcome.category is Category.FREE_TEXT and hit.origin.direction == "request" and (
                    hit.origin.format != "html"):
                confidence = outcome.confidence  # somebody wrote it; in an answer it may be an exercise
            if confidence < FLOOR or (doubled and self._said_twice(hit)):
                continue
            owner = subject
            if outcome.known:
                known_owner = self._owner(outcome, person)
                if known_owner is None:
                    continue
                owner = known_owner
            elif outcome.about != about and about != "unknown" and outcome.about != "unknown" and subject:
                owner = "~" + self._fingerprinter.of("relation", f"{subject}\0{outcome.about}")
            settled.append(new_settled(Settled, (hit, confidence, evidence, name, owner)))

    def _said_twice(self, hit: Hit) -> bool:
        """Whether a URL and its parts were both read and the other one tells it better.

        A pseudonym of the chain is a URL, so its parts say nothing more; of any other URL the part is the place.
        """
        outcome, plan, indices, origin = hit
        if _is_in_url(origin):
            return outcome.category in _PSEUDONYMS and _around_url(hit) in self._pseudonyms
        inside = self._in_url.get((id(plan.node), indices))
        return inside is not None and outcome.category not in _PSEUDONYMS and (
            (outcome.category, outcome.fingerprint) in inside
        )

    @staticmethod
    def _owner(outcome: Outcome, person: Record | None) -> str | None:
        """Which subject a known value belongs to in its record; None when it is somebody else's of the same name."""
        owners = [known.subject for known in outcome.known]
        if person is not None and person.subject in owners:
            return person.subject
        if _is_sure(outcome) or person is None or not contradicted(person):
            return owners[0]
        if outcome.recognizer == "known_subject" and outcome.confidence < 1.0:
            return None
        return person.subject

    def _around(self, record: Record) -> Record | None:
        """The record of the closest object around this one that speaks of a person."""
        node, indices = record.node, record.indices
        about = record.hits[0].outcome.about
        while node.parent is not None:
            plan = node.plan
            if isinstance(plan, Plan):
                if node.is_index and not plan.list_of_one:
                    return None
                if node.is_index:
                    indices = indices[:-1]
            node = node.parent
            found = self._records.get((record.scope, id(node), indices))
            if found is not None and found.personal:
                around = found.hits[0].outcome.about
                return found if about == around or "unknown" in (about, around) else None
        return None

    def _is_in_list_of_names(self, hit: Hit) -> bool:
        """Whether a first name stands in a list with others: of people, whatever the key and the list are called.

        The key may mean anything, so that one entry alone says nothing; where no key asks for a name, most must be.
        """
        if not hit.indices or hit.outcome.key in AUTHOR_KEYS or self._address.content or self._public() or (
                nearest_role(hit.plan.node.names)[0] == "thing"):
            return False
        if self._first_names is None:
            self._first_names = Counter(
                place for each in self._records.values() for one in each.hits
                if one.outcome.category in _GIVEN and (one.outcome.recognizer == IN_LIST or is_sure_given(one.outcome))
                for place in _lists_of(one.plan.node, one.indices))
            wanted = {place[0] for place in self._first_names}
            self._listed = Counter(place for leaf in self._leaves if id(leaf.path) in wanted
                                   for place in _lists_of(leaf.path, leaf.indices))
        share = _SHARE_OF_NAMES if hit.outcome.recognizer == IN_LIST else 0.0
        return any(self._first_names[place] >= max(_FEWEST_NAMES, share * self._listed[place])
                   for place in _lists_of(hit.plan.node, hit.indices))

    def _is_accounted(self, record: Record) -> bool:
        """Whether an object, or the one right around it, holds an account: it is about somebody without a name."""
        if record.accounted:
            return True
        node = record.node.parent
        if node is None or record.node.is_index:
            return False
        around = self._records.get((record.scope, id(node), record.indices))
        return around is not None and around.accounted

    def _name(self, record: Record) -> None:
        """Decide whose data a person record holds."""
        if len(record.hits) == 1 and not record.hits[0].outcome.known:
            self._name_alone(record, record.hits[0].outcome)
            return
        votes: dict[str, int] = {}
        best: Outcome | None = None
        abouts: dict[About, int] = {}
        for hit in record.hits:
            outcome = hit.outcome
            abouts[outcome.about] = abouts.get(outcome.about, 0) + 1
            for known in outcome.known:
                votes[known.subject] = votes.get(known.subject, 0) + (1 if outcome.category in _WEAK_KNOWN else 10)
            strength = STRENGTH_OF_IDENTIFIER.get(outcome.category, 0)
            if strength and outcome.alone >= 0.4 and not outcome.known and (
                best is None or strength > STRENGTH_OF_IDENTIFIER[best.category]
            ):
                best = outcome
        record.about = max(abouts, key=lambda about: (about != "unknown", abouts[about]))
        if votes:
            leader = max(votes, key=lambda subject: (votes[subject], subject))
            tied = [subject for subject, count in votes.items() if count == votes[leader]]
            if len(tied) == 1 and (votes[leader] >= 10 or best is None or not names_somebody(best)):
                record.subject = leader
                return
        self._name_after(record, best)

    def _name_alone(self, record: Record, outcome: Outcome) -> None:
        """The same for the many objects that hold a single datum."""
        record.about = outcome.about
        names = outcome.category in STRENGTH_OF_IDENTIFIER and outcome.alone >= 0.4
        self._name_after(record, outcome if names else None)

    def _name_after(self, record: Record, best: Outcome | None) -> None:
        """Name a person after the strongest identifier, else after the record."""
        if best is not None:
            record.subject = "~" + best.fingerprint
        else:
            record.subject = "~" + self._fingerprinter.of("record", f"{self._exchange_key}\0{record.name}")


_List = tuple[int, tuple[int, ...], int]
"""The node of its values, the indices above it, and which column of a list of lists it is (-1 for a plain list)."""


def _lists_of(node: KeyPath, indices: tuple[int, ...]) -> list[_List]:
    """The list that a value is in, and the column where it is in a row of a list of rows."""
    if not indices:
        return []
    lists = [(id(node), indices[:-1], -1)]
    if node.is_index and node.parent is not None and node.parent.is_index and len(indices) > 1:
        lists.append((id(node), indices[:-2], indices[-1]))
    return lists


def _scope(origin: Origin) -> Scope | None:
    """The scope of a place; None for paths and headers, whose values have no object around them."""
    part = origin.part
    family = part.partition(".")[0]
    if family == "header" or part == "url.path":
        if not origin.steps:
            return None
        family = part  # what a header decodes to (a token, a URL) is an object of its own
    return origin.direction, part if family == "url" else family, origin.message


def _is_in_url(origin: Origin) -> bool:
    return bool(origin.steps) and origin.steps[-1].name == "url"


def _around_url(hit: Hit) -> tuple[int, tuple[int, ...]]:
    """The leaf that is the URL in which a hit was made."""
    node = hit.plan.node
    return id(node.parent), hit.indices[:-1] if node.is_index else hit.indices


@cache
def _beside(weight: float, code: str) -> Evidence:
    return Evidence(code, round(weight, 2))


def _is_sure(outcome: Outcome) -> bool:
    """Whether a known value says by itself which subject is meant."""
    return bool(outcome.known) and outcome.category not in _WEAK_KNOWN and (
        len({known.subject for known in outcome.known}) == 1
    )
