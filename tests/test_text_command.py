"""``leerlek text``: lines, offsets, and both forms of its output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scanner.cli.root import cli


def detections(data: bytes, tmp_path: Path) -> list[list[dict[str, Any]]]:
    (tmp_path / "in.txt").write_bytes(data)
    arguments = ["text", "--json", "--ner", "off", "--key-file", str(tmp_path / "key"), str(tmp_path / "in.txt")]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(list(row) == ["detections"] for row in rows)
    return [row["detections"] for row in rows]


@pytest.mark.parametrize(("data", "places"), [
    (b"", []), (b"\n", [[]]), (b"niets", [[]]), (b"niets\n", [[]]), (b"\n\n", [[], []]),
    (b"bsn 999990019", [[(4, 13)]]), (b"bsn 999990019\n", [[(4, 13)]]), (b"bsn 999990019\r\n", [[(4, 13)]]),
    (b"a\r\n\r\nbsn 999990019\r\n", [[], [], [(4, 13)]]), (b"a\n\nbsn 999990019", [[], [], [(4, 13)]]),
    ("\U0001f469\u200d\U0001f467 bsn 999990019\n".encode(), [[(8, 17)]]),
    ("na\u2028bsn 999990019\x0c\x85x\n".encode(), [[(7, 16)]]), (b"oud\rbsn 999990019", [[(8, 17)]]),
    (b"\xff bsn 999990019\n\xc3\nx", [[(6, 15)], [], []]),
])  # fmt: skip
def test_one_object_for_each_line(data: bytes, places: list[list[tuple[int, int]]], tmp_path: Path) -> None:
    assert [[(each["start"], each["end"]) for each in line] for line in detections(data, tmp_path)] == places


def test_what_an_object_holds(tmp_path: Path) -> None:
    (found,), _ = detections(b"bsn 999990019\n\n", tmp_path)
    assert found == {"category": "id.bsn", "start": 4, "end": 13, "confidence": 0.9, "recognizer": "nl_bsn"}


def test_a_huge_line(tmp_path: Path) -> None:
    filler = "rekenen en taal, " * 60_000
    data = f"{filler}bsn 999990019\nbsn 999990019\n".encode()
    first, second = detections(data, tmp_path)
    assert [each["start"] for each in first] == [len(filler) + 4]
    assert [each["start"] for each in second] == [4]


def test_many_lines_across_blocks(tmp_path: Path) -> None:
    lines = ["é" * (n % 50) + " bsn 999990019" for n in range(5_000)]
    found = detections("\n".join(lines).encode(), tmp_path)
    assert [line[0]["start"] for line in found] == [n % 50 + 5 for n in range(5_000)]


def test_an_answer_comes_before_the_next_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scanner", "text", "--json", "--ner", "off", "--key-file", str(tmp_path / "key")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(b"bsn 999990019\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["detections"][0]["end"] == 13
        process.stdin.close()
        assert process.stdout.read() == b""
    assert process.returncode == 0
