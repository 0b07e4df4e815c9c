"""``leerlek baseline``: accept the findings of finished scans for a time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from .complete import findings
from .outputs import LANG


@click.command()
@click.argument("results", nargs=-1, required=True, type=click.Path())
@click.option("--output", "-o", required=True, type=click.Path(), help="The baseline file to write.")
@click.option("--reason", required=True, help="Why they are accepted; correct it per finding in the file.")
@click.option("--owner", required=True, help="Who answers for it.")
@click.option("--expires", metavar="DATE", help="Last day, as 2026-12-31; default: half a year after the captures.")
@click.option("--only", multiple=True, metavar="ID", shell_complete=findings,
              help="A finding or a rule; may be repeated. Default: all.")
@LANG
def command(results: tuple[str, ...], output: str, reason: str, owner: str, expires: str | None,
            only: tuple[str, ...], lang: str) -> None:
    """Write a baseline from RESULTS, the JSON files of finished scans of one product.

    leerlek scan --baseline FILE then leaves the accepted findings out of its exit code; they stay in every report.
    A scan with --baseline gives a result from which the next baseline keeps its reasons, owners and dates.
    """
    from scanner.errors import UsageError
    from scanner.report import load_document
    from scanner.report.acceptance import Acceptance, accept, last_day

    documents = [load_document(Path(name)) for name in results]
    last = max((day for day in map(last_day, documents) if day), default=None)
    if last is None:
        raise UsageError(f"{results[0]}: the captures have no dates, so nothing can be accepted for a time")
    until = _day(expires, last) if expires else None
    known = {name for document in documents for f in document["findings"] for name in (f["id"], f["rule"])}
    for name in only:
        if name not in known:
            raise UsageError(f"--only {name}: there is no such finding or rule in {', '.join(results)}")
    if not reason.strip() or not owner.strip():
        raise UsageError("--reason and --owner cannot be empty")
    written = accept(documents, Acceptance(reason.strip(), owner.strip(), until, frozenset(only)))
    try:
        Path(output).write_text(written.text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from None
    click.echo(f"{output}: {written.accepted} bevindingen geaccepteerd, waarvan {written.kept} al eerder"
               if lang == "nl" else
               f"{output}: {written.accepted} findings accepted, {written.kept} of them before", err=True)
    if written.refused:
        names = ", ".join(written.refused[:5]) + (" …" if len(written.refused) > 5 else "")
        click.echo(f"{len(written.refused)} bevindingen blijven tellen, want niets dekt deze regels: {names}"
                   if lang == "nl" else
                   f"{len(written.refused)} findings keep counting, for nothing covers these rules: {names}", err=True)


def _day(text: str, last: date) -> date:
    from datetime import timedelta

    from scanner.errors import UsageError

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--expires {text}: is no date; write year-month-day, as 2026-12-31") from None
    if not last <= day <= last + timedelta(days=366):
        raise UsageError(f"--expires {text}: must lie within 12 months after the captures ({last})")
    return day
