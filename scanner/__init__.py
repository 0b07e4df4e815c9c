"""Leerlek: which personal data of pupils leaks in the traffic of learning platforms.

The public interface is what ``__all__`` names; ``docs/api.md`` explains it and says what stays as it is. Everything is
imported on first use, so that the command line starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.api.result import Result, load
    from scanner.api.scanning import scan
    from scanner.api.types import (
        SEVERITIES,
        Capture,
        Coverage,
        Detection,
        Evidence,
        Finding,
        Flow,
        Gap,
        HostCoverage,
        Recipient,
        Words,
    )
    from scanner.errors import InputError, UsageError

__version__ = "0.1.0"

__all__ = [
    "SEVERITIES", "Capture", "Coverage", "Detection", "Evidence", "Finding", "Flow", "Gap", "HostCoverage",
    "InputError", "Recipient", "Result", "UsageError", "Words", "__version__", "load", "scan",
]

_HOMES = {"scan": "api.scanning", "Result": "api.result", "load": "api.result", "InputError": "errors",
          "UsageError": "errors"}
"""Name → module; all others are types."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'api.types')}"), name)
