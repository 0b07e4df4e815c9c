"""Whole values under keys of behaviour (event, replay, profile) and of free text."""

from __future__ import annotations

import re

from scanner.model import Category

from .base import ValueCheck, Verdict
from .outcome import fold, impossible, plausible, valid

_NOTHING = frozenset(("", "null", "none", "undefined", "nan", "{}", "[]"))
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:[.,][0-9]{1,17})?(?:e-?[0-9]{1,3})?[ ]?%?\Z")


def _anything(category: Category) -> ValueCheck:
    def check(value: str) -> Verdict:
        text = fold(value)
        if text in _NOTHING:
            return impossible(category, text, ("shape:empty", -0.9))
        return plausible(category, text)

    return check


_ANYBODYS = frozenset((
    "page_view", "pageview", "page", "session_start", "first_visit", "user_engagement", "scroll", "click", "load",
    "init", "ping", "heartbeat", "timing", "exception", "error", "start", "stop", "open", "close", "focus", "blur",
    "resize", "first_open", "app_open", "screen_view", "screenview", "web_vitals", "performance", "identify", "track",
    "true", "false",
))
"""Events that every visit has, which say nothing of what somebody did."""
_any_event = _anything(Category.EVENT)


def check_event(value: str) -> Verdict:
    """What somebody did: any words but those of every visit."""
    text = fold(value)
    return impossible(Category.EVENT, text, ("shape:any-visit", -0.9)) if text in _ANYBODYS else _any_event(value)


check_replay = _anything(Category.REPLAY)


def check_profile(value: str) -> Verdict:
    """A trait of a profile: a number is what a model computes; words are plausible, flags are none."""
    text = fold(value)
    if text in _NOTHING or text in {"true", "false"}:
        return impossible(Category.PROFILE, text, ("shape:empty", -0.9))
    if _NUMBER.match(text):
        return valid(Category.PROFILE, text.replace(",", "."), ("shape:score", 0.1))
    return plausible(Category.PROFILE, text)


_NO_TEXT = re.compile(r"(?:https?:)?//\S*\Z|[A-Za-z0-9+/=_-]{24,}\Z|[\[{]|<[a-z!/]|[0-9.,:\sTZ+-]+\Z", re.IGNORECASE)


def check_free_text(value: str) -> Verdict:
    """Free text: more than 20 characters with a space; markup, ids and numbers are none."""
    text = fold(value)
    if text in _NOTHING or text in {"true", "false"} or _NO_TEXT.match(text):
        return impossible(Category.FREE_TEXT, text[:128], ("shape:no-text", -0.9))
    if len(text) > 20 and " " in text:
        return valid(Category.FREE_TEXT, text, ("shape:free-text", 0.1))
    return plausible(Category.FREE_TEXT, text, ("shape:short-text", -0.2))
