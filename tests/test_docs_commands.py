"""Every command line in the documentation names commands and options that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from scanner.cli.root import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def lines(text: str) -> list[str]:
    """The command lines of the fenced blocks, with continued lines joined and comments left out."""
    blocks = re.findall(r"^ *```[a-z]*\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)
    joined = re.sub(r"\\\n\s*", " ", "\n".join(blocks))
    return [line.strip() for line in joined.splitlines() if line.strip().startswith("leerlek ")]


FOUND = [(page.name, line) for page in PAGES for line in lines(page.read_text("utf-8"))]


def test_there_are_many() -> None:
    assert len(FOUND) > 20


@pytest.mark.parametrize(("page", "line"), FOUND)
def test_commands_and_options_exist(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    words = words[:words.index("|")] if "|" in words else words
    words = words[:words.index(">")] if ">" in words else words
    if "…" in line or (words and words[0].startswith("-")):
        pytest.skip("a shortened line")
    assert words[0] in COMMANDS, f"{page}: {words[0]} is no command"
    context = click.Context(cli, info_name="leerlek")
    command = cli.get_command(context, words[0])
    assert command is not None
    while isinstance(command, click.Group):
        words = words[1:]
        context = click.Context(command, parent=context)
        command = command.commands[words[0]]
    command.make_context("documented", words[1:], parent=context)


LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
ALL_PAGES = [*PAGES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "decisions").glob("*.md"))]


def anchors(text: str) -> set[str]:
    """The fragments of a page's headings, as GitHub and GitLab make them."""
    found = set()
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", words).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        target, _, fragment = link.partition("#")
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), link
        assert not fragment or path.suffix != ".md" or fragment in anchors(path.read_text("utf-8")), link
