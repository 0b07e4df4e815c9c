"""Runs mitmdump with the addon, and the dashboard, for ``leerlek proxy``; starts again what is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from scanner.model import Text

from .keeping import VARIABLE, sealed_by, variable
from .watching import Watching

Say = Callable[[str], None]
_RESTARTS = 100
_MITMDUMP = "from mitmproxy.tools.main import mitmdump; mitmdump()"


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
    keep: str = ""
    """How long to keep the raw exchanges (``14d``); empty for not at all."""
    passphrase: str = ""
    """What seals them, instead of the key file."""
    dashboard: int | None = 8081
    """Port of the dashboard; None for none."""


def run(settings: Settings, say: Say) -> Literal["done", "failed"]:
    """Run until the user stops it; ``failed`` when the proxy ended by itself at once (wrong option, port taken)."""
    for line in instructions(settings):
        say(line)
    if settings.dashboard is None:
        return _proxy(settings, say)[0]
    watching = Watching(settings.folder, settings.dashboard, settings.lang, say)
    try:
        ended, by_signal = _proxy(settings, say)
        if ended == "done" and not by_signal:  # stopped in the dashboard, where the report is about to be read
            say(Text("Het rapport is klaar. Meekijken kan nog tot u hier op Ctrl-C drukt.",
                     "The report is ready. The dashboard stays until you press Ctrl-C here.").get(settings.lang))
            with suppress(KeyboardInterrupt):
                signal.sigwait({signal.SIGINT, signal.SIGTERM})
        return ended
    finally:
        watching.end()


def _proxy(settings: Settings, say: Say) -> tuple[Literal["done", "failed"], bool]:
    """How mitmdump ended, and whether a signal to this process was why."""
    environment = dict(os.environ)
    if settings.key_file is not None:
        environment["LEERLEK_KEY_FILE"] = str(settings.key_file.absolute())
    if settings.keep and settings.passphrase:
        environment[VARIABLE] = variable(sealed_by(settings.folder, settings.passphrase, settings.keep))
    running: list[subprocess.Popen[bytes]] = []
    signals: list[int] = []

    def stop(number: int, _frame: object) -> None:
        # A Ctrl-C in the terminal reaches mitmdump by itself as well: it ends the lesson and waits for the reports.
        signals.append(number)
        if running:
            running[-1].send_signal(signal.SIGINT)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for _ in range(_RESTARTS):
            running.append(subprocess.Popen(command(settings), env=environment))
            status = running[-1].wait()
            if status >= 0:
                return "done" if status == 0 else "failed", bool(signals)
            say(Text(f"De proxy is gestopt (signaal {-status}) en wordt opnieuw gestart; er is niets verloren.",
                     f"The proxy was stopped (signal {-status}) and is started again; nothing is lost.")
                .get(settings.lang))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return "failed", bool(signals)


def command(settings: Settings) -> list[str]:
    """The command line of mitmdump."""
    chosen = {
        "leerlek_output": settings.folder, "leerlek_policy": settings.policy, "leerlek_subjects": settings.subjects,
        "leerlek_scenario": settings.scenario,
        "leerlek_lang": settings.lang, "leerlek_mode": settings.mode, "leerlek_decision": settings.decision,
        "leerlek_keep": settings.keep,
        "flow_detail": 0, "connection_strategy": "lazy", "termlog_verbosity": "alert",
    }
    arguments = [sys.executable, "-c", _MITMDUMP, "-s", str(files("scanner.live").joinpath("addon.py")),
                 "--listen-port", str(settings.port)]
    if settings.listen_host:
        arguments += ["--listen-host", settings.listen_host]
    for mode in settings.modes:
        arguments += ["--mode", mode]
    for name, value in chosen.items():
        if value not in (None, ""):
            arguments += ["--set", f"{name}={value}"]
    repeated = {"leerlek_recipients": settings.recipients, "leerlek_tracker_list": settings.tracker_lists,
                "leerlek_only": settings.only, "leerlek_ignore": settings.ignore}
    for name, values in repeated.items():
        for each in values:
            arguments += ["--set", f"{name}={each}"]
    return [*arguments, *settings.more]


def instructions(settings: Settings) -> list[str]:
    """How a device connects, in the user's language."""
    address = settings.listen_host or own_address()
    people = Text("alleen fictieve accounts", "fictitious accounts only") if settings.mode == "test" else Text(
        f"echte personen; besluit: {settings.decision}", f"real people; decision: {settings.decision}")
    lines = [Text(f"Leerlek luistert op {address}, poort {settings.port} ({people.nl}).",
                  f"Leerlek listens at {address}, port {settings.port} ({people.en}).")]
    if any(mode.startswith("wireguard") for mode in settings.modes):
        lines.append(Text("Tablets: scan de QR-code of neem de WireGuard-instelling over die hieronder verschijnt.",
                          "Tablets: scan the QR code or copy the WireGuard settings that appear below."))
    if any(mode == "regular" for mode in settings.modes):
        lines.append(Text(
            f"1. Zet op het apparaat bij wifi de proxy op handmatig: server {address}, poort {settings.port}.",
            f"1. On the device, set the proxy of the Wi-Fi to manual: server {address}, port {settings.port}."))
    lines += [
        Text("2. Open op het apparaat http://mitm.it en installeer het certificaat; vertrouw het bij iOS ook onder "
             "Instellingen > Algemeen > Info.",
             "2. Open http://mitm.it on the device and install the certificate; on iOS also trust it under "
             "Settings > General > About."),
        Text("3. Doe de les. Bevindingen verschijnen hier. Stop met Ctrl-C; dan komt het rapport.",
             "3. Do the lesson. Findings appear here. Stop with Ctrl-C; then comes the report."),
        Text("4. Verwijder na afloop proxy en certificaat van het apparaat.",
             "4. Afterwards remove the proxy and the certificate from the device."),
    ]
    return [line.get(settings.lang) for line in lines]


def own_address() -> str:
    """The address of this computer on its network. Nothing is sent: connecting UDP only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"

