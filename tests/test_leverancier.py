"""The vendors' page: every command of the walk through is run, in order; every file in it is one its reader takes."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
import yaml
from watched import LOAD

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "leverancier.md").read_text("utf-8")
WALK, REST = PAGE.split("\n## In the pipeline\n")
PORTS = ("8001", "8002", "8080")
MITMDUMP = Path(sys.executable).parent / "mitmdump"


class Block(NamedTuple):
    """A fenced block: its language, the file that it is, if any, and its text."""

    language: str
    file: str
    text: str


def blocks(page: str) -> Iterator[Block]:
    for found in re.finditer(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        yield Block(found[1], found[2] or "", found[3])


def free_ports() -> list[str]:
    """Ports that nobody listens on, held until all are known."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
    numbers = [str(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return numbers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder; commands are those of this checkout, and ``pip`` says what it was asked and installs nothing."""
    commands = tmp_path / "bin"
    commands.mkdir()
    python = sys.executable
    for name, line in (("python", f'exec "{python}" "$@"'), ("leerlek", f'exec "{python}" -m scanner "$@"'),
                       ("pytest", f'exec "{python}" -m pytest {" ".join(LOAD)} -p no:cacheprovider "$@"'),
                       ("mitmdump", f'exec "{MITMDUMP}" --set confdir="{tmp_path / "mitm"}" "$@"'),
                       ("pip", f'echo "$@" >> "{tmp_path / "pip.log"}"')):
        (commands / name).write_text(f"#!/bin/sh\n{line}\n")
        (commands / name).chmod(0o755)
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def run(folder: Path, text: str) -> tuple[int, str]:
    done = subprocess.run(["sh", "-e", "-c", text], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, encoding="utf-8", timeout=300, stdin=subprocess.DEVNULL,
                          env={"PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                               "HOME": str(folder.parent), "LANG": "C.UTF-8", "NO_PROXY": ""})
    return done.returncode, done.stdout


def assert_shows(output: str, expected: str) -> None:
    """Every line of what the page shows is in the output, in this order; ``…`` stands for anything."""
    rest = output.splitlines()
    for line in expected.splitlines():
        pattern = re.compile(".*".join(map(re.escape, line.strip().split("…"))))
        at = next((n for n, shown in enumerate(rest) if pattern.search(shown)), None)
        assert at is not None, f"{line!r} does not come in:\n{output}"
        rest = rest[at + 1:]


@pytest.mark.long
@pytest.mark.skipif(not MITMDUMP.exists() or shutil.which("sh") is None, reason="needs mitmdump and a shell")
def test_every_command_of_the_walk_through_in_order(folder: Path) -> None:
    page = WALK
    for said, port in zip(PORTS, free_ports(), strict=True):
        page = page.replace(said, port)
    commands, output = 0, ""
    for block in blocks(page):
        if block.file:
            (folder / block.file).write_text(block.text, "utf-8")
        elif block.language == "sh":
            expected = re.search(r"# exit code (\d)$", block.text.rstrip())
            code, output = run(folder, block.text)
            assert code == int(expected[1] if expected else 0), f"{block.text}\n{output}"
            commands += len(block.text.splitlines())
        elif block.language == "text":
            assert_shows(output, block.text)
        else:
            raise AssertionError(f"what is done with this block? {block}")
    assert commands >= 12
    assert (folder.parent / "pip.log").read_text() == "install leerlek pytest httpx\n"
    told = "".join(path.read_text("utf-8") for path in (folder / "leerlek-report").iterdir())
    assert "Zandgrond" not in told


def test_the_check_of_output_can_fail() -> None:
    assert_shows("a b c\nd", "a…c\nd")
    for wrong in ("d\na", "x", "c…a"):
        with pytest.raises(AssertionError):
            assert_shows("a b c\nd", wrong)


def test_the_files_for_platforms_keep_to_their_schemas() -> None:
    files = {block.file: yaml.safe_load(block.text) for block in blocks(REST) if block.file}
    schemas = {".github/workflows/privacy.yml": "github-workflows", ".gitlab-ci.yml": "gitlab-ci"}
    for file, name in schemas.items():
        schema = json.loads((Path(__file__).parent / "schemas" / f"{name}.json").read_text("utf-8"))
        # YAML 1.1 reads the key on as true.
        workflow = {"on" if key is True else key: value for key, value in files[file].items()}
        assert not list(jsonschema.Draft7Validator(schema).iter_errors(workflow)), file
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    step = next(each for each in files[".github/workflows/privacy.yml"]["jobs"]["leerlek"]["steps"]
                if each.get("id") == "leerlek")
    assert set(step["with"]) <= set(action["inputs"])
    component = next(yaml.safe_load_all((ROOT / "templates" / "leerlek.yml").read_text("utf-8")))
    assert set(files[".gitlab-ci.yml"]["include"][0]["inputs"]) <= set(component["spec"]["inputs"])
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert {hook["id"] for hook in files[".pre-commit-config.yaml"]["repos"][0]["hooks"]} == hooks


def test_what_the_page_names_is_there() -> None:
    from scanner.cli.ci import REPORTS
    from scanner.cli.ci_setup import BASELINE, POLICY, SUBJECTS
    from scanner.pytest_plugin.fixture import Leerlek
    from scanner.report import FORMATS

    assert not [file for file in REPORTS.values() if f"`{file}`" not in REST]
    assert not [name for name in FORMATS if f"`{name}`" not in REST]
    for ours, shared, _ in (POLICY, SUBJECTS, BASELINE):
        assert f"`{ours[0]}`" in REST and f"`{shared[0]}`" in REST
    called = set(re.findall(r"leerlek\.(\w+)\(", REST))
    public = {name for name in vars(Leerlek) if not name.startswith("_") and name != "stop"}
    assert called == public
    for target in re.findall(r"\]\(([^):]+\.md)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
    assert stat.S_ISREG((ROOT / "docs" / "leverancier.md").stat().st_mode)
