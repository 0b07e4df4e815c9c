"""The keys of conditions that ask about a detection, each compiled to a function of it and its context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from scanner.model import CODINGS, Category

from .condition_terms import (
    Condition,
    Setting,
    as_words,
    categories,
    is_known,
    is_personal,
    traits,
)
from .policy import compile_globs


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
    names = as_words(value)
    if "$coding" in names:
        names |= CODINGS
    digest = "$digest" in names
    return lambda detection, context: detection.via in names or (
        digest and detection.via != "" and detection.via not in CODINGS)


def _about(value: Any, setting: Setting) -> Condition:
    people = as_words(value)
    return lambda detection, context: detection.about in people


def _bits(value: Any, setting: Setting) -> Condition:
    return lambda detection, context: detection.bits >= value


def _subject(value: Any, setting: Setting) -> Condition:
    if value == "known":
        return lambda detection, context: is_known(detection.subject)
    if value == "tied":
        return lambda detection, context: bool(detection.subject)
    return lambda detection, context: not is_known(detection.subject)


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


DETECTION_KEYS: dict[str, Callable[[Any, Setting], Condition]] = {
    "category": _category, "confidence": _confidence, "part": _globs("part"), "pointer": _globs("template"),
    "direction": _direction, "key": _key, "via": _via, "about": _about, "bits": _bits, "subject": _subject,
    "declared": _declared, "forbidden_beside": _forbidden_beside, "authorised": _authorised, "linked": _linked,
    "planted": _planted, "personal": _personal, "chain_exchange": _chain_exchange,
    "contracted": _contracted, "steps": _steps,
    "evidence": _evidence, "within_purpose": _within_purpose, "sign_on": _sign_on,
}
