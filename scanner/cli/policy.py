"""``leerlek policy``: work with the policy file."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def command() -> None:
    """Check a policy file (the machine-readable privacybijsluiter)."""


@command.command()
@click.argument("file", type=click.Path())
def check(file: str) -> None:
    """Say what is wrong in FILE, or what it declares."""
    from scanner.judge import load_policy

    policy = load_policy(Path(file))
    click.echo(f"{file}: in order: {policy.product or policy.name} {policy.product_version}".rstrip())
    for recipient in policy.recipients:
        codes = ", ".join(sorted(declared.category.value for declared in recipient.categories)) or "no personal data"
        click.echo(f"  {recipient.id} ({recipient.role}; {', '.join(recipient.domains)}): {codes}")
