"""Runs mitmdump with the addon, and the dashboard, for ``leerlek proxy``; starts again what is killed."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from scanner.model import Text

from . import parent
from .control import Control
from .keeping import VARIABLE, sealed_by, variable
from .reports import REPORTS
from .signals import Signals
from .watching import Watching
from .ways import check, last_step, steps, ways
from .worker import UNFINISHED

Say = Callable[[str], None]
Ended = Literal["done", "failed", "left"]
ALONE = "127.0.0.1"
_RESTARTS = 20
"""A proxy that dies more often than this within ``_WINDOW`` seconds is not started again."""
_WINDOW = 60.0
_SETTLED = 30.0
"""Seconds after which a proxy that ends by itself had no wrong options: it is started again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose."""

    folder: Path
    policy: Path | None
    subjects: Path | None
    scenario: Path | None
    recipients: tuple[Path, ...]
    tracker_lists: tuple[Path, ...]
    key_file: Path | None
    lang: str
    mode: str
    decision: str
    only: tuple[str, ...]
    ignore: tuple[str, ...]
    listen_host: str
    port: int
    modes: tuple[str, ...]
    more: tuple[str, ...]
    """Options for mitmdump as they are."""
    quic: str = "remove"
    """What becomes of HTTP/3: ``remove``, ``pass`` or ``capture``."""
    keep: str = ""
    """How long to keep the raw exchanges (``14d``); empty for not at all."""
    passphrase: str = ""
    """What seals them, instead of the key file."""
    block: str = ""
    """Severity from which requests to ``block_for`` are answered by the proxy; empty for never."""
    block_for: tuple[str, ...] = ()
    pseudonymise: tuple[str, ...] = ()
    """Domains that get pseudonyms for identifiers."""
    dashboard: int | None = 8081
    """Port of the dashboard; None for none."""


def run(settings: Settings, say: Say) -> Ended:
    """Run until the user stops it.

    ``failed``: the proxy ended by itself at once (wrong option, port taken) or time and again. ``left``: the user did
    not wait for the report.
    """
    with Signals() as signals:
        check(ways(settings.modes, settings.port, settings.lang), settings.listen_host, settings.lang)
        for line in instructions(settings):
            say(line)
        if settings.dashboard is None:
            return _proxy(settings, say, signals)
        watching = Watching(settings.folder, settings.dashboard, settings.lang, say, _devices(settings))
        try:
            ended = _proxy(settings, say, signals)
            if ended == "done" and not signals.came:  # stopped in the dashboard, where the report is about to be read
                say(Text("Het rapport is klaar. Meekijken kan nog tot u hier op Ctrl-C drukt.",
                         "The report is ready. The dashboard stays until you press Ctrl-C here.").get(settings.lang))
                signals.wait()
            return ended
        finally:
            watching.end()


def _devices(settings: Settings) -> tuple[str, int, bool]:
    """Address and port for the sheets: of the first way that one sets on a device, and whether it is WireGuard."""
    chosen = ways(settings.modes, settings.port)
    tunnel = all(way.name in {"wireguard", "local", "dns"} for way in chosen)
    port = next((way.port for way in chosen if way.name in {"regular", "upstream"}), settings.port)
    return settings.listen_host or own_address(), port, tunnel


def _proxy(settings: Settings, say: Say, signals: Signals) -> Ended:
    """Run mitmdump, again and again if need be; how it ended."""
    environment = dict(os.environ)
    if settings.key_file is not None:
        environment["LEERLEK_KEY_FILE"] = str(settings.key_file.absolute())
    if settings.keep and settings.passphrase:
        environment[VARIABLE] = variable(sealed_by(settings.folder, settings.passphrase, settings.keep))
    watched, held = os.pipe()
    environment[parent.VARIABLE] = str(watched)
    started = time.time()
    deaths: deque[float] = deque(maxlen=_RESTARTS)
    control = Control(settings.folder / UNFINISHED)
    try:
        while True:
            stopping = bool(signals.came) or control.stopping
            if signals.came and not (settings.folder / UNFINISHED).exists():
                break
            begun = time.monotonic()
            status = signals.run(command(settings) + (_FINISH if stopping else []), environment, watched,
                                 heeded=stopping)
            now = time.monotonic()
            if signals.left:
                return "left"
            if status > 0 and now - begun < _SETTLED:
                return "failed"
            if status == 0 or _reported(settings.folder) >= started:
                break
            if len(deaths) == _RESTARTS and now - deaths[0] < _WINDOW:
                return "failed"
            deaths.append(now)
            say(Text(f"De proxy is gestopt (status {status}) en wordt opnieuw gestart; er is niets verloren.",
                     f"The proxy was stopped (status {status}) and is started again; nothing is lost.")
                .get(settings.lang))
    finally:
        os.close(watched)
        os.close(held)
    if signals.came and _reported(settings.folder) < started:
        say(Text("Gestopt voordat er iets was opgenomen; er is geen rapport.",
                 "Stopped before anything was recorded; there is no report.").get(settings.lang))
    return "done"


_FINISH = ["--set", "server=false", "--set", "leerlek_finish=true"]
"""Of a proxy that only makes the report: the one that was to do so was killed."""


def _reported(folder: Path) -> float:
    """When the report of a session that is over was written, in seconds since 1970; 0 where there is none."""
    with suppress(FileNotFoundError):
        if not (folder / UNFINISHED).exists():
            return (folder / REPORTS["html"]).stat().st_mtime
    return 0.0


def command(settings: Settings) -> list[str]:
    """The command line of mitmdump."""
    chosen = {
        "leerlek_output": settings.folder, "leerlek_policy": settings.policy, "leerlek_subjects": settings.subjects,
        "leerlek_scenario": settings.scenario,
        "leerlek_lang": settings.lang, "leerlek_mode": settings.mode, "leerlek_decision": settings.decision,
        "leerlek_keep": settings.keep, "leerlek_block": settings.block, "leerlek_quic": settings.quic,
        "flow_detail": 0, "connection_strategy": "lazy", "termlog_verbosity": "alert",
    }
    arguments = [sys.executable, "-m", "scanner.live.mitmdump", "-s", str(files("scanner.live").joinpath("addon.py")),
                 "--listen-port", str(settings.port)]
    if settings.listen_host:
        arguments += ["--listen-host", settings.listen_host]
    for mode in settings.modes:
        arguments += ["--mode", mode]
    for name, value in chosen.items():
        if value not in (None, ""):
            arguments += ["--set", f"{name}={value}"]
    repeated = {"leerlek_recipients": settings.recipients, "leerlek_tracker_list": settings.tracker_lists,
                "leerlek_only": settings.only, "leerlek_ignore": settings.ignore,
                "leerlek_block_for": settings.block_for, "leerlek_pseudonymise": settings.pseudonymise}
    for name, values in repeated.items():
        for each in values:
            arguments += ["--set", f"{name}={each}"]
    return [*arguments, *settings.more]


def instructions(settings: Settings) -> list[str]:
    """How a device connects, in the user's language. Raises ``UsageError`` for a way that mitmproxy does not know."""
    address = settings.listen_host or own_address()
    people = Text("alleen fictieve accounts", "fictitious accounts only") if settings.mode == "test" else Text(
        f"echte personen; besluit: {settings.decision}", f"real people; decision: {settings.decision}")
    lines = [Text(f"Leerlek luistert op {address}, poort {settings.port} ({people.nl}).",
                  f"Leerlek listens at {address}, port {settings.port} ({people.en}).")]
    if address == ALONE and not settings.listen_host:
        lines.append(Text("Deze computer heeft geen weg naar een netwerk; noem zijn adres met --listen-host.",
                          "This computer has no way to a network; give its address with --listen-host."))
    chosen = ways(settings.modes, settings.port)
    for way in chosen:
        if len(chosen) > 1:
            lines.append(Text(f"{way.name}:", f"{way.name}:"))
        lines += [Text(f"{number}. {step.nl}", f"{number}. {step.en}")
                  for number, step in enumerate(steps(way, address), 1)]
    lines.append(last_step(chosen))
    if settings.mode == "live" and not settings.only:
        lines.append(Text(
            "Let op: alles wat op deze apparaten gebeurt wordt gelezen, ook privégebruik van leraren. Noem met --only "
            "alleen het onderzochte product.",
            "Mind: all that happens on these devices is read, private use by teachers too. Name only the product "
            "under examination, with --only."))
    return [line.get(settings.lang) for line in lines]


def own_address() -> str:
    """The address of this computer on its network. Nothing is sent: connecting UDP only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return ALONE

