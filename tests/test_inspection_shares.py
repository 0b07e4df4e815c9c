"""Listing a packet capture with two processes gives what one gives, whoever reads which connections."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pcap_builders as build
import pytest
import quic_builders

from benchmarks.quic_talk import Datagram
from scanner.capture.pcap import read_pcap
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.reader import Capture
from scanner.coverage import CoverageLedger
from scanner.inspection_shares import Turns, shared
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


def by_both(path: Path, keylog: bytes = b"") -> tuple[list[Exchange], list[Note], int]:
    """What parent and child do, without a fork: the child is a second object that reads pieces from the end."""
    notes: list[Note] = []
    parent = Capture(path, "c", notes.append, keylog, 1 << 26)
    child = Capture(path, "c", lambda _: None, keylog, 1 << 26)
    own, *others = parent.pieces(4) or [range(0)]
    found = list(parent.read(own))
    theirs = []
    for flows in reversed(others):
        child.begin_share()
        read = list(child.read(flows))
        theirs.append((read, pickle.loads(pickle.dumps(child.share()))))
    again = 0
    for flows, (read, share) in zip(others, reversed(theirs), strict=True):
        taken = parent.add(share)
        again += not taken
        found += read if taken else parent.read(flows)
    found += parent.rest()
    parent.close()
    return found, notes, again


def whole(path: Path, keylog: bytes = b"") -> tuple[list[Exchange], list[Note]]:
    notes: list[Note] = []
    return list(read_pcap(path, "c", notes.append, keylog)), notes


def as_set(notes: list[Note]) -> list[str]:
    return sorted(map(repr, notes))


def test_the_pieces_hold_all_and_are_small_in_the_middle(tmp_path: Path) -> None:
    capture = Capture(a_capture(tmp_path, 20), "c", lambda _: None, b"", 1 << 26)
    mine, other = capture.pieces(2)
    assert [*mine, *other] == list(range(20)) and 12 <= len(mine) <= 16  # later connections are larger
    seven = capture.pieces(7)
    assert [flow for flows in seven for flow in flows] == list(range(20)) and len(seven) in (6, 7)
    assert len(seven[0]) > 2 * len(seven[len(seven) // 2])
    assert len(capture.pieces(1000)) == 20


@pytest.mark.parametrize("connections", [0, 1, 2])
def test_few_connections(connections: int, tmp_path: Path) -> None:
    path = a_capture(tmp_path, connections)
    found, notes, _ = by_both(path)
    assert (found, notes) == whole(path)


def test_connections_without_payload_have_a_piece(tmp_path: Path) -> None:
    path = tmp_path / "les.pcap"
    path.write_bytes(build.pcap(sorted(build.Talk().open().frames())))
    capture = Capture(path, "c", lambda _: None, b"", 1 << 26)
    assert [flow for flows in capture.pieces(4) for flow in flows] == list(range(capture.count))


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*.pcap*")
                                        if not path.name.endswith((".keys", ".jsonl"))))
@pytest.mark.parametrize("with_keys", [True, False])
def test_pieces_give_the_whole(name: str, with_keys: bool) -> None:
    keys = CORPUS / f"{name}.keys"
    keylog = keys.read_bytes() if with_keys and keys.exists() else b""
    wanted, said = whole(CORPUS / name, keylog)
    found, notes, _ = by_both(CORPUS / name, keylog)
    assert found == wanted and as_set(notes) == as_set(said)


def lessons(count: int, hidden: int = -1, moves: bool = False) -> tuple[list[Datagram], bytes]:
    """QUIC connections at the same time, and their key log; the secrets of one may be under another random."""
    sent: list[Datagram] = []
    keylog = b""
    for number in range(count):
        talk = quic_builders.talk()
        talk.address = (f"192.0.2.{number + 1}", 40_000)
        quic_builders.asked(talk, 2, start=10 * number)
        if moves:
            talk.address = (f"203.0.113.{number + 1}", 41_000)
            quic_builders.asked(talk, 2, start=10 * number + 4)
        sent += talk.sent
        keylog += b"\n".join(b" ".join([label, b"5a" * 32, secret]) if number == hidden else line + b"\n"
                             for line in talk.secrets.splitlines() for label, _, secret in [line.split()]) + b"\n"
    return sorted(sent, key=lambda datagram: datagram.time), keylog


@pytest.mark.parametrize("moves", [False, True])
def test_quic_connections_are_shared(moves: bool, tmp_path: Path) -> None:
    sent, keylog = lessons(6, moves=moves)
    path = tmp_path / "les.pcap"
    path.write_bytes(quic_builders.pcap(sent))
    wanted, said = whole(path, keylog)
    found, notes, again = by_both(path, keylog)
    assert found == wanted and len(found) == (24 if moves else 12) and as_set(notes) == as_set(said) and not again
    assert Capture(path, "c", lambda _: None, keylog, 1 << 26).count == 6


def test_quic_whose_secrets_are_searched_is_read_where_all_before_is_known(tmp_path: Path) -> None:
    sent, keylog = lessons(4, hidden=2)
    path = tmp_path / "les.pcap"
    path.write_bytes(quic_builders.pcap(sent))
    wanted, said = whole(path, keylog)
    found, notes, again = by_both(path, keylog)
    assert found == wanted and len(found) == 8 and as_set(notes) == as_set(said) and again


def test_a_key_log_without_quic(tmp_path: Path) -> None:
    path = a_capture(tmp_path, 5)
    keylog = lessons(1)[1]
    found, notes, _ = by_both(path, keylog)
    assert (found, notes) == whole(path, keylog)


def test_a_session_that_an_earlier_piece_taught_is_read_again() -> None:
    parent, child = KeyLog([]), KeyLog([])
    child.begin_share()
    assert child.resumed(b"", b"ticket") is None
    assert parent.fits(child.uses())  # nobody knew it
    parent.remember(b"another", bytes(48))
    assert parent.fits(child.uses())
    parent.remember(b"ticket", bytes(48))
    assert not parent.fits(child.uses())


def test_what_a_piece_teaches_is_known_for_the_next_and_not_for_the_one_before() -> None:
    parent, child = KeyLog([]), KeyLog([])
    child.begin_share()  # the last piece comes first
    assert child.resumed(b"ticket") is None
    last = child.uses()
    child.begin_share()
    assert child.resumed(b"ticket") is None
    child.remember(b"ticket", bytes(48))
    assert child.resumed(b"ticket") == bytes(48)
    first = child.uses()
    child.begin_share()
    assert child.resumed(b"ticket") is None
    assert not first.matched or first.lacked
    assert parent.fits(first)
    parent.add(first)
    assert parent.resumed(b"ticket") == bytes(48) and not parent.fits(last)


def test_logged_sessions_are_known_to_every_piece() -> None:
    keys = KeyLog([b"RSA Session-ID:0102 Master-Key:" + b"ab" * 48])
    keys.begin_share()
    assert keys.resumed(b"\x01\x02") == b"\xab" * 48 and not keys.uses().lacked


def test_trials_are_bounded_together() -> None:
    parent, child = KeyLog([]), KeyLog([])
    child.begin_share()
    child.attempts -= 150_000
    assert parent.fits(child.uses())
    parent.add(child.uses())
    assert not parent.fits(child.uses())


def test_turns_are_taken_once_each() -> None:
    turns = Turns(3)
    assert [turns.take() for _ in range(5)] == [True, True, True, False, False]
    turns.close()


def lines_of(path: Path) -> list[tuple[int, bytes]]:
    return list(shared(path, "c", CoverageLedger(), b"", lambda exchange: exchange.id.encode() + b"\n"))


def test_no_room_for_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    path = a_capture(tmp_path)
    lines = lines_of(path)
    ids = b"".join(text for _, text in lines).decode().split()
    assert ids == [exchange.id for exchange in whole(path)[0]] and sum(count for count, _ in lines) == len(ids)


@pytest.mark.skipif(sys.platform != "linux", reason="a fork is made on Linux only")
def test_a_child_that_dies_leaves_its_pieces_to_the_parent(tmp_path: Path) -> None:
    program = f"""
import os, sys
from pathlib import Path
from scanner import inspection_shares
from scanner.coverage import CoverageLedger
inspection_shares._copied = None
parent = os.getpid()
def encode(exchange):
    if os.getpid() != parent:
        os.kill(os.getpid(), 9)
    return exchange.id.encode() + b" "
lines = inspection_shares.shared(Path({str(a_capture(tmp_path))!r}), "c", CoverageLedger(), b"", encode)
print(b"".join(text for _, text in lines).decode())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == [exchange.id for exchange in whole(tmp_path / "les.pcap")[0]]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a fork is made on Linux only")
@pytest.mark.parametrize("kind", [pytest.param("http1", marks=pytest.mark.long), "http2"])
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
