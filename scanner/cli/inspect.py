"""``leerlek inspect``: what a capture holds and what cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scanner.errors import InputError


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with paths as captured; the last is coverage.")
def command(captures: tuple[str, ...], keylog: str | None, as_json: bool) -> None:
    """List the exchanges of CAPTURES and what was not readable and why; nothing is judged."""
    from scanner.capture import find_captures
    from scanner.coverage import CoverageLedger
    from scanner.inputs import labelled, read_keylog
    from scanner.inspection import coverage_row, exchanges, rows

    from .stdin import capture_paths

    ledger = CoverageLedger()
    secrets = read_keylog(Path(keylog) if keylog else None)
    listing = _json_lines() if as_json else _table()
    count = 0
    with capture_paths(captures) as arguments:
        paths = find_captures(arguments)
        for path, label in labelled(paths):
            try:
                for exchange in exchanges(path, label, ledger, secrets):
                    count += 1
                    for row in rows(exchange):
                        listing.row(row)
            except InputError:
                if len(paths) == 1:
                    raise
                click.echo(f"leerlek: {label}: cannot be read as a capture", err=True)
    listing.end(coverage_row(ledger, count))


class _json_lines:
    """Rows as JSON lines, for other tools."""

    def row(self, row: dict[str, object]) -> None:
        import orjson

        sys.stdout.buffer.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))

    def end(self, coverage: dict[str, object]) -> None:
        self.row(coverage)
        sys.stdout.flush()


class _table:
    """Rows for people: paths without query and with ids left out, control characters made visible."""

    def row(self, row: dict[str, object]) -> None:
        from scanner.report import inert

        if row["kind"] == "ws":
            click.echo(f"    {row['dir']}  opcode {row['opcode']}  {row['len']} bytes")
            return
        status = row["status"] if row["status"] is not None else "---"
        path = _general(str(row["path"]))
        click.echo(f"{row['kind']:7} {status!s:>3} {inert(str(row['method']), 16):7} {inert(str(row['host']), 80)}"
                   f"{inert(path, 200)}  ({row['req_len']} → {row['resp_len'] or 0} bytes)")

    def end(self, coverage: dict[str, object]) -> None:
        from scanner.report import gap_label, inert

        notes = coverage["notes"]
        assert isinstance(notes, list)
        click.echo(f"\n{coverage['exchanges']} exchanges")
        if not notes:
            click.echo("Everything in the capture was read.")
        for note in notes:
            where = " ".join(filter(None, (inert(note["capture"], 80), inert(note["host"], 80))))
            detail = f" ({note['detail']})" if note["detail"] else ""
            click.echo(f"not read: {gap_label(note['gap'], 'en')}{detail}: {where}: {note['count']} ×, "
                       f"{note['bytes']} bytes")


def _general(target: str) -> str:
    from scanner.detect import general_path

    return general_path(target.partition("?")[0].partition("#")[0])
