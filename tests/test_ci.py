"""``leerlek ci``: what it finds by itself, what it writes, how it ends, and that a capture cannot act through it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from har_builders import entry, har

from scanner.cli import main
from scanner.cli.ci import REPORTS
from scanner.cli.ci_log import Log, platform_of
from scanner.cli.ci_setup import BASELINE, POLICY, SUBJECTS, by_name, captures_below
from scanner.cli.root import cli

POLICY_TEXT = """
schema: privacybijsluiter/1
document: {version: "1", date: 2026-08-01}
vendor: {name: "Voorbeeld B.V."}
product: {name: "Rekenbaas"}
role: verwerker
pseudonym: {expected: eckid}
purposes:
  - {id: oefenen, nl: "Oefenen", data_subjects: [leerling], categories: [id.eckid, name.given]}
recipients:
  - {id: rekenen, organisation: "Voorbeeld B.V.", role: vendor, domains: ["*.rekenen.example"], purposes: [oefenen]}
exceptions: []
"""
SUBJECTS_TEXT = """
subjects:
  - id: leerling-01
    role: pupil
    values: {name.given: Sanne, name.family: Zandgrond, id.bsn: "999990019"}
"""
LEAK = {"roepnaam": "Sanne", "achternaam": "Zandgrond", "bsn": "999990019"}
CLEAN = {"roepnaam": "Sanne"}
VALUES = ("999990019", "Zandgrond")

Run = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository, outside of any pipeline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEERLEK_KEY_FILE", str(tmp_path / ".key"))
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def ci(*arguments: str, **environment: str) -> Result:
    """The command as ``leerlek`` runs it; an error of use is what ``main`` prints."""

    def run() -> None:
        main(["ci", *arguments])

    import click

    return CliRunner().invoke(click.command(context_settings={"ignore_unknown_options": True})(run), [],
                              env=environment, color=True)


def record(path: Path, sent: object = LEAK, host: str = "api.rekenen.example") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return har(path, [entry(f"https://{host}/v2/resultaat", method="POST", post=sent, answer={"ok": True})])


def test_without_a_capture_it_ends_with_one_line(here: Path) -> None:
    done = ci()
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "no capture found" in done.stderr and "leerlek ci e2e.har" in done.stderr
    assert not (here / "leerlek-report").exists()


def test_a_pointer_of_git_lfs_is_no_capture_and_told(here: Path) -> None:
    (here / "les.har").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n")
    done = ci()
    assert done.exit_code == 2
    assert "1 files have such a name" in done.stderr and "LFS" in done.stderr


def test_its_report_tells_the_dossier_and_what_changed_since(here: Path) -> None:
    record(here / "e2e" / "les.har", {"ok": True})
    (here / "dossier.yaml").write_text("schema: dossier/1\nparties: {client: School Voorbeeld}\n", "utf-8")
    assert ci("--output-dir", "before").exit_code == 0
    done = ci("e2e", "--dossier", "dossier.yaml", "--previous", "before/leerlek.json")
    assert done.exit_code == 0, done.output
    page = (here / "leerlek-report" / "leerlek.html").read_text("utf-8")
    assert "School Voorbeeld" in page and "Vergeleken met rapport" in page


def test_it_fails_on_a_leak_and_writes_every_report(here: Path) -> None:
    record(here / "e2e" / "les.har")
    (here / "privacybijsluiter.yaml").write_text(POLICY_TEXT)
    (here / "accounts.yaml").write_text(SUBJECTS_TEXT)
    done = ci("--lang", "en")
    assert done.exit_code == 1, done.output
    folder = here / "leerlek-report"
    assert {path.name for path in folder.iterdir()} == {*REPORTS.values(), ".gitignore"}
    document = json.loads((folder / "leerlek.json").read_bytes())
    assert {f["rule"] for f in document["findings"]} >= {"IDN-001"}
    assert document["scan"]["product"]["name"] == "Rekenbaas"
    assert document["scan"]["settings"]["subjects"] == 1
    assert ET.parse(folder / "leerlek.junit.xml").getroot().get("failures") != "0"
    assert json.loads((folder / "gl-sast-report.json").read_bytes())["vulnerabilities"]
    for line in ("privacybijsluiter.yaml (found by its name)", "accounts.yaml (found by its name)",
                 "fails from medium"):
        assert line in done.stdout
    assert re.search(r"^FAILS: \d+ of \d+ findings from medium · ", done.stdout.splitlines()[-1])
    assert "\x1b" not in done.stdout, "no colours where the log may not show them"
    assert done.stderr == ""
    told = done.stdout + "".join(path.read_text("utf-8") for path in folder.iterdir())
    assert not [value for value in VALUES if value in told]


def test_it_passes_on_traffic_that_is_declared(here: Path) -> None:
    record(here / "les.har", CLEAN)
    (here / "privacybijsluiter.yaml").write_text(POLICY_TEXT)
    done = ci("--lang", "en")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1].startswith("Passes: ")


@pytest.mark.parametrize(("arguments", "code"), [
    (("--fail-on", "kritiek"), 1), (("--fail-on", "high"), 1), (("--fail-on", "none"), 0), (("--fail-on", "rood"), 2),
])
def test_the_severity_from_which_it_fails(here: Path, arguments: tuple[str, ...], code: int) -> None:
    record(here / "les.har")
    (here / "accounts.yaml").write_text(SUBJECTS_TEXT)
    assert ci(*arguments).exit_code == code


def test_a_baseline_lets_a_known_leak_pass_and_a_new_one_fail(here: Path) -> None:
    sent = {"achternaam": "Zandgrond", "eckid": "https://ketenid.nl/pilot/" + "ab" * 64}
    record(here / "les.har", sent)
    (here / "accounts.yaml").write_text(SUBJECTS_TEXT)
    assert ci().exit_code == 1
    done = CliRunner().invoke(cli, ["baseline", "leerlek-report/leerlek.json", "-o", "leerlek-baseline.yaml",
                                    "--reason", "bekend", "--owner", "J. Beheer"])
    assert done.exit_code == 0
    assert ci().exit_code == 0
    record(here / "nieuw.har", {"achternaam": "Zandgrond"}, host="meten.example")
    assert ci().exit_code == 1


def test_settings_of_the_repository_go_before_what_is_found(here: Path) -> None:
    record(here / "a" / "les.har")
    record(here / "b" / "les.har", CLEAN)
    (here / "accounts.yaml").write_text(SUBJECTS_TEXT)
    (here / "mine.yaml").write_text(SUBJECTS_TEXT.replace("leerling-01", "leerling-77"))
    (here / "pyproject.toml").write_text(
        '[tool.leerlek]\ncaptures = "a/*.har"\nsubjects = "mine.yaml"\noutput-dir = "out/leerlek"\nlang = "en"\n')
    done = ci()
    assert "captures   1: a/les.har" in done.stdout
    assert re.search(r"accounts +mine.yaml\n", done.stdout)
    assert (here / "out" / "leerlek" / "leerlek.sarif").exists()
    assert "b/les.har" in ci("b/les.har").stdout, "an argument goes before the file"


def test_a_pattern_that_matches_nothing_is_an_error(here: Path) -> None:
    record(here / "les.har")
    done = ci("e2e/*.har")
    assert done.exit_code == 2
    assert "no file matches e2e/*.har" in done.stderr


def test_traffic_that_holds_no_exchange_is_not_green(here: Path) -> None:
    har(here / "leeg.har", [])
    done = ci()
    assert done.exit_code == 2
    assert "no exchange was read" in done.stderr


def test_only_files_that_are_ours_are_taken(here: Path) -> None:
    (here / "policy.yaml").write_text("package: opa\n")
    (here / "baseline.yml").write_text("version: 3\n")
    (here / "accounts.yaml").write_text("- name: root\n")
    assert (by_name(POLICY), by_name(SUBJECTS), by_name(BASELINE)) == (None, None, None)
    (here / ".leerlek").mkdir()
    (here / ".leerlek" / "policy.yaml").write_text(POLICY_TEXT)
    assert by_name(POLICY) == Path(".leerlek/policy.yaml")
    (here / "privacybijsluiter.yaml").write_text("a mistake")
    assert by_name(POLICY) == Path("privacybijsluiter.yaml"), "a name that is ours is never passed over"


def test_captures_are_found_by_name_and_content(here: Path) -> None:
    record(here / "e2e" / "b.har")
    record(here / "e2e" / "a.HAR")
    for folder in ("node_modules/x", ".git", "env", "leerlek-report", "env/lib/site-packages"):
        record(here / folder / "c.har")
    (here / "env" / "pyvenv.cfg").write_text("")
    (here / "data.json").write_bytes((here / "e2e" / "b.har").read_bytes())
    (here / "leeg.pcap").write_bytes(b"")
    found, others = captures_below(Path("leerlek-report"))
    assert found == [Path("e2e/a.HAR"), Path("e2e/b.har")]
    assert others == [Path("leeg.pcap")]


@pytest.mark.parametrize(("environment", "platform"), [
    ({"GITHUB_ACTIONS": "true", "CI": "true"}, "github"), ({"GITLAB_CI": "true"}, "gitlab"), ({"CI": "true"}, "other"),
    ({}, "other"), ({"GITHUB_ACTIONS": "false"}, "other"),
])
def test_the_platform_is_recognised(environment: dict[str, str], platform: str) -> None:
    assert platform_of(environment) == platform


@pytest.fixture
def on_github(here: Path) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(here / ".summary"),
            "GITHUB_OUTPUT": str(here / ".outputs")}


def test_on_github_it_annotates_summarises_and_gives_outputs(here: Path, on_github: dict[str, str]) -> None:
    record(here / "les.har")
    (here / ".outputs").write_text("before=1\n")
    done = ci("--lang", "en", **on_github)
    assert done.exit_code == 1
    commands = [line.split("::")[1].split(" ")[0] for line in done.stdout.splitlines() if line.startswith("::")]
    assert commands[:2] == ["group", "endgroup"]
    assert "error" in commands
    assert "\x1b[" in done.stdout, "its log shows colours"
    summary = (here / ".summary").read_text()
    assert summary.startswith("### Leerlek") and "IDN-001" in summary and "FAILS" in summary
    outputs = dict(line.split("=", 1) for line in (here / ".outputs").read_text().splitlines())
    assert outputs["before"] == "1"
    assert outputs["failed"] == "true" and int(outputs["failing"]) > 0
    assert Path(outputs["sarif"]) == Path("leerlek-report/leerlek.sarif")
    assert not [value for value in VALUES if value in done.stdout + summary]
    assert "\x1b" not in ci(NO_COLOR="1", **on_github).stdout


def test_on_github_an_error_of_use_is_an_annotation_too(here: Path, on_github: dict[str, str]) -> None:
    done = ci("x\n::add-mask::y.har", **on_github)
    assert done.exit_code == 2
    assert done.stderr == "leerlek: x ::add-mask::y.har: no such file or directory\n"
    commands = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert commands[2:] == ["::error title=Leerlek::x ::add-mask::y.har: no such file or directory"]


def test_on_gitlab_the_log_has_sections(here: Path) -> None:
    record(here / "les.har")
    done = ci("--lang", "en", GITLAB_CI="true")
    starts = re.findall(r"\x1b\[0Ksection_start:\d+:(\w+)(\[collapsed=true\])?\r\x1b\[0K", done.stdout)
    ends = re.findall(r"\x1b\[0Ksection_end:\d+:(\w+)\r\x1b\[0K", done.stdout)
    assert [name for name, _ in starts] == ends == ["leerlek_settings", "leerlek_reports"]
    assert not re.search(r"^::", done.stdout, re.MULTILINE)


INJECTIONS = ("::error::x", "##[error]x", "##vso[task.complete]x", "\x1b[2J\x1b]0;x\x07", "\r\n::add-mask::z",
              "section_start:1:x\r\x1b[0K", "<img src=x onerror=alert(1)>", "[x](https://evil.example)",
              "%0A::error::x")


def hostile_har(path: Path) -> None:
    """An exchange for each hostile text, in every place that a capture names."""
    from urllib.parse import quote

    entries = []
    for text in INJECTIONS:
        sent: dict[str, Any] = {text: {"bsn": "999990019", text: "999990019"}, "achternaam": text}
        entries.append(entry(f"https://api.rekenen.example/{quote(text, safe='')}/{text}?{text}=999990019",
                             method=text if text.isprintable() else "POST", post=sent, answer=sent,
                             headers={f"X-{text}": "999990019", "Cookie": f"{text}=999990019"}))
    har(path, entries)


@pytest.mark.parametrize("platform", ["github", "gitlab", "other"])
def test_a_hostile_capture_injects_nothing(here: Path, on_github: dict[str, str], platform: str) -> None:
    name = here / "::error::x ##[error]x\r<b>.har"
    hostile_har(name)
    done = ci("--platform", platform, **on_github)
    assert done.exit_code == 1, done.output
    ours = {"group", "endgroup", "error", "warning", "notice"}
    colours = re.compile(r"\x1b\[[0-9;]*m|"
                         r"\x1b\[0Ksection_(?:start|end):\d+:leerlek_\w+(?:\[collapsed=true\])?\r\x1b\[0K")
    for line in done.stdout.split("\n"):
        bare = colours.sub("", line)
        assert bare.isprintable(), bare
        assert "##" not in bare
        if bare.lstrip().startswith("::"):
            assert platform == "github"
            assert bare.split("::")[1].split(" ")[0] in ours
    if platform == "github":
        summary = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", (here / ".summary").read_text())
        assert not re.search(r"<(?!/?(?:details|summary|sub)>|!-- -->)", summary)
        assert "](" not in summary
        for line in (here / ".outputs").read_text().splitlines():
            assert re.fullmatch(r"[a-z]+=.*", line)


def test_text_of_a_table_cannot_begin_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    Log("github", colour=True).say("\x1b[1m::error::x\x1b[0m\n  ::x::\n##[error]x\nplain \x1b[1mbold\x1b[0m")
    shown = capsys.readouterr().out.splitlines()
    assert shown == [": :error::x", "  : :x::", "# #[error]x", "plain \x1b[1mbold\x1b[0m"]
