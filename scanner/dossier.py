"""Reads a dossier file: what the examining team says about its examination, for the reports."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from scanner.judge.schemacheck import check
from scanner.judge.yamlfile import YamlFile
from scanner.report.dossier import Dossier, Entry


def load_dossier(path: Path) -> Dossier:
    """The dossier of a file; ``UsageError`` names file, line and field."""
    file = YamlFile(path)
    check(file, "dossier")
    data: Any = file.data
    entries = {(group, key): entry for group, fields in data.items() if isinstance(fields, dict)
               for key, value in fields.items() if (entry := _entry(value))}
    return Dossier(entries, hashlib.sha256(file.text.encode()).hexdigest())


def _entry(value: Any) -> Entry:
    """A field as texts without what is empty; true and false as such words."""
    values = value if isinstance(value, list) else [value]
    texts = (str(item).lower() if isinstance(item, bool) else str(item) for item in values if item is not None)
    return tuple(text for text in (" ".join(text.split()) for text in texts) if text)
