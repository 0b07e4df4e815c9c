"""The files that other tools read at the root: each by the rules of its reader, and what they run is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from har_builders import entry, har

from scanner.cli.ci import REPORTS
from scanner.cli.ci import command as ci_command
from scanner.cli.root import cli

ROOT = Path(__file__).parent.parent
SCHEMAS = Path(__file__).parent / "schemas"
ACCOUNTS = """subjects:
- {id: leerling-01, role: pupil, values: {name.given: Sanne, name.family: Zandgrond, name.full: Sanne Zandgrond,
   id.bsn: "999990019", contact.email: sanne@thuis.example}}
"""


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


def record(path: Path, **person: str) -> Path:
    return har(path, [entry("https://api.rekenen.example/v2/x", method="POST", post=person, answer={"ok": True})])


# The GitHub Action

ACTION = loaded("action.yml")
STEPS = ACTION["runs"]["steps"]


def test_the_action_keeps_to_the_schema_of_actions() -> None:
    jsonschema.Draft7Validator(schema("github-actions")).validate(ACTION)
    wrong = {**ACTION, "runs": {**ACTION["runs"], "steps": [{"run": "true"}]}}
    assert not jsonschema.Draft7Validator(schema("github-actions")).is_valid(wrong), "a step needs its shell"


def test_the_action_uses_every_input_and_puts_none_into_a_script() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)) == set(ACTION["inputs"])
    for step in STEPS:
        assert "${{" not in step["run"]
        assert "uses" not in step, "it fetches nothing but itself"
        assert set(re.findall(r'"?\$([A-Z_]+)', step["run"])) <= {*step["env"], "RUNNER_TEMP", "GITHUB_ACTION_PATH"}


def test_the_outputs_of_the_action_are_those_of_the_command() -> None:
    given = {re.fullmatch(r"\$\{\{ steps\.scan\.outputs\.([a-z]+) \}\}", each["value"])[1]  # type: ignore[index]
             for each in ACTION["outputs"].values()}
    source = (ROOT / "scanner" / "cli" / "ci.py").read_text("utf-8")
    assert given == set(ACTION["outputs"])
    assert not [name for name in given if f'"{name}"' not in source]


def run_step(number: int, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A step as the runner does it: its script in a file, for bash with -e and pipefail."""
    step = STEPS[number]
    inputs = {name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: ACTION["inputs"][found[1]]["default"], value)
              for name, value in step["env"].items()}
    script = folder / f"step-{number}.sh"
    script.write_text(step["run"], "utf-8")
    return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=folder,
                          capture_output=True, text=True, encoding="utf-8",
                          env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT),
                               "RUNNER_TEMP": str(folder / ".temp"), "GITHUB_ACTION_PATH": str(ROOT),
                               "GITHUB_ACTIONS": "true", "HOME": str(folder),
                               "GITHUB_OUTPUT": str(folder / ".outputs"), "GITHUB_WORKSPACE": str(folder.parent),
                               **inputs, **environment})


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A folder of a runner in which the action's first step was done: the command is there."""
    folder = tmp_path / "project"
    command = folder / ".temp" / "leerlek" / "bin" / "leerlek"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scanner "$@"\n')
    command.chmod(0o755)
    return folder


def test_the_action_runs(runner: Path) -> None:
    assert run_step(0, runner).returncode == 0, "what is installed is not installed again"
    record(runner / "een les.har", bsn="999990019")
    record(runner / "twee.har", roepnaam="Sanne")
    done = run_step(1, runner, CAPTURES="een les.har\n", FAIL_ON="hoog", ARGUMENTS="--mode=test\n--ner=off")
    assert done.returncode == 1, done.stderr
    assert "::error file=project/een les.har,line=1,title=IDN-001" in done.stdout
    assert "twee.har" not in done.stdout
    outputs = dict(line.split("=", 1) for line in (runner / ".outputs").read_text().splitlines())
    assert set(ACTION["outputs"]) <= set(outputs)
    done = run_step(1, runner, FAIL_ON="none", RESULT_LANG="en")
    assert done.returncode == 0, done.stderr
    assert "captures   2: een les.har, twee.har" in done.stdout


def test_an_input_is_no_shell_and_no_option(runner: Path) -> None:
    done = run_step(1, runner, CAPTURES='$(touch owned)\n"; touch owned; "\n--fail-on=none')
    assert done.returncode == 2
    assert not (runner / "owned").exists()
    assert "$(touch owned): no such file" in done.stderr


# The GitLab template


def test_the_template_keeps_to_the_schema_of_gitlab() -> None:
    header, jobs = yaml.safe_load_all((ROOT / "templates" / "leerlek.yml").read_text("utf-8"))
    validator = jsonschema.Draft7Validator(schema("gitlab-ci"))
    assert not list(validator.iter_errors(header))
    given = {name: each["default"] for name, each in header["spec"]["inputs"].items()}
    text = re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", lambda found: str(given[found[1]]), json.dumps(jobs))
    filled = json.loads(text)
    assert not list(validator.iter_errors(filled))
    assert not validator.is_valid({**filled, "wrong": {"script": ["true"], "artifacts": {"when": "sometimes"}}})
    job = filled["leerlek"]
    options = {f"LEERLEK_CI_{each.name.upper()}" for each in ci_command.params if each.name}
    assert {name for name in job["variables"] if name.startswith("LEERLEK_CI_")} <= options
    files = {Path(path).name for path in job["artifacts"]["reports"].values()}
    assert files <= set(REPORTS.values())
    assert all(path.startswith(given["output-dir"]) for path in job["artifacts"]["reports"].values())
    assert set(re.findall(r"inputs\.([a-z-]+)", json.dumps(jobs))) == set(given)
    choice = ("info", "laag", "midden", "hoog", "kritiek", "none")
    assert tuple(header["spec"]["inputs"]["fail-on"]["options"]) == choice


def test_the_script_of_the_template_runs(runner: Path) -> None:
    _, jobs = yaml.safe_load_all((ROOT / "templates" / "leerlek.yml").read_text("utf-8"))
    job, = jobs.values()
    script = "\n".join([*job["before_script"], *job["script"]]).replace("$[[ inputs.captures ]]", "")
    record(runner / "les.har", bsn="999990019")
    environment = {"PATH": f"{runner / '.temp' / 'leerlek' / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                   "GITLAB_CI": "true", "LEERLEK_PACKAGE": "", "LEERLEK_CI_FAIL_ON": "kritiek", "LEERLEK_CI_LANG": "en",
                   "LEERLEK_CI_OUTPUT_DIR": "uit", "HOME": str(runner)}
    done = subprocess.run(["sh", "-e", "-c", script], cwd=runner, env=environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "FAILS" in done.stdout and "section_start" in done.stdout
    assert json.loads((runner / "uit" / "gl-code-quality-report.json").read_bytes())


# Commit hooks

HOOKS = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}


def test_the_hooks_have_what_the_reader_asks_for() -> None:
    for hook in HOOKS.values():
        assert set(hook) <= {"id", "name", "description", "entry", "language", "files", "require_serial"}
        assert hook["language"] == "python"
        command, *_ = hook["entry"].split()[1:]
        assert hook["entry"].startswith("leerlek ") and command in cli.list_commands(None)  # type: ignore[arg-type]
        re.compile(hook["files"])


@pytest.mark.parametrize(("hook", "path", "wanted"), [
    ("leerlek-policy", "privacybijsluiter.yaml", True),
    ("leerlek-policy", "docs/privacybijsluiter-rekenbaas.yml", True),
    ("leerlek-policy", ".leerlek/policy.yaml", True), ("leerlek-policy", "opa/policy.yaml", False),
    ("leerlek-scan", "e2e/les.har", True), ("leerlek-scan", "e2e/Les.HAR.gz", True),
    ("leerlek-no-real-people", "les.pcapng", True), ("leerlek-no-real-people", "har.py", False),
])
def test_the_files_that_a_hook_gets(hook: str, path: str, wanted: bool) -> None:
    assert bool(re.search(HOOKS[hook]["files"], path)) is wanted


def run_hook(name: str, *files: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [*HOOKS[name]["entry"].split()[1:], *map(str, files)])
    return done.exit_code, done.output


@pytest.mark.long
def test_the_hooks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEERLEK_KEY_FILE", str(tmp_path / "key"))
    policies = sorted((ROOT / "rules" / "policies").glob("*.yaml"))[:2]
    assert run_hook("leerlek-policy", *policies)[0] == 0
    leak, lean = record(Path("lek.har"), bsn="999990019"), record(Path("goed.har"), roepnaam="Sanne")
    assert run_hook("leerlek-scan", lean)[0] == 0
    assert run_hook("leerlek-scan", lean, leak)[0] == 1
    known = record(Path("bekend.har"), naam="Sanne Zandgrond", bsn="999990019", mail="sanne@thuis.example")
    code, told = run_hook("leerlek-no-real-people", known)
    assert code == 1, "nobody announced her"
    assert "bekend.har:1: " in told and "Zandgrond" not in told and "999990019" not in told
    Path("accounts.yaml").write_text(ACCOUNTS)
    assert run_hook("leerlek-no-real-people", known, lean)[0] == 0
    other = record(Path("echt.har"), naam="Fleur Boomgaard", bsn="999912811")
    code, told = run_hook("leerlek-no-real-people", known, other)
    assert code == 1
    assert "echt.har:1: " in told and "bekend.har" not in told and "Boomgaard" not in told
    Path("geen.har").write_text("version https://git-lfs.github.com/spec/v1\n")
    assert run_hook("leerlek-no-real-people", Path("geen.har"))[0] == 0


# The container

CONTAINER = (ROOT / "Containerfile").read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    """Instruction and its text, continued lines joined and comments left out."""
    lines = "\n".join(line for line in CONTAINER.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines)
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_container_is_small_named_and_not_root() -> None:
    given = instructions()
    bases = [rest.split()[0] for word, rest in given if word == "FROM"]
    assert bases == ["debian:bookworm-slim"] * 2, "no host of a registry, no moving tag"
    last = given[max(at for at, (word, _) in enumerate(given) if word == "FROM"):]
    words = [word for word, _ in last]
    assert ("USER", "leerlek") in last and words.index("USER") < words.index("ENTRYPOINT")
    assert words.index("USER") > max(at for at, word in enumerate(words) if word == "RUN")
    assert ("ENTRYPOINT", '["leerlek"]') in last
    for word, rest in given:
        assert word in {"FROM", "RUN", "WORKDIR", "COPY", "LABEL", "ENV", "USER", "ENTRYPOINT", "CMD"}
        if "apt-get install" in rest:
            for part in ("apt-get update", "--no-install-recommends", "rm -rf /var/lib/apt/lists/*"):
                assert part in rest
        assert "sudo" not in rest and "http" not in rest
        if word == "COPY" and "--from" not in rest:
            *sources, _ = rest.split()
            assert not [each for each in sources if not (ROOT / each).exists()]


def test_the_container_takes_what_the_build_needs() -> None:
    import tomllib

    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    copied = {each for word, rest in instructions() if word == "COPY" and "--from" not in rest for each in rest.split()}
    build = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*build["packages"], *build["force-include"], project["project"]["readme"],
              *project["project"]["license-files"], "pyproject.toml"}
    assert needed <= copied
