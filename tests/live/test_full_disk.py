"""A disk that is full: announced before, counted meanwhile, and gone on with after; on a real file system."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
from waiting import until

from scanner.live import room
from scanner.live.reports import REPORTS
from scanner.live.spool import SpoolWriter
from scanner.model import Gap, Note

from .school import certificate, platform
from .test_killing import Room, missing

SIZE = 240 << 20

pytestmark = [pytest.mark.long, pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount") is None, reason="mounts a small file system")]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("may not mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def leave(place: Path, free: int) -> None:
    """Fill the disk so that so many bytes are free; the space of an earlier call is given back first."""
    filler = place / "filler"
    filler.unlink(missing_ok=True)
    with filler.open("wb") as file:
        step = SIZE
        while step >= 4096:
            missing = room.free(place) - free
            try:
                os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), min(step, max(missing, 0)) or 1)
            except OSError:  # others write there too
                step //= 2
            if missing <= 0:
                break


class Watcher:
    """What the dashboard says."""

    def __init__(self, log: Path) -> None:
        address = re.findall(r"http://\S+/\?token=\S+", log.read_text())[-1]
        self._home = address.partition("/?")[0]
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.open(address, timeout=30).close()

    def disk(self) -> dict[str, Any]:
        return dict(self.state()["disk"])

    def state(self) -> dict[str, Any]:
        with self._opener.open(f"{self._home}/api/state", timeout=30) as answer:
            return dict(json.loads(answer.read()))


def test_it_is_announced_counted_and_gone_on_with(small: Path, tmp_path: Path) -> None:
    secret = certificate(tmp_path)
    with platform(secret) as school:
        made = Room(tmp_path, school, secret, 1, small / "out")
        try:
            log = made.log
            until(lambda: "token=" in log.read_text(), "the dashboard")
            until(lambda: (made.out / "leerlek.db").exists() and "MB left" in log.read_text(), "the warning")
            assert re.search(r"the disk has \d+ MB left", log.read_text())
            watcher = Watcher(log)
            assert watcher.disk()["level"] == "scarce"
            made.enter()
            until(lambda: len(made.reached) > 20, "traffic")
            scanned = len(made.reached)

            leave(small, room.FLOOR - (8 << 20))  # other programs fill it up to where the proxy stops
            until(lambda: "the disk is full" in log.read_text(), "the news")
            until(lambda: watcher.disk()["dropped"] > 5, "what is counted")
            assert watcher.disk()["level"] == "full" and len(made.reached) > scanned, "the lesson goes on"

            leave(small, 0)  # to the brim: not even the scanner can write
            made.kill("scanner")
            before = len(made.reached)
            until(lambda: "the scanner waits" in log.read_text(), "the scanner")
            made.kill("proxy")  # what was counted is not forgotten
            leave(small, 0)
            counted = watcher.disk()["dropped"]
            assert counted > 5

            leave(small, SIZE)
            until(made.listens, "the proxy")
            until(lambda: len(made.reached) > before + 30, "traffic")
            made.leave()
            until(lambda: watcher.state()["waiting"] == 0, "the scanner")  # what it read it removes
            leave(small, 0)
            waits = log.read_text().count("the scanner waits")
            made.proxy.send_signal(signal.SIGINT)  # the end, without room for the report
            until(lambda: log.read_text().count("the scanner waits") > waits, "the scanner waits with the report")
            assert not (made.out / REPORTS["html"]).exists()
            leave(small, SIZE)
            assert made.proxy.wait(120) == 0
        finally:
            leave(small, SIZE)
            for device in made._devices:
                device.kill()
                device.wait()
                assert device.stdin is not None
                device.stdin.close()
            made.kill_all()
    _, kept, total = missing(made)
    document = json.loads((made.out / REPORTS["json"]).read_bytes())
    told = [note for note in document["coverage"]["notes"] if note["gap"] == "queue.dropped"]
    assert sum(note["count"] for note in told) >= counted
    assert total > scanned / 10 and kept > 0
    assert not (made.out / "unfinished").exists()


def test_a_limit_that_the_free_room_does_not_show(small: Path) -> None:
    leave(small, 300_000)
    writer = SpoolWriter(small, b"k" * 32)
    note = Note(Gap.PASSED_THROUGH, "live", "x" * 50_000)
    written = sum(writer.put(note) for _ in range(100))
    assert 0 < written < 100
    assert len(list(small.glob("spool-*"))) <= 2, "no file for each record that had no room"
    leave(small, SIZE)
    assert writer.look() == "scarce" and writer.put(note)
    writer.finish()
