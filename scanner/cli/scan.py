"""``leerlek scan``: captures in, findings out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .bundling import bundle_options
from .complete import severities
from .outputs import DOSSIER, LANG, OUTPUT, PREVIOUS, parse_additions, parse_outputs, write_outputs

if TYPE_CHECKING:
    from scanner.run import Options


@click.command()
@click.argument("captures", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--policy", type=click.Path(),
              help="Policy: the product's machine-readable privacybijsluiter, or a folder with one for each product.")
@click.option("--annex", type=click.Path(), help="The signed annex; its checksum must be the one in the policy.")
@click.option("--baseline", type=click.Path(), help="Accepted findings (leerlek baseline): these do not fail the scan.")
@click.option("--subjects", type=click.Path(), help="The test accounts; every value of theirs is found in any form.")
@click.option("--keylog", type=click.Path(), help="TLS secrets for packet captures (NSS key log, SSLKEYLOGFILE).")
@click.option("--rules", multiple=True, type=click.Path(), help="Folder with further rules; may be repeated.")
@click.option("--recipients", multiple=True, type=click.Path(),
              help="File that says who runs which domain; goes before the built-in list.")
@click.option("--tracker-list", multiple=True, type=click.Path(),
              help="List of trackers: EasyPrivacy, Disconnect or hosts format; may be repeated.")
@OUTPUT
@click.option("--fail-on", metavar="SEVERITY", shell_complete=severities,
              help="Exit code 1 from here: info, laag, midden, hoog, kritiek.")
@LANG
@click.option("--mode", type=click.Choice(["auto", "test", "live"]), default="auto", show_default=True,
              help="test: only fictitious accounts were used; live: real people; auto: test when subjects are given.")
@click.option("--actor", type=click.Choice(["pupil", "teacher", "guardian", "admin", "anonymous"]),
              help="Who was logged in, when the traffic does not tell.")
@click.option("--scenario", type=click.Path(), help="Scenario file: the steps of the testers, with who and when.")
@click.option("--host", multiple=True, metavar="HERE=REAL",
              help="A host of the test that stands for one of the product: 127.0.0.1:8000=api.rekenen.example.")
@click.option("--pair", is_flag=True,
              help="Two captures of one scenario with two test pupils: tells what is theirs from constants.")
@click.option("--scan-static", is_flag=True, help="Search bundles and public files in full.")
@click.option("--ner", metavar="MODEL", default="leerlek", show_default=True,
              help="What finds names in prose: leerlek, off, or an installed spaCy pipeline.")
@click.option("--jobs", type=click.IntRange(1),
              help="Processes that decode and detect (default: one, and for large captures one for each processor).")
@click.option("--max-body", type=click.IntRange(1024), default=64 << 20, show_default=True,
              help="Bytes of one body that are read; the rest is counted.")
@click.option("--key-file", type=click.Path(), help="Key of the fingerprints (default: one in your settings folder).")
@DOSSIER
@PREVIOUS
@bundle_options
@click.option("--quiet", is_flag=True, help="No table on the terminal.")
def command(captures: tuple[str, ...], policy: str | None, annex: str | None, baseline: str | None,
            subjects: str | None, keylog: str | None, rules: tuple[str, ...], recipients: tuple[str, ...],
            tracker_list: tuple[str, ...],
            output: tuple[str, ...], fail_on: str | None, lang: str, mode: str,
            actor: str | None, scenario: str | None, host: tuple[str, ...], pair: bool, scan_static: bool, ner: str,
            jobs: int | None, max_body: int, key_file: str | None, dossier: str | None, previous: str | None,
            bundle: str | None, include: tuple[str, ...], sign_key: str | None, quiet: bool) -> None:
    """Find personal data of pupils in CAPTURES and judge it against the policy.

    A capture is a HAR, a mitmproxy dump, a pcap or pcapng, a WARC, an export of Burp, ZAP, Fiddler or Charles, a
    folder or ZIP that holds some, or - for standard input. All may be compressed.
    """
    from scanner.report import open_findings
    from scanner.run import scan

    from .bundling import prepare, write_bundle
    from .progress import progress_bar
    from .stdin import capture_paths

    outputs = parse_outputs(output)
    signer = prepare(bundle, include, sign_key)
    threshold = _threshold(fail_on)
    additions = parse_additions(dossier, previous)
    options = options_of(
        policy=policy, annex=annex, baseline=baseline, subjects=subjects, rules=rules, keylog=keylog,
        recipients=recipients,
        tracker_list=tracker_list, key_file=key_file, lang=lang, mode=mode, actor=actor, scenario=scenario, pair=pair,
        host=host, scan_static=scan_static, ner=ner, jobs=jobs, max_body=max_body,
    )
    with capture_paths(captures) as paths, progress_bar(quiet) as progress:
        document = scan(paths, options, progress)
    if not quiet:
        from .terminal import show

        show(document, lang)
    write_outputs(document, outputs, lang, _code(threshold), additions)
    if bundle is not None:
        from scanner.bundle import Sources

        sources = Sources(options.policy, options.baseline, options.scenario, options.rules, options.recipients,
                          options.tracker_lists, options.subjects, _path(dossier), _path(previous))
        write_bundle(bundle, document, sources, [*(name for name, _ in outputs), *include], lang, signer, additions)
    if threshold is not None and any(_severity(f["severity"]) >= threshold for f in open_findings(document)):
        raise SystemExit(1)


def options_of(*, policy: str | None, baseline: str | None, subjects: str | None, keylog: str | None,
               rules: tuple[str, ...], recipients: tuple[str, ...], tracker_list: tuple[str, ...], lang: str, mode: str,
               actor: str | None, scenario: str | None, scan_static: bool, ner: str, jobs: int | None, max_body: int,
               key_file: str | None, host: tuple[str, ...], annex: str | None = None, pair: bool = False) -> Options:
    """The settings of a scan from the options of a command."""
    from scanner.run import Options

    return Options(
        policy=_path(policy), annex=_path(annex), baseline=_path(baseline), subjects=_path(subjects),
        rules=tuple(Path(r) for r in rules), keylog=_path(keylog),
        recipients=tuple(Path(r) for r in recipients), tracker_lists=tuple(Path(r) for r in tracker_list),
        key_file=_path(key_file), lang="nl" if lang == "nl" else "en",
        mode="test" if mode == "test" else "live" if mode == "live" else "auto", actor=actor or "",
        scenario=_path(scenario), hosts=host, pair=pair, scan_static=scan_static, ner=ner, jobs=jobs, max_body=max_body,
    )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _code(threshold: int | None) -> str:
    from scanner.model import Severity

    return "" if threshold is None else Severity(threshold).code


def _threshold(text: str | None) -> int | None:
    return None if text is None else _severity(text)


def _severity(text: str) -> int:
    from scanner.errors import UsageError
    from scanner.model import Severity

    try:
        return Severity.parse(text)
    except ValueError as error:
        raise UsageError(f"--fail-on: {error}") from None
