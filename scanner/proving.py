"""Proof that a pseudonym is none: opaque identifiers of captures, searched for the values they are digests of.

What comes out is a document of its own, ``leerlek-proof/1``: per reversed digest its category, algorithm, form and
places, never the value. It names the rule that the fact breaks, so it can be read beside the result of a scan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scanner.decode import Decoder
from scanner.detect import Detected, Identifier, Subjects
from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.masking import mask
from scanner.detect.opaque import Opaque, OpaqueDetector
from scanner.detect.proof import Effort, Hit, Search, Target, Targets, dictionaries, numbers, target_of
from scanner.detect.proof.spaces import Space
from scanner.detect.proof.targets import chance
from scanner.errors import UsageError
from scanner.inputs import labelled, read_keylog
from scanner.model import Category, Detection, Exchange, ExchangeFacts, Note

Document = dict[str, Any]
SCHEMA = "leerlek-proof/1"
_PER_TARGET = 50
"""Places that are kept of one identifier; the rest is counted."""
_NUMBERS = frozenset({Category.BSN, Category.PGN})
_LONGEST_LINE = 1000


@dataclass(slots=True)
class Place:
    """Where an identifier stands; ``facts`` is None for one that was given by itself."""

    facts: ExchangeFacts | None
    detection: Detection | None


@dataclass(slots=True)
class Seen:
    """The places of one identifier."""

    identifying: bool = False
    count: int = 0
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Collected:
    """Everything that is searched for, and what was seen in clear beside it."""

    targets: dict[Target, Seen] = field(default_factory=dict)
    identifiers: dict[tuple[Category, str], Identifier] = field(default_factory=dict)
    inputs: list[Document] = field(default_factory=list)
    not_read: int = 0
    """Given lines that are no digest."""

    def add(self, target: Target, place: Place, *, identifying: bool) -> None:
        """Count one more place of an identifier."""
        seen = self.targets.setdefault(target, Seen())
        seen.identifying |= identifying
        seen.count += 1
        if len(seen.places) < _PER_TARGET:
            seen.places.append(place)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for."""

    effort: Effort = "usual"
    jobs: int = 1
    salts: tuple[str, ...] = ()
    keylog: Path | None = None
    spaces: tuple[Space, ...] | None = None
    """Other spaces than all numbers, for tests."""


def collect(captures: Iterable[Path], key: bytes, subjects: Subjects | None, keylog: Path | None = None,
            progress: Callable[[str, int, float], None] | None = None) -> Collected:
    """The opaque identifiers of captures. Raises ``InputError`` for what is no capture, ``UsageError`` for no file."""
    from scanner.capture import find_captures, read_capture, share_read

    collected = Collected()
    decoder, detector = Decoder(), OpaqueDetector(key=key, subjects=subjects, ner="off")
    secrets = read_keylog(keylog)
    order = 0
    paths = find_captures(captures)
    done, whole = 0, sum(path.stat().st_size for path in paths) or 1
    for path, label in labelled(paths):
        count = 0
        for exchange in read_capture(path, label, _ignore, secrets):
            order += 1
            count += 1
            if progress is not None:
                progress(label, count, (done + path.stat().st_size * share_read()) / whole)
            detected, found = _opaque(detector, decoder, exchange, order)
            if detected is None:
                continue
            for identifier in detected.identifiers:
                collected.identifiers.setdefault((identifier.category, identifier.canonical), identifier)
            for each in found:
                place = Place(detected.observation.facts, each.place)
                collected.add(each.target, place, identifying=each.identifying)
        done += path.stat().st_size
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        collected.inputs.append({"capture": label, "sha256": digest, "exchanges": count})
    return collected


def _opaque(
    detector: OpaqueDetector, decoder: Decoder, exchange: Exchange, order: int
) -> tuple[Detected | None, list[Opaque]]:
    try:
        return detector.opaque(exchange, decoder.decode(exchange, _ignore), order)
    except Exception:  # noqa: BLE001  stage boundary: hostile content must not end the search for others
        return None, []


def _ignore(_note: Note) -> None:
    """A scan reports what could not be read; here only what was read is searched."""


def add_lines(collected: Collected, lines: Iterable[str]) -> None:
    """Digests given by themselves, one a line; what is none is counted."""
    for line in lines:
        token = line.strip()
        if not token:
            continue
        target = target_of(token) if len(token) <= _LONGEST_LINE else None
        if target is None:
            collected.not_read += 1
        else:
            collected.add(target, Place(None, None), identifying=True)


class Proving:
    """One search over what was collected; ``run`` yields proofs, ``document`` sums up."""

    def __init__(self, collected: Collected, settings: Settings, key: bytes, subjects: Subjects | None) -> None:
        self.collected = collected
        self._settings = settings
        self._fingerprinter = Fingerprinter(key)
        if any("\0" in salt or not salt for salt in settings.salts):
            raise UsageError("--salt: needs a text of at least one character, without NUL")
        seen = [(each.category, each.value, each.subject) for each in collected.identifiers.values()]
        spaces = list(settings.spaces) if settings.spaces is not None else numbers(settings.salts)
        words = list(dictionaries(subjects, seen))
        self.search = Search(Targets.of(collected.targets), spaces, words, settings.effort, settings.jobs)
        self._dropped = self.search.targets.dropped
        self._proofs: list[Document] = []
        self._reversed: dict[Target, Document] = {}
        self.complete = False

    @property
    def planned(self) -> int:
        """Digests of numbers that the whole search makes when nothing is found."""
        return sum(stage.hashes for stage in self.search.stages())

    def run(self, progress: Callable[[int], None] | None = None) -> Iterator[Document]:
        """Search; yields each proof when it is made."""
        for hit in self.search.hits(progress):
            proof = self._proof(hit)
            self._proofs.append(proof)
            self._reversed[hit.target] = proof
            yield proof
        self.complete = not self.search.stopped

    def document(self) -> Document:
        """The report. Numbers of digests, times and rates are those of this run; everything else repeats itself."""
        from scanner import __version__

        for target, proof in self._reversed.items():
            proof["same_place"] = self._same_place(target)
        seen = self.collected.targets.values()
        seconds = self.search.seconds
        return {
            "schema": SCHEMA,
            "tool": {"name": "leerlek", "version": __version__},
            "inputs": self.collected.inputs,
            "search": {
                "effort": self._settings.effort, "jobs": self._settings.jobs, "complete": self.complete,
                "seconds": round(seconds, 1), "digests_made": self.search.hashes,
                "per_second": round(self.search.hashes / seconds) if seconds else 0,
                "spaces": [{"category": space.category.value, "form": space.form.name, "candidates": space.size}
                           for space in self.search.spaces],
            },
            "identifiers": {
                "searched": len(seen) - self._dropped, "in_identifying_fields": sum(each.identifying for each in seen),
                "reversed": len(self._reversed), "left_out": self._dropped, "no_digest": self.collected.not_read,
            },
            "proofs": self._proofs,
        }

    def _proof(self, hit: Hit) -> Document:
        seen = self.collected.targets[hit.target]
        odds = chance(hit.target.bits, self.search.planned) if not hit.target.full else 0.0
        return {
            "rule": "IDN-004" if hit.category in _NUMBERS else "IDN-005",
            "category": hit.category.value, "algorithm": hit.algorithm, "form": hit.form, "source": hit.source,
            "encoding": hit.target.kind, "bits": hit.target.bits, "chance": float(f"{odds:.2g}"),
            "seconds": round(hit.seconds, 1), "masked": mask(hit.category, hit.canonical),
            "fingerprint": self._fingerprinter.value(hit.category, hit.canonical), "subject": hit.subject,
            "count": seen.count,
            "occurrences": [_occurrence(place) for place in seen.places if place.facts is not None],
        }

    def _same_place(self, target: Target) -> dict[str, int]:
        """How many identifiers stand where this one stands, and how many of them were reversed.

        One in eleven numbers of nine digits passes the elfproef: where one of eleven is reversed, they are others.
        """
        mine = _templates(self.collected.targets[target])
        if not mine:
            return {"identifiers": 1, "reversed": 1}
        there = [each for each, seen in self.collected.targets.items() if mine & _templates(seen)]
        return {"identifiers": len(there), "reversed": sum(each in self._reversed for each in there)}


def _templates(seen: Seen) -> set[tuple[str, str, str, str]]:
    return {(place.facts.host, place.facts.endpoint, place.detection.part, place.detection.template)
            for place in seen.places if place.facts is not None and place.detection is not None}


def _occurrence(place: Place) -> Document:
    facts, detection = place.facts, place.detection
    assert facts is not None
    assert detection is not None
    return {
        "capture": facts.capture, "exchange": facts.id, "time": facts.time, "method": facts.method,
        "host": facts.host, "port": facts.port, "path": facts.path, "direction": detection.direction,
        "part": detection.part, "pointer": detection.pointer, "template": detection.template,
        "steps": list(detection.steps), "key": detection.key,
    }
