"""Lists what captures hold: for people as a table, for other tools as JSON lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collector import sparing_collector
from scanner.errors import InputError

if TYPE_CHECKING:
    from .inspect_table import Table


def list_captures(captures: Sequence[str], keylog: str | None, as_json: bool) -> None:
    """Print the exchanges of captures and what was not readable and why. Raises ``UsageError``."""
    # The columns of packet headers need no linear algebra, and starting its threads takes time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with sparing_collector():  # the imports make many objects too
        _list(captures, Path(keylog) if keylog else None, as_json)


def _list(captures: Sequence[str], keylog: Path | None, as_json: bool) -> None:
    from scanner.capture import find_captures
    from scanner.coverage import CoverageLedger
    from scanner.inputs import labelled, read_keylog
    from scanner.inspection import coverage_row, exchanges, lines, rows
    from scanner.model import Gap, Note

    from .stdin import capture_paths

    ledger = CoverageLedger()
    secrets = read_keylog(keylog)
    listing = JsonLines() if as_json else _table()
    count = 0
    with capture_paths(captures) as arguments:
        paths = find_captures(arguments)
        for path, label in labelled(paths):
            try:
                if isinstance(listing, JsonLines):
                    for number, piece in lines(path, label, ledger, secrets):
                        count += number
                        listing.write(piece)
                    continue
                for exchange in exchanges(path, label, ledger, secrets):
                    count += 1
                    for row in rows(exchange):
                        listing.row(row)
            except InputError as error:
                if len(paths) == 1:
                    raise
                print(f"leerlek: {label}: cannot be read as a capture", file=sys.stderr)  # noqa: T201
                ledger.note(Note(Gap.FILE_UNREADABLE, label, bytes=path.stat().st_size if path.is_file() else 0,
                                 detail=error.detail))
    listing.end(coverage_row(ledger, count))


def _table() -> Table:
    """Rows for people."""
    from .inspect_table import Table

    return Table()


class JsonLines:
    """Rows as JSON lines, for other tools."""

    def write(self, piece: bytes) -> None:
        sys.stdout.buffer.write(piece)

    def end(self, coverage: dict[str, object]) -> None:
        import orjson

        self.write(orjson.dumps(coverage, option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.flush()
