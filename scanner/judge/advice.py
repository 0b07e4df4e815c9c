"""What would be enough, and what to ask the party: for every rule that does not say so itself.

Theory. A finding that says only what is wrong leaves school and vendor at a loss. ``enough`` names the least that would
serve the purpose; ``ask`` is the question that a school can put to the party. A rule file may give its own under the
keys of the same names; ``rules/advice.yaml`` has them by rule, and by pack for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .files import rules_folder
from .yamlfile import parse

Both = Mapping[str, str]
"""A text in ``nl`` and ``en``, as it stands in a file."""


def advised(rule: Mapping[str, Any]) -> tuple[Both, Both]:
    """``enough`` and ``ask`` of the data of a rule."""
    texts = _texts()
    pack = texts.get(rule["id"].partition("-")[0].lower())
    own = texts.get(rule["id"], {})
    enough = own.get("enough") or (pack["enough"] if pack else rule["remediation"])
    return rule.get("enough", enough), rule.get("ask", own.get("ask") or (pack or texts["pol"])["ask"])


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, Both]]:
    return parse((rules_folder() / "advice.yaml").read_text("utf-8"))  # type: ignore[return-value]
