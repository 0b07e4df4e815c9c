"""A cast for a few values, without reading a capture."""

from __future__ import annotations

from scanner.detect import parse_subjects
from scanner.sanitize.cast import Cast
from scanner.sanitize.draws import Draws
from scanner.sanitize.inventory import Inventory

KEY = b"k" * 32


def a_cast(values: dict[str, object] | None = None, *, tokens: tuple[str, ...] = (), key: bytes = KEY) -> Cast:
    """The cast for one pupil with these values."""
    subjects = parse_subjects({"subjects": [{"id": "leerling-01", "values": values}]}) if values else None
    inventory = Inventory(subjects)
    inventory.tokens.update(tokens)
    return Cast(Draws(key), inventory)
