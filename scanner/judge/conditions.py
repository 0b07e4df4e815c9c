"""Compiles the conditions of rules into functions of a detection and its context. docs/rules/language.md tells more.

Theory. A condition is a tree of ``all``, ``any`` and ``not`` with leaves. A leaf is a mapping whose keys must all
hold; each key is one entry of the two tables below. Everything is compiled once per scan, with the policy at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from operator import attrgetter
from typing import Any

from scanner.errors import UsageError
from scanner.model import CODINGS, About, Category, Detection

from .context import Context
from .policy import Policy, compile_globs
from .signs import compile_earlier, compile_sign, name_of
from .yamlfile import nearest_in_rules as nearest

Condition = Callable[[Detection, Context], bool]
ContextCondition = Callable[[Context], bool]

SETS: dict[str, tuple[str, ...]] = {
    "$direct": ("name.family", "name.full", "contact.*", "addr.*", "demo.dob", "id.leerlingnummer", "parent.name.*",
                "parent.contact.*"),
    "$number": ("id.bsn", "id.pgn", "id.hpgn", "id.stampseudoniem"),
    "$identifier": ("id.account", "id.login", "id.device", "id.advertising", "id.cookie", "id.eckid",
                    "id.leerlingnummer", "id.bsn", "id.pgn", "id.hpgn", "id.stampseudoniem", "contact.email",
                    "contact.phone"),
    "$special": ("special.*",),
    "$functional": ("id.ip", "id.cookie", "secret.token", "secret.credential"),
}
"""Named sets of categories; ``$pseudonym`` is the one that the policy expects."""

ABOUT: dict[str, About] = {"parent": "guardian", "staff": "teacher"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What conditions ask about the scan as a whole."""

    policy: Policy
    test_mode: bool = False


def traits(detection: Detection) -> tuple[bool, bool]:
    """Whether a key named the datum, and whether its value is one of a known test person."""
    if not detection.evidence:
        return bool(detection.key), detection.confidence >= 1.0 and _known(detection.subject)
    named = planted = False
    for evidence in detection.evidence:
        kind = _kind(evidence.code)
        if kind == "key":
            named = bool(detection.key)
        elif kind in {"subject", "digest"}:
            planted = True
    return named, planted


@lru_cache(maxsize=4096)
def _kind(code: str) -> str:
    return code.partition(":")[0]


def is_personal(detection: Detection) -> bool:
    """Whether key, value or surroundings tie a datum to a person: not so for an address in the text of a page."""
    return detection.about != "unknown" or any(traits(detection))


def _known(subject: str) -> bool:
    return bool(subject) and subject[0] != "~"


def categories(entries: str | Iterable[str], setting: Setting) -> frozenset[tuple[Category, About | None]]:
    """Category codes, globs and sets as pairs of a category and whom it must be about (None: whoever)."""
    found: set[tuple[Category, About | None]] = set()
    for entry in [entries] if isinstance(entries, str) else entries:
        if entry == "$pseudonym":
            found.add((Category.ECKID, None))
            if setting.policy.pseudonym.expected == "pairwise":
                found.add((Category.ACCOUNT, None))
        elif entry in SETS:
            found |= categories(SETS[entry], setting)
        else:
            prefix, _, rest = entry.partition(".")
            about = ABOUT.get(prefix)
            glob = rest if about else entry
            matches = {(category, about) for category in Category if fnmatchcase(category.value, glob)}
            if not matches:
                choices = [*SETS, "$pseudonym", *(c.value for c in Category)]
                raise UsageError(f"{entry!r} is no category; {nearest(entry, choices)}")
            found |= matches
    return frozenset(found)


def interests(tree: Mapping[str, Any] | None, setting: Setting) -> frozenset[Category] | None:
    """The categories that a condition can hold for at all, None when that is not evident."""
    if tree is None:
        return None
    if "category" in tree:
        return frozenset(category for category, _ in categories(tree["category"], setting))
    for part in tree.get("all", ()):
        found = interests(part, setting)
        if found is not None:
            return found
    if "any" in tree:
        parts = [interests(part, setting) for part in tree["any"]]
        if all(part is not None for part in parts):
            return frozenset().union(*(part for part in parts if part is not None))
    return None


def asks_each(tree: Mapping[str, Any] | None) -> bool:
    """Whether a condition has one of ``SINGLE_KEYS`` anywhere in it."""
    if tree is None:
        return False
    return not SINGLE_KEYS.isdisjoint(tree) or asks_each(tree.get("not")) or any(
        asks_each(part) for key in ("all", "any") for part in tree.get(key, ()))


def relaxed(tree: Mapping[str, Any]) -> dict[str, Any]:
    """A condition without its ``SINGLE_KEYS``: it holds wherever the whole one can hold."""
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if key in SINGLE_KEYS or (key == "not" and asks_each(value)):
            continue
        if key in {"all", "any"}:
            parts = [relaxed(part) for part in value]
            if key == "any" and not all(parts):
                continue
            found[key] = [part for part in parts if part]
        else:
            found[key] = value
    return found


def compile_condition(tree: Mapping[str, Any] | None, setting: Setting) -> Condition:
    """A function of detection and context for a condition tree."""
    if tree is None:
        return _always
    tests: list[Condition] = []
    for key, value in tree.items():
        if key == "all":
            tests.append(_all([compile_condition(part, setting) for part in value]))
        elif key == "any":
            tests.append(_any([compile_condition(part, setting) for part in value]))
        elif key == "not":
            tests.append(_not(compile_condition(value, setting)))
        elif key in DETECTION_KEYS:
            tests.append(DETECTION_KEYS[key](value, setting))
        elif key in {"sign", "earlier"}:
            raise UsageError(f"{key!r} is about the exchange and can stand in 'where' only")
        elif key in CONTEXT_KEYS:
            tests.append(_lift(CONTEXT_KEYS[key](value, setting)))
        else:
            known = ("all", "any", "not", *DETECTION_KEYS, *CONTEXT_KEYS)
            raise UsageError(f"unknown condition {key!r}; {nearest(key, known)}")
    return tests[0] if len(tests) == 1 else _all(tests)


def compile_where(tree: Mapping[str, Any] | None, setting: Setting) -> ContextCondition:
    """A function of the context alone, for the ``where`` of a pattern."""
    if tree is None:
        return lambda context: True
    tests: list[ContextCondition] = []
    for key, value in tree.items():
        if key == "all":
            parts = [compile_where(part, setting) for part in value]
            tests.append(lambda context, parts=parts: all(part(context) for part in parts))  # type: ignore[misc]
        elif key == "any":
            parts = [compile_where(part, setting) for part in value]
            tests.append(lambda context, parts=parts: any(part(context) for part in parts))  # type: ignore[misc]
        elif key == "not":
            inner = compile_where(value, setting)
            tests.append(lambda context, inner=inner: not inner(context))  # type: ignore[misc]
        elif key in CONTEXT_KEYS:
            tests.append(CONTEXT_KEYS[key](value, setting))
        else:
            raise UsageError(f"{key!r} cannot stand in 'where'; {nearest(key, ('all', 'any', 'not', *CONTEXT_KEYS))}")
    return lambda context: all(test(context) for test in tests)


def _always(detection: Detection, context: Context) -> bool:
    return True


def _all(tests: list[Condition]) -> Condition:
    if len(tests) == 2:
        first, second = tests
        return lambda detection, context: first(detection, context) and second(detection, context)
    return lambda detection, context: all(test(detection, context) for test in tests)


def _any(tests: list[Condition]) -> Condition:
    return lambda detection, context: any(test(detection, context) for test in tests)


def _not(test: Condition) -> Condition:
    return lambda detection, context: not test(detection, context)


def _lift(test: ContextCondition) -> Condition:
    return lambda detection, context: test(context)


def _words(value: object) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value if isinstance(value, list) else [])


# Keys about the detection

def _category(value: Any, setting: Setting) -> Condition:
    wanted = categories(value, setting)
    whoever = frozenset(category for category, about in wanted if about is None)
    pairs = frozenset((category, about) for category, about in wanted if about is not None)
    if not pairs:
        return lambda detection, context: detection.category in whoever
    return lambda detection, context: (detection.category in whoever
                                       or (detection.category, detection.about) in pairs)


def _confidence(value: Any, setting: Setting) -> Condition:
    if isinstance(value, Mapping):
        least, most = float(value.get("at_least", 0)), float(value.get("at_most", 1))
        return lambda detection, context: least <= detection.confidence <= most
    least = float(value)
    return lambda detection, context: detection.confidence >= least


def _globs(attribute: str) -> Callable[[Any, Setting], Condition]:
    def make(value: Any, setting: Setting) -> Condition:
        pattern = compile_globs([value] if isinstance(value, str) else value)
        read = attrgetter(attribute)
        return lambda detection, context: pattern is not None and pattern.match(read(detection)) is not None
    return make


def _steps(value: Any, setting: Setting) -> Condition:
    pattern = compile_globs([value] if isinstance(value, str) else value)
    return lambda detection, context: pattern is not None and pattern.match(">".join(detection.steps)) is not None


def _evidence(value: Any, setting: Setting) -> Condition:
    pattern = compile_globs([value] if isinstance(value, str) else value)
    return lambda detection, context: pattern is not None and any(pattern.match(e.code) for e in detection.evidence)


def _direction(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: detection.direction == value


def _key(value: Any, setting: Setting) -> Condition:
    if isinstance(value, bool):
        return lambda detection, context: traits(detection)[0] == value
    pattern = compile_globs([value] if isinstance(value, str) else value)
    return lambda detection, context: pattern is not None and pattern.match(detection.key.lower()) is not None


def _via(value: Any, setting: Setting) -> Condition:
    if isinstance(value, bool):
        return lambda detection, context: bool(detection.via) == value
    names = _words(value)
    if "$coding" in names:
        names |= CODINGS
    digest = "$digest" in names
    return lambda detection, context: detection.via in names or (
        digest and detection.via != "" and detection.via not in CODINGS)


def _about(value: Any, setting: Setting) -> Condition:
    people = _words(value)
    return lambda detection, context: detection.about in people


def _bits(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: detection.bits >= value


def _subject(value: Any, setting: Setting) -> Condition:
    if value == "known":
        return lambda detection, context: _known(detection.subject)
    if value == "tied":
        return lambda detection, context: bool(detection.subject)
    return lambda detection, context: not _known(detection.subject)


def _declared(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: context.declares(detection) == value


def _within_purpose(value: Any, setting: Setting) -> Condition:
    covers = {purpose.id: purpose.covers for purpose in setting.policy.purposes}
    return lambda detection, context: bool(context.purposes) and value == any(
        (detection.category, detection.about) in covers[name] for name in context.purposes)


def _sign_on(value: Any, setting: Setting) -> Condition:
    declared = BASIC_SIGN_ON | setting.policy.sso_categories
    return lambda detection, context: (detection.category in declared) == value


BASIC_SIGN_ON = frozenset({Category.ACCOUNT, Category.NAME_GIVEN, Category.SCHOOL})
"""What Entree Federatie gives every service: a hashed uid, the first name, the role and the school."""


def _forbidden_beside(value: Any, setting: Setting) -> Condition:
    forbidden = setting.policy.pseudonym.forbidden_beside
    return lambda detection, context: (
        detection.category in forbidden and context.exchanges.contract(detection) != "named") == value


def _authorised(value: Any, setting: Setting) -> Condition:
    policy = setting.policy
    return lambda detection, context: (
        context.actor != "" and policy.authorised(detection.category, detection.about, context.actor) is value)


def _planted(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: traits(detection)[1] == value


def _personal(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: is_personal(detection) == value


def _chain_exchange(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: context.exchanges.standard(detection.template) == value


def _contracted(value: Any, setting: Setting) -> Condition:
    if value == "named":
        return lambda detection, context: context.exchanges.contract(detection) == "named"
    return lambda detection, context: (context.exchanges.contract(detection) != "") == value


def _linked(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: bool(detection.subject or context.session) == value


# Keys about the context

def _flag(attribute: str) -> Callable[[Any, Setting], ContextCondition]:
    def make(value: Any, setting: Setting) -> ContextCondition:
        return lambda context: getattr(context, attribute) == value
    return make


def _word(attribute: str) -> Callable[[Any, Setting], ContextCondition]:
    def make(value: Any, setting: Setting) -> ContextCondition:
        words = _words(value)
        return lambda context: getattr(context, attribute) in words
    return make


def _context_globs(attribute: str) -> Callable[[Any, Setting], ContextCondition]:
    def make(value: Any, setting: Setting) -> ContextCondition:
        pattern = compile_globs([value] if isinstance(value, str) else value)
        return lambda context: pattern is not None and pattern.match(getattr(context, attribute)) is not None
    return make


def _purpose(value: Any, setting: Setting) -> ContextCondition:
    if isinstance(value, bool):
        return lambda context: bool(context.purposes) == value
    wanted = _words(value)
    return lambda context: not wanted.isdisjoint(context.purposes)


def _recipient(value: Any, setting: Setting) -> ContextCondition:
    tests: list[ContextCondition] = []
    for key, wanted in value.items():
        if key == "tracker":
            tests.append(lambda context, wanted=wanted: context.tracker == wanted)  # type: ignore[misc]
        elif key in {"declared", "assumed"}:
            tests.append(lambda context, key=key, wanted=wanted: getattr(context.party, key) == wanted)  # type: ignore[misc]
        elif key in _PARTY_WORDS:
            words, attribute = _words(wanted), _PARTY_WORDS[key]
            if key in {"country", "seat"} and not words <= _REGIONS:
                raise UsageError(f"'recipient.{key}' is one of {', '.join(sorted(_REGIONS))}")
            tests.append(lambda context, words=words, attribute=attribute:  # type: ignore[misc]
                         getattr(context.party, attribute) in words)
        else:
            raise UsageError(f"unknown condition 'recipient.{key}'; "
                             f"{nearest(key, ('declared', 'assumed', 'tracker', *_PARTY_WORDS))}")
    return lambda context: all(test(context) for test in tests)


_PARTY_WORDS = {"role": "role", "class": "class_", "data_class": "data_class", "transfer_tool": "transfer_tool",
                "country": "region", "seat": "seat_region"}
_REGIONS = frozenset({"eea", "adequate", "third", "unknown"})


def _policy(value: Any, setting: Setting) -> ContextCondition:
    policy = setting.policy
    facts = {"given": not policy.builtin, "pseudonym": policy.pseudonym.expected != "none"}
    unknown = set(value) - {*facts, "expired"}
    if unknown:
        raise UsageError(f"unknown condition 'policy.{min(unknown)}'; use given, pseudonym or expired")
    holds = all(facts[key] == wanted for key, wanted in value.items() if key in facts)
    if "expired" not in value:
        return lambda context: holds
    expired = value["expired"]
    return lambda context: holds and context.expired == expired


def _sign(value: Any, setting: Setting) -> ContextCondition:
    test = compile_sign(value, setting.policy)
    return lambda context: any(test(sign) for sign in context.signs)


def _earlier(value: Any, setting: Setting) -> ContextCondition:
    compile_earlier(value, setting.policy)  # errors now
    name = name_of(value)
    return lambda context: name in context.earlier


def _test_mode(value: Any, setting: Setting) -> ContextCondition:
    holds = setting.test_mode == value
    return lambda context: holds


DETECTION_KEYS: dict[str, Callable[[Any, Setting], Condition]] = {
    "category": _category, "confidence": _confidence, "part": _globs("part"), "pointer": _globs("template"),
    "direction": _direction, "key": _key, "via": _via, "about": _about, "bits": _bits, "subject": _subject,
    "declared": _declared, "forbidden_beside": _forbidden_beside, "authorised": _authorised, "linked": _linked,
    "planted": _planted, "personal": _personal, "chain_exchange": _chain_exchange,
    "contracted": _contracted, "steps": _steps,
    "evidence": _evidence, "within_purpose": _within_purpose, "sign_on": _sign_on,
}
SINGLE_KEYS = frozenset({"steps", "evidence"})
"""Keys that ask for more than the traits that detections of one place have in common: asked of each one by itself."""
CONTEXT_KEYS: dict[str, Callable[[Any, Setting], ContextCondition]] = {
    "recipient": _recipient, "actor": _word("actor"), "method": _word("method"), "path": _context_globs("path"),
    "host": _context_globs("host"), "plaintext": _flag("plaintext"), "loopback": _flag("loopback"),
    "log": _flag("log"), "cross_site": _flag("cross_site"), "from_product": _flag("from_product"),
    "session": _flag("session"), "policy": _policy, "test_mode": _test_mode, "purpose": _purpose,
    "cloaked": _flag("cloaked"),
    "environment": _word("environment"), "sign": _sign, "earlier": _earlier,
}
