"""The Python interface: typed results that say what the document says."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, timedelta
from pathlib import Path

import builders
import pytest

import scanner
from scanner import InputError, Result, UsageError, load, scan

ROOT = Path(__file__).parents[2]
HAR = ROOT / "fixtures" / "lean" / "session.har"


@pytest.fixture(scope="module")
def result() -> Result:
    return Result(builders.sample_document())


def test_every_public_name_is_there() -> None:
    for name in scanner.__all__:
        assert getattr(scanner, name) is not None
    with pytest.raises(AttributeError):
        _ = scanner.nothing  # type: ignore[attr-defined]


def test_the_members_are_those_of_the_document(result: Result) -> None:
    document = result.document
    assert [each.id for each in result.findings] == [row["id"] for row in document["findings"]]
    assert [each.id for each in result.detections] == [row["id"] for row in document["detections"]]
    assert len(result.recipients) == len(document["recipients"])
    assert sum(each.count for each in result.flows) == sum(row["count"] for row in document["flows"])
    assert result.coverage.verdict == document["coverage"]["gate"]["verdict"]
    assert result.coverage.body_bytes == document["coverage"]["totals"]["body_bytes"]
    assert {each.code for each in result.coverage.gaps} == {row["gap"] for row in document["coverage"]["notes"]}
    assert [each.sha256 for each in result.captures] == [row["sha256"] for row in document["scan"]["inputs"]]
    first, row = result.findings[0], document["findings"][0]
    assert first.words("nl").title == row["texts"]["nl"]["title"] == first.nl.title
    assert first.words("en").why == row["texts"]["en"]["why"]
    assert {each.id for each in result.detections_of(first)} <= set(first.occurrences)
    assert result.finding(first.id) is first
    with pytest.raises(KeyError):
        result.finding("nothing")


def test_times_are_aware_and_parts_frozen(result: Result) -> None:
    moment = result.detections[0].time
    assert moment is not None
    assert moment.utcoffset() == timedelta(0)
    assert moment.astimezone(UTC) == moment
    with pytest.raises(FrozenInstanceError):
        result.findings[0].severity = "info"  # type: ignore[misc]


def test_failing_is_what_the_command_would_fail_on() -> None:
    document = builders.sample_document()
    worst = document["findings"][0]["severity"]
    result = Result(document)
    assert result.findings[0] in result.failing(worst)
    assert {each.severity for each in result.failing("hoog")} <= {"hoog", "kritiek"}
    accepted = json.loads(json.dumps(document))
    accepted["findings"][0]["baseline"] = {"state": "accepted", "reason": "x", "owner": "x",
                                           "accepted_on": "2026-01-01", "expires": "2026-12-31"}
    assert not Result(accepted).findings[0].counts
    assert Result(accepted).findings[0] not in Result(accepted).failing("info")


def test_frames(result: Result) -> None:
    frames = result.to_pandas()
    assert list(frames.findings["id"]) == [each.id for each in result.findings]
    assert frames.findings["severity"].cat.ordered
    assert (frames.findings["severity"] >= "info").all()
    assert str(frames.detections["time"].dtype).endswith("UTC]")
    assert int(frames.matrix.to_numpy().sum()) == sum(each.count for each in result.flows)
    assert frames.matrix.columns.names == ["category", "about"]
    assert set(frames.matrix.index) == {each.recipient for each in result.flows}
    assert {each.name for each in fields(scanner.Flow)} == set(frames.flows.columns)


@pytest.mark.parametrize("make", [builders.empty_document, builders.quiet_document])
def test_results_without_findings_have_all_their_columns(make: object) -> None:
    frames = Result(make()).to_pandas()  # type: ignore[operator]
    assert {"id", "severity", "title", "first_seen"} <= set(frames.findings.columns)
    assert {"category", "masked", "time"} <= set(frames.detections.columns)
    assert frames.matrix.size >= 0


def test_a_result_is_saved_loaded_and_rendered(result: Result, tmp_path: Path) -> None:
    path = tmp_path / "scan.json"
    result.save(path)
    again = load(str(path))
    assert again.id == load(path).id
    assert again.render("csv", "en").startswith(b"\xef\xbb\xbf")
    assert repr(again).startswith("<Result LL-")
    with pytest.raises(UsageError, match="unknown format"):
        again.render("tex")
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "nowhere.json")


def test_scan_takes_texts_and_paths_one_and_several(tmp_path: Path) -> None:
    key = tmp_path / "key"
    counts: list[int] = []
    one = scan(str(HAR), key_file=str(key), progress=lambda _, count, share: counts.append(count), lang="en")
    several = scan([HAR], key_file=key, lang="en")
    assert one == several
    assert counts[-1] == one.captures[0].exchanges
    assert one.document["scan"]["settings"]["lang"] == "en"


def test_mistakes_are_the_exceptions_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        scan(tmp_path / "nowhere.har")
    broken = tmp_path / "broken.har"
    broken.write_text("{", encoding="ascii")
    with pytest.raises(InputError):
        scan(broken, key_file=tmp_path / "key")


def test_pandas_is_loaded_for_frames_alone() -> None:
    probe = ("import sys, scanner\nbefore = set(sys.modules)\n"
             f"r = scanner.scan({str(HAR)!r})\n"
             "print('pandas' in sys.modules, 'click' in sys.modules)\nr.to_pandas()\nprint('pandas' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
