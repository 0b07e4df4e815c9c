"""The log of a pipeline: which one it is, its sections and colours, and nothing in it that acts.

Theory. A runner reads the log for commands (GitHub: ``::error::``; Azure: ``##vso[``) and for sections (GitLab:
escape sequences). Texts of a capture are printable already; a line of them could still begin with ``::``. So every line
goes through ``Log.say``, and what is meant as a command through ``Log.command``. Colours come as escape sequences only
where the platform's log shows them or standard output is a terminal, and never against NO_COLOR.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from scanner.errors import UsageError

Platform = Literal["github", "gitlab", "other"]

WIDTH = 140
"""Columns of a table in a log."""
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def platform_of(environment: Mapping[str, str]) -> Platform:
    """The platform by its variables."""
    if environment.get("GITHUB_ACTIONS") == "true":  # Gitea and Forgejo say so too, and read the same commands
        return "github"
    return "gitlab" if environment.get("GITLAB_CI") == "true" else "other"


@dataclass(frozen=True, slots=True)
class Log:
    """Writes to standard output."""

    platform: Platform
    colour: bool

    @classmethod
    def of(cls, platform: Platform) -> Log:
        """The log of a platform, with colours where it shows them."""
        shows = platform != "other" or bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
        return cls(platform, shows and not os.environ.get("NO_COLOR"))

    def say(self, text: str = "") -> None:
        """Print text, line by line, as text."""
        from scanner.report.github import without_commands

        for line in text.split("\n"):
            shown = line
            if _ESCAPES.sub("", line).lstrip().startswith("::") or "##" in line:
                shown = without_commands(_ESCAPES.sub("", line))
            click.echo(shown, color=True)

    def command(self, line: str) -> None:
        """Print a workflow command."""
        click.echo(line)

    @contextmanager
    def section(self, name: str, title: str, *, folded: bool = True) -> Iterator[None]:
        """Lines that belong together: folded where the platform can. ``name`` is a word."""
        if self.platform == "github" and folded:
            self.command(f"::group::{title}")
            yield
            self.command("::endgroup::")
        elif self.platform == "gitlab":
            state = "[collapsed=true]" if folded else ""
            click.echo(f"\x1b[0Ksection_start:{int(time.time())}:leerlek_{name}{state}\r\x1b[0K{title}", color=True)
            yield
            click.echo(f"\x1b[0Ksection_end:{int(time.time())}:leerlek_{name}\r\x1b[0K", color=True)
        else:
            self.say(title)
            yield
            self.say()

    def table(self, document: dict[str, Any], lang: str) -> None:
        """The findings and the coverage as on a terminal."""
        from io import StringIO

        from rich.console import Console

        from scanner.report import render_terminal

        out = StringIO()
        console = Console(file=out, width=WIDTH, force_terminal=self.colour, highlight=False, legacy_windows=False,
                          color_system="standard" if self.colour else None, no_color=not self.colour)
        render_terminal(document, console, lang)
        self.say("\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")))


def append(variable: str, text: str) -> bool:
    """Add text to the file that a variable of the platform names; whether there was one.

    Raises UsageError when it cannot be written.
    """
    path = os.environ.get(variable)
    if not path:
        return False
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"${variable}: the file it names cannot be written ({error.strerror})") from None
    return True
