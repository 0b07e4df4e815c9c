"""Conditions on the signs of an exchange, and the memory of signs that came earlier in the same session, page or scan.

Theory. A condition on signs looks at the context, which holds them, so what it concludes is remembered like all else.
``earlier`` needs a memory: the trees of all rules are searched for it once, and only the signs that some rule asks for
are remembered, by scope. Bounded: the oldest scopes are forgotten.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from operator import attrgetter
from typing import Any

from scanner.errors import UsageError
from scanner.model import FOREVER, SIGNS, ExchangeFacts, Sign, Text

from .domains import registrable_domain
from .policy import Policy, compile_globs
from .yamlfile import nearest_in_rules as nearest

SignTest = Callable[[Sign], bool]

COOKIES_MAX = 396
"""Days that an identifier may live where the policy does not say: thirteen months (our own choice)."""
RETENTION = 5 * 365 + 1
"""Days that records may live after their school year, and ``ACCOUNT_AFTER_END`` after a pupil left, where the policy
does not say: five years, the span of a school career, and one year (our own choices)."""
ACCOUNT_AFTER_END = 365
MAX_SCOPES = 20_000

_KEYS = ("code", "over", "under", "part", "pointer", "direction", "detail")


def compile_sign(value: Any, policy: Policy) -> SignTest:
    """A function of a sign for what stands under ``sign``: codes or globs, or a mapping with ``code`` and more."""
    given: Mapping[str, Any] = value if isinstance(value, Mapping) else {"code": value}
    for key in given:
        if key not in _KEYS:
            raise UsageError(f"unknown condition 'sign.{key}'; {nearest(key, _KEYS)}")
    tests: list[SignTest] = []
    if "code" in given:
        codes = _codes(given["code"])
        tests.append(lambda sign: sign.code in codes)
    if "over" in given:
        most = _days(given["over"], policy)
        tests.append(lambda sign: sign.amount > most)
    if "under" in given:
        least = _days(given["under"], policy)
        tests.append(lambda sign: sign.amount < least)
    if "direction" in given:
        direction = given["direction"]
        tests.append(lambda sign: sign.direction == direction)
    for key in ("part", "pointer", "detail"):
        if key in given:
            tests.append(_globs(key, given[key]))
    return lambda sign: all(test(sign) for test in tests)


def _codes_of(value: Any) -> frozenset[str] | None:
    """The codes that stand under ``sign``; None where it names none."""
    if isinstance(value, Mapping):
        return _codes(value["code"]) if "code" in value else None
    return _codes(value)


def _codes(value: str | Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for glob in [value] if isinstance(value, str) else value:
        matches = {code for code in SIGNS if fnmatchcase(code, glob)}
        if not matches:
            raise UsageError(f"{glob!r} is no sign; {nearest(glob, list(SIGNS))}")
        found |= matches
    return frozenset(found)


def _globs(key: str, value: str | list[str]) -> SignTest:
    pattern = compile_globs([value] if isinstance(value, str) else value)
    read = attrgetter(key)
    return lambda sign: pattern is not None and pattern.match(read(sign)) is not None


def _days(value: int | str, policy: Policy) -> int:
    if value == "$cookies_max":
        return days_of(policy.retention.get("cookies_max", "")) or COOKIES_MAX
    if value == "$account_after_end":
        return days_of(policy.retention.get("account_after_end", "")) or ACCOUNT_AFTER_END
    if value == "$retention":
        return max((days_of(each.retention) for purpose in policy.purposes for each in purpose.categories),
                   default=0) or RETENTION
    if not isinstance(value, int):
        raise UsageError(f"{value!r} is no number of days; write one, $cookies_max, $retention or "
                         "$account_after_end")
    return value


def days_of(duration: str) -> int:
    """An ISO 8601 duration in days, months as 30.5 and years as 365; 0 for what is none."""
    total = 0.0
    number = ""
    for letter in duration[1:] if duration.startswith("P") else "":
        if letter.isdigit():
            number += letter
            continue
        size = {"Y": 365, "M": 30.5, "W": 7, "D": 1}.get(letter)
        if size is None or not number:
            break
        total += int(number[:6]) * size
        number = ""
    return round(total)


def places(tree: Mapping[str, Any] | None, policy: Policy) -> list[SignTest]:
    """The tests of the signs that a condition asks to be there: where its finding stands. Not those under ``not``."""
    found: list[SignTest] = []
    for key, value in (tree or {}).items():
        if key == "sign":
            found.append(compile_sign(value, policy))
        elif key in {"all", "any"}:
            found += [test for part in value for test in places(part, policy)]
    return found


def asks_for_signs(tree: Any) -> bool:
    """Whether a condition looks at signs, now or earlier."""
    if isinstance(tree, Mapping):
        return any(key in {"sign", "earlier"} or asks_for_signs(value) for key, value in tree.items())
    return isinstance(tree, list) and any(asks_for_signs(part) for part in tree)


def needs(tree: Mapping[str, Any] | None) -> frozenset[str] | None:
    """The codes of signs of which an exchange must show one for a condition to hold; None where it need not."""
    for key, value in (tree or {}).items():
        if key == "sign":
            found = _codes_of(value)
        elif key == "all":
            found = next((codes for codes in map(needs, value) if codes is not None), None)
        elif key == "any":
            parts = [needs(part) for part in value]
            found = None if None in parts else frozenset().union(*(part for part in parts if part is not None))
        else:
            continue
        if found is not None:
            return found
    return None


def asks_for_earlier(tree: Any) -> bool:
    """Whether a condition looks at what came before."""
    return next(_earlier(tree), None) is not None


def told(signs: Iterable[Sign]) -> dict[str, str | Text]:
    """What the message of a finding may say of its signs: their labels, and the largest of their amounts."""
    found = sorted(signs, key=lambda sign: (-sign.amount, sign.code))
    if not found:
        return {}
    codes = dict.fromkeys(sign.code for sign in found)
    largest = {code: next(sign.amount for sign in found if sign.code == code) for code in codes}
    labels = Text(", ".join(SIGNS[code].nl + _size(largest[code], "onbeperkt") for code in codes),
                  ", ".join(SIGNS[code].en + _size(largest[code], "unlimited") for code in codes))
    most = found[0].amount
    return {"sign": labels, "days": Text("onbeperkt veel", "an unlimited number of") if most >= FOREVER else str(most)}


def _size(amount: int, endless: str) -> str:
    """What a label has after it where its sign has a size."""
    return f": {endless if amount >= FOREVER else amount}" if amount else ""


# What came earlier

Scope = Callable[[ExchangeFacts, str], "tuple[str, ...] | None"]


def _page(facts: ExchangeFacts, party: str) -> tuple[str, ...]:
    """The site of the page that the exchange belongs to, on this device."""
    return facts.client, registrable_domain(facts.initiator_host or facts.referer_host or facts.host)


SCOPES: dict[str, Scope] = {
    "session": lambda facts, party: (party, facts.session) if facts.session else None,
    "page": _page,
    "device": lambda facts, party: (facts.client,),
    "host": lambda facts, party: (facts.host,),
    "recipient": lambda facts, party: (party,),
    "capture": lambda facts, party: (facts.capture,),
    "scan": lambda facts, party: (),
}
"""What ``within`` may name, and what then is one and the same."""


def name_of(value: Any) -> str:
    """The name under which the memory keeps what an ``earlier`` asks for."""
    return json.dumps(value, sort_keys=True)


_NOTHING: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Shown:
    """The signs of an exchange, one object for all that show the same: cheap to look up.

    ``changes``: by scope, the names that such an exchange adds to the memory, and those that it ends.
    """

    signs: tuple[Sign, ...]
    changes: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)


class Memory:
    """Which of the signs that rules ask for came earlier, by scope."""

    def __init__(self, trees: Iterable[Any], policy: Policy) -> None:
        self._wanted: dict[str, list[tuple[str, SignTest, SignTest | None]]] = {}
        for value in {name_of(found): found for tree in trees for found in _earlier(tree)}.values():
            scope, test, until = compile_earlier(value, policy)
            self._wanted.setdefault(scope, []).append((name_of(value), test, until))
        self._seen: OrderedDict[tuple[str, tuple[str, ...]], frozenset[str]] = OrderedDict()
        self._known: dict[tuple[Sign, ...], Shown] = {}

    def see(self, facts: ExchangeFacts, party: str) -> frozenset[str]:
        """The names of what came before this exchange; its own signs are remembered for the next ones."""
        found = _NOTHING
        if not self._wanted or (not self._seen and not facts.signs):
            return found
        for scope, (added, ended) in self.shown(facts.signs).changes.items():
            place = SCOPES[scope](facts, party)
            if place is None:
                continue
            before = self._seen.get((scope, place), _NOTHING)
            if before:
                found |= before
            if (added and not added <= before) or (ended and ended & before):
                self._keep((scope, place), (before - ended) | added)
        return found

    def shows(self, value: Any, facts: ExchangeFacts, party: str) -> bool:
        """Whether an exchange so far showed what an ``ever`` asks for, where ``facts`` belong."""
        scope = value.get("within", "session")
        place = SCOPES[scope](facts, party)
        return place is not None and name_of(value) in self._seen.get((scope, place), _NOTHING)

    def shown(self, signs: tuple[Sign, ...]) -> Shown:
        """The one object that stands for these signs."""
        shown = self._known.get(signs)
        if shown is None:
            if len(self._known) >= MAX_SCOPES:
                self._known.clear()
            shown = self._known[signs] = Shown(signs)
            for scope, wanted in self._wanted.items():
                added = frozenset(name for name, test, _ in wanted if any(map(test, signs)))
                ended = frozenset(name for name, _, until in wanted if until is not None and any(map(until, signs)))
                shown.changes[scope] = added, ended - added
        return shown

    def _keep(self, key: tuple[str, tuple[str, ...]], names: frozenset[str]) -> None:
        self._seen.pop(key, None)
        if len(self._seen) >= MAX_SCOPES:
            self._seen.popitem(last=False)
        self._seen[key] = names


def compile_earlier(value: Any, policy: Policy) -> tuple[str, SignTest, SignTest | None]:
    """Scope, the signs to remember, and those that end it."""
    for key in value:
        if key not in {"sign", "within", "until"}:
            raise UsageError(f"unknown condition 'earlier.{key}'; {nearest(key, ('sign', 'within', 'until'))}")
    scope = value.get("within", "session")
    if scope not in SCOPES:
        raise UsageError(f"{scope!r} is not possible within 'earlier'; {nearest(str(scope), list(SCOPES))}")
    if "sign" not in value:
        raise UsageError("'earlier' needs 'sign'")
    until = compile_sign(value["until"], policy) if "until" in value else None
    return scope, compile_sign(value["sign"], policy), until


def _earlier(tree: Any) -> Iterator[Any]:
    """Every ``earlier`` in a condition."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if key == "earlier":
                yield value
            else:
                yield from _earlier(value)
    elif isinstance(tree, list | tuple):
        for part in tree:
            yield from _earlier(part)
