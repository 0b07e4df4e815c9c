"""The keys of conditions that ask about the exchange alone, each compiled to a function of its context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scanner.errors import UsageError

from .condition_terms import (
    ContextCondition,
    Setting,
    as_words,
)
from .policy import compile_globs
from .signs import compile_earlier, compile_sign, name_of
from .yamlfile import nearest_in_rules as nearest


def _flag(attribute: str) -> Callable[[Any, Setting], ContextCondition]:
    def make(value: Any, setting: Setting) -> ContextCondition:
        return lambda context: getattr(context, attribute) == value
    return make


def _word(attribute: str) -> Callable[[Any, Setting], ContextCondition]:
    def make(value: Any, setting: Setting) -> ContextCondition:
        words = as_words(value)
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
    wanted = as_words(value)
    return lambda context: not wanted.isdisjoint(context.purposes)


def _recipient(value: Any, setting: Setting) -> ContextCondition:
    tests: list[ContextCondition] = []
    for key, wanted in value.items():
        if key == "tracker":
            tests.append(lambda context, wanted=wanted: context.tracker == wanted)  # type: ignore[misc]
        elif key in {"declared", "assumed"}:
            tests.append(lambda context, key=key, wanted=wanted: getattr(context.party, key) == wanted)  # type: ignore[misc]
        elif key in _PARTY_WORDS:
            words, attribute = as_words(wanted), _PARTY_WORDS[key]
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
    facts = {"given": not policy.builtin, "pseudonym": policy.pseudonym.expected != "none",
             "annex_differs": policy.annex_differs}
    unknown = set(value) - {*facts, "expired"}
    if unknown:
        raise UsageError(f"unknown condition 'policy.{min(unknown)}'; use given, pseudonym, expired or annex_differs")
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


CONTEXT_KEYS: dict[str, Callable[[Any, Setting], ContextCondition]] = {
    "recipient": _recipient, "actor": _word("actor"), "method": _word("method"), "path": _context_globs("path"),
    "host": _context_globs("host"), "plaintext": _flag("plaintext"), "loopback": _flag("loopback"),
    "log": _flag("log"), "cross_site": _flag("cross_site"), "from_product": _flag("from_product"),
    "session": _flag("session"), "policy": _policy, "test_mode": _test_mode, "purpose": _purpose,
    "cloaked": _flag("cloaked"),
    "environment": _word("environment"), "sign": _sign, "earlier": _earlier,
}
