"""The options ``--output FORMAT=FILE`` and ``--lang``, and the writing of reports."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.errors import UsageError

from .complete import outputs as complete_outputs
from .progress import bar

if TYPE_CHECKING:
    from scanner.report import Additions

OUTPUT = click.option("--output", "-o", multiple=True, metavar="FORMAT=FILE", shell_complete=complete_outputs,
                      help="Write a report; may be repeated. Formats: json, html, pdf, docx, svg, png, dpv, "
                           "xlsx, csv, csv-detections, parquet, sarif, junit, gitlab, gitlab-sast, markdown, text.")
LANG = click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
                    help="Language of the results.")


DOSSIER = click.option("--dossier", type=click.Path(),
                       help="Dossier file (leerlek dossier init): what html, pdf and docx need and traffic does not "
                            "tell.")
PREVIOUS = click.option("--previous", type=click.Path(),
                        help="JSON file of an earlier scan: html, pdf and docx tell what changed since.")


def parse_additions(dossier: str | None, previous: str | None) -> Additions:
    """What reports for people have beside the result. Raises ``UsageError`` for what is wrong in the files."""
    from scanner.report import Additions, load_document

    if dossier is None and previous is None:
        return Additions()
    from scanner.dossier import load_dossier

    filled = load_dossier(Path(dossier)) if dossier is not None else Additions().dossier
    return Additions(filled, load_document(Path(previous)) if previous is not None else None)


def parse_outputs(given: tuple[str, ...], known: Iterable[str] = ()) -> list[tuple[str, Path]]:
    """Split ``FORMAT=FILE``; refuses unknown formats and files that cannot be written before a long scan begins.

    ``known`` are the formats, those of a report unless given.
    """
    from scanner.report import FORMATS

    formats = list(known or FORMATS)
    wanted: list[tuple[str, Path]] = []
    for text in given:
        name, equals, target = text.partition("=")
        if not equals or not target:
            raise UsageError(f"--output {text}: write it as FORMAT=FILE, for example html=report.html")
        if name not in formats:
            raise UsageError(f"--output {text}: unknown format '{name}'; known are: {', '.join(formats)}")
        path = Path(target)
        if path.is_dir():
            raise UsageError(f"--output {text}: {target} is a folder; name a file in it")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"--output {text}: the folder {path.parent} does not exist; make it first")
        wanted.append((name, path))
    return wanted


def write_outputs(document: dict[str, Any], outputs: list[tuple[str, Path]], lang: str, fail_on: str = "",
                  additions: Additions | None = None) -> None:
    """Render and write each report, and say where it is (on standard error).

    ``fail_on`` is the code of the severity from which a test case fails; empty: the format's default.
    """
    from scanner.report import NOTHING, render

    with bar(quiet=not outputs, ticking=True) as update:
        for number, (name, path) in enumerate(outputs):
            if update is not None:
                update(name, number / len(outputs), f"{number + 1}/{len(outputs)}")
            content = render(document, name, lang, fail_on, additions or NOTHING)
            write(path, content, name, lang)


def write(path: Path, content: bytes, name: str, lang: str) -> None:
    """Write one report, and say where it is."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    word = "Rapport" if lang == "nl" else "Report"
    click.echo(f"{word} ({name}): {path}", err=True)
