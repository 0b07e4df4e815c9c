"""``leerlek text``: detection in plain text."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .outputs import LANG

if TYPE_CHECKING:
    from scanner.detect.outcome import Outcome

_BLOCK = 1 << 16
"""Bytes that are asked for at once; what has arrived is answered before more is awaited."""


@click.command()
@click.argument("file", type=click.Path(allow_dash=True), default="-")
@click.option("--subjects", type=click.Path(), help="The test accounts; every value of theirs is found in any form.")
@click.option("--key-file", type=click.Path(), help="Key of the fingerprints (default: one in your settings folder).")
@click.option("--ner", metavar="MODEL", default="leerlek", show_default=True,
              help="What finds names in prose: leerlek, off, or an installed spaCy pipeline.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each line, with places in characters.")
@LANG
def command(file: str, subjects: str | None, key_file: str | None, ner: str, as_json: bool, lang: str) -> None:
    """List the personal data in FILE (or standard input), masked: line, category, confidence, why.

    Each line is looked at by itself; a line ends with a line feed, a carriage return before it is no part of it.
    """
    from scanner.detect import TextDetector, load_or_create_key, load_subjects

    key = load_or_create_key(Path(key_file) if key_file else None)
    known = load_subjects(Path(subjects)) if subjects else None
    detector = TextDetector(key=key.bytes, subjects=known, ner=ner)
    number = count = 0
    with _opened(file) as source:
        for lines in _lines(source):
            for found in detector.detect_all(lines):
                number += 1
                count += len(found)
                click.echo(_json(found) if as_json else _rows(number, found, lang), nl=False)
            sys.stdout.flush()
    if not count and not as_json:
        click.echo("Geen persoonsgegevens herkend." if lang == "nl" else "No personal data were recognised.", err=True)


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    from scanner.errors import UsageError

    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as source:
            yield source
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None


def _lines(source: IO[bytes]) -> Iterator[list[str]]:
    """Whole lines as they arrive, some at a time; bytes that are no UTF-8 are read as U+FFFD."""
    read = source.read1 if isinstance(source, io.BufferedIOBase) else source.read
    rest: list[bytes] = []
    while block := read(_BLOCK):
        complete, newline, tail = block.rpartition(b"\n")
        if newline:
            yield [_decoded(line) for line in b"".join([*rest, complete]).split(b"\n")]
            rest = []
        rest.append(tail)
    if last := b"".join(rest):
        yield [_decoded(last)]


def _decoded(line: bytes) -> str:
    return line.removesuffix(b"\r").decode("utf-8", "replace")


def _json(found: list[Outcome]) -> str:
    import json

    detections = [
        {"category": each.category.value, "start": each.start, "end": each.end,
         "confidence": round(each.confidence, 2), "recognizer": each.recognizer}
        for each in found
    ]
    return json.dumps({"detections": detections}) + "\n"


def _rows(number: int, found: list[Outcome], lang: str) -> str:
    from scanner.model import INFO
    from scanner.report import evidence_label

    rows = []
    for each in found:
        info = INFO[each.category]
        why = "; ".join(evidence_label(evidence.code, lang) for evidence in each.evidence)
        rows.append(f"{number}:{each.start + 1}\t{each.category.value}\t{info.nl if lang == 'nl' else info.en}\t"
                    f"{each.masked}\t{each.confidence:.2f}\t{why}\n")
    return "".join(rows)
