"""``leerlek dossier``: the file with what a report needs and traffic does not tell."""

from __future__ import annotations

from pathlib import Path

import click

from .outputs import LANG


@click.group()
def command() -> None:
    """Make or check a dossier file: who examined, what, with which devices and settings, for the report."""


@command.command()
@click.option("--output", "-o", type=click.Path(), help="File to write; without it the template is printed.")
@LANG
def init(output: str | None, lang: str) -> None:
    """Write an empty dossier with what is asked beside each field."""
    from scanner.errors import UsageError
    from scanner.report.dossier import template

    if output is None:
        click.echo(template(lang), nl=False)
        return
    try:
        with Path(output).open("x", encoding="utf-8") as file:
            file.write(template(lang))
    except FileExistsError:
        raise UsageError(f"{output}: exists already; name another file") from None
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from None
    click.echo(f"Dossier: {output}", err=True)


@command.command()
@click.argument("file", type=click.Path())
@LANG
def check(file: str, lang: str) -> None:
    """Say what is wrong in FILE, or which fields are still empty."""
    from scanner.dossier import load_dossier
    from scanner.model import Text
    from scanner.report.dossier import GROUPS

    dossier = load_dossier(Path(file))
    asked = [(group, each) for group in GROUPS for each in group.fields]
    empty = [(group, each) for group, each in asked if not dossier.get(group.key, each.key)]
    click.echo(Text(f"{file}: in orde; {len(asked) - len(empty)} van {len(asked)} velden ingevuld",
                    f"{file}: in order; {len(asked) - len(empty)} of {len(asked)} fields filled in").get(lang))
    for group, each in empty:
        click.echo(f"  {group.key}.{each.key}: {each.asked.get(lang)}")
