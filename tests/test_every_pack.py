"""Every pack from the command line, on the session that the fixture script recorded with real software.

One scan of each variant; the leaking one must break at least one rule of each of the twelve packs where the leak was
planted, the lean one none above info. The tests of the packs go through their rules one by one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import command_line
import pytest

from scanner.judge.loading import PACKS

FIXTURES = Path(__file__).parent.parent / "fixtures"


def scanned(variant: str, folder: Path) -> list[dict[str, Any]]:
    """The findings of ``leerlek scan``, as a user calls it."""
    done = command_line.run(
        "scan", FIXTURES / variant / "session.mitm", "--policy", FIXTURES / "policy.yaml",
        "--subjects", FIXTURES / "subjects.yaml", "--key-file", folder / "key",
        "--output", f"json={folder / variant}.json", "--quiet")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads((folder / f"{variant}.json").read_text("utf-8"))["findings"]
    return found


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return scanned("leaking", tmp_path_factory.mktemp("leaking"))


EXPECTED = [
    ("min", "MIN-001", "api.rekenbaas.example", "GET /v2/ik"),
    ("idn", "IDN-004", "api.rekenbaas.example", "GET /v2/voortgang"),
    ("spc", "SPC-001", "api.rekenbaas.example", "GET /v2/leerlingen/{id.account}/dossier"),
    ("lnk", "LNK-006", "stats.meetbaken.example", "POST /app/collect"),
    ("tpt", "TPT-001", "stats.meetbaken.example", ""),
    ("sec", "SEC-001", "www.rekenbaas.example", "GET /gastles"),
    ("ses", "SES-002", "api.rekenbaas.example", "GET /v1/inloggen"),
    ("kid", "KID-001", "stats.meetbaken.example", "POST /app/collect"),
    ("ret", "RET-001", "api.rekenbaas.example", "GET /v2/ik"),
    ("tra", "TRA-001", "api.rekenbaas.example", "POST /v2/bestanden"),
    ("pol", "POL-001", "crash.example", ""),
    ("cov", "COV-004", "", ""),
]
"""Pack, rule, host and endpoint of a planted leak; empty where the finding is about more than one."""


@pytest.mark.parametrize(("pack", "rule", "host", "endpoint"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_the_recorded_leak_is_reported(leaking: list[dict[str, Any]], pack: str, rule: str, host: str,
                                       endpoint: str) -> None:
    assert [f for f in leaking if rule in (f["rule"], *f["also"]) and (not host or f["host"] == host)
            and (not endpoint or f["endpoint"] == endpoint)], pack


def test_there_is_one_for_each_pack() -> None:
    assert {case[0] for case in EXPECTED} == set(PACKS)


def test_the_lean_session_gives_nothing_above_info(tmp_path: Path) -> None:
    assert [(f["rule"], f["endpoint"]) for f in scanned("lean", tmp_path) if f["severity"] != "info"] == []
