"""The mitmproxy addon: ``mitmdump -s "$(leerlek addon-path)"`` scans what passes and ends with the result files.

Options (``--set NAME=VALUE``): ``leerlek_output`` folder of the results, ``leerlek_policy``, ``leerlek_subjects``,
``leerlek_scenario``, ``leerlek_recipients`` and ``leerlek_tracker_list`` (files; may be repeated), ``leerlek_lang``
(nl, en), ``leerlek_mode`` (auto, test, live), ``leerlek_decision``, ``leerlek_keep`` (12h, 14d, 4w),
``leerlek_only`` and ``leerlek_ignore`` (domains), ``leerlek_block`` (severity) with ``leerlek_block_for``, and
``leerlek_pseudonymise`` (domains). In mitmproxy and mitmweb findings stand beside the flows (``shown``), with commands
(``commands``).

Theory. All that happens in the proxy's own loop is to copy a finished exchange to a file (``spool``); another process
(``worker``) scans. So a device never waits for the scanner, and killing either loses nothing that was written: the
exchange is in the file before its answer goes to the device.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import time
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from mitmproxy import ctx
from mitmproxy.hooks import UpdateHook
from mitmproxy.http import Response
from mitmproxy.log import ALERT

from scanner.errors import UsageError
from scanner.judge import is_marker_host
from scanner.live import version, views
from scanner.live.commands import Commands
from scanner.live.control import Command, Control, mark
from scanner.live.convert import CAPTURE
from scanner.live.devices import Devices
from scanner.live.disk_watch import DiskWatch
from scanner.live.dispatch import Dispatch
from scanner.live.hearing import Heard
from scanner.live.keeping import asked_to_keep
from scanner.live.news import News
from scanner.live.options import check_names, declare
from scanner.live.parent import follow_parent
from scanner.live.protect.protection import BLOCKED, Protection
from scanner.live.protect.talk import Briefing
from scanner.live.protect.wanted import wanted
from scanner.live.recording import PAUSED, Recorder
from scanner.live.reports import REPORTS, put_aside
from scanner.live.retention import remember
from scanner.live.room import claim, settling
from scanner.live.scope import Passing, Scope, domains
from scanner.live.shown import Shown
from scanner.live.signals import release
from scanner.live.spool import Record, SpoolWriter
from scanner.live.streaming import stream_request
from scanner.live.supervisor import Supervisor
from scanner.live.telling import Event
from scanner.live.tunnel import as_text, draw, settings_of
from scanner.live.worker import UNFINISHED
from scanner.model import Gap, Note
from scanner.run import Options, Run

if TYPE_CHECKING:
    from mitmproxy import http, tcp, udp
    from mitmproxy.addonmanager import Loader

_LOOK_FOR_REQUESTS = 0.25
"""Seconds between looks for what the dashboard asks."""

log = logging.getLogger("leerlek")


class Leerlek:
    """Writes finished flows down for the worker, and waits for its reports when the proxy stops."""

    def __init__(self) -> None:
        self._recorder: Recorder | None = None
        self._worker: Supervisor | None = None
        self._scope = Scope()
        self._folder = Path()
        self._claim = -1
        self._control: Control | None = None
        self._paused = False
        self._obeying: asyncio.Task[None] | None = None
        self._protection: Protection | None = None
        self._loop: asyncio.AbstractEventLoop
        self._devices = Devices(self._put)
        self._shown: Shown | None = None
        self.addons = [self._devices, Commands(self)]
        self._news = News()
        self._heard = Heard(self._folder, self._news)
        self._disk = DiskWatch(self._news)

    def load(self, loader: Loader) -> None:
        """Declare the options."""
        declare(loader)

    def running(self) -> None:
        """Read the user's files before the first flow, so that a mistake in them stops the proxy at once."""
        stopped = release()
        Dispatch.remembering(ctx.master.addons)
        self.begin(ctx.options.leerlek_output, stopped=stopped)
        # What is there now stays. A collector that walks all of it again and again makes devices wait a tenth of a
        # second each time.
        gc.collect()
        gc.freeze()

    def begin(self, folder: str, *, stopped: bool = False) -> None:
        """Begin a scan whose results go to a folder, by default one that is called after the time.

        ``stopped``: only to finish what is left there; the user has had enough already.
        """
        chosen = ctx.options
        self._folder = Path(folder or time.strftime("leerlek-%Y%m%d-%H%M%S"))
        self._news.lang = chosen.leerlek_lang
        self._heard = Heard(self._folder, self._news)
        try:
            self._scope = Scope(domains(chosen.leerlek_only), domains(chosen.leerlek_ignore))
        except UsageError as error:
            log.error("leerlek: %s", error)  # noqa: TRY400  one line, as below
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
            return
        self._devices.begin(self._scope, chosen.leerlek_lang)
        options = Options(
            policy=_file(chosen.leerlek_policy), subjects=_file(chosen.leerlek_subjects),
            scenario=_file(chosen.leerlek_scenario), recipients=_files(chosen.leerlek_recipients),
            tracker_lists=_files(chosen.leerlek_tracker_list),
            lang=cast(Literal["nl", "en"], chosen.leerlek_lang),
            mode=cast(Literal["auto", "test", "live"], chosen.leerlek_mode),
            decision=chosen.leerlek_decision,
        )
        try:
            check_names(ctx.options.deferred, ctx.options.keys(),  # type: ignore[no-untyped-call]
                        options.lang)
            protecting = wanted(chosen.leerlek_block, chosen.leerlek_block_for, chosen.leerlek_pseudonymise,
                                self._scope, options.lang)
            key = Run(options).key
            keep = asked_to_keep(chosen.leerlek_keep, os.environ)
            work = self._folder / UNFINISHED
            finish = chosen.leerlek_finish or stopped
            if finish and not work.exists():  # the scanner needed no proxy to end, or there is nothing
                ctx.master.shutdown()  # type: ignore[no-untyped-call]
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            with settling(self._folder):
                again = work.exists()
                if finish and not again:
                    ctx.master.shutdown()  # type: ignore[no-untyped-call]
                    return
                if not again and (kept := put_aside(self._folder)) is not None:
                    self._news.tell("aside", folder=kept)
                work.mkdir(exist_ok=True)
                version.check(work, options.lang)
                self._claim = claim(work)
                version.sign(work)
                recorder = Recorder(SpoolWriter(work, key.bytes), self._reads, options.max_body)
        except (UsageError, OSError) as error:
            # One line that says what to do; a trace would tell the user nothing more.
            log.error("leerlek: %s", self._why(error))  # noqa: TRY400
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
            return
        self._recorder = recorder
        shown = ctx.master.addons.get("view") is not None  # type: ignore[no-untyped-call]
        recorder.spares_memory = not (shown or ctx.options.save_stream_file or ctx.options.hardump)
        if keep is not None:
            remember(self._folder)
        if shown:
            self._show_findings(recorder, asyncio.get_running_loop())
        self._worker = Supervisor(self._folder, options, key, self._hear, keep, by_flow=shown)
        self._protection = Protection(Briefing(options, key, protecting, work), self._put, options.lang)
        self._protection.start()
        self._control = Control(work)
        self._control.begin()
        self._paused = recorder.paused = self._control.paused
        self._obeying = asyncio.get_running_loop().create_task(self._obey(self._control))
        self._news.tell("again" if again else "begin", folder=self._folder)
        follow_parent(asyncio.get_running_loop(), ctx.master.shutdown)
        if finish:
            ctx.master.shutdown()  # type: ignore[no-untyped-call]

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Large uploads pass unbuffered."""
        stream_request(flow)

    def request(self, flow: http.HTTPFlow) -> Coroutine[None, None, None] | None:
        """Answer a mark of the tester here: there is nobody else who could. Hold what is to be protected."""
        if is_marker_host(flow.request.pretty_host):
            flow.response = Response.make(204)
            return None
        if self._protection is None or self._scope.passing("", _device(flow)) is not None:
            return None
        return self._protection.request(flow, paused=self._paused)

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Films, large downloads and event streams pass unbuffered."""
        if self._recorder is not None:
            self._recorder.head(flow)

    def response(self, flow: http.HTTPFlow) -> None:
        """A finished exchange, or the begin of a WebSocket."""
        if self._recorder is not None:
            self._recorder.answered(flow)

    def websocket_message(self, flow: http.HTTPFlow) -> Coroutine[None, None, None] | None:
        """A message is written before it goes on, as it goes on. Hold what is to be protected."""
        held = (self._protection.message(flow, paused=self._paused)
                if self._protection is not None and self._scope.passing("", _device(flow)) is None else None)
        if held is not None:
            return self._message_after(held, flow)
        if self._recorder is not None:
            self._recorder.message(flow)
        return None

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        """A finished WebSocket conversation."""
        if self._recorder is not None:
            self._recorder.ended(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        """A request that got no answer, or half of one, still told the recipient something."""
        if self._recorder is not None:
            self._recorder.ended(flow)

    def tcp_start(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """Traffic that is not HTTP is counted, not read."""
        if self._recorder is None:
            return
        host = flow.server_conn.sni or (flow.server_conn.address or ("",))[0]
        passing = self._scope.passing(host, _device(flow))
        if passing is None:
            self._recorder.opened(flow)
        else:
            self._put(Note(Gap.PASSED_THROUGH, CAPTURE, passing.host, detail=passing.detail, time=time.time()))

    def tcp_message(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """What was counted need not stay in memory."""
        if self._recorder is not None:
            self._recorder.passed(flow)

    def tcp_end(self, flow: tcp.TCPFlow | udp.UDPFlow) -> None:
        """Traffic that is not HTTP has ended."""
        if self._recorder is not None:
            self._recorder.closed(flow)

    udp_start, udp_message, udp_end = tcp_start, tcp_message, tcp_end

    def done(self) -> None:
        """Let the worker scan what is left and write the reports."""
        self.finish()
        if self._worker is not None:
            self._worker.wait()

    @property
    def is_running(self) -> bool:
        """Whether a scan is going on."""
        return self._recorder is not None

    @property
    def may_start(self) -> bool:
        """Whether another scan can begin: the report of the last one is written."""
        return not self.is_running and (self._worker is None or self._worker.ended)

    def status(self) -> str:
        """How the scan stands, in a line."""
        state = "paused" if self.is_running and self._paused else "running" if self.is_running else (
            "ended" if self.may_start else "ending")
        return self._news.text("status", state=self._news.text(f"is {state}"), exchanges=self._heard.exchanges,
                               findings=self._heard.findings, waiting=self._heard.waiting, folder=self._folder)

    def obey(self, command: Command) -> None:
        """Do what a command asks for."""
        if self._control is not None:
            self._do(command, self._control)

    def finish(self) -> str:
        """End the scan; the worker goes on until the report is there. Where that will be."""
        if self._recorder is None:
            return ""
        if self._obeying is not None:
            self._obeying.cancel()
        if self._control is not None:
            self._control.stop()
        if self._protection is not None:
            self._protection.stop()
        self._recorder.finish()
        self._recorder = None
        self._protection = None
        os.close(self._claim)
        return self._news.text("report", report=self._folder / REPORTS["html"])

    async def _message_after(self, held: Coroutine[None, None, None], flow: http.HTTPFlow) -> None:
        await held
        if self._recorder is not None:
            self._recorder.message(flow)

    def _show_findings(self, recorder: Recorder, loop: asyncio.AbstractEventLoop) -> None:
        """Show findings beside the flows of mitmproxy's own interface."""
        shown = self._shown = Shown(ctx.master.addons.get("view").get_by_id,  # type: ignore[no-untyped-call]
                                    ctx.options.leerlek_lang)
        recorder.named = shown.named
        self._loop = loop
        views.add(ctx.options.leerlek_lang)
        if "web_columns" in ctx.options and not ctx.options.has_changed("web_columns"):  # type: ignore[no-untyped-call]
            ctx.options.update(web_columns=[*ctx.options.web_columns, "comment"])  # type: ignore[no-untyped-call]

    def _show(self, event: Event) -> None:
        changed = self._shown.found(event["id"], event["findings"]) if self._shown is not None else None
        if changed is not None:
            ctx.master.addons.trigger(UpdateHook([changed]))

    def _reads(self, flow: http.HTTPFlow) -> bool:
        """Whether an exchange is to be scanned; one that is not is counted."""
        if BLOCKED in flow.metadata:
            return False
        host = flow.request.pretty_host
        if is_marker_host(host):
            return True
        if host == ctx.options.onboarding_host or self._devices.is_check(flow):
            return False
        passing = Passing(detail=PAUSED) if self._paused else self._scope.passing(host, _device(flow))
        if passing is not None:
            self._put(Note(Gap.PASSED_THROUGH, CAPTURE, passing.host, detail=passing.detail, time=time.time()))
        return passing is None

    async def _obey(self, control: Control) -> None:
        """Do what those who watch ask for; first show the way in to tablets."""
        shown: list[str] = []
        while True:
            await asyncio.sleep(_LOOK_FOR_REQUESTS)
            for settings in settings_of(ctx.master.addons.get("proxyserver").servers):  # type: ignore[no-untyped-call]
                if settings not in shown:
                    shown.append(settings)
                    log.log(ALERT, "leerlek: WireGuard\n%s", as_text(settings))
                    draw(settings, self._folder / UNFINISHED)
            for command in control.take():
                self._do(command, control)
            if self._recorder is not None:
                self._disk.look(self._recorder)

    def _do(self, command: Command, control: Control) -> None:
        match command.do:
            case "mark":
                self._put(mark(command, time.time()))
            case "pause" | "resume":
                self._paused = command.do == "pause"
                if self._recorder is not None:
                    self._recorder.paused = self._paused
                control.pause(on=self._paused)
                self._news.tell("paused" if self._paused else "resumed")
            case "stop":
                ctx.master.shutdown()  # type: ignore[no-untyped-call]

    def _put(self, record: Record) -> None:
        if self._recorder is not None:
            self._recorder.put(record)

    def _hear(self, event: Event) -> None:
        """What the worker tells, in its thread."""
        if event.get("event") == "flow":
            with suppress(RuntimeError):  # the proxy has ended meanwhile
                self._loop.call_soon_threadsafe(self._show, event)
        else:
            self._heard.hear(event)

    def _why(self, error: UsageError | OSError) -> str:
        if isinstance(error, UsageError):
            return str(error)
        if isinstance(error, BlockingIOError):
            return self._news.text("taken", folder=self._folder)
        return self._news.text("unwritable", folder=self._folder, why=error.strerror or type(error).__name__)


def _device(flow: http.HTTPFlow | tcp.TCPFlow | udp.UDPFlow) -> str:
    return str((flow.client_conn.peername or ("",))[0])


def _file(name: str) -> Path | None:
    return Path(name).absolute() if name else None


def _files(names: Sequence[str]) -> tuple[Path, ...]:
    return tuple(Path(name).absolute() for name in names)


addons = [Leerlek()]
