"""Hosts that stand for others: which exchange is renamed, what stays, and that the result says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from har_builders import entry, har

from scanner.cli.root import cli
from scanner.errors import UsageError
from scanner.model import Exchange, Gap, Note
from scanner.standins import StandIns, is_loopback

PLAIN = Exchange("e", "c", "HTTP/1.1", "GET", "http", "127.0.0.1", 8000, "/", 200, 1.0)
GIVEN = StandIns.of(["127.0.0.1:8000=api.rekenen.example", " LOCALHOST = www.rekenen.example ", "[::1]:9=v6.example"])


@pytest.mark.parametrize(("exchange", "expected"), [
    (PLAIN, ("https", "api.rekenen.example", 443)),
    (replace(PLAIN, port=8001), ("http", "127.0.0.1", 8001)),
    (replace(PLAIN, host="Localhost", port=1, scheme="ws"), ("wss", "www.rekenen.example", 443)),
    (replace(PLAIN, host="::1", port=9), ("https", "v6.example", 443)),
    (replace(PLAIN, host="api.example"), ("http", "api.example", 8000)),
])
def test_which_exchange_is_renamed(exchange: Exchange, expected: tuple[str, str, int]) -> None:
    renamed = GIVEN.rename(exchange)
    assert (renamed.scheme, renamed.host, renamed.port) == expected
    assert renamed.target == exchange.target


def test_what_stays_on_this_machine_is_not_in_the_clear_when_asked() -> None:
    local = StandIns.of([], loopback=True)
    assert local.rename(PLAIN) == replace(PLAIN, scheme="https")
    assert local.rename(replace(PLAIN, host="api.example")).scheme == "http"
    assert StandIns.of([]).rename(PLAIN) is PLAIN


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "app.localhost", "testserver", "test"])
def test_hosts_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.example", "test.example", "mytestserver", ""])
def test_hosts_elsewhere(host: str) -> None:
    assert not is_loopback(host)


def test_notes_of_a_reader_are_renamed_where_it_is_certain() -> None:
    told: list[Note] = []
    sink = StandIns.of(["127.0.0.1:1=a.example", "127.0.0.2:1=b.example", "127.0.0.2:2=c.example"]).noting(told.append)
    for host in ("127.0.0.1", "127.0.0.2", "x.example"):
        sink(Note(Gap.BODY_MISSING, "c", host))
    assert [note.host for note in told] == ["a.example", "127.0.0.2", "x.example"]


@pytest.mark.parametrize("line", ["", "a", "=b.example", "a=", "http://a=b.example", "a=b/c", "a:x=b", "a b=c"])
def test_another_line_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match=r"HOST\[:PORT\]=HOST"):
        StandIns.of([line])


def test_the_result_says_what_was_renamed(tmp_path: Path) -> None:
    capture = har(tmp_path / "les.har", [entry("http://127.0.0.1:8000/v2/x", method="POST", post={"bsn": "999990019"})])
    done = CliRunner().invoke(cli, ["scan", str(capture), "--quiet", "--host", "127.0.0.1:8000=api.rekenen.example",
                                    "--key-file", str(tmp_path / "key"), "-o", f"json={tmp_path / 'r.json'}"])
    assert done.exit_code == 0, done.output
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert document["scan"]["settings"]["hosts"] == ["127.0.0.1:8000=api.rekenen.example"]
    assert {account["host"] for account in document["coverage"]["hosts"]} == {"api.rekenen.example"}
    assert {f["rule"] for f in document["findings"]} >= {"IDN-001"}
    assert "SEC-001" not in {f["rule"] for f in document["findings"]}
    assert CliRunner().invoke(cli, ["report", str(tmp_path / "r.json")]).exit_code == 0, "the schema knows it"
