"""The help of every command, as a reader meets it: examples that parse, exit codes, lines that fit."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from scanner.cli.manual import PAGES
from scanner.cli.root import COMMANDS, cli


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups too."""
    def below(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield name, command
        if isinstance(command, click.Group):
            for each, inner in command.commands.items():
                yield from below(f"{name} {each}", inner)

    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield from below(name, command)


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL)
def test_help_has_examples_and_fits_a_terminal(name: str) -> None:
    done = CliRunner().invoke(cli, [*name.split(), "--help"], terminal_width=80)
    assert done.exit_code == 0
    assert "Examples:" in done.output
    assert f"leerlek {name}" in done.output.replace("\\\n", "")
    assert "Exit codes:" in done.output
    assert not [line for line in done.output.splitlines() if len(line) > 80]
    assert all(line == line.rstrip() for line in done.output.splitlines())


@pytest.mark.parametrize("name", ALL)
def test_every_option_says_what_it_does(name: str) -> None:
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option) and parameter.name != "port":
            assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize(("name", "example"), [(name, command) for name, page in PAGES.items()
                                               if not name or name.split()[0] in COMMANDS
                                               for _, command in page.examples])
def test_examples_parse(name: str, example: str) -> None:
    """Every command, option and choice in them exists, and nothing that must be there is missing."""
    line = example.removeprefix("mitmdump -s ").removeprefix("eval ").strip('"').removeprefix("$(").removesuffix(")")
    program, *words = shlex.split(line)
    assert program == "leerlek"
    if words == ["scan", "--help"]:
        return
    if words[0] not in COMMANDS:
        pytest.fail(f"{words[0]} is no command")
    command: click.Command = ALL[words[0]]
    context = click.Context(cli, info_name="leerlek")
    while isinstance(command, click.Group):
        words = words[1:]
        inner = command.commands[words[0]]
        context = click.Context(command, parent=context)
        command = inner
    command.make_context("example", words[1:], parent=context)
    assert not name or name.split()[0] in example


def test_the_help_of_the_program_names_what_all_share() -> None:
    output = CliRunner().invoke(cli, ["--help"], terminal_width=80).output
    for word in ("LEERLEK_KEY_FILE", "leerlek.toml", "leerlek scan lesson.har", "Exit codes", *COMMANDS):
        assert word in output
    assert not [line for line in output.splitlines() if len(line) > 80]
