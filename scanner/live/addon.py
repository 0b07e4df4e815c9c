"""The mitmproxy addon: ``mitmdump -s "$(leerlek addon-path)"`` scans finished flows and ends with the result files.

Options (``--set NAME=VALUE``): ``leerlek_output`` folder of the results, ``leerlek_policy``, ``leerlek_subjects``,
``leerlek_scenario``, ``leerlek_lang`` (nl, en), ``leerlek_mode`` (auto, test, live).
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from mitmproxy import ctx
from mitmproxy.http import Response

from scanner.errors import UsageError
from scanner.judge import is_marker_host
from scanner.live.convert import CAPTURE, exchange_of
from scanner.model import Gap, Note
from scanner.run import Options, Run, Source

if TYPE_CHECKING:
    from mitmproxy import http, tcp, udp
    from mitmproxy.addonmanager import Loader
    from mitmproxy.tls import TlsData

REPORTS = {"json": "leerlek.json", "html": "leerlek.html", "sarif": "leerlek.sarif", "csv": "leerlek.csv"}
"""Format → file name in the results folder."""

log = logging.getLogger("leerlek")


class Leerlek:
    """Feeds each finished flow to a scan and writes the reports when the proxy stops."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._source = Source(CAPTURE, "proxy", 0, "")
        self._folder = Path()
        self._flows = 0

    def load(self, loader: Loader) -> None:
        """Declare the options."""
        loader.add_option("leerlek_output", str, "", "Folder of the results (default: leerlek-<time> here).")
        loader.add_option("leerlek_policy", str, "", "Policy file: the machine-readable privacybijsluiter.")
        loader.add_option("leerlek_subjects", str, "", "Subjects file: the test accounts.")
        loader.add_option("leerlek_scenario", str, "", "Scenario file: the steps of the testers.")
        loader.add_option("leerlek_lang", str, "nl", "Language of the results.", choices=["nl", "en"])
        loader.add_option("leerlek_mode", str, "auto", "Fictitious accounts or real ones.",
                          choices=["auto", "test", "live"])

    def running(self) -> None:
        """Read policy and subjects before the first flow, so that a mistake in them stops the proxy at once."""
        chosen = ctx.options
        self._folder = Path(chosen.leerlek_output or time.strftime("leerlek-%Y%m%d-%H%M%S"))
        try:
            self._run = Run(Options(
                policy=Path(chosen.leerlek_policy) if chosen.leerlek_policy else None,
                subjects=Path(chosen.leerlek_subjects) if chosen.leerlek_subjects else None,
                scenario=Path(chosen.leerlek_scenario) if chosen.leerlek_scenario else None,
                lang=cast(Literal["nl", "en"], chosen.leerlek_lang),
                mode=cast(Literal["auto", "test", "live"], chosen.leerlek_mode),
            ))
            self._folder.mkdir(parents=True, exist_ok=True)
        except (UsageError, OSError) as error:
            # One line that says what to do; a trace would tell the user nothing more.
            log.error("leerlek: %s", error if isinstance(error, UsageError) else error.strerror)  # noqa: TRY400
            ctx.master.shutdown()  # type: ignore[no-untyped-call]
            return
        self._run.sources.append(self._source)
        log.info("leerlek: results go to %s", self._folder)

    def request(self, flow: http.HTTPFlow) -> None:
        """Answer a mark of the tester here: there is nobody else who could."""
        if is_marker_host(flow.request.pretty_host):
            flow.response = Response.make(204)

    def response(self, flow: http.HTTPFlow) -> None:
        """A finished exchange; one that became a WebSocket waits for its end."""
        if flow.websocket is None and not (flow.response and flow.response.status_code == 101):
            self._feed(flow)

    def websocket_end(self, flow: http.HTTPFlow) -> None:
        """A finished WebSocket conversation."""
        self._feed(flow)

    def error(self, flow: http.HTTPFlow) -> None:
        """A request that got no answer still told the recipient something."""
        if flow.response is None:
            self._feed(flow)

    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        """Traffic that is not HTTP is counted, not read."""
        self._unread(flow)

    def udp_end(self, flow: udp.UDPFlow) -> None:
        """Traffic that is not HTTP is counted, not read."""
        self._unread(flow)

    def tls_failed_client(self, data: TlsData) -> None:
        """A device that refuses the proxy's certificate: its traffic to this host is a blind spot."""
        if self._run is not None:
            self._run.pipeline.coverage.note(Note(
                Gap.TLS_NO_KEY, CAPTURE, data.context.server.sni or data.conn.sni or "",
                detail="the device refused the proxy's certificate", time=time.time(),
            ))

    def done(self) -> None:
        """Judge and write the reports."""
        if self._run is None:
            return
        from scanner.report import render

        run, self._run = self._run, None
        document = run.finish()
        for name, file in REPORTS.items():
            (self._folder / file).write_bytes(render(document, name, run.options.lang))
        log.info("leerlek: %d findings in %d exchanges; report: %s", len(document["findings"]),
                 self._source.exchanges, self._folder / REPORTS["html"])

    def _feed(self, flow: http.HTTPFlow) -> None:
        if self._run is None:
            return
        self._flows += 1
        exchange = exchange_of(flow, self._flows, self._run.pipeline.note, self._run.options.max_body)
        self._source.saw(exchange)
        self._run.pipeline.feed(exchange)

    def _unread(self, flow: Any) -> None:
        if self._run is not None:
            size = sum(len(message.content) for message in flow.messages)
            host = flow.server_conn.sni or (flow.server_conn.address or ("",))[0]
            self._run.pipeline.coverage.note(Note(Gap.PROTOCOL_UNREAD, CAPTURE, host, size, detail=flow.type))


addons = [Leerlek()]
