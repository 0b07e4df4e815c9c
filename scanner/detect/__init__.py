"""Detect: personal data in decoded fields, masked, fingerprinted and tied to data subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .echoes import EchoIndex
from .engine import Detected, Detector
from .fingerprint import key_id
from .key import Key, load_or_create_key
from .late import Candidate, DigestIndex, Identifier
from .nobody import ordinary_text
from .pair import Pair, PairIndex
from .plain import TextDetector, detect_text
from .redactor import Redactor
from .segments import general_path
from .sessions import Sessions
from .sightings import Sighting, Sightings
from .subjects import Subject, Subjects, load_subjects, parse_subjects

if TYPE_CHECKING:
    from .presidio import blank_nlp_engine, leerlek_recognizers

__all__ = [
    "Candidate", "Detected", "Detector", "DigestIndex", "EchoIndex", "Identifier", "Key", "Pair", "PairIndex",
    "Redactor", "Sessions", "Sighting", "Sightings",
    "Subject", "Subjects", "TextDetector", "blank_nlp_engine", "detect_text", "general_path", "key_id",
    "leerlek_recognizers", "load_or_create_key", "load_subjects", "ordinary_text", "parse_subjects",
]

_OF_PRESIDIO = frozenset({"blank_nlp_engine", "leerlek_recognizers"})
"""Names that are imported when they are asked for: Presidio takes seconds, and a scan does not need it."""


def __getattr__(name: str) -> object:
    if name in _OF_PRESIDIO:
        from . import presidio

        return getattr(presidio, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
