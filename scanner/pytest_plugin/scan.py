"""Judges what was recorded, in memory: the same line as a scan of files, under a key of this process."""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.detect import Key, load_subjects
from scanner.detect.subjects import Subjects, parse_subjects
from scanner.run import Document, Options, Run, Source
from scanner.standins import StandIns

from .playwright_ import Contexts
from .recording import Recording
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.model import Exchange

CAPTURE = "test"
_KEY = Key(secrets.token_bytes(32), "ephemeral")


def judged(settings: Settings, recording: Recording, contexts: Contexts, more: list[dict[str, Any]]) -> Document:
    """The native result. Raises UsageError when a file of the user is missing or wrong."""
    subjects = _subjects(settings, more)
    options = Options(policy=settings.policy, rules=settings.rules, recipients=settings.recipients, ner=settings.ner,
                      lang="nl" if settings.lang == "nl" else "en", actor=settings.actor, hosts=settings.hosts.lines,
                      mode="test" if subjects else "auto")
    with closing(Run(options, key=_KEY, subjects=subjects)) as run:
        source = Source(CAPTURE, "live", recording.weight[1], "")
        run.sources.append(source)
        for exchange in run.pipeline.feed_all(_exchanges(recording, contexts, run, settings.hosts)):
            source.saw(exchange)
        return run.finish()


def _exchanges(recording: Recording, contexts: Contexts, run: Run, hosts: StandIns) -> Iterator[Exchange]:
    note = hosts.noting(run.pipeline.note)
    for exchange in (*recording.exchanges(CAPTURE, note), *contexts.exchanges(note)):
        yield hosts.rename(exchange)


def _subjects(settings: Settings, more: list[dict[str, Any]]) -> Subjects | None:
    given = settings.subjects
    if isinstance(given, Path):
        return Subjects((*load_subjects(given).all, *parse_subjects({"subjects": more}).all))
    rows = [*(given or []), *more]
    return parse_subjects({"subjects": rows}) if rows else None
