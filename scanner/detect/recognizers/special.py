"""Whole values under keys of special categories: what is filled in, apart from "no" and "nothing"."""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.model import Category, Evidence

from .base import ValueCheck, Verdict
from .care import DIAGNOSIS, HEALTH, SUPPORT, YOUTHCARE
from .outcome import fold, impossible, plausible, valid

_NO = frozenset((
    "nee", "neen", "n", "no", "false", "0", "geen", "niet", "none", "null", "nvt", "n.v.t.", "n.v.t", "onbekend",
    "unknown", "leeg", "nihil", "-", "--", "undefined", "n/a", "na", "default", "off", "uit", "[]", "{}",
    "niet van toepassing", "geen bijzonderheden",
))
_YES = frozenset(("ja", "j", "yes", "y", "true", "1", "aan", "on"))
_OTHER_THING = re.compile(r"(?:https?:/|/|\.{1,2}/|data:)|#[0-9a-fA-F]{3,8}\Z|[0-9.]+(?:px|em|rem|ms|%)\Z")
_VECTOR = re.compile(r"\[?\s*-?[0-9]+\.[0-9]+(?:[eE]-?[0-9]+)?\s*(?:,\s*-?[0-9.eE+-]+\s*){15,2048}\]?\Z")
_BLOB = re.compile(r"[A-Za-z0-9+/_=-]{64,}\Z")
_ORIGIN_CODE = re.compile(r"[A-Z]{2,3}\Z|[0-9]{4}\Z|[01][.,][0-9]{1,2}\Z")
"""A country by its letters or by its number in the Dutch personal records, or a weight of disadvantage."""
_NO_NUMBERS = frozenset({Category.DIAGNOSIS, Category.YOUTHCARE})
_FACTOR = re.compile(r"[0-9]{1,3}[.,][0-9]{1,4}\Z")
"""What a rule gives to whom it is for: ``{"dyslexie": 1.25}``; no diagnosis is a number with decimals."""
_WORDS = {Category.HEALTH: HEALTH, Category.DIAGNOSIS: DIAGNOSIS, Category.SUPPORT: SUPPORT,
          Category.YOUTHCARE: YOUTHCARE}


def _checker(category: Category) -> ValueCheck:
    words = _WORDS.get(category)

    def check(value: str) -> Verdict:
        text = value.strip()
        known = fold(text[:4096])
        if not known or _OTHER_THING.match(text):
            return impossible(category, known, ("shape:other-thing", -0.9))
        if category in _NO_NUMBERS and _FACTOR.match(known):
            return impossible(category, known, ("shape:factor", -0.6))
        if known in _NO:
            return plausible(category, known, ("shape:says-no", -0.3))
        if known in _YES:
            return plausible(category, known, ("shape:says-yes", 0.0))
        if category is Category.ORIGIN and _ORIGIN_CODE.match(text):
            return valid(category, known, ("shape:code", 0.2))
        if words is not None and words.trigger.search(text) and words.tells(text):
            return valid(category, known, ("context:word", 0.3))
        return plausible(category, known)

    return check


check_health = _checker(Category.HEALTH)
check_diagnosis = _checker(Category.DIAGNOSIS)
check_support = _checker(Category.SUPPORT)
check_youthcare = _checker(Category.YOUTHCARE)
check_religion = _checker(Category.RELIGION)
check_origin = _checker(Category.ORIGIN)
check_orientation = _checker(Category.ORIENTATION)


TEST_KEYS = ("iq", "iqscore", "piq", "tiq", "viq", "intelligentiequotient", "total_iq", "totaal_iq", "verbaal_iq",
             "performaal_iq", "wisc_score", "rakit_score", "wppsi_score", "nio", "nio_score", "adit", "adit_score",
             "ids_2")
"""Lexicon names of tests whose result is a number about 100."""
ACCOMMODATION_KEYS = (
    "extra_tijd", "extra_time", "extended_time", "extra_toetstijd", "verlengde_toetstijd", "toetstijdverlenging",
    "tijdverlenging", "time_extension", "screen_reader", "schermlezer", "braille", "voorleessoftware", "voorleeshulp",
    "dyslexie_hulp", "dyslexie_lettertype", "dyslexie_modus", "dyslexia_mode", "dyslexia_font", "dyslexic_font",
)
"""Lexicon names of settings that are made for a need."""
PREFERENCE_KEYS = (
    "high_contrast", "hoog_contrast", "text_to_speech", "tekst_naar_spraak", "read_aloud", "voorlezen",
    "voorleesfunctie", "large_font", "grote_letters", "color_blind_mode", "kleurenblind_modus", "open_dyslexic",
)
"""Lexicon names of settings that many people like."""

_SCORE = re.compile(r"(?<![0-9.,])(?:[4-9][0-9]|1[0-5][0-9]|160)(?![0-9]|[.,][0-9])")
_BARE_SCORE = re.compile(r"(?:[4-9][0-9]|1[0-5][0-9]|160)\Z")


def check_test_score(value: str) -> Verdict:
    """A whole value under a key of an intelligence test: it holds a score, 40 to 160."""
    verdict = check_diagnosis(value)
    if verdict.outcome == "plausible" and _BARE_SCORE.match(value.strip()):
        return valid(Category.DIAGNOSIS, verdict.canonical, ("shape:test-score", 0.2))
    if verdict.outcome == "plausible" and not _SCORE.search(value[:300]) and fold(value) not in _YES | _NO:
        return impossible(Category.DIAGNOSIS, value[:300], ("shape:no-score", -0.6))
    return verdict


ACCOMMODATION = "context:accommodation"
"""Evidence by which rules tell a setting that helps one pupil from a plan of support."""
_MORE_TIME = re.compile(r"[1-3][.,][0-9]{1,3}\Z|(?:[5-9]|[1-9][0-9])(?: ?(?:%|min(?:uten|utes|uut|ute)?|m))?\Z")
"""A factor, a percentage or a number of minutes."""


def check_accommodation(value: str) -> Verdict:
    """A whole value under a key such as ``extraTijd``: switched on, or how much of it."""
    text = value.strip()
    mark = (ACCOMMODATION, 0.0)
    if fold(text) in _YES or _MORE_TIME.match(text.lower()):
        return valid(Category.SUPPORT, fold(text), ("shape:says-yes", 0.0), mark)
    return _marked(check_support(value))


def check_preference(value: str) -> Verdict:
    """The same under a key that many set for comfort (``highContrast``): it only could be about a need."""
    verdict = check_accommodation(value)
    if verdict.outcome == "valid":
        return plausible(Category.SUPPORT, verdict.canonical, (ACCOMMODATION, 0.0))
    return verdict


def _marked(verdict: Verdict) -> Verdict:
    return replace(verdict, evidence=(*verdict.evidence, Evidence(ACCOMMODATION, 0.0)))


def check_biometric(value: str) -> Verdict:
    """A template: a vector of at least 16 numbers or a long blob; a single number can be one element of a vector."""
    text = value.strip()
    if _VECTOR.match(text) or _BLOB.match(text):
        return valid(Category.BIOMETRIC, text[:4096], ("shape:template", 0.3))
    if re.fullmatch(r"-?[0-9]\.[0-9]{3,20}(?:[eE]-?[0-9]{1,3})?", text):
        return plausible(Category.BIOMETRIC, text, ("shape:vector-element", 0.0))
    return impossible(Category.BIOMETRIC, text[:256], ("shape:no-template", -0.6))
