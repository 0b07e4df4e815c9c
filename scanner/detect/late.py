"""Digests of identifiers that were seen in clear elsewhere in the scan, found when all of it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scanner.model import About, Category, Detection, Evidence, ExchangeFacts, Observation, sent_by_fields

from .digests import ALGORITHMS, LENGTHS, Algorithm, variants
from .fingerprint import Fingerprinter
from .outcome import HASHED_TOO, bits_of

if TYPE_CHECKING:
    from .engine import Detected

_PER_TOKEN = 50
_CUT = ("sha256", "sha512", "sha1")
"""Algorithms whose digests programs cut to the length of a shorter one."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in clear (raw, in memory only) and the data subject it belongs to."""

    category: Category
    canonical: str = field(repr=False)
    value: str = field(repr=False)
    subject: str
    about: About


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Candidate:
    """A digest-looking value: its hex, and the detection it would be if an identifier is found for it."""

    token: str = field(repr=False)
    draft: Detection


class DigestIndex:
    """Collects candidates and identifiers over a scan, in bounded memory, and matches them at its end."""

    def __init__(self, *, key: bytes, limit: int = 200_000, identifiers: int | None = None) -> None:
        """``limit`` bounds the digest-looking values that are kept, ``identifiers`` (the same by default) those that
        are hashed when the scan ends."""
        self._fingerprinter = Fingerprinter(key)
        self._limit = limit
        self._most = limit if identifiers is None else identifiers
        self._tokens: dict[str, list[tuple[int, ExchangeFacts, Detection]]] = {}
        self._identifiers: dict[tuple[Category, str], Identifier] = {}
        self._held = 0
        self.dropped_candidates = 0
        self.dropped_identifiers = 0

    def add(self, detected: Detected) -> None:
        """Take in what one exchange showed."""
        facts = detected.observation.facts
        for candidate in detected.digests:
            places = self._tokens.get(candidate.token)
            if self._held >= self._limit or (places is not None and len(places) >= _PER_TOKEN):
                self.dropped_candidates += 1
                continue
            self._held += 1
            self._tokens.setdefault(candidate.token, []).append((self._held, facts, candidate.draft))
        for identifier in detected.identifiers:
            key = (identifier.category, identifier.canonical)
            if key in self._identifiers:
                if identifier.subject and not self._identifiers[key].subject:
                    self._identifiers[key] = identifier
            elif len(self._identifiers) >= self._most:
                self.dropped_identifiers += 1
            else:
                self._identifiers[key] = identifier

    @property
    def identifiers(self) -> Iterable[Identifier]:
        """The identifiers seen in clear so far that may show in no other place, each once."""
        return (each for each in self._identifiers.values() if each.category not in HASHED_TOO)

    def resolve(self) -> list[Observation]:
        """The candidates that are digests of identifiers in clear, as observations of their exchanges, in order."""
        found: list[tuple[int, ExchangeFacts, Detection]] = []
        for identifier, name, token in self._matches():
            found += (
                (number, facts, self._detection(identifier, name, draft))
                for number, facts, draft in self._tokens[token]
            )
        found.sort(key=lambda item: (item[1].order, item[0]))
        grouped: dict[tuple[str, str, int], tuple[ExchangeFacts, list[Detection]]] = {}
        for _, facts, detection in found:
            grouped.setdefault((facts.capture, facts.id, facts.order), (facts, []))[1].append(detection)
        return [Observation(facts, tuple(detections)) for facts, detections in grouped.values()]

    def _matches(self) -> Iterator[tuple[Identifier, str, str]]:
        """Each token that is a digest of an identifier: the first such identifier, the algorithm, the token."""
        full = frozenset(LENGTHS.values())
        left = {bytes.fromhex(token): token for token in self._tokens if len(token) in full}
        lengths = frozenset(map(len, left.values()))
        steps = _plan(lengths)
        tried: set[str] = set()
        for identifier in self._identifiers.values() if steps else ():
            for value in dict.fromkeys((identifier.value, identifier.canonical)):
                for text in variants(identifier.category, value):
                    if text in tried:
                        continue
                    tried.add(text)
                    data = text.encode("utf-8", "surrogatepass")
                    for name, run, sizes, outers in steps:
                        raw = run(data)
                        if raw in left:
                            yield identifier, name, left.pop(raw)
                        for size in sizes:
                            if raw[:size] in left:
                                yield identifier, name, left.pop(raw[:size])
                        if outers:
                            data_of_outer = raw.hex().encode()
                            for outer, run_outer in outers:
                                raw = run_outer(data_of_outer)
                                if raw in left:
                                    yield identifier, outer, left.pop(raw)

    def _detection(self, identifier: Identifier, name: str, draft: Detection) -> Detection:
        return replace(
            draft, category=identifier.category, confidence=0.95, recognizer="digest_of_seen",
            masked=f"{name} ({draft.span[1] - draft.span[0]})", via=name,
            fingerprint=self._fingerprinter.value(identifier.category, identifier.canonical),
            subject=identifier.subject, about=identifier.about, bits=bits_of(identifier.category, identifier.value),
            evidence=(Evidence(f"digest:{name}", 0.95),),
        )  # fmt: skip


_PlannedStep = tuple[str, Algorithm, list[int], list[tuple[str, Algorithm]]]
"""Name and function of a digest, the lengths in bytes to which it may be cut, and the digests of its hex in turn."""


def _plan(lengths: frozenset[int]) -> list[_PlannedStep]:
    """The algorithms to try for digests of these lengths in hex.

    A whole scan of identifiers goes through this, so each digest is made once for all that is compared with it.
    """
    outers: dict[str, list[tuple[str, Algorithm]]] = {}
    for name in ALGORITHMS:
        outer, _, inner = name.rstrip(")").partition("(")
        if inner and LENGTHS[name] in lengths:
            outers.setdefault(inner, []).append((name, ALGORITHMS[outer]))
    cuts = {name: [length // 2 for length in sorted(lengths) if length < LENGTHS[name]] for name in _CUT}
    return [
        (name, run, cuts.get(name, []), outers.get(name, [])) for name, run in ALGORITHMS.items()
        if "(" not in name and (LENGTHS[name] in lengths or name in outers or cuts.get(name))
    ]
