"""``leerlek scenario``: work with the scenario file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Check a scenario file (the steps of the testers, with who was logged in and when)."""


@command.command()
@click.argument("file", type=click.Path())
@click.option("--subjects", type=click.Path(), help="The test accounts that steps may name.")
def check(file: str, subjects: str | None) -> None:
    """Say what is wrong in FILE, or what it plans."""
    from scanner.detect import load_subjects
    from scanner.judge import load_scenario

    known = load_subjects(Path(subjects)).roles if subjects else None
    scenario = load_scenario(Path(file), known)
    click.echo(f"{file}: in order: {scenario.title or len(scenario.steps)}")
    for number, step in enumerate(scenario.steps, 1):
        when = " – ".join(_time(moment) for moment in (step.start, step.end) if moment) or f"mark {step.marker}"
        who = " ".join(word for word in (step.actor or "unknown actor", step.subject) if word)
        click.echo(f"  {number}. {step.id} ({who}; {when}) {step.title}".rstrip())


def _time(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
