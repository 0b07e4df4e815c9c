"""Digests of identifiers that were seen in clear elsewhere in the scan, found when all of it was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scanner.model import About, Category, Detection, Evidence, ExchangeFacts, Observation

from .digests import digests, variants
from .fingerprint import Fingerprinter

if TYPE_CHECKING:
    from .engine import Detected

_PER_TOKEN = 50


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in clear (raw, in memory only) and the data subject it belongs to."""

    category: Category
    canonical: str = field(repr=False)
    value: str = field(repr=False)
    subject: str
    about: About


@dataclass(frozen=True, slots=True)
class Candidate:
    """A digest-looking value: its hex, and the detection it would be if an identifier is found for it."""

    token: str = field(repr=False)
    draft: Detection


class DigestIndex:
    """Collects candidates and identifiers over a scan, in bounded memory, and matches them at its end."""

    def __init__(self, *, key: bytes, limit: int = 200_000) -> None:
        self._fingerprinter = Fingerprinter(key)
        self._limit = limit
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
            elif len(self._identifiers) >= self._limit:
                self.dropped_identifiers += 1
            else:
                self._identifiers[key] = identifier

    @property
    def identifiers(self) -> Iterable[Identifier]:
        """The identifiers seen in clear so far, each once."""
        return self._identifiers.values()

    def resolve(self) -> list[Observation]:
        """The candidates that are digests of identifiers in clear, as observations of their exchanges, in order."""
        lengths = frozenset(map(len, self._tokens))
        found: list[tuple[int, ExchangeFacts, Detection]] = []
        if lengths:
            matched: set[str] = set()
            for identifier in self._identifiers.values():
                for name, token in self._digests_of(identifier, lengths):
                    if token in self._tokens and token not in matched:
                        matched.add(token)
                        found += (
                            (number, facts, self._detection(identifier, name, draft))
                            for number, facts, draft in self._tokens[token]
                        )
        found.sort(key=lambda item: (item[1].order, item[0]))
        grouped: dict[tuple[str, str, int], tuple[ExchangeFacts, list[Detection]]] = {}
        for _, facts, detection in found:
            grouped.setdefault((facts.capture, facts.id, facts.order), (facts, []))[1].append(detection)
        return [Observation(facts, tuple(detections)) for facts, detections in grouped.values()]

    @staticmethod
    def _digests_of(identifier: Identifier, lengths: frozenset[int]) -> Iterator[tuple[str, str]]:
        for value in dict.fromkeys((identifier.value, identifier.canonical)):
            for text in variants(identifier.category, value):
                yield from digests(text, lengths)

    def _detection(self, identifier: Identifier, name: str, draft: Detection) -> Detection:
        return replace(
            draft, category=identifier.category, confidence=0.95, recognizer="digest_of_seen",
            masked=f"{name} ({draft.span[1] - draft.span[0]})", via=name,
            fingerprint=self._fingerprinter.value(identifier.category, identifier.canonical),
            subject=identifier.subject, about=identifier.about,
            evidence=(Evidence(f"digest:{name}", 0.95),),
        )  # fmt: skip
