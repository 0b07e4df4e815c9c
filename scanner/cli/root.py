"""The command group: knows its commands by name and imports one only when it is used."""

from __future__ import annotations

import importlib
import time
from collections.abc import Mapping

import click

from scanner.settings_folder import folders_of_kept

from . import config
from .manual import attach, epilog

COMMANDS: Mapping[str, tuple[str, str]] = {
    "scan": ("scan", "Find personal data in captures and judge it."),
    "ci": ("ci", "Scan in a pipeline: finds captures and settings, writes every report, annotates."),
    "sheet": ("sheet", "Write a page for each kind of device on how it connects to the proxy."),
    "proxy": ("proxy", "Scan devices live while they use this computer as their proxy."),
    "kept": ("kept", "List, open or delete traffic that the proxy was asked to keep."),
    "inspect": ("inspect", "List what a capture holds and what cannot be read."),
    "text": ("text", "Detect personal data in plain text."),
    "prove-hash": ("prove", "Prove which opaque identifiers are digests of a BSN (test data only)."),
    "report": ("report", "Make a report in any format from a finished scan."),
    "verify": ("verify", "Check a bundle: contents, signature, and by scanning again."),
    "explain": ("explain", "Explain one finding of a finished scan."),
    "rules": ("rules", "List, show and test the rules."),
    "policy": ("policy", "Check a policy file (the machine-readable privacybijsluiter)."),
    "baseline": ("baseline", "Accept the findings of a finished scan for a time."),
    "diff": ("diff", "Compare two finished scans: what is new, gone, changed, or was not seen."),
    "scenario": ("scenario", "Check a scenario file (the steps of the testers)."),
    "dossier": ("dossier", "Make or check a dossier file (what a report needs and traffic does not tell)."),
    "letter": ("letter", "Draft a letter to the vendor about findings."),
    "addon-path": ("addon", "Print the addon file for mitmdump -s."),
    "check-captures": ("captures", "Refuse captures with people who are no test accounts, before a commit."),
    "sanitize": ("sanitize", "Write a capture to share: values replaced by consistent fakes, findings kept."),
    "schema": ("schema", "Print a published JSON Schema."),
    "completion": ("completion", "Print the script that completes commands in bash, zsh or fish."),
}
"""Command → (module of this package that defines ``command``, its line in the help)."""


class LazyGroup(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"scanner.cli.{COMMANDS[cmd_name][0]}").command
        attach(command, cmd_name)
        return command

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.epilog = epilog("")
        super().format_epilog(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from scanner import __version__

        click.echo(f"leerlek {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"auto_envvar_prefix": "LEERLEK", "help_option_names": ["-h", "--help"]})
@click.option("--config", "config_file", type=click.Path(), help="Settings file instead of leerlek.toml here.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Print the version and stop.")
@click.pass_context
def cli(ctx: click.Context, config_file: str | None) -> None:
    """Leerlek shows which personal data of pupils leaks in the traffic of learning platforms, and which of it
    goes beyond the pseudonym.

    Begin with: leerlek scan CAPTURE (a HAR, a mitmproxy dump, a pcap, or a folder of these).
    """
    ctx.default_map = config.load(config_file)
    _look_at_clock()


def _look_at_clock() -> None:
    """Delete kept traffic whose time is over, and say so."""
    if not folders_of_kept().is_file():
        return
    from scanner.live.retention import look_at_clock

    for folder, count in look_at_clock(time.time()):
        click.echo(f"leerlek: {folder}: kept traffic deleted, its time is over; files: {count}", err=True)
