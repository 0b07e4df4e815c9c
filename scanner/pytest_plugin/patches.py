"""Puts wrappers around methods of installed libraries while a test records, and takes them away again."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from typing import Any

from .recording import Recording

Wrapper = Callable[[Recording, Callable[..., Any]], Callable[..., Any]]
"""Makes, of a recording and the original function, the function that stands in for it."""


class Patches:
    """The methods that are replaced now."""

    def __init__(self) -> None:
        self._replaced: list[tuple[Any, str, Any]] = []

    def replace(self, owner: Any, name: str, wrapper: Callable[..., Any]) -> None:
        """Let ``owner.name`` be ``wrapper``."""
        self._replaced.append((owner, name, owner.__dict__[name]))
        setattr(owner, name, wrapper)

    def undo(self) -> None:
        """Give every owner its own method back, last first."""
        while self._replaced:
            owner, name, original = self._replaced.pop()
            setattr(owner, name, original)


def installed(name: str) -> Any:
    """A library, imported now when it is installed; else None."""
    if importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)
