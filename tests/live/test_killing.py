"""kill -9 of scanner, proxy and dashboard at any moment loses nothing that had reached a device.

Real mitmdump, real TLS, several client processes with HTTP/1.1, HTTP/2, event streams, films and WebSockets. The long
run kills a hundred times. What is killed and when is drawn from a seed that stands in the name of the failure;
``LEERLEK_KILL_SEED`` and ``LEERLEK_KILLS`` repeat it.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from waiting import until

from scanner.detect import load_or_create_key
from scanner.live.keeping import exchanges

from .school import certificate, platform

ROOT = Path(__file__).parents[2]
PROCESSES = {"scanner": "scanner.live.worker", "proxy": "live.mitmdump", "dashboard": "scanner.live.dashboard"}
DEVICES = 3

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def children(of: int) -> list[tuple[int, str]]:
    """Processes below one, with their command lines."""
    found = []
    for path in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(path.name)
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) == of:
                line = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found += [(pid, line), *children(pid)]
    return found


def quiet_port() -> int:
    """A free port that no connection takes for its own end, nor finds itself at, while the proxy is away."""
    for port in random.SystemRandom().sample(range(15_000, 30_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


class Room:
    """A proxy and the devices behind it."""

    def __init__(self, folder: Path, school: int, trusted: Path, seed: int, out: Path | None = None) -> None:
        self.port = quiet_port()
        self.folder, self.out, self.school = folder, out or folder / "out", school
        self._trusted = trusted
        self._seed = seed
        self.log = folder / "log"
        self.proxy = self.start()
        self._devices: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """``leerlek proxy``, at its port."""
        with self.log.open("ab") as log:
            proxy = subprocess.Popen(
                [sys.executable, "-m", "scanner", "proxy", "-o", str(self.out), "-p", str(self.port), "--listen-host",
                 "127.0.0.1", "--dashboard-port", "0", "--keep-capture", "--lang", "en", "--",
                 "--set", f"confdir={self.folder / 'conf'}",
                 "--set", f"ssl_verify_upstream_trusted_ca={self._trusted}"],
                cwd=ROOT, stderr=log, stdout=log,
                env={**os.environ, "LEERLEK_KEY_FILE": str(self.folder / "key"),
                     "XDG_CONFIG_HOME": str(self.folder / "config")})
        until(self.listens, "the proxy")
        return proxy

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def enter(self) -> None:
        """The devices begin."""
        trusted = self.folder / "conf" / "mitmproxy-ca-cert.pem"
        for number in range(DEVICES):
            with (self.folder / f"reached-{number}").open("ab") as told:
                self._devices.append(subprocess.Popen(
                    [sys.executable, str(Path(__file__).with_name("device.py")), str(self.port), str(self.school),
                     str(trusted), f"m{number}", f"{self._seed}-{number}"],
                    stdin=subprocess.PIPE, stdout=told))

    def leave(self) -> None:
        """The devices stop."""
        for device in self._devices:
            assert device.stdin is not None
            device.stdin.close()
        for device in self._devices:
            assert device.wait(60) == 0
        self._devices = []

    def kill(self, what: str) -> bool:
        """Whether there was one."""
        pids = [pid for pid, line in children(self.proxy.pid) if PROCESSES[what] in line]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(pids)

    def kill_all(self) -> None:
        """The command too."""
        with contextlib.suppress(ProcessLookupError):
            self.proxy.send_signal(signal.SIGSTOP)  # so that it starts none meanwhile
        pids = [pid for pid, _ in children(self.proxy.pid)]
        self.proxy.kill()
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.proxy.wait()
        until(lambda: not self.listens(), "the end of what was killed")  # or it would pass for the next one

    @property
    def reached(self) -> list[str]:
        """The marks of what reached the devices."""
        return [mark for path in self.folder.glob("reached-*") for mark in path.read_text().split("\n")[:-1]]


@pytest.fixture
def seed() -> int:
    return int(os.environ.get("LEERLEK_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.fixture
def room(tmp_path: Path, seed: int) -> Iterator[Room]:
    secret = certificate(tmp_path)
    with platform(secret) as school:
        made = Room(tmp_path, school, secret, seed)
        try:
            yield made
        finally:
            for device in made._devices:
                device.kill()
                device.wait()
                assert device.stdin is not None
                device.stdin.close()
            made.kill_all()


def missing(room: Room) -> tuple[list[str], int, int]:
    """Marks that reached a device and were not scanned; exchanges that were, and those in the result."""
    kept = list(exchanges(room.out, load_or_create_key(room.folder / "key")))
    scanned = "\n".join(
        f"{each.target} " + " ".join(part.decode("latin-1") for part in (
            each.request_body.data, each.response_body.data if each.response_body.size < 10_000 else b"",
            *(message.data for message in each.websocket)))
        for each in kept)
    document = json.loads((room.out / "leerlek.json").read_bytes())
    said = set(scanned.replace('"', " ").replace("=", " ").split())
    lost = [mark for mark in room.reached if mark not in said]
    return lost, len({each.id for each in kept}), document["coverage"]["totals"]["exchanges"]


def _more(room: Room, before: int) -> bool:
    return len(room.reached) > before


def run(room: Room, seed: int, kills: int) -> None:
    """Kill some of them time and again, then all at once; go on with what they left, and kill the proxy in its end."""
    chance = random.Random(seed)
    told = f"LEERLEK_KILL_SEED={seed} LEERLEK_KILLS={kills}"
    room.enter()
    done = 0
    while done < kills:
        before = len(room.reached)
        if chance.random() < 0.8:  # else it may be killed before it has done anything
            until(partial(_more, room, before), f"{told}: traffic")
        time.sleep(chance.uniform(0, chance.choice((0.05, 2))))
        names = chance.sample(sorted(PROCESSES), chance.choice((1, 1, 1, 2, 3)))
        killed = [name for name in names if room.kill(name)]
        done += len(killed)
        if "proxy" in killed and chance.random() < 0.8:  # else it is killed again while it starts
            until(room.listens, f"{told}: the proxy")
    until(room.listens, f"{told}: the proxy")
    room.kill_all()
    room.proxy = room.start()
    time.sleep(chance.uniform(0, 2))
    room.proxy.send_signal(signal.SIGINT)
    until((room.out / "unfinished" / "stopping").exists, f"{told}: the end")
    room.kill("proxy")
    assert room.proxy.wait(300) == 0, told
    room.leave()
    lost, scanned, counted = missing(room)
    assert not lost, f"{told}: {len(lost)} of {len(room.reached)} lost: {lost[:20]}"
    assert scanned == counted, f"{told}: {scanned} scanned, {counted} in the result"
    assert len(room.reached) > 3 * kills, told
    assert not (room.out / "unfinished").exists(), told
    print(f"{told}: {len(room.reached)} answers, events, messages; {counted} exchanges")  # noqa: T201  with -s


@pytest.mark.slow
def test_killing_any_of_them_loses_nothing(room: Room, seed: int) -> None:
    run(room, seed, 5)


@pytest.mark.long
def test_killing_them_a_hundred_times_loses_nothing(room: Room, seed: int) -> None:
    run(room, seed, int(os.environ.get("LEERLEK_KILLS", "100")))


@pytest.mark.long
def test_when_the_command_itself_is_killed_the_rest_ends_with_a_report(room: Room, seed: int) -> None:
    room.enter()
    until(lambda: len(room.reached) > 20, "traffic")
    below = children(room.proxy.pid)
    room.proxy.kill()
    room.proxy.wait()
    until(lambda: (room.out / "leerlek.html").exists() and not (room.out / "unfinished").exists(), "the report")
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid, _ in below), "the end of all")
    room.leave()
    assert missing(room)[0] == []
