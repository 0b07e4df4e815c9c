"""Keeps the scanning process going beside the proxy: starts it, hears it, and starts it again when it dies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from scanner.detect import Key
from scanner.run import Options

from .keeping import Keep
from .telling import Event
from .worker import BY_FLOW, LEFT, settings_line

_RESTARTS = 20
"""A scanner that dies more often than this within ``_WINDOW`` is left alone; what it did not scan stays."""
_WINDOW = 60.0
"""Seconds."""


class Supervisor:
    """Runs ``python -m scanner.live.worker`` in a session of its own, so that Ctrl-C does not reach it."""

    def __init__(self, folder: Path, options: Options, key: Key, hear: Callable[[Event], None],
                 keep: Keep | None = None, *, by_flow: bool = False) -> None:
        """``hear`` gets the worker's events, in a thread; ``restarted``, ``failed`` and ``left`` are added here.

        ``by_flow``: also what each exchange added to findings (``flow``), for a user interface that shows exchanges.
        """
        self._environment = {**os.environ, BY_FLOW: "1"} if by_flow else None
        self._line = settings_line(folder, options, key, keep)
        self._hear = hear
        self._process = self._start()
        self._thread = threading.Thread(target=self._follow, name="leerlek-worker", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the reports are written, or nothing more is tried."""
        return not self._thread.is_alive()

    def wait(self) -> None:
        """Until the worker has written the reports. The proxy must have said before that nothing more comes."""
        self._thread.join()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "scanner.live.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True, env=self._environment,
        )  # fmt: skip
        assert process.stdin is not None
        try:
            process.stdin.write(self._line)
            process.stdin.flush()
        except BrokenPipeError:
            pass  # it died at once; _follow sees that
        return process

    def _follow(self) -> None:
        deaths: deque[float] = deque(maxlen=_RESTARTS)
        while True:
            done = False
            assert self._process.stdout is not None
            for line in self._process.stdout:
                event = _event(line)
                done = done or event.get("event") == "done"
                if event:
                    self._hear(event)
            status = self._process.wait()
            if done:
                return
            now = time.monotonic()
            failed = len(deaths) == _RESTARTS and now - deaths[0] < _WINDOW
            deaths.append(now)
            how = "left" if status == LEFT else "failed" if failed else "restarted"
            self._hear({"event": how, "status": status})
            if how != "restarted":
                return
            self._process = self._start()


def _event(line: bytes) -> Event:
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
