"""Detect: personal data in decoded fields, masked, fingerprinted and tied to data subjects."""

from __future__ import annotations

from .engine import Detected, Detector, detect_text
from .fingerprint import key_id
from .key import Key, load_or_create_key
from .late import Candidate, DigestIndex, Identifier
from .redactor import Redactor
from .segments import general_path
from .sessions import Sessions
from .subjects import Subject, Subjects, load_subjects, parse_subjects

__all__ = [
    "Candidate", "Detected", "Detector", "DigestIndex", "Identifier", "Key", "Redactor", "Sessions", "Subject",
    "Subjects", "detect_text", "general_path", "key_id", "load_or_create_key", "load_subjects", "parse_subjects",
]
