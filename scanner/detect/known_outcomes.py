"""Judges what of a value is known: which known value a hit stands for, how sure it is, and what chance explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.model import CODINGS, About, Category, Evidence

from .canonical import canonical_of
from .fingerprint import Fingerprinter
from .meaning import Meaning
from .outcome import Outcome
from .recognizers.eckid import form_of

if TYPE_CHECKING:
    from .known import Known, KnownHit, KnownValues

_NEAR = re.compile(r"leerling|student|pupil|stam|nummer|nr\b|\bid\b|user|account|gebruiker", re.IGNORECASE)


class KnownJudge:
    """Finds known values in a value under a key of some meaning."""

    def __init__(self, fingerprinter: Fingerprinter, known: KnownValues) -> None:
        self._fingerprinter = fingerprinter
        self._known = known

    def outcomes(self, meaning: Meaning, value: str, *, static: bool) -> list[Outcome]:
        """What a value holds that is known, in order of its place; the whole value first."""
        found: list[Outcome] = []
        whole = [known for known in self._known.whole(value) if _fits(known, meaning, static)]
        hits = self._known.find(value, static=static)
        if whole and not any(hit.start == 0 and hit.end >= len(value.strip()) for hit in hits):
            found.append(self._outcome(meaning, value, 0, len(value), tuple(whole), whole[0].via, is_whole=True))
        for hit in hits:
            is_whole = hit.end - hit.start >= len(value.strip())
            if found and found[0].end == len(value) and not hit.via:
                continue
            if _doubtful(meaning, value, hit, is_whole=is_whole):
                continue
            found.append(self._outcome(meaning, value, hit.start, hit.end, hit.values, hit.via, is_whole=is_whole))
        return found

    def _outcome(
        self, meaning: Meaning, value: str, start: int, end: int, values: tuple[Known, ...], via: str, *, is_whole: bool
    ) -> Outcome:
        best = _best(values, meaning)
        raw = value[start:end]
        matches = best.category is meaning.category
        confidence = 1.0
        if best.weak and not matches and not via:
            exact = is_whole and canonical_of(best.category, raw.strip()) == best.canonical
            confidence = 0.8 if not exact or (raw.isdigit() and len(raw) < 8) else 1.0
        kind = "digest" if via and via not in CODINGS else "encoding" if via else "subject"
        evidence = [Evidence(f"{kind}:{via or ('spelling' if best.weak else 'value')}", confidence)]
        if meaning.key:
            evidence.append(Evidence(f"key:{meaning.key}", 0.0))
        if best.category is Category.ECKID and not via:
            evidence += [Evidence(code, 0.0) for code in form_of(raw)]
        same = tuple(known for known in values if known.category is best.category)
        about: About = "unknown"
        if best.role in {"pupil", "guardian", "teacher"}:
            about = best.role  # type: ignore[assignment]
        return Outcome(
            best.category, confidence, "known_subject", raw, best.canonical, self._fingerprinter, tuple(evidence),
            start=start, end=end, about=meaning.about if about == "unknown" else about, via=via, key=meaning.key,
            known=same,
        )  # fmt: skip


def merged(keyed: Outcome, known: Outcome) -> Outcome:
    """One outcome of what the key says and what is known: the surer category, both kinds of evidence."""
    names = keyed.category.value.startswith("name.") and known.category.value.startswith("name.")
    if keyed.category is known.category or names or keyed.category is Category.ACCOUNT:
        known.evidence = known.evidence + keyed.evidence
        known.key = keyed.key
        known.confidence = known.alone = 1.0
        return known
    keyed.known = known.known
    keyed.confidence = keyed.alone = max(keyed.confidence, known.confidence)
    keyed.evidence = keyed.evidence + known.evidence
    if known.about != "unknown":
        keyed.about = known.about
    return keyed


def _doubtful(meaning: Meaning, value: str, hit: KnownHit, *, is_whole: bool) -> bool:
    """Whether chance explains a hit: a short number or a date under a key that means something else."""
    if hit.via and hit.via not in CODINGS:
        return False
    raw = value[hit.start : hit.end]
    matches = any(known.category is meaning.category for known in hit.values)
    short = raw.isdigit() and len(raw) < 8
    dated = all(known.category is Category.DOB for known in hit.values)
    if matches:
        return False
    if meaning.strength == "negative":
        return short or dated
    if not short:
        return False
    if is_whole:
        return meaning.category is not None and meaning.strength != "context"
    return _NEAR.search(value, max(0, hit.start - 30), hit.start) is None


def _fits(known: Known, meaning: Meaning, static: bool) -> bool:
    """Whether a whole value may count as this known value under this key."""
    if known.reach == "any":
        return known.category is not Category.EMAIL or bool(known.via)  # an address is found by its own spelling
    return known.category is meaning.category and not static


def _best(values: tuple[Known, ...], meaning: Meaning) -> Known:
    """The known value that fits the key best; the surest spelling where none does."""
    return min(values, key=lambda known: (known.category is not meaning.category, known.weak, known.via != ""))
