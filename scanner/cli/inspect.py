"""``leerlek inspect``: what a capture holds and what cannot be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.collector import sparing_collector
from scanner.errors import InputError

if TYPE_CHECKING:
    from .inspect_table import Table


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with paths as captured; the last is coverage.")
def command(captures: tuple[str, ...], keylog: str | None, as_json: bool) -> None:
    """List the exchanges of CAPTURES and what was not readable and why; nothing is judged."""
    # The columns of packet headers need no linear algebra, and starting its threads takes time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with sparing_collector():  # the imports make many objects too
        _list(captures, Path(keylog) if keylog else None, as_json)


def _list(captures: tuple[str, ...], keylog: Path | None, as_json: bool) -> None:
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
                click.echo(f"leerlek: {label}: cannot be read as a capture", err=True)
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
