"""Leerlek: which personal data of pupils leaks in the traffic of learning platforms.

The public interface is ``scan()`` and ``Options``, and the types in ``scanner.model``; they are imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.run import Options, scan

__version__ = "0.1.0"

__all__ = ["Options", "__version__", "scan"]


def __getattr__(name: str) -> Any:
    if name in {"scan", "Options"}:
        from importlib import import_module

        return getattr(import_module("scanner.run"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
