"""A release from red to green and back, on the recorded sessions: baseline, scan with it, and diff, as a user types."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from scanner.cli.root import cli
from scanner.errors import UsageError

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
WITH = ["--policy", FIXTURES / "policy.yaml", "--subjects", FIXTURES / "subjects.yaml", "--quiet"]


def run(*arguments: str | Path, code: int = 0) -> Result:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of both recordings of the leaking session and of the lean one, the latter under another key."""
    here = tmp_path_factory.mktemp("scans")
    for name, variant, kind, key in (("old", "leaking", "har", "k1"), ("same", "leaking", "mitm", "k2"),
                                     ("lean", "lean", "har", "k1")):
        capture = here / f"{name}-renamed.{kind}"
        shutil.copy(FIXTURES / variant / f"session.{kind}", capture)
        run("scan", capture, *WITH, "--key-file", here / key, "--output", f"json={here / name}.json")
    run("baseline", here / "old.json", "-o", here / "b.yaml", "--reason", "release 6", "--owner", "J. Beheer")
    return here


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def test_two_recordings_under_two_keys_give_the_same_findings(folder: Path) -> None:
    def ids(name: str) -> dict[str, str]:
        return {f["id"]: f["fingerprint"] for f in load(folder / f"{name}.json")["findings"]}

    old, same = ids("old"), ids("same")
    # The HAR lacks the bytes of uploads, so it shows a little less; what it shows has the same names.
    assert {name for name in old if not name.startswith("COV-")} <= same.keys()
    assert all(old[name] == same[name] for name in old.keys() & same.keys())
    run("diff", folder / "old.json", folder / "same.json", "--quiet", "-o", f"json={folder / 'd.json'}")
    difference = load(folder / "d.json")
    assert difference["findings"]["gone"] == difference["findings"]["unseen"] == []
    assert any("sleutel" in text["nl"] for text in difference["remarks"])


def test_the_baseline_makes_the_same_release_pass_and_hides_nothing(folder: Path) -> None:
    text = (folder / "b.yaml").read_text(encoding="utf-8")
    baseline = yaml.safe_load(text)
    out = folder / "again.json"
    arguments = ("scan", FIXTURES / "leaking" / "session.har", *WITH, "--key-file", folder / "k1",
                 "--baseline", folder / "b.yaml", "--output", f"json={out}")
    # What nothing can cover keeps failing; without these rules the release passes.
    run(*arguments, "--fail-on", "info", code=1)
    document = load(out)
    states = {f["rule"]: f["baseline"]["state"] for f in document["findings"] if "baseline" in f}
    counting = [f for f in document["findings"] if f.get("baseline", {}).get("state") not in {"accepted", None}]
    assert {f["rule"] for f in counting} == {"IDN-001", "IDN-004", "SEC-001", "SES-002"} & states.keys()
    assert {f["baseline"]["state"] for f in counting} == {"known"}
    assert len(document["findings"]) == len(load(folder / "old.json")["findings"])
    assert document["scan"]["baseline"]["states"]["accepted"] == len(baseline["accepted"])
    assert not document["scan"]["baseline"]["gone"]
    assert not [f for f in document["findings"] if f["rule"] == "POL-004"], "the same release is no drift"
    lacking = [party for party in baseline["seen"]["recipients"] if "cookie.no-secure" in party["lacks"]]
    assert [party["id"] for party in lacking] == ["rekenbaas"], "and what it lacks is known"
    raised = folder / "lower.yaml"
    raised.write_text(text.replace("severity: hoog", "severity: midden"), encoding="utf-8")
    run(*arguments[:-3], raised, "--output", f"json={out}", "--fail-on", "hoog", code=1)
    assert any(f["baseline"]["state"] == "changed" for f in load(out)["findings"] if "baseline" in f)


def test_an_expired_entry_counts_again_and_is_told(folder: Path) -> None:
    text = (folder / "b.yaml").read_text(encoding="utf-8")
    day = yaml.safe_load(text)["accepted"][0]["accepted_on"]
    expired = folder / "expired.yaml"
    first = yaml.safe_load(text)["accepted"][0]
    expired.write_text(text.replace(f'accepted_on: "{day}"', 'accepted_on: "2026-01-01"')
                       .replace(f'expires: "{first["expires"]}"', 'expires: "2026-06-30"'), encoding="utf-8")
    done = run("scan", FIXTURES / "leaking" / "session.har", *WITH[:-1], "--key-file", folder / "k1", "--baseline",
               expired, "--fail-on", "midden", code=1)
    assert "Verlopen, telt weer mee" in done.output


def test_diff_of_a_mended_release(folder: Path) -> None:
    done = run("diff", folder / "old.json", folder / "lean.json", "--fail-on", "laag")
    assert "Verdwenen: " in done.output
    assert "Niet gezien: " in done.output
    assert "eindpunt niet benaderd" in done.output
    assert "host niet benaderd" in done.output
    back = run("diff", folder / "lean.json", folder / "old.json", "--fail-on", "hoog", "--lang", "en", code=1)
    assert "New: " in back.output
    assert "New: 0" not in back.output


def test_all_formats_of_diff(folder: Path) -> None:
    names = ("json", "markdown", "html", "pdf", "docx", "xlsx", "csv", "csv-coverage", "junit", "sarif", "parquet",
             "gitlab", "text")
    outputs = [part for name in names for part in ("-o", f"{name}={folder / name}")]
    run("diff", folder / "old.json", folder / "lean.json", "--quiet", *outputs)
    assert all((folder / name).stat().st_size > 300 for name in names)


def test_a_baseline_of_chosen_findings(folder: Path) -> None:
    out = folder / "some.yaml"
    run("baseline", folder / "old.json", "-o", out, "--reason", "r", "--owner", "o", "--only", "MIN-003",
        "--expires", "2026-12-31")
    data = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert {entry["rule"] for entry in data["accepted"]} == {"MIN-003"}
    assert data["known"]


@pytest.mark.parametrize(("arguments", "says"), [
    (("baseline", "old.json", "-o", "x.yaml", "--reason", "r", "--owner", "o", "--only", "XYZ-001"), "no such finding"),
    (("baseline", "old.json", "-o", "x.yaml", "--reason", "r", "--owner", "o", "--expires", "morgen"), "is no date"),
    (("baseline", "old.json", "-o", "x.yaml", "--reason", "r", "--owner", "o", "--expires", "2031-01-01"),
     "within 12 months"),
    (("baseline", "old.json", "-o", "x.yaml", "--reason", " ", "--owner", "o"), "cannot be empty"),
    (("baseline", "old.json", "-o", "nofolder/x.yaml", "--reason", "r", "--owner", "o"), "cannot be written"),
    (("baseline", "none.json", "-o", "x.yaml", "--reason", "r", "--owner", "o"), "cannot be read"),
    (("diff", "old.json", "b.yaml"), "is no JSON"),
    (("diff", "old.json", "lean.json", "-o", "dpv=x"), "known are: json, markdown, html, pdf, docx, xlsx, csv"),
    (("diff", "old.json", "lean.json", "--fail-on", "erg"), "--fail-on"),
    (("scan", "old-renamed.har", "--baseline", "none.yaml"), "no such file"),
    (("scan", "old-renamed.har", "--baseline", "old.json"), "old.json"),
])
def test_errors_of_use(arguments: tuple[str, ...], says: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(UsageError, match=says):
        CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def test_settings_of_baseline_and_diff_come_from_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    settings = folder / "leerlek.toml"
    settings.write_text('owner = "Uit het bestand"\nfail-on = "hoog"\nbaseline = "b.yaml"\n', encoding="utf-8")
    try:
        run("baseline", "old.json", "-o", "own.yaml", "--reason", "r")
        assert "Uit het bestand" in (folder / "own.yaml").read_text(encoding="utf-8")
        run("baseline", "old.json", "-o", "own.yaml", "--reason", "r", "--owner", "Van de opdracht")
        assert "Van de opdracht" in (folder / "own.yaml").read_text(encoding="utf-8")
        monkeypatch.setenv("LEERLEK_BASELINE_OWNER", "Uit de omgeving")
        run("baseline", "old.json", "-o", "own.yaml", "--reason", "r")
        assert "Uit de omgeving" in (folder / "own.yaml").read_text(encoding="utf-8")
        run("diff", "lean.json", "old.json", "--quiet", code=1)
        run("diff", "lean.json", "old.json", "--quiet", "--fail-on", "kritiek", code=1)
        run("diff", "old.json", "lean.json", "--quiet")
        run("scan", FIXTURES / "lean" / "session.har", *WITH, "--output", "json=own.json")
        assert load(folder / "own.json")["scan"]["baseline"]["name"] == "b.yaml"
    finally:
        settings.unlink()


def test_what_a_scan_looked_at_is_in_its_result(folder: Path) -> None:
    coverage = load(folder / "lean.json")["coverage"]
    assert coverage["endpoints_complete"] is True
    by_host = {row["host"]: row["endpoints"] for row in coverage["endpoints"]}
    assert "GET /v2/ik" in by_host["api.rekenbaas.example"]
    assert {row["host"] for row in coverage["hosts"] if row["exchanges"]} == set(by_host)
