"""``leerlek policy``: make and check the policy file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .outputs import LANG

if TYPE_CHECKING:
    from scanner.judge import Policy


@click.group()
def command() -> None:
    """Make and check a policy file (the machine-readable privacybijsluiter)."""


@command.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option("--rules", multiple=True, type=click.Path(), help="Folder with further rules; may be repeated.")
def check(paths: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """Say what is wrong in FILE, or what it declares. A folder holds a policy for each product."""
    from scanner.judge import load_policies, load_rules

    known = {rule.id for rule in load_rules([Path(folder) for folder in rules])}
    for file, policy in (each for path in paths for each in load_policies(Path(path), known)):
        assert file is not None
        for line in _declares(str(file), policy):
            click.echo(line)
        left = _to_fill_in(file)
        if left:
            click.echo(f"  still to be filled in or reconsidered on lines {', '.join(map(str, left[:12]))}"
                       + (f" and {len(left) - 12} more" if len(left) > 12 else ""))


def _to_fill_in(file: Path) -> list[int]:
    """Lines at which a draft waits for a hand, outside of what is a comment altogether."""
    from scanner.report.policy import FILL_IN, RECONSIDER

    marks = (FILL_IN.nl, FILL_IN.en, RECONSIDER.nl, RECONSIDER.en)
    return [number for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1)
            if not line.lstrip().startswith("#") and any(mark in line for mark in marks)]


def _declares(file: str, policy: Policy) -> Iterator[str]:
    yield f"{file}: in order: {policy.product or policy.name} {policy.product_version}".rstrip()
    for recipient in policy.recipients:
        domains = ", ".join(recipient.domains) or "no domain, so no traffic is known to be its own"
        codes = ", ".join(sorted({d.category.value for d in recipient.categories or policy.declared(recipient)}))
        yield f"  {recipient.id} ({recipient.role}; {domains}): {codes or 'no personal data'}"
    if policy.profiles:
        yield f"  profiles: {', '.join(use.profile for use in policy.profiles)}"
    if policy.exceptions:
        yield "  exceptions: " + ", ".join(f"{e.id} ({e.rule}, through {e.expires})" for e in policy.exceptions)


@command.command()
@click.argument("result", required=False, type=click.Path())
@click.option("--output", "-o", type=click.Path(), help="The file to write; without it the text is printed.")
@click.option("--ask", is_flag=True, help="Ask the questions of Bijlage 1 instead of reading a scan.")
@click.option("--answers", type=click.Path(), help="With --ask: a file with a line for each answer.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@LANG
def init(result: str | None, output: str | None, ask: bool, answers: str | None, force: bool, lang: str) -> None:
    """Write a policy file to begin with: from RESULT, the JSON file of a finished scan, or with --ask.

    From a scan: what was observed per recipient. What goes beyond the pseudonym is a comment with the reason, so that
    nothing is declared without a deliberate hand.
    """
    from scanner.errors import UsageError
    from scanner.report import load_document
    from scanner.report.policy import draft_of_answers, draft_of_scan, render

    if ask == (result is not None):
        raise UsageError("give RESULT, the JSON file of a finished scan, or --ask for the questions of Bijlage 1")
    if answers and not ask:
        raise UsageError("--answers goes with --ask")
    if output and Path(output).exists() and not force:
        raise UsageError(f"{output} exists; name another file or add --force")
    if result is not None:
        draft = draft_of_scan(load_document(Path(result)), _today())
    else:
        from scanner.judge import load_profiles

        asker = _Lines(Path(answers), lang) if answers else _Terminal()
        draft = draft_of_answers(asker, lang, _today(), [(p.id, p.title) for p in load_profiles().values()])
    text = render(draft, lang)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from None
    click.echo(f"{output}: lees na, vul aan, en draai daarna: leerlek policy check {output}" if lang == "nl" else
               f"{output}: read over, complete, and then run: leerlek policy check {output}", err=True)


def _today() -> str:
    from datetime import date

    return str(date.today())


class _Terminal:
    """Questions on the terminal, on standard error so that the text itself can be piped."""

    def ask(self, question: str, default: str, refuse: Callable[[str], str]) -> str:
        from scanner.errors import UsageError

        while True:
            try:
                answer: str = click.prompt(question, default=default, show_default=bool(default), err=True)
            except click.Abort:
                raise UsageError("stopped before the last question; nothing was written") from None
            problem = refuse(answer)
            if not problem:
                return answer
            click.echo(f"  {problem}", err=True)

    def say(self, text: str) -> None:
        click.echo(text, err=True)


class _Lines:
    """Answers from a file, one a line in the order of the questions: empty takes the default, # is a comment."""

    def __init__(self, path: Path, lang: str) -> None:
        from scanner.errors import UsageError

        self._path = path
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{path}: cannot be read as text") from None
        self._lines = [(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]
        self._next = 0

    def ask(self, question: str, default: str, refuse: Callable[[str], str]) -> str:
        from scanner.errors import UsageError

        if self._next < len(self._lines):
            number, line = self._lines[self._next]
            self._next += 1
        else:
            number, line = (self._lines[-1][0] + 1 if self._lines else 1), ""
        answer = line.strip() or default
        problem = refuse(answer)
        if problem:
            raise UsageError(f"{self._path}:{number}: {question}: {problem}")
        return answer

    def say(self, text: str) -> None:
        """Nobody reads along."""
