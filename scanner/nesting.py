"""Refuses YAML that is nested too deep to load: the fast loader recurses, and takes the process with it."""

from __future__ import annotations

import re

DEEPEST = 100
"""Levels that a settings file may have."""
_LEADING = re.compile(r"^[ ?:-]+", re.MULTILINE)


def refuse_deep(text: str) -> None:
    """Raises ``yaml.YAMLError`` for a text with more levels than ``DEEPEST``, or that is no YAML up to there.

    Few texts are looked at closely: a level takes a bracket or a place further to the right, or two take one place.
    """
    brackets = text.count("[") + text.count("{")
    if brackets + 2 * max((len(each) for each in _LEADING.findall(text)), default=0) < DEEPEST:
        return
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise yaml.YAMLError(f"nested deeper than {DEEPEST} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
