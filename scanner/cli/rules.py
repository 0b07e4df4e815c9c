"""``leerlek rules``: list, show and test the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .complete import rules
from .outputs import LANG

if TYPE_CHECKING:
    from scanner.judge import Rule

MORE = click.option("--rules", "extra", multiple=True, type=click.Path(), help="Folder with further rules.")


@click.group()
def command() -> None:
    """List, show and test the rules."""


@command.command("list")
@click.option("--all", "undecided", is_flag=True, help="Also the rules that captures and policy cannot decide.")
@MORE
@LANG
def list_rules(extra: tuple[str, ...], lang: str, undecided: bool) -> None:
    """One line a rule: id, severity, title."""
    for rule in _load(extra, undecided=undecided):
        click.echo(f"{rule.id}  {rule.severity.code:8} {rule.title.get(lang)}")
        if rule.needs is not None:
            label = "niet te beslissen; nodig" if lang == "nl" else "not decided; it needs"
            click.echo(f"         {'':8} {label}: {rule.needs.get(lang)}")


@command.command()
@click.argument("rule_id", shell_complete=rules)
@MORE
@LANG
def show(rule_id: str, extra: tuple[str, ...], lang: str) -> None:
    """Everything about one rule."""
    for line in describe(one_rule(rule_id, extra), lang):
        click.echo(line)


@command.command()
@click.argument("rule_ids", nargs=-1, shell_complete=rules)
@MORE
def test(rule_ids: tuple[str, ...], extra: tuple[str, ...]) -> None:
    """Run the examples beside the rules: those that must fire and those that must stay silent."""
    from scanner.judge import run_examples

    chosen = [one_rule(rule_id, extra) for rule_id in rule_ids] or _load(extra)
    for rule in chosen:
        if rule.needs is not None:
            click.echo(f"{rule.id} is not decided, so it has no examples", err=True)
    chosen = [rule for rule in chosen if rule.needs is None]
    failures = [failure for rule in chosen for failure in run_examples(rule)]
    for failure in failures:
        click.echo(str(failure))
    click.echo(f"{len(chosen)} rules, {len(failures)} failures")
    if failures:
        raise SystemExit(1)


def describe(rule: Rule, lang: str) -> list[str]:
    """A rule in plain lines, in ``nl`` or ``en``."""
    dutch = lang == "nl"
    basis = "; ".join(text.get(lang) for text in rule.basis)
    needs = [] if rule.needs is None else [
        f"{'Niet te beslissen; nodig' if dutch else 'Not decided; it needs'}: {_line(rule.needs.get(lang))}"]
    return [
        f"{rule.id} (v{rule.version}): {rule.title.get(lang)}",
        f"{'Ernst' if dutch else 'Severity'}: {rule.severity.code} — {_line(rule.severity_reason.get(lang))}",
        f"{'Waarom' if dutch else 'Why'}: {_line(rule.why.get(lang))}",
        f"{'Grondslag' if dutch else 'Basis'}: {basis}",
        f"{'Genoeg zou zijn' if dutch else 'Enough would be'}: {_line(rule.enough.get(lang))}",
        f"{'Advies' if dutch else 'Advice'}: {_line(rule.remediation.get(lang))}",
        *_needs_actor(rule, dutch),
        f"{'Let op' if dutch else 'Mind'}: {_line(rule.false_positives.get(lang))}",
        *needs,
    ]


def _needs_actor(rule: Rule, dutch: bool) -> list[str]:
    from scanner.judge import needs_actor

    if not needs_actor(rule):
        return []
    return ["Moet weten wie was ingelogd (--actor, --scenario, --subjects of het verkeer zelf); onbekend: niet getoetst"
            if dutch else
            "Must know who was logged in (--actor, --scenario, --subjects or the traffic itself); unknown: not tested"]


def _line(text: str) -> str:
    return " ".join(text.split())


def _load(extra: tuple[str, ...], *, undecided: bool = False) -> list[Rule]:
    from scanner.judge import load_rules

    return load_rules([Path(folder) for folder in extra], undecided=undecided)


def one_rule(rule_id: str, extra: tuple[str, ...]) -> Rule:
    from difflib import get_close_matches

    from scanner.errors import UsageError

    rules = {rule.id: rule for rule in _load(extra, undecided=True)}
    wanted = rule_id.upper()
    if wanted not in rules:
        close = get_close_matches(wanted, rules, n=1)
        hint = f"did you mean {close[0]}?" if close else "leerlek rules list shows all"
        raise UsageError(f"there is no rule {rule_id}; {hint}")
    return rules[wanted]
