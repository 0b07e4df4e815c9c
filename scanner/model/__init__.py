"""Frozen types that all stages share; no logic, no I/O."""

from .categories import HEADINGS, INFO, About, Category, CategoryInfo
from .coverage import Gap, HostCoverage, Note, NoteSink
from .detection import CODINGS, Detection, Evidence, ExchangeFacts, Observation, new_detection
from .exchange import EMPTY_BODY, Body, BodyState, Exchange, Headers, Peer, Tls, WebSocketMessage, shown_method
from .field import Direction, Field, KeyPath, Origin, Step
from .finding import BaselineMark, BaselineState, ExceptionMark, ExceptionState, Finding, Severity, Status, Text
from .sign import FOREVER, SIGNS, Sign
from .transfer import sent_by_fields

__all__ = [
    "CODINGS", "EMPTY_BODY", "FOREVER", "HEADINGS", "INFO", "SIGNS", "About", "BaselineMark", "BaselineState",
    "Body", "BodyState", "Category", "CategoryInfo", "Detection", "Direction", "Evidence", "ExceptionMark",
    "ExceptionState", "Exchange", "ExchangeFacts", "Field", "Finding", "Gap", "Headers", "HostCoverage", "KeyPath",
    "Note", "NoteSink",
    "Observation", "Origin", "Peer", "Severity", "Sign", "Status", "Step", "Text", "Tls", "WebSocketMessage",
    "new_detection", "sent_by_fields",
    "shown_method",
]
