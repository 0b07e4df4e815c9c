"""Ctrl-C and SIGTERM while ``leerlek proxy`` runs, from its first moment on: the session ends, and the report comes.

Theory. A Ctrl-C in a terminal reaches the process that the command runs as well, also while that is still loading and
would only fall over it. So it is started with these signals held back, and lets them come once it can end in good order
(``release``); one that came earlier is still there then.
"""

from __future__ import annotations

import signal
import subprocess
import time
from types import TracebackType
from typing import Any

ENDING = frozenset({signal.SIGINT, signal.SIGTERM})
_PATIENCE = 2.0
"""Seconds after which another Ctrl-C no longer asks, but leaves."""


class Signals:
    """Takes them as long as it is entered, and passes them on to the process that runs."""

    def __init__(self) -> None:
        self.came: list[float] = []
        """When, by a clock in seconds."""
        self.left = False
        """The user does not wait for the report."""
        self._process: subprocess.Popen[bytes] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Signals:
        self._before = {number: signal.signal(number, self._stop) for number in ENDING}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def run(self, command: list[str], environment: dict[str, str], passed: int, *, heeded: bool = False) -> int:
        """Run a process with a file descriptor of ours to its end; its status.

        ``heeded``: it is to run although one came. Else it is told of one that came just before it began.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            self._process = subprocess.Popen(command, env=environment, pass_fds=[passed])
            if self.came and not heeded:
                self._process.send_signal(signal.SIGINT)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        status = self._process.wait()
        self._process = None
        return status

    def wait(self) -> None:
        """Until one comes."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            if not self.came:
                signal.sigwait(ENDING)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _stop(self, _number: int, _frame: object) -> None:
        self.came.append(time.monotonic())
        self.left = self.came[-1] - self.came[0] > _PATIENCE
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL if self.left else signal.SIGINT)


def release() -> bool:
    """Let come what was held back in this process since its start; whether there was anything."""
    held = bool(signal.sigpending() & ENDING)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    return held
