"""How far a capture has been read: from nothing to all of it, never back, for every kind of reader."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from scanner.capture import position, read_capture

LEAKING = Path(__file__).parents[2] / "fixtures" / "leaking"


def shares(path: Path) -> list[float]:
    found = []
    for _ in read_capture(path, "capture", lambda note: None):
        found.append(position.share())
    return found


@pytest.mark.parametrize("kind", ["har", "mitm", "pcapng"])
def test_the_share_grows(kind: str, tmp_path: Path) -> None:
    path = LEAKING / f"session.{kind}"
    if kind == "har":  # it is read in blocks
        har = json.loads(path.read_bytes())
        har["log"]["entries"] *= 15
        path = tmp_path / "long.har"
        path.write_text(json.dumps(har), encoding="utf-8")
    found = shares(path)
    assert len(found) > 20
    assert all(0.0 <= share <= 1.0 for share in found)
    assert found == sorted(found)
    assert found[-1] > 0.5
    assert found[0] < found[-1]


def test_of_a_compressed_capture_the_file_counts(tmp_path: Path) -> None:
    packed = tmp_path / "session.har.gz"
    packed.write_bytes(gzip.compress((LEAKING / "session.har").read_bytes()))
    found = shares(packed)
    assert found == sorted(found)
    assert 0.5 < found[-1] <= 1.0


def test_what_a_reader_says_stays_within_bounds() -> None:
    position.say(7.0)
    assert position.share() == 1.0
    position.say(-1.0)
    assert position.share() == 0.0
