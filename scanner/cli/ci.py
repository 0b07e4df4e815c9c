"""``leerlek ci``: scan in a pipeline, with the defaults, reports and annotations that one wants there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.errors import UsageError

from .complete import severities
from .scan import command as scan_command
from .scan import options_of

if TYPE_CHECKING:
    from scanner.report import Additions

    from .ci_log import Log

REPORTS = {
    "json": "leerlek.json", "sarif": "leerlek.sarif", "junit": "leerlek.junit.xml", "html": "leerlek.html",
    "markdown": "leerlek.md", "gitlab": "gl-code-quality-report.json", "gitlab-sast": "gl-sast-report.json",
}
"""Format → file in the output folder; those of GitLab have the names that its documentation uses."""
NEVER = "none"
_TAKEN_OVER = {"policy", "annex", "baseline", "subjects", "keylog", "rules", "recipients", "tracker_list", "output",
               "lang", "mode", "actor", "scenario", "scan_static", "ner", "host", "jobs", "max_body", "key_file",
               "dossier", "previous"}
"""Options that are those of ``leerlek scan``."""


@click.command(params=[each for each in scan_command.params if each.name in _TAKEN_OVER])
@click.argument("captures", nargs=-1, type=click.Path())
@click.option("--fail-on", metavar="SEVERITY", default="midden", show_default=True, shell_complete=severities,
              help="Exit code 1 from here: info, laag, midden, hoog, kritiek; none: never.")
@click.option("--output-dir", type=click.Path(), default="leerlek-report", show_default=True,
              help="Folder of the reports; made when it is not there.")
@click.option("--platform", type=click.Choice(["auto", "github", "gitlab", "other"]), default="auto",
              show_default=True, help="Whose annotations, sections and summary; auto asks the environment.")
def command(captures: tuple[str, ...], fail_on: str, output_dir: str, platform: str, output: tuple[str, ...], lang: str,
            **settings: Any) -> None:
    """Scan in a pipeline: without CAPTURES, every capture below this folder.

    Takes privacybijsluiter.yaml (or policy.yaml), testaccounts.yaml (or accounts.yaml, subjects.yaml) and
    leerlek-baseline.yaml (or baseline.yaml) from this folder, leerlek/ or .leerlek/ when they are there, and settings
    from leerlek.toml or [tool.leerlek]. Writes JSON, SARIF, JUnit, HTML, Markdown and GitLab's two reports into the
    output folder. On GitHub: annotations, job summary and outputs; on GitLab: sections.

    Exit codes: 0 nothing at or above --fail-on, 1 something, 2 no capture, nothing to read in it, or wrong use.
    """
    from .ci_log import Log, platform_of

    log = Log.of(platform_of(os.environ) if platform == "auto" else platform)  # type: ignore[arg-type]
    try:
        failed = _run(log, captures, fail_on, Path(output_dir), output, lang, settings)
    except UsageError as error:
        raise _told(error, log) from None
    if failed:
        raise SystemExit(1)


def _run(log: Log, captures: tuple[str, ...], fail_on: str, folder: Path, output: tuple[str, ...], lang: str,
         settings: dict[str, Any]) -> bool:
    from scanner.run import scan

    from .outputs import parse_additions, parse_outputs

    threshold = _threshold(fail_on)
    found = _found_by_name(settings)
    paths, left_out = _captures(captures, folder)
    _make(folder)
    additions = parse_additions(settings.pop("dossier"), settings.pop("previous"))
    outputs = {**{name: folder / file for name, file in REPORTS.items()}, **dict(parse_outputs(output))}
    _say_settings(log, lang, paths, left_out, settings, found, threshold, folder)
    document = scan(paths, options_of(lang=lang, **settings))
    if not document["coverage"]["totals"]["exchanges"]:
        raise UsageError("no exchange was read from the captures, so nothing can be said of them; "
                         "'leerlek inspect' tells what they hold")
    failing = _failing(document, threshold)
    log.table(document, lang)
    log.say()
    _write(document, outputs, lang, threshold, additions)
    with log.section("reports", "Rapporten" if lang == "nl" else "Reports"):
        for name, path in outputs.items():
            log.say(f"  {name:12} {_shown(path)}")
    verdict = _verdict(document, failing, threshold, lang)
    if log.platform == "github":
        _tell_github(log, document, outputs, lang, threshold, failing, verdict)
    log.say(verdict)
    return failing > 0


def _threshold(text: str) -> str:
    """The code of a severity; empty for ``none``."""
    from scanner.model import Severity

    if text.strip().lower() == NEVER:
        return ""
    try:
        return Severity.parse(text).code
    except ValueError as error:
        raise UsageError(f"--fail-on: {error}, or none") from None


def _found_by_name(settings: dict[str, Any]) -> set[str]:
    """Fill in the files that have the usual names; which these were."""
    from .ci_setup import BASELINE, POLICY, SUBJECTS, by_name

    found = set()
    for setting, names in (("policy", POLICY), ("subjects", SUBJECTS), ("baseline", BASELINE)):
        if not settings[setting] and (path := by_name(names)) is not None:
            settings[setting] = str(path)
            found.add(setting)
    return found


def _captures(names: tuple[str, ...], folder: Path) -> tuple[list[Path], list[Path]]:
    from .ci_setup import captures_below, given

    if names:
        return given(names), []
    found, left_out = captures_below(folder)
    if not found:
        more = f" ({len(left_out)} files have such a name and are none; Git LFS pointers?)" if left_out else ""
        raise UsageError(f"no capture found below this folder (HAR, mitmproxy dump, pcap, WARC, …){more}; record the "
                         "end-to-end tests first, or name one: leerlek ci e2e.har")
    return found, left_out


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="ascii")  # reports are no source
    except OSError as error:
        raise UsageError(f"--output-dir {folder}: cannot be made or written ({error.strerror})") from None


def _say_settings(log: Log, lang: str, paths: list[Path], left_out: list[Path], settings: dict[str, Any],
                  found: set[str], threshold: str, folder: Path) -> None:
    dutch = lang == "nl"
    with log.section("settings", "Leerlek: waarmee gescand wordt" if dutch else "Leerlek: what is scanned, and how"):
        log.say(f"  {'opnamen' if dutch else 'captures':10} {_listed(paths)}")
        if left_out:
            words = "geen opname, overgeslagen" if dutch else "no capture, left out"
            log.say(f"  {'':10} {words}: {_listed(left_out)}")
        for setting, word in (("policy", "policy"), ("subjects", "accounts"), ("baseline", "baseline")):
            path = settings[setting]
            how = (" (op naam gevonden)" if dutch else " (found by its name)") if setting in found else ""
            log.say(f"  {word:10} {_shown(path) + how if path else 'geen' if dutch else 'none'}")
        log.say(f"  {'faalt vanaf' if dutch else 'fails from':10} {_severity(threshold, lang)}")
        log.say(f"  {'rapporten' if dutch else 'reports':10} {_shown(folder)}")


def _severity(threshold: str, lang: str) -> str:
    from scanner.report.texts import SEVERITIES, label

    return label(SEVERITIES, threshold, lang) if threshold else "nooit" if lang == "nl" else "never"


def _listed(paths: list[Path], most: int = 10) -> str:
    more = f" … (+{len(paths) - most})" if len(paths) > most else ""
    return f"{len(paths)}: {', '.join(map(_shown, paths[:most]))}{more}"


def _shown(path: Path | str) -> str:
    from scanner.report import inert

    return inert(str(path), 300)


def _failing(document: dict[str, Any], threshold: str) -> int:
    from scanner.report import open_findings
    from scanner.report.listing import reaches

    return sum(reaches(f["severity"], threshold) for f in open_findings(document)) if threshold else 0


def _verdict(document: dict[str, Any], failing: int, threshold: str, lang: str) -> str:
    """The last line: whether the build fails, on what, and how far the traffic was seen."""
    from scanner.report.texts import VERDICTS, label

    total, severity = len(document["findings"]), _severity(threshold, lang)
    coverage = label(VERDICTS, document["coverage"]["gate"]["verdict"], lang)
    if lang == "nl":
        outcome = f"FAALT: {failing} van {total} bevindingen vanaf {severity}" if failing else (
            f"In orde: geen bevinding die meetelt vanaf {severity} ({total} in totaal)" if threshold else
            f"Faalt nooit (--fail-on none): {total} bevindingen")
    else:
        outcome = f"FAILS: {failing} of {total} findings from {severity}" if failing else (
            f"Passes: no finding that counts from {severity} ({total} in all)" if threshold else
            f"Never fails (--fail-on none): {total} findings")
    return f"{outcome} · {coverage}"


def _write(document: dict[str, Any], outputs: dict[str, Path], lang: str, threshold: str,
           additions: Additions) -> None:
    from scanner.report import render

    for name, path in outputs.items():
        try:
            path.write_bytes(render(document, name, lang, threshold, additions))
        except OSError as error:
            raise UsageError(f"{path}: cannot be written ({error.strerror})") from None


def _tell_github(log: Log, document: dict[str, Any], outputs: dict[str, Path], lang: str, threshold: str, failing: int,
                 verdict: str) -> None:
    from scanner.report.escape import plain
    from scanner.report.github import workflow_commands

    from .ci_log import append

    for line in workflow_commands(document, lang, threshold, _below_workspace()):
        log.command(line)
    summary = outputs["markdown"].read_text("utf-8")
    append("GITHUB_STEP_SUMMARY", f"{summary}\n**{plain(verdict)}**\n")
    values = {
        "failed": str(failing > 0).lower(), "failing": str(failing), "findings": str(len(document["findings"])),
        "coverage": document["coverage"]["gate"]["verdict"],
        **{name: _shown(outputs[name]) for name in ("json", "sarif", "junit", "html", "markdown")},
    }
    append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def _below_workspace() -> str:
    """Where this runs, from the root of the repository, for which annotations name files."""
    here, root = Path.cwd(), Path(os.environ.get("GITHUB_WORKSPACE") or ".").absolute()
    return here.relative_to(root).as_posix() if here.is_relative_to(root) else ""


def _told(error: UsageError, log: Log) -> UsageError:
    """An error of use as one line that cannot act, also shown as an annotation."""
    from scanner.report import inert
    from scanner.report.github import command as workflow_command
    from scanner.report.github import without_commands

    line = without_commands(inert(str(error)))
    if log.platform == "github":
        log.command(workflow_command("error", line, title="Leerlek"))
    return UsageError(line)
