"""Commands in mitmproxy and mitmweb: ``leerlek.findings @focus``, ``leerlek.pause``, ``leerlek.report`` and so on.

mitmproxy reads the types of a command from its signature, so what stands there must be imported when the program runs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mitmproxy import command, ctx, exceptions, flow

from scanner.live.control import Command
from scanner.live.news import News
from scanner.live.shown import lines, of
from scanner.model import Severity

if TYPE_CHECKING:
    from scanner.live.addon import Leerlek

_MOST = 1000


class Commands:
    """The commands; ``leerlek`` is the addon that scans."""

    def __init__(self, leerlek: Leerlek) -> None:
        self._leerlek = leerlek

    @command.command("leerlek.findings")  # type: ignore[untyped-decorator]
    def findings(self, flows: Sequence[flow.Flow]) -> Sequence[str]:
        """What Leerlek found in flows, the worst first: severity, rule, kind of data, place. Values are masked."""
        lang = ctx.options.leerlek_lang
        return [line for each in list(flows)[:_MOST] for line in lines(of(each), lang)]

    @command.command("leerlek.flows")  # type: ignore[untyped-decorator]
    def flows(self, severity: str = "info") -> Sequence[flow.Flow]:
        """The flows with findings of a severity (info, laag, midden, hoog, kritiek) or worse."""
        try:
            least = Severity.parse(severity)
        except ValueError as error:
            raise exceptions.CommandError(str(error)) from None
        view = ctx.master.addons.get("view")  # type: ignore[no-untyped-call]
        return [each for each in view or () if any(found["severity"] >= least for found in of(each))]

    @command.command("leerlek.status")  # type: ignore[untyped-decorator]
    def status(self) -> str:
        """How the scan stands: where its results go, exchanges read, findings, and what is still to be read."""
        return self._leerlek.status()

    @command.command("leerlek.mark")  # type: ignore[untyped-decorator]
    def mark(self, title: str, actor: str = "") -> None:
        """Mark a step of the lesson in the report: its title, and who is logged in (pupil, teacher, parent, admin).

        An empty title ends the step.
        """
        try:
            asked = Command.parse({"do": "mark", "title": title, "actor": actor})
        except ValueError as error:
            raise exceptions.CommandError(str(error)) from None
        self._obey(asked)

    @command.command("leerlek.pause")  # type: ignore[untyped-decorator]
    def pause(self) -> None:
        """Let traffic pass unread, until leerlek.resume."""
        self._obey(Command("pause"))

    @command.command("leerlek.resume")  # type: ignore[untyped-decorator]
    def resume(self) -> None:
        """Read traffic again."""
        self._obey(Command("resume"))

    @command.command("leerlek.report")  # type: ignore[untyped-decorator]
    def report(self) -> str:
        """End this scan and write its report, while mitmproxy goes on; leerlek.start begins another."""
        self._running()
        return self._leerlek.finish()

    @command.command("leerlek.start")  # type: ignore[untyped-decorator]
    def start(self) -> str:
        """Begin another scan after leerlek.report; its results get a folder of their own."""
        if self._leerlek.is_running:
            raise _wrong("another")
        if not self._leerlek.may_start:
            raise _wrong("writing")
        self._leerlek.begin(f"leerlek-{time.strftime('%Y%m%d-%H%M%S')}")
        return self._leerlek.status()

    def _obey(self, asked: Command) -> None:
        self._running()
        self._leerlek.obey(asked)

    def _running(self) -> None:
        if not self._leerlek.is_running:
            raise _wrong("none")


def _wrong(name: str) -> exceptions.CommandError:
    return exceptions.CommandError(News(ctx.options.leerlek_lang).text(name))
