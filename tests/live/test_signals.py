"""Ctrl-C at any moment: held back while a process loads, passed on while it runs, and the end is in good order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from scanner.live.signals import Signals

ROOT = Path(__file__).parents[2]
_LOADING = """
import os, signal, sys
from scanner.live.signals import release
os.write(1, b"loading")
while not signal.sigpending():
    pass
came = []
signal.signal(signal.SIGINT, lambda *_: came.append(1))
sys.exit(7 if release() and came else 1)
"""


def test_one_that_comes_while_a_process_loads_waits_for_it() -> None:
    """What stands here for a user is a thread that sends the signal to this process, which passes it on."""
    told, tell = os.pipe()
    before = signal.getsignal(signal.SIGINT)  # a shell's job in the background ignores it
    with Signals() as signals:
        threading.Thread(target=lambda: os.read(told, 7) and os.kill(os.getpid(), signal.SIGINT)).start()
        command = [sys.executable, "-c", f"import os\nos.dup2({tell}, 1)\n{_LOADING}"]
        assert signals.run(command, {**os.environ, "PYTHONPATH": str(ROOT)}, tell) == 7
        assert len(signals.came) == 1 and not signals.left
        signals.wait()  # one has come: at once
    for each in (told, tell):
        os.close(each)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(("heeded", "status"), [(False, -signal.SIGINT), (True, 0)])
def test_one_that_came_just_before_a_process_began_is_told_to_it(heeded: bool, status: int) -> None:
    command = [sys.executable, "-c", "import signal, sys\n"
               "held = signal.sigpending()\n"
               "signal.signal(signal.SIGINT, signal.SIG_DFL)\n"
               "signal.pthread_sigmask(signal.SIG_UNBLOCK, held)"]
    with Signals() as signals:
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.run(command, dict(os.environ), 0, heeded=heeded) == status


def test_the_one_after_a_while_no_longer_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    with Signals() as signals:
        os.kill(os.getpid(), signal.SIGTERM)
        assert len(signals.came) == 1 and not signals.left
        monkeypatch.setattr("scanner.live.signals._PATIENCE", -1.0)
        os.kill(os.getpid(), signal.SIGINT)
        assert len(signals.came) == 2 and signals.left


@pytest.mark.slow
def test_ctrl_c_before_the_proxy_is_there_ends_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "scanner", "proxy", "-o", str(tmp_path / "out"), "-p", port, "--listen-host",
         "127.0.0.1", "--lang", "en", "--no-dashboard", "--", "--set", f"confdir={tmp_path / 'conf'}"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        env={**os.environ, "LEERLEK_KEY_FILE": str(tmp_path / "key")})
    assert process.stdout is not None
    with process.stdout as told:
        first = told.readline()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        rest = told.read().decode()  # its end is that of all processes that could write
    assert b"listens" in first and process.wait(60) == 0, rest
    assert rest.strip().splitlines()[-1] == "Stopped before anything was recorded; there is no report."
    assert "Traceback" not in rest and "Aborted" not in rest and not (tmp_path / "out").exists()
