"""Decode: an exchange becomes fields, whatever formats and encodings its parts are in.

Nothing is dropped silently: of each body either all captured bytes were decoded, or notes name the rest. The public
names are imported on first use: who only undoes content encodings does not wait for the parsers of all formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .budget import Budget, Limits
    from .content_encoding import decoded_body
    from .decoder import Decoded, Decoder

__all__ = ["Budget", "Decoded", "Decoder", "Limits", "decoded_body"]

_HOMES = {"Budget": "budget", "Limits": "budget", "decoded_body": "content_encoding", "Decoded": "decoder",
          "Decoder": "decoder"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
