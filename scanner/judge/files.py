"""Where the shipped rules, policies and recipient directory are."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The folder ``rules``: inside the installed package, or beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def is_shipped(path: Path) -> bool:
    """Whether a rule file belongs to the program."""
    return path.resolve().is_relative_to(rules_folder())
