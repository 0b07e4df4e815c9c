"""``leerlek schema``: the published JSON Schemas, for editors and for other tools."""

from __future__ import annotations

import click

NAMES = ("result", "rule", "policy", "baseline", "diff", "scenario", "dossier", "bundle")


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema of the result, a rule, policy, baseline, comparison, scenario, dossier or bundle."""
    from importlib.resources import files

    click.echo(files("scanner").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8"), nl=False)
