"""``leerlek diff``: what changed between two finished scans."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .complete import difference_outputs, severities
from .outputs import LANG


@click.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option("--output", "-o", multiple=True, metavar="FORMAT=FILE", shell_complete=difference_outputs,
              help="Write the difference; may be repeated. Formats: json, html, pdf, docx, xlsx, csv, csv-coverage, "
                   "junit, sarif, parquet, gitlab, markdown, text.")
@click.option("--fail-on", metavar="SEVERITY", shell_complete=severities,
              help="Exit code 1 when a finding from here is new or got worse: info, laag, midden, hoog, kritiek.")
@LANG
@click.option("--quiet", is_flag=True, help="Nothing on the terminal.")
def command(old: str, new: str, output: tuple[str, ...], fail_on: str | None, lang: str, quiet: bool) -> None:
    """Compare OLD and NEW, the JSON files of two scans: new, changed, gone, and what NEW did not look at.

    A finding is gone only when the new scan looked at its endpoint again and read it; otherwise it is not seen.
    """
    from scanner.errors import UsageError
    from scanner.model import Severity
    from scanner.report import load_document
    from scanner.report.difference import FORMATS, compare, counting, render

    from .outputs import parse_outputs, write

    outputs = parse_outputs(output, FORMATS)
    try:
        threshold = Severity.parse(fail_on) if fail_on is not None else None
    except ValueError as error:
        raise UsageError(f"--fail-on: {error}") from None
    difference = compare(load_document(Path(old)), load_document(Path(new)))
    if not quiet:
        from rich.console import Console

        from scanner.report.difference.terminal import show

        show(difference, Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160, highlight=False), lang)
    for name, path in outputs:
        write(path, render(difference, name, lang, threshold.code if threshold is not None else ""), name, lang)
    if threshold is not None and any(Severity.parse(f["severity"]) >= threshold for f in counting(difference)):
        raise SystemExit(1)
