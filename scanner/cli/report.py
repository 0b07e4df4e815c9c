"""``leerlek report``: any format from a finished scan."""

from __future__ import annotations

from pathlib import Path

import click

from .bundling import bundle_options
from .complete import severities
from .outputs import DOSSIER, LANG, OUTPUT, PREVIOUS, parse_additions, parse_outputs, write_outputs


@click.command()
@click.argument("result", type=click.Path())
@OUTPUT
@click.option("--fail-on", metavar="SEVERITY", shell_complete=severities,
              help="Severity from which a test case of junit fails (default: midden).")
@DOSSIER
@PREVIOUS
@bundle_options
@click.option("--policy", type=click.Path(), help="For a bundle: the policy of the scan, file or folder.")
@click.option("--baseline", type=click.Path(), help="For a bundle: the baseline of the scan.")
@click.option("--scenario", type=click.Path(), help="For a bundle: the scenario of the scan.")
@click.option("--rules", multiple=True, type=click.Path(), help="For a bundle: further rules of the scan.")
@click.option("--recipients", multiple=True, type=click.Path(), help="For a bundle: recipients files of the scan.")
@click.option("--tracker-list", multiple=True, type=click.Path(), help="For a bundle: tracker lists of the scan.")
@click.option("--subjects", type=click.Path(), help="For a bundle: the test accounts, to refuse files that name them.")
@LANG
def command(result: str, output: tuple[str, ...], fail_on: str | None, dossier: str | None, previous: str | None,
            bundle: str | None, include: tuple[str, ...], sign_key: str | None, policy: str | None,
            baseline: str | None, scenario: str | None, rules: tuple[str, ...], recipients: tuple[str, ...],
            tracker_list: tuple[str, ...], subjects: str | None, lang: str) -> None:
    """Make reports from RESULT, the JSON file of a finished scan; without --output and --bundle show the table."""
    from scanner.errors import UsageError
    from scanner.model import Severity
    from scanner.report import load_document

    from .bundling import prepare, write_bundle

    outputs = parse_outputs(output)
    try:
        threshold = Severity.parse(fail_on).code if fail_on is not None else ""
    except ValueError as error:
        raise UsageError(f"--fail-on: {error}") from None
    signer = prepare(bundle, include, sign_key)
    additions = parse_additions(dossier, previous)
    document = load_document(Path(result))
    if not outputs and bundle is None:
        from .terminal import show

        show(document, lang)
    write_outputs(document, outputs, lang, threshold, additions)
    if bundle is not None:
        from scanner.bundle import Sources

        sources = Sources(_path(policy), _path(baseline), _path(scenario), _paths(rules), _paths(recipients),
                          _paths(tracker_list), _path(subjects), _path(dossier), _path(previous))
        write_bundle(bundle, document, sources, [*(name for name, _ in outputs), *include], lang, signer, additions)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _paths(texts: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(Path(text) for text in texts)
