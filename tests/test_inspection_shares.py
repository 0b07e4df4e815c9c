"""Listing a packet capture with two processes gives what one gives."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pcap_builders as build
import pytest

from scanner.capture.pcap import read_pcap
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.reader import Capture
from scanner.model import Exchange, Note

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "captures" / "pcap"


def a_capture(folder: Path, connections: int = 9) -> Path:
    frames = []
    for number in range(connections):
        talk = build.Talk(client=("192.0.2.5", 40_000 + number), time=build.START + number / 3)
        frames += build.http_talk((build.GET, build.OK * (number + 1)), talk=talk).frames()
    path = folder / "les.pcap"
    path.write_bytes(build.pcap(sorted(frames)))
    return path


def in_halves(path: Path, keylog: bytes = b"") -> tuple[list[Exchange], list[Note], bool]:
    """What parent and child do, without a fork: the child is a second object that reads the second half."""
    notes: list[Note] = []
    parent = Capture(path, "c", notes.append, keylog, 1 << 26)
    child = Capture(path, "c", lambda _: None, keylog, 1 << 26)
    mine, other = parent.halves()
    found = list(parent.tcp(mine))
    child.begin_share()
    theirs = list(child.tcp(other))
    taken = parent.add(pickle.loads(pickle.dumps(child.share())))
    found += theirs if taken else list(parent.tcp(other))
    found += parent.udp()
    parent.close()
    return found, notes, taken


def whole(path: Path, keylog: bytes = b"") -> tuple[list[Exchange], list[Note]]:
    notes: list[Note] = []
    return list(read_pcap(path, "c", notes.append, keylog)), notes


def as_set(notes: list[Note]) -> list[str]:
    return sorted(map(repr, notes))


def test_the_halves_are_about_as_large(tmp_path: Path) -> None:
    capture = Capture(a_capture(tmp_path, 20), "c", lambda _: None, b"", 1 << 26)
    mine, other = capture.halves()
    assert [*mine, *other] == list(range(20)) and 12 <= len(mine) <= 16  # later connections are larger


@pytest.mark.parametrize("connections", [0, 1, 2])
def test_few_connections(connections: int, tmp_path: Path) -> None:
    path = a_capture(tmp_path, connections)
    found, notes, _ = in_halves(path)
    assert (found, notes) == whole(path)


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*.pcap*")
                                        if not path.name.endswith((".keys", ".jsonl"))))
@pytest.mark.parametrize("with_keys", [True, False])
def test_two_halves_give_the_whole(name: str, with_keys: bool) -> None:
    keys = CORPUS / f"{name}.keys"
    keylog = keys.read_bytes() if with_keys and keys.exists() else b""
    found, notes, _ = in_halves(CORPUS / name, keylog)
    wanted, said = whole(CORPUS / name, keylog)
    assert found == wanted and as_set(notes) == as_set(said)


def test_a_session_that_only_the_parent_learnt_is_read_again() -> None:
    parent, child = KeyLog([]), KeyLog([])
    child.begin_share()
    assert child.resumed(b"", b"ticket") is None
    assert parent.add(child.uses())  # nobody knew it
    parent.remember(b"ticket", bytes(48))
    assert not parent.add(child.uses())


def test_trials_are_bounded_together() -> None:
    parent, child = KeyLog([]), KeyLog([])
    child.begin_share()
    child.attempts -= 150_000
    assert parent.add(child.uses()) and not parent.add(child.uses())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a fork is made on Linux only")
@pytest.mark.parametrize("kind", ["http1", "http2"])
def test_two_processes_list_what_one_lists(kind: str, tmp_path: Path) -> None:
    from benchmarks import captures

    made = captures.make(kind, tmp_path / "les.pcap", 30, captures.WIFI, 30)
    keys = ["--keylog", str(made.keylog)] if made.keylog is not None else []
    command = [sys.executable, "-W", "error", "-m", "scanner", "inspect", "--json", *keys, str(made.path)]
    outputs = []
    for processors in (sorted(os.sched_getaffinity(0)), sorted(os.sched_getaffinity(0))[:1]):
        done = subprocess.run([*command[:3], "-c", f"import os, runpy, sys; os.sched_setaffinity(0, {processors}); "
                               f"sys.argv = {command[4:]}; runpy.run_module('scanner', run_name='__main__')"],
                              capture_output=True, check=True, cwd=ROOT)
        assert not done.stderr
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1] and outputs[0].count(b"\n") == len(made.rows) + 1
