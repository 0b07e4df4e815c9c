"""``leerlek text``: detection in plain text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .outputs import LANG


@click.command()
@click.argument("file", type=click.Path(allow_dash=True), default="-")
@click.option("--subjects", type=click.Path(), help="The test accounts; every value of theirs is found in any form.")
@click.option("--key-file", type=click.Path(), help="Key of the fingerprints (default: one in your settings folder).")
@click.option("--ner", metavar="MODEL", default="leerlek", show_default=True,
              help="What finds names in prose: leerlek, off, or an installed spaCy pipeline.")
@LANG
def command(file: str, subjects: str | None, key_file: str | None, ner: str, lang: str) -> None:
    """List the personal data in FILE (or standard input), masked: line, category, confidence, why."""
    from scanner.detect import detect_text, load_or_create_key, load_subjects
    from scanner.errors import UsageError
    from scanner.model import INFO
    from scanner.report import evidence_label

    key = load_or_create_key(Path(key_file) if key_file else None)
    known = load_subjects(Path(subjects)) if subjects else None
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None
    count = 0
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        for found in sorted(detect_text(line, key=key.bytes, subjects=known, ner=ner), key=lambda f: (f.start, f.end)):
            count += 1
            info = INFO[found.category]
            why = "; ".join(evidence_label(evidence.code, lang) for evidence in found.evidence)
            click.echo(f"{number}:{found.start + 1}\t{found.category.value}\t{info.nl if lang == 'nl' else info.en}\t"
                       f"{found.masked}\t{found.confidence:.2f}\t{why}")
    if not count:
        click.echo("Geen persoonsgegevens herkend." if lang == "nl" else "No personal data were recognised.", err=True)
