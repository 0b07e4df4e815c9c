"""Judges one value: what its key says, what its shape proves, what is known of it, what its text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.model import Category, Evidence

from .digests import KIND_OF_LENGTH, SHORTEST_DIGEST, candidates, may_hold_digest
from .fingerprint import Fingerprinter
from .key_rule import HASHED, SECRETS, KeyRule
from .known_outcomes import KnownJudge, merged
from .meaning import MESSAGE_ID, Meaning
from .nobody import ordinary_text
from .outcome import Outcome
from .recognizers import TEXT_RECOGNIZERS, VALUE_CHECKS, Match, TextRecognizer, Verdict
from .recognizers.education import REQUEST_KEYS
from .recognizers.identifiers import LOGIN_OF_NAME, OF_PERSON
from .recognizers.link import rises
from .recognizers.mail import ROLE_ADDRESS
from .recognizers.names import TUSSENVOEGSELS, listed_family, listed_given, split
from .text import TextScanner

if TYPE_CHECKING:
    from .known import KnownValues
    from .sent_files import Sent

FLOOR = 0.3
"""Below this nothing is reported; from here to 0.6 a detection is "te beoordelen"."""

_PLACEHOLDERS = frozenset(
    {"null", "none", "nil", "n/a", "na", "nan", "-", "--", "?", "undefined", "unknown", "onbekend", "leeg", "n.v.t.",
     "nvt", "[object object]", "[]", "{}", "*", "...", "xxx", "string", "empty"}
)
_NAMES = frozenset({Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY})
_BEHIND = frozenset({Category.PHONE, Category.EMAIL, Category.GROUP})
"""What stands in brackets behind a name."""
_NEGATED = frozenset({"false", "nee", "no", "0", "geen", "n", "none", "not applicable"})
_THERE = frozenset({"absent", "afwezig", "afw", "present", "aanwezig"})
"""Keys of a yes that settings have as well."""
_YES_NO = frozenset({"true", "false"})
_NUMERIC = frozenset({Category.BSN, Category.PGN, Category.PHONE, Category.DOB, Category.POSTCODE, Category.GEO,
                      Category.IP, Category.LEERLINGNUMMER})  # fmt: skip
"""Categories that numbers under a key of another meaning resemble by chance."""
_OF_ANYBODY = frozenset({Category.STREET, Category.POSTCODE, Category.PHONE})
"""Categories that shops, schools and exercises have too: in a text that names nobody they are to be assessed."""
_BARE = 0.45
TITLE = 0.5
"""What a word of care is worth that is a whole value by itself: a heading, an entry of a menu."""
_OF_TITLES = frozenset({Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.YOUTHCARE, Category.RELIGION,
                        Category.ORIGIN, Category.ATTENDANCE})
_LONGEST_TITLE = 40
_HEX = re.compile(r"[0-9a-fA-F]+")
_NAME_OF_SCHOOL = re.compile(r"[^\W\d_][\w.'’-]{0,30}(?:[ ][\w.'’&-]{1,30}){1,7}\Z")
_WITH_INITIAL = re.compile(r"[^\W\d_]{2,20}(?:-[^\W\d_]{2,20})? (?:van |de |v\.? ?d\.? ?)?[A-Z]\.?\Z")
_SENTENCE = 20
_SOUGHT = 0.65
_LONGEST_SOUGHT = 60
_BAND = 0.6
_SHAPE_ALONE = 0.7
_SELF_EVIDENT = frozenset({Category.EMAIL, Category.ECKID, Category.STAMPSEUDONIEM})
"""Categories that a whole value proves by its shape."""
_FIRST_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{1,14}(?:-[^\W\d_a-z][^\W\d_]{1,14})?\Z")
_GIVEN_LISTED = Evidence("gazetteer:given-name", 0.2)
IN_LIST = "given_in_list"
"""Recognizer of first names that stand alone in a list under a key of any name."""
_OF_PERSON = frozenset({OF_PERSON[0], LOGIN_OF_NAME[0]})
_FIGURE = "gazetteer:public-figure"
_TABLE = Evidence("sibling:table", 0.7)
_OF_TABLE = 0.75
"""What a cell is worth whose column and row say what it is and whose."""
_BOTH_LISTED = Evidence("gazetteer:given-and-family", 0.3)


class ValueJudge:
    """Turns a value under a key of some meaning into outcomes. Pure; the engine caches what it returns."""

    def __init__(
        self, fingerprinter: Fingerprinter, known: KnownValues | None,
        recognizers: Sequence[TextRecognizer] = TEXT_RECOGNIZERS,
    ) -> None:
        self._fingerprinter = fingerprinter
        self._known = KnownJudge(fingerprinter, known) if known is not None else None
        self._text = TextScanner(recognizers)
        self._rules: dict[tuple[Meaning, bool, bool], KeyRule] = {}
        self._may_matter = self._text.may_match

    def rule(self, meaning: Meaning, *, in_path: bool = False, in_list: bool = False) -> KeyRule:
        """The rule of a meaning; there are as many as the lexicon has names, times the persons they are about."""
        rule = self._rules.get((meaning, in_path, in_list))
        if rule is None:
            if len(self._rules) > 20_000:
                self._rules.clear()
            knows = self._known is not None
            rule = self._rules[meaning, in_path, in_list] = KeyRule(meaning, in_path, in_list, knows=knows)
        return rule

    def forget(self) -> None:
        """Empty the caches of all rules."""
        for rule in self._rules.values():
            rule.cache.clear()
            rule.sieve.values.clear()

    def judge(self, rule: KeyRule, value: str, *, static: bool = False) -> tuple[Outcome, ...]:
        """All outcomes for one value, in order of their place in it."""
        meaning = rule.meaning
        if self._known is None:
            if static:
                return ()
            if rule.names and (first := self._first_name(rule.meaning, value)):
                return first
            if rule.quiet:
                return self._quiet(rule, value)
            keyed = self._keyed(rule, value) if rule.keyed else None
            if keyed is not None and len(value) < 22 and not rule.wordy and not _has_aside(keyed, value):
                return (keyed,)
            known: list[Outcome] = []
        else:
            known = self._known.outcomes(meaning, value, static=static)
            if static:
                return tuple(known)
            keyed = self._keyed(rule, value) if rule.keyed else None
        found: list[Outcome] = []
        whole: Outcome | None = None
        if known:
            whole = next((each for each in known if each.start == 0 and each.end >= len(value.strip())), None)
        if keyed is not None:
            found.append(merged(keyed, whole) if whole is not None else keyed)
            found += [outcome for outcome in known if outcome is not whole]
        else:
            found += known
        if rule.free_text and len(value) > _SENTENCE and " " in value.strip():
            evidence = (Evidence("key:" + (meaning.key or "free_text"), 0.6),)
            found.append(
                self._make(Category.FREE_TEXT, 0.6, "key_free_text", value, value, evidence, meaning, alone=0.35)
            )
        if keyed is None and len(value) in KIND_OF_LENGTH and _HEX.fullmatch(value):
            pass  # one digest and nothing else
        elif keyed is None or (
            (len(value) > 64 or (rule.wordy and len(value) > rule.least)) and " " in value
            and keyed.category not in SECRETS
        ):
            taken = [(outcome.start, outcome.end) for outcome in found
                     if outcome is not keyed and outcome.category is not Category.FREE_TEXT]
            mask = self._may_matter(value)
            if mask:
                found += self._scanned(rule, value, taken, mask)
        elif _has_aside(keyed, value) and (mask := self._may_matter(value)):
            found += self._scanned(rule, value, [], mask, behind=True)
        if rule.sought and not found:
            found += self._sought(meaning, value)
        if len(value) >= SHORTEST_DIGEST and may_hold_digest(value) and not any(
                outcome.via or _is_chain(outcome) for outcome in found):
            found += self._digest_candidates(meaning, value)
        return tuple(found)

    def _sought(self, meaning: Meaning, value: str) -> list[Outcome]:
        """A listed name that somebody looks for; it counts where persons are searched."""
        if len(value) > _LONGEST_SOUGHT:
            return []
        verdict = VALUE_CHECKS[Category.NAME_FULL](value.strip().title())
        listed = [each for each in verdict.evidence if each.code.startswith("gazetteer:") and each.weight > 0]
        if verdict.outcome == "impossible" or not listed or ordinary_text(value):
            return []
        return [self._make(verdict.category, _SOUGHT, "key_search", value, verdict.canonical,
                           (Evidence(f"key:{meaning.key}", 0.2), *verdict.evidence), meaning, alone=0.0)]

    def _first_name(self, meaning: Meaning, value: str) -> tuple[Outcome, ...]:
        """A listed given name that is no word and a whole value: it counts where most of its list are such."""
        text = value.strip()
        if not _FIRST_NAME.match(text) or text.isupper() or listed_given(text) is not False:
            return ()
        return (self._make(Category.NAME_GIVEN, _SOUGHT, IN_LIST, value, text.casefold(), (_GIVEN_LISTED,), meaning,
                           alone=0.0),)

    def _quiet(self, rule: KeyRule, value: str) -> tuple[Outcome, ...]:
        """The same for a value of which neither its key nor a subjects file can say anything."""
        mask = self._may_matter(value)
        if not mask and len(value) < SHORTEST_DIGEST:
            return ()
        is_digest = len(value) in KIND_OF_LENGTH and _HEX.fullmatch(value) is not None
        found = self._scanned(rule, value, [], mask) if mask and not is_digest else []
        if len(value) >= SHORTEST_DIGEST and may_hold_digest(value) and not any(map(_is_chain, found)):
            found += self._digest_candidates(rule.meaning, value)
        return tuple(found)

    # What the key says

    def _keyed(self, rule: KeyRule, value: str) -> Outcome | None:
        size = len(value)
        if size > rule.longest:
            return None
        text = value.strip()
        if not text or (size <= 20 and text.lower() in _PLACEHOLDERS):
            return None
        category, meaning = rule.category, rule.meaning
        if rule.hashed and (size >= SHORTEST_DIGEST or meaning.digest):
            hashed = self._hashed(meaning, category, text, rule.evidence)
            if hashed is not None or (meaning.digest and category in HASHED):
                return hashed
        if meaning.strength == "loose" and meaning.key in REQUEST_KEYS and text.lower() in _YES_NO:
            return None  # how a request went
        verdict = rule.check(text.removeprefix("mailto:") if category is Category.EMAIL else text)
        confidence = rule.by_outcome.get(verdict.outcome)
        if confidence is None:
            return None
        beside, alone = confidence
        evidence = (rule.evidence, *verdict.evidence)
        if rule.special and text.lower() in _NEGATED:
            beside = alone = 0.35
            evidence += (Evidence("context:negated", -0.35),)
        if verdict.category is Category.NAME_FULL and _BOTH_LISTED in verdict.evidence:
            alone = max(alone, _BAND)  # a first name with a surname is somebody's, also under a bare "naam"
        if verdict.outcome == "valid" and verdict.category is not category and verdict.category in _SELF_EVIDENT:
            alone = max(alone, _SHAPE_ALONE)  # under a key that says something else, or nothing
            beside = max(beside, alone)
        elif rule.listed and _is_given(verdict):
            alone = max(alone, _SOUGHT if verdict.outcome == "valid" else 0.0)
            beside = max(beside, _BAND, alone)
        elif (verdict.category is Category.ACCOUNT and category is Category.NAME_FULL) or (
                verdict.evidence and verdict.evidence[0].code in _OF_PERSON):
            alone = max(alone, _SHAPE_ALONE)  # the id of whom the key means
            beside = max(beside, alone)
        elif beside < _BAND and verdict.category is Category.NAME_FULL and _is_strange_name(text):
            beside = _BAND  # beside a person, words that no list holds are no title
            alone = _BAND if rule.who else alone
        if not alone and verdict.outcome == "valid" and _WITH_INITIAL.match(text) and _is_given_alone(text):
            alone = _BAND  # "Sanne K.", as schools write who shares a first name
        if verdict.evidence and verdict.evidence[0].code == _FIGURE:
            beside = alone = min(alone, _BARE)  # whom lessons are about
        category = verdict.category
        if category is Category.ATTENDANCE and text.lower() in _YES_NO and meaning.key in _THERE:
            beside, alone = min(beside, _SOUGHT), min(alone, _BARE)  # of somebody, or of a setting
        if category is Category.GROUP and (size == 1 or text.isdigit()):
            alone = min(alone, TITLE)  # a year of school by itself
        if category is Category.SCHOOL and verdict.outcome != "valid" and not _NAME_OF_SCHOOL.match(text):
            beside = min(beside, TITLE)  # the code of a branch, a department
        if category is Category.EMAIL and ROLE_ADDRESS in verdict.evidence:
            beside, alone = min(beside, _BARE), min(alone, _BARE)  # of an office, whatever the key says
        return Outcome(
            category, beside, rule.recognizer, text, verdict.canonical, self._fingerprinter, evidence, alone=alone,
            end=size, about=meaning.about, key=meaning.key,
        )  # fmt: skip

    def _hashed(self, meaning: Meaning, category: Category, value: str, key: Evidence) -> Outcome | None:
        """A digest under a key that names personal data: ``mbox_sha1sum``, ``ud[em]``, ``bsn_hash``."""
        for start, end, token in candidates(value, truncated=False):
            if start or end < len(value.rstrip("=")):
                break
            if category in {Category.BSN, Category.PGN, Category.LEERLINGNUMMER} and not _HEX.search(token):
                break
            via = KIND_OF_LENGTH.get(len(token), "digest")
            evidence = (key, Evidence(f"shape:{via}", 0.3))
            return self._make(category, 0.9, "key_digest", value, token, evidence, meaning, via=via)
        return None

    # What the text holds

    def _scanned(self, rule: KeyRule, value: str, taken: list[tuple[int, int]], mask: int, *,
                 behind: bool = False) -> list[Outcome]:
        """What the text recognizers find; ``behind`` a name that the key speaks of."""
        found: list[Outcome] = []
        meaning = rule.meaning
        contradicted = not behind and (meaning.strength == "negative" or (
            meaning.category is not None and meaning.strength in {"direct", "quasi"} and not meaning.free_text))
        for name, match in self._text.scan_for(value, mask):
            if any(start < match.end and match.start < end for start, end in taken):
                continue
            if (behind and match.category not in _BEHIND) or (
                    match.category is Category.EMAIL and meaning.key == MESSAGE_ID):
                continue
            confidence, evidence = match.score, match.evidence
            if rule.in_path and match.category is Category.IP:
                continue
            if (rule.in_path or rule.sought) and _is_whole_name(match, value):
                evidence = (*evidence, Evidence("context:searched", round(_SOUGHT - confidence, 2)))
                confidence = _SOUGHT
            if contradicted and match.category is not meaning.category and (
                match.category in _NUMERIC or (match.category is Category.IBAN and meaning.strength == "negative")
            ):
                confidence -= 0.4
                evidence = (*evidence, Evidence("key:negative", -0.4))
            alone = confidence
            if rises(evidence):
                confidence = max(confidence, _BAND)
            if confidence >= FLOOR:
                if match.category in _OF_ANYBODY and not _is_mobile(match):
                    alone = min(confidence, _BARE)
                elif match.category is Category.IMAGE:
                    alone = _BARE
                elif match.category in _OF_TITLES and len(value) <= _LONGEST_TITLE and (
                        match.end - match.start == len(value.strip())):
                    alone = min(confidence, TITLE)
                if confidence < _BAND and _is_whole_name(match, value):
                    confidence = _BAND  # beside a person it is no title and no answer
                if alone < _BAND and match.category is Category.NAME_FULL and (
                        match.end - match.start == len(value.strip())) and is_written_name(value):
                    alone = confidence = max(_BAND, confidence)
                found.append(self._make(match.category, confidence, name, value[match.start : match.end],
                                        match.canonical, evidence, meaning, alone=alone, start=match.start,
                                        end=match.end))
        return found

    def placed(self, category: Category, text: str, start: int, whole: str) -> Outcome:
        """The outcome for a cell of a table that says by its other cells what stands there."""
        check = VALUE_CHECKS.get(category)
        verdict = check(text) if check is not None else None
        told = verdict is not None and verdict.outcome != "impossible" and verdict.category.value.startswith(
            category.value.partition(".")[0])
        evidence = (_TABLE, *(verdict.evidence if verdict is not None and told else ()))
        canonical = verdict.canonical if verdict is not None and told else " ".join(text.split()).casefold()
        kind = verdict.category if verdict is not None and told and category is Category.NAME_FULL else category
        return Outcome(kind, _OF_TABLE, "table", text, canonical, self._fingerprinter, evidence, start=start,
                       end=len(whole) if text == whole.strip() else start + len(text), key="table")

    def moved(self, outcome: Outcome, start: int, whole: str) -> Outcome:
        """An outcome for a part of a value as one for the value that holds it."""
        if not start and outcome.end >= len(whole.strip()):
            return outcome
        return Outcome(
            outcome.category, outcome.confidence, outcome.recognizer, outcome.value, outcome.canonical,
            self._fingerprinter, outcome.evidence, alone=outcome.alone, start=start + outcome.start,
            end=start + min(outcome.end, outcome.start + len(outcome.value)), about=outcome.about, via=outcome.via,
            key=outcome.key, known=outcome.known, token=outcome.token,
        )  # fmt: skip

    def sent(self, file: Sent, meaning: Meaning, value: str) -> Outcome:
        """The outcome for a picture or a recording, of which the value is the name or what was said of it."""
        return self._make(file.category, file.confidence, "upload", value, value, (file.evidence,), meaning)

    def _digest_candidates(self, meaning: Meaning, value: str) -> list[Outcome]:
        found: list[Outcome] = []
        for start, end, token in candidates(value[:20_000], truncated=False):
            if len(found) >= 20:
                break
            found.append(Outcome(Category.FREE_TEXT, 0.0, "late_digest", value[start:end], "",
                                 self._fingerprinter, (), start=start, end=end, about=meaning.about, key=meaning.key,
                                 token=token))
        return found

    def _make(
        self, category: Category, confidence: float, recognizer: str, value: str, canonical: str,
        evidence: tuple[Evidence, ...], meaning: Meaning, *, alone: float | None = None, start: int = 0,
        end: int | None = None, via: str = "",
    ) -> Outcome:
        return Outcome(
            category, confidence, recognizer, value, canonical, self._fingerprinter, evidence, alone=alone,
            start=start, end=len(value) if end is None else end, about=meaning.about, via=via, key=meaning.key,
        )  # fmt: skip


def _is_given_alone(text: str) -> bool:
    """Whether the first word of a text is a listed given name that is no word."""
    return listed_given(text.split()[0]) is False


def _is_strange_name(text: str) -> bool:
    """Whether a text is two to four words with capitals of which none is an ordinary word."""
    words = [word for word in text.split() if word.casefold() not in TUSSENVOEGSELS]
    return 2 <= len(words) <= 4 and all(word[0].isupper() and not word.isupper() and not ordinary_text(word)
                                        for word in words)


def is_written_name(value: str) -> bool:
    """Whether a whole value is a listed given name that is no word, with a surname that is listed or no word either."""
    given, _, family = split(" ".join(value.split()))
    if not 1 <= len(given) <= 3 or not 1 <= len(family) <= 3 or listed_given(given[0]) is not False or (
            listed_given(family[-1]) is not None):
        return False  # two given names are of princes and saints as often
    return all(word[0].isupper() and not word.isupper() and len(word) > 2 for word in (*given, *family)) and (
        listed_family(family) or not any(ordinary_text(word) for word in family))


def _is_given(verdict: Verdict) -> bool:
    """Whether a value is, or begins with, a listed given name; one that is a word too is only beside others."""
    return any(each.code in {"gazetteer:given-name", "gazetteer:given-name-and-word"} for each in verdict.evidence)


def _is_whole_name(match: Match, value: str) -> bool:
    """Whether a value is a listed first name and surname and nothing else."""
    return match.category is Category.NAME_FULL and match.score < _SOUGHT and (
        match.end - match.start == len(value.strip()) and _BOTH_LISTED.code in {each.code for each in match.evidence}
    )


def _is_mobile(match: Match) -> bool:
    """Whether a phone number is one that a person carries."""
    return match.evidence[0].code == "shape:phone-mobile"


def _has_aside(keyed: Outcome, value: str) -> bool:
    """Whether something stands behind a name that may be a telephone number or an address: ``Riet (06 12345678)``."""
    return keyed.category in _NAMES and "(" in value and ("@" in value or any(map(str.isdigit, value)))


def _is_chain(outcome: Outcome) -> bool:
    """Whether a hex value is a pseudonym of the chain and no digest to be guessed."""
    return outcome.category in {Category.ECKID, Category.STAMPSEUDONIEM, Category.HPGN} and outcome.confidence >= 0.6
