"""Asks before a live scan whose data it will see: the scan is itself a processing of personal data."""

from __future__ import annotations

import sys

import click
from click.core import ParameterSource

from scanner.model import Text

_QUESTION = Text(
    "Wie zijn er straks ingelogd?\n"
    "  1  alleen bedachte testaccounts (aanbevolen)\n"
    "  2  echte leerlingen of leraren; daarvoor is een besluit van de school nodig",
    "Who will be logged in?\n"
    "  1  fictitious test accounts only (recommended)\n"
    "  2  real pupils or teachers; that needs a decision of the school")
_CHOICE = Text("Keuze", "Choice")
_DECISION = Text("Waar staat het besluit (datum, kenmerk)? Dit komt in het rapport",
                 "Where is the decision (date, reference)? It goes into the report")


def asked_mode(context: click.Context, mode: str, decision: str, lang: str) -> tuple[str, str]:
    """Mode and decision: as given by flag, environment or settings; else by asking who sits at a terminal."""
    given = context.get_parameter_source("mode") not in (ParameterSource.DEFAULT, None)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return mode, decision
    if not given:
        click.echo(_QUESTION.get(lang), err=True)
        answer = click.prompt(_CHOICE.get(lang), type=click.Choice(["1", "2"]), default="1", err=True)
        mode = "live" if answer == "2" else "test"
    if mode == "live" and not decision:
        decision = str(click.prompt(_DECISION.get(lang), err=True)).strip()
    return mode, decision
