"""Frozen types that all stages share; no logic, no I/O.

What reading a capture needs is here at once; the types of the later stages are made on first use, because making them
takes as long as reading a small capture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .coverage import Gap, HostCoverage, Note, NoteSink
from .exchange import EMPTY_BODY, METHODS, Body, BodyState, Exchange, Headers, Peer, Tls, WebSocketMessage, shown_method
from .transfer import quickly_made, sent_by_fields

if TYPE_CHECKING:
    from .categories import HEADINGS, INFO, About, Category, CategoryInfo
    from .detection import CODINGS, Detection, Evidence, ExchangeFacts, Observation
    from .field import FILE_CONTENT, FILE_NAME, SMALL, Direction, Field, KeyPath, Origin, Sieve, SievedField, Step
    from .finding import BaselineMark, BaselineState, ExceptionMark, ExceptionState, Finding, Severity, Status, Text
    from .protection import KEPT, UNJUDGED, Cause, Deed, Protected, Protecting
    from .sign import FOREVER, SIGNS, Sign

_LATER = {
    "categories": ("HEADINGS", "INFO", "About", "Category", "CategoryInfo"),
    "detection": ("CODINGS", "Detection", "Evidence", "ExchangeFacts", "Observation"),
    "field": ("FILE_CONTENT", "FILE_NAME", "SMALL", "Direction", "Field", "KeyPath", "Origin", "SievedField", "Sieve",
              "Step"),
    "finding": ("BaselineMark", "BaselineState", "ExceptionMark", "ExceptionState", "Finding", "Severity", "Status",
                "Text"),
    "protection": ("KEPT", "UNJUDGED", "Cause", "Deed", "Protected", "Protecting"),
    "sign": ("FOREVER", "SIGNS", "Sign"),
}
_HOME = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "CODINGS", "EMPTY_BODY", "FILE_CONTENT", "FILE_NAME", "FOREVER", "HEADINGS", "INFO", "KEPT", "METHODS", "SIGNS",
    "SMALL", "UNJUDGED", "About", "BaselineMark", "BaselineState", "Body", "BodyState", "Category", "CategoryInfo",
    "Cause", "Deed", "Detection", "Direction", "Evidence", "ExceptionMark", "ExceptionState", "Exchange",
    "ExchangeFacts", "Field", "Finding", "Gap", "Headers", "HostCoverage", "KeyPath", "Note", "NoteSink", "Observation",
    "Origin", "Peer", "Protected", "Protecting", "Severity", "Sieve", "SievedField", "Sign", "Status", "Step", "Text",
    "Tls", "WebSocketMessage", "quickly_made", "sent_by_fields", "shown_method",
]


def __getattr__(name: str) -> Any:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = import_module(f".{module}", __name__)
    globals().update({each: getattr(found, each) for each in _LATER[module]})
    return globals()[name]
