"""``leerlek verify``: whether a bundle is as it was signed, and whether its captures give the same findings again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .outputs import LANG

if TYPE_CHECKING:
    from scanner.bundle import Checked, Compared, Known

MOST = 50
"""Differences that are shown one by one."""


@click.command()
@click.argument("bundle", type=click.Path())
@click.argument("captures", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--key", metavar="PUBKEY", help="The signer's public key: a file (.pub of SSH or minisign), or the line.")
@click.option("--allowed-signers", type=click.Path(), metavar="FILE",
              help="Who may sign: a file of OpenSSH (principal, options, key).")
@click.option("--identity", metavar="NAME", help="With --allowed-signers: the one who must have signed.")
@click.option("--rescan", is_flag=True, help="Scan CAPTURES again with the bundle's policy, rules and settings.")
@click.option("--keylog", type=click.Path(), help="With --rescan: the TLS secrets of packet captures.")
@click.option("--subjects", type=click.Path(), help="With --rescan: the test accounts of the scan.")
@click.option("--annex", type=click.Path(), help="With --rescan: the signed annex, when the scan had one.")
@click.option("--key-file", type=click.Path(),
              help="With --rescan: the key of the fingerprints (default: one in your settings folder).")
@click.option("--jobs", type=click.IntRange(1),
              help="With --rescan: processes (default: one, for large captures one for each processor).")
@click.option("--quiet", is_flag=True, help="Only what is wrong or open, and no progress.")
@LANG
def command(bundle: str, captures: tuple[str, ...], key: str | None, allowed_signers: str | None, identity: str | None,
            rescan: bool, keylog: str | None, subjects: str | None, annex: str | None, key_file: str | None,
            jobs: int | None, quiet: bool, lang: str) -> None:
    """Check BUNDLE, the archive that leerlek report --bundle wrote; with --rescan scan CAPTURES again and compare."""
    from scanner.bundle import check
    from scanner.errors import UsageError

    if captures and not rescan:
        raise UsageError("captures are for scanning again; add --rescan")
    if rescan and not captures:
        raise UsageError("--rescan needs the captures: leerlek verify BUNDLE --rescan CAPTURE…")
    if not rescan and (keylog or subjects or key_file or annex):
        raise UsageError("--keylog, --subjects, --annex and --key-file are for --rescan")
    checked = check(Path(bundle), _known(key, allowed_signers, identity))
    for line in _lines(bundle, checked, lang, quiet=quiet):
        click.echo(line)
    if not checked.sound:
        raise SystemExit(1)
    if not rescan:
        return
    from scanner.bundle import Again
    from scanner.bundle import rescan as scan_again

    from .progress import progress_bar
    from .stdin import capture_paths

    assert checked.document is not None
    with capture_paths(captures) as paths, progress_bar(quiet) as progress:
        again = Again(tuple(paths), _path(keylog), _path(subjects), _path(key_file), _path(annex), jobs)
        compared = scan_again(checked.files, checked.about, checked.document, again, progress)
    for line in _compared(compared, lang):
        click.echo(line)
    if not compared.agrees:
        raise SystemExit(1)


def _known(key: str | None, allowed: str | None, identity: str | None) -> Known:
    from scanner.bundle import Known, load_allowed_signers, load_public
    from scanner.errors import UsageError

    if key is not None and allowed is not None:
        raise UsageError("give --key or --allowed-signers, not both")
    if identity is not None and allowed is None:
        raise UsageError("--identity goes with --allowed-signers")
    if key is not None:
        return Known(key=load_public(key))
    return Known(signers=load_allowed_signers(Path(allowed)), who=identity or "") if allowed is not None else Known()


def _lines(bundle: str, checked: Checked, lang: str, *, quiet: bool) -> Iterator[str]:
    from scanner.model import Text

    words = {"ok": Text("goed", "ok"), "fault": Text("FOUT", "FAULT"), "open": Text("open", "open")}
    if not quiet and checked.document is not None:
        result, tool = checked.about["result"], checked.document["tool"]
        yield f"{bundle}: {result['report']}, Leerlek {tool['version']}"
    for check in checked.checks:
        if check.state != "ok" or not quiet:
            yield f"  {words[check.state].get(lang):6}{check.text.get(lang)}"
    if not checked.sound:
        yield Text("De bundel is niet te vertrouwen.", "The bundle cannot be trusted.").get(lang)


def _compared(compared: Compared, lang: str) -> Iterator[str]:
    from scanner.model import Text

    for cause in compared.causes:
        yield f"  {Text('anders', 'other').get(lang):8}{cause.get(lang)}"
    if compared.agrees:
        exact = (Text("byte voor byte hetzelfde resultaat", "the same result, byte for byte") if compared.identical else
                 Text("verder is ook alles gelijk; waarden vergeleken op volgorde van verschijnen",
                      "everything else is the same too; values compared by order of appearance")
                 if compared.by_order else
                 Text("verder is ook alles gelijk", "everything else is the same too"))
        yield "  " + Text(f"Opnieuw gescand: dezelfde {compared.same} bevindingen; {exact.nl}.",
                          f"Scanned again: the same {compared.same} findings; {exact.en}.").get(lang)
        return
    found = len(compared.differences)
    missing, more, changed = (sum(each.state == state for each in compared.differences)
                              for state in ("missing", "more", "changed"))
    yield "  " + Text(f"Opnieuw gescand: {compared.same} bevindingen gelijk, {missing} niet meer, {more} erbij, "
                      f"{changed} anders.",
                      f"Scanned again: {compared.same} findings the same, {missing} missing, {more} more, {changed} "
                      "changed.").get(lang)
    for difference in compared.differences[:MOST]:
        yield f"    {_difference(difference, lang)}"
    if found > MOST:
        yield "    " + Text(f"… en nog {found - MOST}", f"… and {found - MOST} more").get(lang)
    if compared.sections:
        named = ", ".join(text.get(lang) for text in compared.sections)
        yield "  " + Text(f"Ook anders: {named}.", f"Other as well: {named}.").get(lang)
    if not compared.causes:
        yield "  " + Text("Niets van wat bekend is verklaart dat; meld het als fout van het programma.",
                          "Nothing that is known explains it; report it as a fault of the program.").get(lang)


def _difference(difference: Any, lang: str) -> str:
    from scanner.model import Text
    from scanner.report.difference.words import place

    words = {"missing": Text("niet meer", "missing"), "more": Text("erbij", "more"),
             "changed": Text("anders", "changed")}
    f = difference.finding
    members = f" ({', '.join(difference.members)})" if difference.members else ""
    return f"{words[difference.state].get(lang):10}{f['id']} {f['rule']} {f['severity']} {place(f)}{members}"


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
