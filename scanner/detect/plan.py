"""What is known of a key path before any value is seen, kept on ``KeyPath.plan``.

Theory. A message shape is met thousands of times, so everything that follows from names alone is worked out once
per node: the meaning of the key, the pointer with values that became keys masked, the object the leaf belongs to,
and the keys above it that are data themselves (``{"999990019": {…}}``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from scanner.model import FILE_CONTENT, FILE_NAME, Category, KeyPath

from .judging import ValueJudge
from .key_meaning import meaning_of
from .key_rule import KeyRule
from .lexicon import lookup, vocabulary
from .masking import is_plain_key
from .meaning import SILENT, Meaning
from .names import local_name, squash, words
from .outcome import Outcome
from .recognizers import LIST_CHECKS
from .recognizers.gazetteer import given_names
from .recognizers.identifiers import is_member_key
from .roles import PERSONS, role_of
from .routes import data_key
from .segments import asked_for
from .signs import WHOLE_TEXT, mark_of
from .typed import is_type, untyped

QUIET, KEYED, SHORT = 0, 1, 2
_ROLE_NAMES = frozenset(
    {"role", "roles", "rol", "rollen", "edupersonaffiliation", "edupersonprimaryaffiliation", "affiliation",
     "affiliations", "edupersonscopedaffiliation", "usertype", "gebruikerstype", "persontype", "extroles"}
)
_LESSON_KEYS = frozenset(words("""
choices keuzes antwoordmogelijkheden
words woorden woordjes vragen questions opgaven oefeningen exercises chapters hoofdstukken paragrafen paragraphs lemma
zinnen sentences cards flashcards flashcard stellingen statements_of_test distractors antwoordopties answeroptions
woordenlijst vocabulary begrippen glossary modules lessons lesmateriaal theorie uitleg instructie challenges solutions
"""))
"""Keys of what lessons are made of."""
_HEADINGS = frozenset(words("""
head columns cols headers header headings kolommen kolom kolomnamen columnheaders columnnames fieldnames fields velden
veldnamen koppen kop thead colnames schema labels
"""))
"""Keys of lists that name the columns of a table beside them."""
_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}\Z)[0-9]{4,9}\Z")
NUMBERED_KEY = "key"
_NUMBERED_PERSON = Meaning(Category.LEERLINGNUMMER, "direct", "pupil", NUMBERED_KEY)
_MEMBER = Meaning(Category.ACCOUNT, "direct", "unknown", NUMBERED_KEY)
_COLLECTION = re.compile(r"(?:s|en|leden|ren|lijst|bord|board)\Z")
"""How words end that are for several: ``spelers``, ``leerlingen``, ``kinderen``."""
_OF_ONE = frozenset(words("claims traits personalia persoonsgegevens address adres contactgegevens"))
_OF_EACH = frozenset(
    words("absenties verzuim aanwezigheid attendance progress voortgang niveaus perleerling bystudent byuser")
)
"""What is kept of each of a class."""
_VALUES = frozenset({"value", "waarde", "values", "attributevalue", "val", "content", "answer", "antwoord", "inhoud"})
"""What lists of labels and values call the second."""
_COLUMN = re.compile(r"[A-Za-z]{1,6}_?[0-9]{1,2}\Z")
"""How columns are called that a list of headings names: ``c1``, ``col_2``."""
_UNNAMED = re.compile(r"@?[A-Za-z]{0,7}[_-]?[0-9]{1,3}\Z|@?[A-Za-z]{1,2}\Z")
"""Keys that only number or abbreviate: ``h1``, ``@a2``, ``s``."""
_SHORT_NAMES = frozenset(words("id ip to by at nr no ok ts tz os nl en up x y tv db ms cc"))
_IN_CELLS = frozenset(words("v value waarde data text f val Data p"))
_OF_CELLS = frozenset(words("c cell cells cel cellen td values waarden columns cols"))
_FILES = frozenset({FILE_NAME, FILE_CONTENT})
NUMBERED = frozenset("123")
"""Fields of a message without a schema of which one may name the next: ``{2: "user_id", 3: "118402"}``."""
_QUESTIONS = frozenset(words("""
ref title titel label name naam question vraag text tekst heading kop prompt linkid questiontext vraagtekst fieldname
field veld veldnaam caption omschrijving description slug code key id
"""))
"""What the entries of a form that was filled in call what they ask."""
_NORMS = frozenset(words("""
landelijk norm normen normering gemiddelde gemiddelden landelijkgemiddelde average averages mean median benchmark
referentiegroep percentielen percentiles statistics statistiek statistieken stats totals totalen
"""))
"""Keys of what is said of all together."""
_OF_LIVES = frozenset((
    "geboren", "geborenop", "geboortedatum", "geboortejaar", "gebjaar", "overleden", "overledenop", "gestorven",
    "sterfdatum", "sterfjaar", "overlijdensdatum", "leefde", "levensjaren", "born", "birth", "birthdate", "birthyear",
    "dateofbirth", "yearofbirth", "died", "death", "deathdate", "deathyear", "dateofdeath", "lived", "lifespan",
))
"""Names of fields, squashed, of when somebody lived."""
_EXAMPLES = frozenset({"placeholder", "example", "examples", "voorbeeld", "voorbeelden", "voorbeeldwaarde"})
_LIST_OF_ONE_PERSON = words(
    "email phone tel adres address photo id ids nummer communicatie ref identifier account naam name credential role "
    "group groep klas"
)


class Plan:
    """The plan of one node. ``owner`` is the engine that made it; another engine makes its own."""

    __slots__ = ("asked_for", "asks", "is_cell", "is_entry", "is_example", "is_file", "is_lesson", "is_norm",
                 "is_of_life", "is_role", "key_outcomes", "kind", "list_of_one", "marks", "meaning", "node",
                 "object_depth", "object_node", "owner", "pointer_format", "rare", "route", "rule", "seen", "tabular",
                 "template", "wide")  # fmt: skip

    def __init__(self, owner: object, node: KeyPath, parent: Plan | None, token: str, rule: KeyRule) -> None:
        meaning = rule.meaning
        self.owner = owner
        self.node = node
        self.meaning = meaning
        self.rule = rule
        self.is_role = False
        self.is_file = node.key in _FILES
        self.is_example: bool = squash(node.key) in _EXAMPLES or (parent is not None and (
            parent.is_example or (node.key == "default" and "properties" in node.names)))
        """Whether the value shows how such a value looks: the hint of a field, the example of a schema."""
        self.is_norm: bool = squash(node.key) in _NORMS or (parent is not None and parent.is_norm)
        """Whether the value is that of many together: a norm, an average."""
        self.is_of_life = squash(node.key) in _OF_LIVES
        """Whether the value says when somebody lived."""
        self.is_lesson: bool = squash(node.key) in _LESSON_KEYS or (parent is not None and parent.is_lesson)
        """Whether the value is part of a lesson: a question, a word to learn, a chapter."""
        self.asked_for = asked_for(node.key, meaning)
        """What a parameter of an address under this key may ask for: a class of a school, a pupil."""
        self.list_of_one = False
        self.marks: tuple[int, ...] = ()
        """The families of signs that want the value."""
        self.key_outcomes: tuple[tuple[KeyPath, int, tuple[Outcome, ...]], ...] = ()
        """Keys on the way here that are data: (node, number of indices above it, outcomes)."""
        self.kind = SHORT if meaning.strength == "short" else QUIET if rule.quiet else KEYED
        self.seen: dict[str, tuple[Outcome, ...]] | None = None
        """What was judged lately, where nothing but the value itself is to be looked at; else None."""
        self.rare = False
        """Whether anything but the value itself is to be looked at: its flags and ``key_outcomes``."""
        self.wide = meaning.label or meaning.labelled
        """Whether the value may name, or be named by, a neighbour (``type`` and ``value``)."""
        self.asks = False
        """Whether the value may be what an entry of a form asks."""
        self.tabular = False
        """Whether the value may be one of a table in other dress."""
        self.is_entry: bool = (parent is not None and parent.is_entry) or data_key(node.key) is not None
        """Whether the key, or one above it, is itself a datum: the number or the name of whom the value is about."""
        self.is_cell = node.is_index or self.is_entry or node.key in _IN_CELLS or (
            _UNNAMED.match(node.key) is not None and node.key.lower() not in _SHORT_NAMES)
        """Whether the key says too little of the value, so that its place in a table may have to."""
        self.route: object | None = None
        """Slot for what the tables make of the path."""
        if parent is None:
            self.template = self.pointer_format = ""
            self.object_node, self.object_depth = node, 0
            return
        self.key_outcomes = parent.key_outcomes
        if node.is_index:
            self.template = parent.template + "/*"
            self.pointer_format = parent.pointer_format + "/%d"
            # an element that is itself a value belongs to the object that holds the list
            self.object_node, self.object_depth = parent.object_node, parent.object_depth
        else:
            self.template = f"{parent.template}/{token}"
            self.pointer_format = f"{parent.pointer_format}/{token.replace('%', '%%')}"
            above = parent.node
            self.object_node, self.object_depth = above, depth_of(above)

    def pointer(self, indices: tuple[int, ...]) -> str:
        """The masked pointer of a leaf."""
        try:
            return self.pointer_format % indices
        except TypeError:
            return self.template  # a decoder gave other indices than levels


def depth_of(node: KeyPath) -> int:
    """The number of array levels from the root to a node."""
    count = 0
    walk: KeyPath | None = node
    while walk is not None:
        count += walk.is_index
        walk = walk.parent
    return count


class Planner:
    """Makes plans; one engine has one."""

    def __init__(self, judge: ValueJudge) -> None:
        self._judge = judge
        self._names = frozenset(name for name, is_word in given_names().items() if not is_word and len(name) > 2)
        self._token = lru_cache(maxsize=20_000)(self._make_token)
        self._number = lru_cache(maxsize=20_000)(self._make_number)
        self._member = lru_cache(maxsize=20_000)(self._make_member)
        self._meaning = lru_cache(maxsize=20_000)(meaning_of)

    def plan(self, node: KeyPath) -> Plan:
        """The plan of a node, and of all nodes above it that have none."""
        chain: list[KeyPath] = []
        walk: KeyPath | None = node
        while walk is not None and not (isinstance(walk.plan, Plan) and walk.plan.owner is self):
            chain.append(walk)
            walk = walk.parent
        plan = walk.plan if walk is not None else None
        assert plan is None or isinstance(plan, Plan)
        for step in reversed(chain):
            plan = step.plan = self._make(step, plan)
            if not plan.rare and plan.kind != SHORT:
                plan.seen = plan.rule.cache
                if not plan.is_cell:
                    step.sieve = plan.rule.sieve
        assert plan is not None
        return plan

    def _make(self, node: KeyPath, parent: Plan | None) -> Plan:
        if parent is None:
            plan = Plan(self, node, None, "", self._judge.rule(SILENT))
            plan.marks, plan.rare = WHOLE_TEXT, True
            return plan
        if node.is_index:
            rule = parent.rule
            if rule.category is Category.GEO and parent.node.is_index and rule.meaning.strength != "loose":
                rule = self._judge.rule(rule.meaning._replace(strength="loose"))  # an outline: of a country, a route
            elif rule.keyed and (rule.category is Category.NAME_FULL or rule.meaning.key in LIST_CHECKS):
                rule = self._judge.rule(rule.meaning, in_list=True)
            elif (rule.quiet and rule.meaning.strength != "negative" and not parent.is_lesson) or (
                    rule.category is Category.ATTENDANCE):
                rule = self._judge.rule(rule.meaning, in_list=True)  # it may be a list of first names
            plan = Plan(self, node, parent, "", rule)
            plan.is_role = parent.is_role
            plan.list_of_one = _is_list_of_one(parent.node.key)
            plan.marks = parent.marks if parent.node.parent is not None else ()
            plan.tabular = is_cell(node) or is_heading(parent.node)
            plan.wide = plan.wide or plan.tabular
            plan.rare = plan.wide or plan.is_role or bool(plan.key_outcomes or plan.marks)
            return plan
        typed = is_type(node.key, parent.node.key)
        token, outcomes = self._token(node.key)
        if not outcomes and _NUMBER.match(node.key) and _is_of_people(parent.node):
            token, outcomes = self._number(node.key)
        if not outcomes and is_member_key(node.key) and _is_collection(parent.node.key):
            token, outcomes = self._member(node.key)
        plan = Plan(self, node, parent, token, self._judge.rule(self._meaning(_of_data(node))))
        if parent.node.is_index and plan.rule.quiet and plan.meaning.strength != "negative" and not plan.is_lesson:
            plan.rule = self._judge.rule(plan.meaning, in_list=True)
        if typed:  # no object of its own
            plan.object_node, plan.object_depth = parent.object_node, parent.object_depth
        plan.is_role = squash(local_name(node.key)) in _ROLE_NAMES
        plan.marks = mark_of(node.names)
        if outcomes:
            plan.key_outcomes = (*parent.key_outcomes, (node, depth_of(node), outcomes))
        if plan.key_outcomes and plan.key_outcomes[-1][0] is node:
            plan.object_node, plan.object_depth = node, depth_of(node)  # each entry of the map is an object of its own
        plan.tabular = node.key in NUMBERED or (parent.node.is_index and (
            squash(node.key) in _VALUES or _COLUMN.match(node.key) is not None or is_cell(node))) or (
            is_heading(parent.node))
        plan.asks = squash(node.key) in _QUESTIONS and is_within_entry(node)
        plan.wide = plan.wide or plan.tabular
        plan.rare = plan.wide or plan.asks or plan.asked_for is not None or plan.is_role or plan.is_file or bool(
            plan.key_outcomes or plan.marks)
        return plan

    def _make_number(self, key: str) -> tuple[str, tuple[Outcome, ...]]:
        """A number that is a key under a word for persons or for their marks: one of theirs."""
        outcomes = self._judge.judge(self._judge.rule(_NUMBERED_PERSON), key)
        return f"{{{_NUMBERED_PERSON.category.value}}}" if _NUMBERED_PERSON.category else "{key}", outcomes

    def _make_member(self, key: str) -> tuple[str, tuple[Outcome, ...]]:
        """An id that is a key under a word for several persons: one of them."""
        return f"{{{Category.ACCOUNT.value}}}", self._judge.judge(self._judge.rule(_MEMBER), key)

    def meaning(self, names: tuple[str, ...]) -> Meaning:
        """What these key names say of the value under the last."""
        return self._meaning(names)

    def token(self, key: str) -> str:
        """A key name as a report may show it: itself, its category, or ``{key}``."""
        return self._token(key)[0]

    def _make_token(self, key: str) -> tuple[str, tuple[Outcome, ...]]:
        if lookup(local_name(key)) is not None:
            return _escaped(key), ()
        outcomes = tuple(
            outcome for outcome in self._judge.judge(self._judge.rule(SILENT), key[:2000])
            if not outcome.token
        )
        if outcomes:
            best = max(outcomes, key=lambda outcome: outcome.confidence)
            return f"{{{best.category.value}}}", outcomes
        return (_escaped(key) if is_plain_key(key, vocabulary(), self._names) else "{key}"), ()


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _of_data(node: KeyPath) -> tuple[str, ...]:
    """The key names of a node without those of types, and without ``children`` where these are parts of a page."""
    names = untyped(node.names)
    if "children" not in names or not (names.count("children") > 1 or "props" in names or _is_in_page(node)):
        return names
    return tuple(name for name in names[:-1] if name != "children") + names[-1:]


def _is_in_page(node: KeyPath) -> bool:
    """Whether one of the levels is the ``children`` of an element of React: ``["$", "div", null, {"children": …}]``."""
    walk: KeyPath | None = node
    while walk is not None:
        above = walk.parent
        if walk.key == "children" and above is not None and above.is_index and above.parent is not None and (
                above.parent.is_index):
            return True
        walk = above
    return False


def is_cell(node: KeyPath) -> bool:
    """Whether a leaf is a cell of a list of rows: an element of an element, with a word for cells between or below."""
    row = row_of(node)
    return row is not None


def row_of(node: KeyPath) -> KeyPath | None:
    """The node of the row that a cell is in, and None for what is no cell."""
    cell: KeyPath | None = node
    if not node.is_index:
        cell = node.parent if squash(local_name(node.key)) in _IN_CELLS else None
    if cell is None or not cell.is_index or cell.parent is None:
        return None
    row = cell.parent
    if not row.is_index:
        if squash(local_name(row.key)) not in _OF_CELLS or row.parent is None:
            return None
        row = row.parent
    return row if row.is_index else None


def _is_of_people(node: KeyPath) -> bool:
    """Whether the members of an object can be persons, or what is known of each."""
    role = role_of(node.key) if node.key else None
    return role in PERSONS or role == "result" or squash(node.key) in _OF_EACH


def _is_collection(key: str) -> bool:
    """Whether a word for persons is for several, so that the members of its object are one each."""
    plain = squash(key)
    return _COLLECTION.search(plain) is not None and plain not in _OF_ONE and role_of(key) in PERSONS


def is_entry(node: KeyPath) -> bool:
    """Whether a node is an entry of a list, or of a map by numbers: ``{"3": {"text": "BSN", "answer": …}}``."""
    return node.is_index or node.key[-1:].isdigit()


def is_within_entry(node: KeyPath) -> bool:
    """Whether a node lies in an entry of a list."""
    walk = node.parent
    while walk is not None:
        if is_entry(walk):
            return True
        walk = walk.parent
    return False


def is_heading(node: KeyPath) -> bool:
    """Whether a list under this node names columns."""
    return squash(local_name(node.key)) in _HEADINGS


def _is_list_of_one(key: str) -> bool:
    """Whether a list under this key holds several data of one person (addresses), not several persons."""
    name = squash(local_name(key))
    return any(word in name for word in _LIST_OF_ONE_PERSON)
