"""``leerlek check-captures``: refuse captures with people who are no test accounts, before they are committed.

Theory. A recording of a real class is personal data itself, and a repository keeps it for ever. Rule COV-005 tells
people whom nobody announced; here it decides alone, whatever the policy declares, and only people of the subjects file
pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from .outputs import LANG

RULE = "COV-005"
MOST = 20
"""Places of a capture that are told; the rest is counted."""


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path())
@click.option("--subjects", type=click.Path(),
              help="The test accounts (default: testaccounts.yaml or accounts.yaml when there).")
@LANG
def command(captures: tuple[str, ...], subjects: str | None, lang: str) -> None:
    """Refuse CAPTURES that hold people who are no test accounts; made for a commit hook.

    Names, BSNs, mail addresses and phone numbers of people who are not in the subjects file count. A file that is no
    capture is passed over. Exit codes: 0 none, 1 some, 2 wrong use or a capture that cannot be read.
    """
    from scanner.capture import sniff
    from scanner.errors import UsageError
    from scanner.run import Options, scan

    from .ci_setup import SUBJECTS, by_name

    known = Path(subjects) if subjects else by_name(SUBJECTS)
    found = 0
    for name in captures:
        path = Path(name)
        if not path.exists():
            raise UsageError(f"{name}: no such file or directory")
        if path.is_file() and sniff(path) is None:
            continue
        document = scan([path], Options(subjects=known, mode="test", lang="nl" if lang == "nl" else "en"))
        for line in _told(document, lang):
            click.echo(line)
            found += 1
    if found:
        accounts = str(known) if known else "testaccounts.yaml"
        click.echo(f"Zijn het bedachte personen, zet ze dan in {accounts}; anders hoort de opname hier niet."
                   if lang == "nl" else
                   f"If they are fictitious, put them into {accounts}; else the capture does not belong here.",
                   err=True)
        raise SystemExit(1)


def _told(document: dict[str, Any], lang: str) -> Iterator[str]:
    """A line for each place where there is somebody unknown."""
    from scanner.report import inert
    from scanner.report.listing import by_id, masked_values, place
    from scanner.report.texts import category_label

    rows = by_id(document["detections"])
    people = [f for f in document["findings"] if f["rule"] == RULE]
    for f in people[:MOST]:
        seen = next((rows[o] for o in f["occurrences"] if o in rows), None)
        where = f"{seen['capture']}:{seen['line']}" if seen else ""
        what = ", ".join(category_label(code, lang) for code in f["categories"])
        values = ", ".join(masked_values(f, rows, 3))
        yield inert(": ".join(part for part in (where, what, f"{place(f)} {values}".strip()) if part), 500)
    if len(people) > MOST:
        more = len(people) - MOST
        yield f"… en nog {more} plaatsen" if lang == "nl" else f"… and {more} more places"
