"""``leerlek sanitize``: a capture to share."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--out",
    "-o",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="The file to write; its extension tells the kind (.har, .mitm, .flows, .pcap, .pcapng).",
)
@click.option(
    "--to",
    type=click.Choice(["har", "flows", "pcap"]),
    help="Kind of the file, when its extension does not tell; default: that of the first capture.",
)
@click.option("--subjects", type=click.Path(), help="The test accounts; every value of theirs is replaced in any form.")
@click.option(
    "--subjects-out",
    type=click.Path(),
    metavar="FILE",
    help="Write the fakes of the test accounts, to scan the result with (scan --subjects).",
)
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option(
    "--key-file",
    type=click.Path(),
    help="Key that decides about the fakes (default: that of the fingerprints, in your settings folder).",
)
@click.option(
    "--ner",
    metavar="MODEL",
    default="leerlek",
    show_default=True,
    help="What finds names in prose: leerlek, off, or an installed spaCy pipeline.",
)
@click.option(
    "--max-body",
    type=click.IntRange(1024),
    default=64 << 20,
    show_default=True,
    help="Bytes of one body that are kept; the rest is left out.",
)
@click.option(
    "--check/--no-check",
    default=True,
    show_default=True,
    help="Scan the result, compare its findings with those of the captures, and look for values left in it.",
)
@click.option("--policy", type=click.Path(), help="Policy under which the check compares findings.")
@click.option("--quiet", is_flag=True, help="Nothing on the terminal but warnings.")
def command(
    captures: tuple[str, ...],
    out: str,
    to: str | None,
    subjects: str | None,
    subjects_out: str | None,
    keylog: str | None,
    key_file: str | None,
    ner: str,
    max_body: int,
    check: bool,
    policy: str | None,
    quiet: bool,
) -> None:
    """Write CAPTURES as one capture that can be shared: every detected and known value becomes a consistent fake.

    Structure stays, and so do the findings: equal values get equal fakes in every spelling and encoding, numbers keep
    their checksums, tokens their shape, digests are those of the fakes. Host names stay, unless a label names a
    person. A packet capture is written anew as HTTP/1.1 on TLS 1.3 with its secrets inside. The same input and key
    give the same file; the key is not in it.

    Exit code 1 when the check finds that findings changed or a known value was left.
    """
    from scanner.sanitize import Settings, lines, sanitize

    from .progress import progress_bar
    from .stdin import capture_paths

    settings = Settings(
        to=to or "",
        subjects=_path(subjects),
        subjects_out=_path(subjects_out),
        keylog=_path(keylog),
        key_file=_path(key_file),
        ner=ner,
        max_body=max_body,
        policy=_path(policy),
        check=check,
    )
    with capture_paths(captures) as paths, progress_bar(quiet) as progress:
        summary = sanitize(paths, Path(out), settings, progress)
    for line in lines(summary, Path(out)):
        if not quiet or line.startswith("warning"):
            click.echo(line, err=True)
    if summary.verdict is not None and not summary.verdict.holds:
        raise SystemExit(1)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
