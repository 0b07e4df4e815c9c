"""What the proxy and the judging process say to each other: pickles behind their length, between our own processes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.model import Cause, Exchange, Protecting, sent_by_fields

if TYPE_CHECKING:
    from scanner.detect import Key
    from scanner.run import Options

HEAD = 4
"""Bytes of the length."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Question:
    """May this request go on, and with which values? With a message in it: may that message?"""

    number: int
    exchange: Exchange
    block: bool
    pseudonymise: bool


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Changes:
    """What of a request is written otherwise: target, headers by position, body; or the message. None: as it was."""

    target: str | None = None
    headers: tuple[tuple[int, str], ...] = ()
    body: bytes | None = None
    message: bytes | None = None


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement: blocked for what (nothing: it may go on), with which changes, what was replaced and what was not.

    ``fakes``: fingerprints of the pseudonyms. ``failed``: a stage failed on it.
    """

    number: int
    recipient: str = ""
    organisation: str = ""
    broken: tuple[Cause, ...] = ()
    changes: Changes | None = None
    replaced: tuple[Cause, ...] = ()
    kept: tuple[Cause, ...] = ()
    fakes: frozenset[str] = frozenset()
    failed: bool = False


READY = 0
"""Number of the answer that says that questions may come."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Briefing:
    """What the judging process gets first."""

    options: Options
    key: Key
    protecting: Protecting
    folder: Path | None = None
    """Where the pseudonyms of the session are remembered; None: in memory alone."""


def framed(message: Any) -> bytes:
    """A message behind its length."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(HEAD, "big") + data


def unframed(data: bytes) -> Any:
    """The message of a frame without its length; from a process of ours alone."""
    return pickle.loads(data)
