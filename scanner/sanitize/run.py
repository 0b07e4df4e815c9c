"""The run: read once to learn all values, read again to write them replaced, and look whether the result holds."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Protocol

from scanner.capture import find_captures, read_capture, share_read, sniff
from scanner.capture.har import har_entries
from scanner.decode import Decoded, Decoder
from scanner.detect import Detector, Sightings, Subjects, TextDetector, load_or_create_key, load_subjects
from scanner.detect.sites import site_of
from scanner.errors import InputError, UsageError
from scanner.inputs import labelled, read_keylog
from scanner.model import Exchange, Gap, Note
from scanner.run import Options

from .cast import Cast
from .check import Verdict, check, places
from .draws import Draws
from .exchange import ExchangeRewriter
from .inventory import Inventory
from .rewrite.values import Values
from .write.subjects import subjects_file

KINDS = {
    "har": ("write.har", "HarWriter"),
    "flows": ("write.flows", "FlowWriter"),
    "pcap": ("write.pcap", "PcapWriter"),
}
"""Kind of the result → module of this package and its writer."""
_EXTENSIONS = {
    ".har": "har",
    ".json": "har",
    ".mitm": "flows",
    ".flow": "flows",
    ".flows": "flows",
    ".dump": "flows",
    ".pcap": "pcap",
    ".pcapng": "pcap",
}
_SURE = 0.6
_ATTEMPTS = 3
_BATCH, _BATCH_BYTES = 64, 1 << 20
Progress = Callable[[str, int, float], None]
"""Called with what is done, the exchanges so far, and the share of all bytes (0 to 1)."""
Read = tuple[Exchange, dict[str, Any] | None]


class Writer(Protocol):
    """Takes rewritten exchanges one by one."""

    def add(self, exchange: Exchange, entry: dict[str, Any] | None, values: Values) -> None:
        """Write one exchange."""

    def note(self, note: Note) -> None:
        """Write what a host left behind that was not read, where the kind has a place for it."""

    def close(self) -> None:
        """Write the end."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for."""

    to: str = ""
    subjects: Path | None = None
    subjects_out: Path | None = None
    keylog: Path | None = None
    key_file: Path | None = None
    ner: str = "leerlek"
    max_body: int = 64 << 20
    policy: Path | None = None
    """The policy under which the check compares findings."""
    check: bool = True


@dataclass(slots=True)
class Summary:
    """What a run did: places replaced by category, values known, what was treated wholesale, what was left out."""

    kind: str
    exchanges: int = 0
    replaced: Counter[str] = field(default_factory=Counter)
    values: int = 0
    wholesale: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    verdict: Verdict | None = None


def sanitize(
    captures: Sequence[Path], out: Path, settings: Settings = Settings(), progress: Progress | None = None
) -> Summary:
    """Write ``out``: the captures with every detected and known value replaced.

    Raises ``UsageError`` when a file of the user is missing or wrong, or ``out`` is one of the captures; ``InputError``
    when a capture cannot be read. ``out`` is written whole or not at all.
    """
    paths = find_captures(captures)
    kind = settings.to or _EXTENSIONS.get(out.suffix.lower(), "") or _kind_of(paths[0])
    read = [*paths, *(each for each in (settings.subjects, settings.keylog, settings.key_file) if each is not None)]
    _check_out(read, out)
    if settings.subjects_out is not None:
        if settings.subjects is None:
            raise UsageError("--subjects-out: there are no subjects; name them with --subjects")
        _check_out([*read, *([out] if out.exists() else [])], settings.subjects_out)
    subjects = load_subjects(settings.subjects) if settings.subjects else None
    run = _Run(settings, subjects, load_or_create_key(settings.key_file).bytes, kind, progress)
    inventory = run.learn(paths)
    if not settings.check:
        return _attempt(run, paths, out, inventory, 0)[0]
    options = Options(subjects=settings.subjects, policy=settings.policy, keylog=settings.keylog,
                      key_file=settings.key_file, ner=settings.ner, max_body=settings.max_body)
    before = places(paths, options)
    tried: list[tuple[int, int]] = []
    for attempt in (*range(_ATTEMPTS), -1):
        # A fake can be a word that the names model reads otherwise than the name it stands for: then others are drawn.
        best = attempt if attempt >= 0 else min(tried)[1]
        summary, cast, fakes = _attempt(run, paths, out, inventory, best)
        summary.verdict = check(before, out, cast, options, fakes)
        tried.append((summary.verdict.differences, best))
        if not summary.verdict.differences or attempt < 0 or (attempt == _ATTEMPTS - 1 and min(tried)[1] == best):
            break
    return summary


def _attempt(
    run: _Run, paths: Sequence[Path], out: Path, inventory: Inventory, attempt: int
) -> tuple[Summary, Cast, bytes]:
    """Write the captures with the fakes of one attempt, and the subjects file where it was asked for."""
    cast = run.cast(inventory, attempt)
    with written_whole(out) as file:
        summary = run.write(paths, cast, file)
    fakes = run.fakes(cast)
    if run.settings.subjects_out is not None:
        with written_whole(run.settings.subjects_out) as file:
            file.write(fakes)
    return summary, cast, fakes


class _Run:
    def __init__(
        self, settings: Settings, subjects: Subjects | None, key: bytes, kind: str, progress: Progress | None
    ) -> None:
        self.settings = settings
        self._subjects = subjects
        self._key = key
        self._kind = kind
        self._progress = progress
        self._keylog = read_keylog(settings.keylog)
        self._failed: Counter[str] = Counter()
        self._decoder = Decoder()
        self._detector = Detector(key=key, subjects=subjects, ner=settings.ner)

    def learn(self, paths: Sequence[Path]) -> Inventory:
        """All values of the captures."""
        inventory = Inventory(self._subjects)
        for (exchange, _), decoded, found in self._sighted(paths, lambda note: None, "reading"):
            inventory.add(found)
            inventory.read(decoded)
            inventory.sites.add(site_of(exchange.host.lower()))
        self._dropped = inventory.dropped
        return inventory

    def cast(self, inventory: Inventory, attempt: int) -> Cast:
        """The fakes of all values, others in each attempt."""
        texts = TextDetector(key=self._key, ner=self.settings.ner)
        return Cast(
            Draws(self._key, attempt),
            inventory,
            lambda text: sorted({(found.category.value, found.confidence >= _SURE) for found in texts.detect(text)}),
        )

    def fakes(self, cast: Cast) -> bytes:
        """The subjects file of the fakes, empty without subjects."""
        return subjects_file(self._subjects, cast) if self._subjects is not None else b""

    def write(self, paths: Sequence[Path], cast: Cast, file: IO[bytes]) -> Summary:
        """Write the exchanges rewritten."""
        summary = Summary(self._kind, values=len(cast.values))
        self._failed.clear()
        rewriter = ExchangeRewriter(cast)
        module, name = KINDS[self._kind]
        writer: Writer = getattr(import_module(f".{module}", __package__), name)(file, summary.left_out)
        host = rewriter.host

        def note(note: Note) -> None:
            summary.unread[f"{note.gap.value}{': ' + note.detail if note.detail else ''}"] += note.count
            writer.note(_noted(note, host))

        for (exchange, entry), decoded, found in self._sighted(paths, note, "writing"):
            try:
                made, values = rewriter.rewritten(exchange, decoded, found)
            except Exception as error:  # noqa: BLE001  what cannot be rewritten must not be written as it is
                summary.left_out[f"exchanges that could not be rewritten ({type(error).__name__})"] += 1
                continue
            summary.replaced.update(each.category.value for each in found.values)
            writer.add(made, entry, values)
            summary.exchanges += 1
        writer.close()
        summary.left_out.update(self._failed)
        summary.wholesale = rewriter.counts
        summary.wholesale["texts that name nobody, whose words stay"] = cast.kept
        if self._dropped:
            summary.left_out["values beyond the bound of the list, replaced only where they were detected"] = (
                self._dropped
            )
        return summary

    def _sighted(
        self, paths: Sequence[Path], note: Callable[[Note], None], what: str
    ) -> Iterator[tuple[Read, Decoded, Sightings]]:
        batch: list[tuple[Read, Decoded]] = []
        size = failures = done = 0
        whole = sum(path.stat().st_size for path in paths) or 1
        for path, label in labelled(list(paths)):
            large = path.stat().st_size
            try:
                for count, read in enumerate(self._read(path, label, note), 1):
                    try:
                        decoded = self._decoder.decode(read[0], lambda fact: None)
                    except Exception as error:  # noqa: BLE001  hostile content must not end a run of others
                        self._failed[f"exchanges that could not be decoded ({type(error).__name__})"] += 1
                        continue
                    batch.append((read, decoded))
                    size += decoded.plain_bytes
                    if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                        yield from self._detected(batch)
                        batch, size = [], 0
                    if self._progress is not None:
                        self._progress(f"{label}, {what}", count, (done + large * share_read()) / whole)
            except InputError as error:
                failures += 1
                if failures == len(paths):
                    raise
                note(Note(Gap.FILE_UNREADABLE, label, bytes=large, detail=error.detail))
            done += large
        yield from self._detected(batch)

    def _detected(self, batch: list[tuple[Read, Decoded]]) -> Iterator[tuple[Read, Decoded, Sightings]]:
        self._detector.expect([decoded for _, decoded in batch])
        for read, decoded in batch:
            try:
                found = self._detector.sightings(read[0], decoded)
            except Exception as error:  # noqa: BLE001  as above
                self._failed[f"exchanges that could not be searched ({type(error).__name__})"] += 1
                continue
            yield read, decoded, found

    def _read(self, path: Path, label: str, note: Callable[[Note], None]) -> Iterator[Read]:
        if sniff(path) == "har" and self._kind == "har":
            for entry, exchange in har_entries(path, label, note, self.settings.max_body):
                yield exchange, entry
            return
        for exchange in read_capture(path, label, note, self._keylog, self.settings.max_body):
            yield exchange, None


def _noted(note: Note, host: Callable[[str], str]) -> Note:
    return replace(note, host=host(note.host) if note.host else "", alias=host(note.alias) if note.alias else "")


def _kind_of(path: Path) -> str:
    kind = sniff(path)
    if kind is None:
        raise InputError(f"{path}: not a capture that can be read")
    return {"har": "har", "flows": "flows", "pcap": "pcap", "pcapng": "pcap"}.get(kind, "har")


def _check_out(paths: Iterable[Path], out: Path) -> None:
    if out.is_dir():
        raise UsageError(f"{out}: is a folder; name a file in it")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out}: the folder {out.parent} does not exist; make it first")
    for path in paths:
        if out.exists() and out.samefile(path):
            raise UsageError(f"{out}: is an input; a capture is not overwritten, name another file")


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is complete; until then nobody else may read it.

    Raises ``UsageError`` for what is no file, such as a device or a pipe, which it would take the place of.
    """
    if path.exists() and not path.is_file():
        raise UsageError(f"{path}: is no file; name one")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)  # mode 0600
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
