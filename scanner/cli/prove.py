"""``leerlek prove-hash``: which opaque identifiers are digests of a BSN or of another value that can be guessed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from scanner.errors import UsageError
from scanner.processors import processors

from .outputs import LANG
from .progress import bar, progress_bar

WARNING = {
    "nl": "Dit rekent BSN's en andere waarden terug uit hashes. Doe dat alleen met gegevens van testpersonen: het "
          "terugrekenen van gegevens van echte leerlingen is zelf een verwerking die een grondslag nodig heeft.",
    "en": "This reverses hashes to BSNs and other values. Do it with data of test persons only: reversing data of "
          "real pupils is itself a processing that needs a legal ground.",
}  # fmt: skip
_ASK = {"nl": "Zijn dit gegevens van testpersonen?", "en": "Are these data of test persons?"}


@click.command()
@click.argument("captures", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--digests", type=click.Path(allow_dash=True), metavar="FILE",
              help="Digests, one a line, instead of or beside captures; - for standard input.")
@click.option("--subjects", type=click.Path(), help="The test accounts: their values are tried first.")
@click.option("--salt", "salts", multiple=True, metavar="TEXT",
              help="A text that may stand before or after the number (a BRIN, a school id); may be repeated.")
@click.option("--effort", type=click.Choice(["quick", "usual", "all"]), default="usual", show_default=True,
              help="quick: the usual digests of the bare number; all: every form under every algorithm.")
@click.option("--jobs", type=click.IntRange(1), help="Processes (default: one for each processor).")
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option("--key-file", type=click.Path(), help="Key of the fingerprints (default: one in your settings folder).")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--yes-test-data", is_flag=True, help="Do not ask: the data are of test persons.")
@LANG
def command(captures: tuple[str, ...], digests: str | None, subjects: str | None, salts: tuple[str, ...], effort: str,
            jobs: int | None, keylog: str | None, key_file: str | None, as_json: bool, yes_test_data: bool,
            lang: str) -> None:
    """Prove that a pseudonym is none: search all numbers that can be a BSN, and dictionaries of names and addresses,
    for the digests in CAPTURES. For test data only; values are never shown.

    Exit code 1 when something was reversed, 0 when nothing was.
    """
    if not captures and digests is None:
        raise UsageError("name a capture, or digests with --digests FILE (- for standard input)")
    if "-" in captures and digests == "-":
        raise UsageError("standard input can hold a capture or digests, not both")
    _make_sure(lang, asked=yes_test_data, stdin_taken="-" in captures or digests == "-")
    from scanner.detect import load_or_create_key, load_subjects
    from scanner.proving import Collected, Proving, Settings, add_lines, collect

    from .stdin import capture_paths

    key = load_or_create_key(Path(key_file) if key_file else None).bytes
    known = load_subjects(Path(subjects)) if subjects else None
    collected = Collected()
    if captures:
        with capture_paths(captures) as paths, progress_bar(quiet=False) as progress:
            collected = collect(paths, key, known, Path(keylog) if keylog else None, progress)
    if digests is not None:
        add_lines(collected, _lines(digests))
    settings = Settings(effort=effort, jobs=jobs or processors(), salts=salts)  # type: ignore[arg-type]
    proving = Proving(collected, settings, key, known)
    _run(proving, lang, quiet=as_json)
    document = proving.document()
    if as_json:
        import orjson

        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        sys.stdout.flush()
    else:
        from .prove_text import summary

        click.echo(summary(document, lang))
    if document["proofs"]:
        raise SystemExit(1)
    if not document["search"]["complete"]:
        raise SystemExit(2)


def _make_sure(lang: str, *, asked: bool, stdin_taken: bool) -> None:
    """Go on only when the user says that these are test data."""
    click.echo(WARNING[lang], err=True)
    if asked:
        return
    if stdin_taken or not sys.stdin.isatty():
        raise UsageError("say --yes-test-data when the data are of test persons")
    if not click.confirm(_ASK[lang], default=False, err=True):
        raise UsageError("nothing was searched")


def _run(proving: Any, lang: str, *, quiet: bool) -> None:
    from .prove_text import line

    with _progress(proving.planned, lang) as progress:
        try:
            for proof in proving.run(progress):
                if not quiet:
                    click.echo(line(proof, lang))
        except KeyboardInterrupt:
            proving.search.stopped = True  # what was found so far is reported


@contextmanager
def _progress(total: int, lang: str) -> Iterator[Callable[[int], None] | None]:
    """A bar that takes the number of digests made since the last time."""
    with bar() as update:
        if update is None:
            yield None
            return
        started = time.monotonic()
        done = 0

        def made(more: int) -> None:
            nonlocal done
            done += more
            rate = done / max(0.001, time.monotonic() - started)
            update("Zoeken" if lang == "nl" else "Searching", done / max(1, total), f"{rate / 1e6:.1f} M/s")

        yield made


def _lines(source: str) -> list[str]:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror})") from None
    return raw.decode("utf-8", "replace").splitlines()
