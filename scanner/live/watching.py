"""Keeps the dashboard going beside the proxy, and tells the user its address."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from scanner.live.dashboard.server import Settings, settings_line
from scanner.model import Text

_RESTARTS = 100


class Watching:
    """Runs ``python -m scanner.live.dashboard.server`` in a session of its own, so that Ctrl-C does not reach it."""

    def __init__(self, folder: Path, port: int, lang: str, say: Callable[[str], None],
                 devices: tuple[str, int, bool] = ("", 8080, False)) -> None:
        """``devices``: address and port at which they connect, and whether by WireGuard.

        ``say`` gets the address, in a thread, when the dashboard is there.
        """
        self._settings = Settings(str(folder.absolute()), port, secrets.token_urlsafe(24), lang, *devices)
        self._say = say
        self._ended = False
        self._process = self._start()
        threading.Thread(target=self._follow, name="leerlek-dashboard", daemon=True).start()

    def end(self) -> None:
        """Stop it."""
        self._ended = True
        self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "scanner.live.dashboard.server"], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdin is not None
        try:
            process.stdin.write(settings_line(self._settings))
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it died at once; _follow sees that
        return process

    def _follow(self) -> None:
        shown = ""
        for _ in range(_RESTARTS):
            assert self._process.stdout is not None
            port = self._process.stdout.readline().decode("ascii", "replace").strip()
            address = f"http://127.0.0.1:{port}/?token={self._settings.token}"
            if port.isdigit() and address != shown:
                shown = address
                self._say(Text(f"Meekijken: open op deze computer {address}",
                               f"To watch: open on this computer {address}").get(self._settings.lang))
            self._process.wait()
            if self._ended:
                return
            self._process = self._start()
