"""Captures of other recorders are named, alone and in a directory, and nothing else is taken for one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.capture import find_captures, read_capture, sniff
from scanner.capture.foreign import foreign
from scanner.cli.root import cli
from scanner.errors import InputError

CAPTURES = Path(__file__).parent.parent / "captures"
MONITOR = b"GMBU\0\2\1\0" + bytes(200)


@pytest.mark.parametrize(("head", "name"), [
    (MONITOR, "Microsoft Network Monitor capture"),
    (b"snoop\0\0\0\0\0\0\2\0\0\0\4", "snoop capture"),
    (b"+---------+---------------+----------+\r\n17:19:08,100,240   ETHER\r\n", "K12 capture"),
    (b'{"constants":{"activeFieldTrialGroups":[],"addressFamily":{"ADDRESS_FAMILY_IPV4":1}', "net-log of Chromium"),
    (b'{"constants": {"certStatusFlag": {"AUTHORITY_INVALID": 4}}, "events": [', "net-log of Chromium"),
])
def test_they_are_named(head: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "les"
    path.write_bytes(head)
    with pytest.raises(InputError, match=name) as raised:
        sniff(path)
    assert raised.value.detail.startswith(name + ": ")
    assert find_captures([tmp_path]) == [path]


@pytest.mark.parametrize("head", [
    b"", b"GMB", b"snoopy", b"TRSNIFF", b"\xaa" * 40, b'{"constants": {"pi": 3.14}}', b'{"constants": 3}',
    b'{"log": {"version": "1.2", "entries": []}}', b'{"constants":{' + b'"' * 60_000,
])
def test_other_files_are_none(head: bytes) -> None:
    assert foreign(head) is None


def test_in_a_directory_they_stand_in_the_coverage(tmp_path: Path) -> None:
    (tmp_path / "les.cap").write_bytes(MONITOR)
    shutil.copy(CAPTURES / "har" / "insomnia.har", tmp_path / "b.har")
    result = CliRunner().invoke(cli, ["inspect", "--json", str(tmp_path)])
    last = json.loads(result.stdout.splitlines()[-1])
    notes = [note for note in last["notes"] if note["gap"] == "file.unreadable"]
    assert [(note["bytes"], note["detail"].partition(":")[0]) for note in notes] == [
        (len(MONITOR), "Microsoft Network Monitor capture")]
    assert last["exchanges"] > 0 and result.exit_code == 0


@pytest.mark.tshark
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["netmon2", "snoop", "5views", "k12text", "nettl", "ngwsniffer_2_0", "visual"])
def test_what_another_program_writes(kind: str, tmp_path: Path) -> None:
    editcap = shutil.which("editcap")
    if editcap is None:
        pytest.skip("editcap is not installed")
    source = CAPTURES / "pcap" / "gen-h1-plain-vlan-be.pcap"
    path = tmp_path / "a"
    subprocess.run([editcap, "-F", kind, "-r", str(source), str(path), "1-5"], check=True)
    with pytest.raises(InputError, match="Wireshark"):
        next(read_capture(path, "a", lambda note: None))
