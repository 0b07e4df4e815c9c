"""Raw exchanges that are kept: opened by the key or passphrase alone, each once, whatever was killed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.capture import read_capture
from scanner.cli.kept import command
from scanner.detect import Key
from scanner.errors import UsageError
from scanner.live import keeping
from scanner.live.keeping import VARIABLE, Keep, Keeper, asked_to_keep, exchanges, sealed_by, variable
from scanner.live.retention import FOLDER, kept, look_at_clock, remember
from scanner.model import Body, Exchange

KEY = Key(b"k" * 32, "file")
OTHER = Key(b"o" * 32, "file")
EXCHANGES = [Exchange(f"flow-{n}", "live", "http/1.1", "POST", "https", "leer.example", 443, f"/klas/{n}", 200, 1.0 + n,
                      request_body=Body(b'{"naam": "Quirinus Pluimgraaf"}', 31)) for n in range(5)]


def ids(results: Path, key: Key = KEY, passphrase: str = "") -> list[str]:
    return [each.id for each in exchanges(results, key, passphrase)]


def test_what_was_put_comes_out_and_nobody_else_reads_it(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, Keep(3600), KEY)
    for each in EXCHANGES:
        keeper.put(each)
    keeper.close()
    assert list(exchanges(tmp_path, KEY)) == EXCHANGES
    assert b"Pluimgraaf" not in b"".join(path.read_bytes() for path in (tmp_path / FOLDER).iterdir())
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / FOLDER).glob("*.llk"))
    with pytest.raises(UsageError, match="another key"):
        ids(tmp_path, OTHER)


def test_a_killed_scanner_costs_and_doubles_nothing(tmp_path: Path) -> None:
    first = Keeper(tmp_path, Keep(3600), KEY)
    for each in EXCHANGES[:3]:
        first.put(each)
    second = Keeper(tmp_path, Keep(3600), KEY)  # the first was killed before its journal knew of the third
    for each in EXCHANGES[2:]:
        second.put(each)
    assert ids(tmp_path) == [each.id for each in EXCHANGES]


def test_every_hour_has_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_800_000_000.0]
    monkeypatch.setattr(keeping.time, "time", lambda: now[0])
    monkeypatch.setattr(keeping.time, "time_ns", lambda: int(now[0] * 1e9))
    keeper = Keeper(tmp_path, Keep(3600), KEY)
    for each in EXCHANGES:
        keeper.put(each)
        now[0] += 1800
    keeper.close()
    assert len(list((tmp_path / FOLDER).glob("*.llk"))) == 3
    assert ids(tmp_path) == [each.id for each in EXCHANGES]


def test_a_passphrase_opens_it_and_the_key_does_not(tmp_path: Path) -> None:
    keep = sealed_by(tmp_path, "correct paard batterij", "14d")
    assert keep.seconds == 14 * 86_400
    keeper = Keeper(tmp_path, keep, KEY)
    keeper.put(EXCHANGES[0])
    keeper.close()
    assert ids(tmp_path, KEY, "correct paard batterij") == ["flow-0"]
    with pytest.raises(UsageError, match="give it with --passphrase"):
        ids(tmp_path)
    with pytest.raises(UsageError, match="another key or passphrase"):
        ids(tmp_path, KEY, "fout paard")
    again = sealed_by(tmp_path, "correct paard batterij", "14d")
    assert again == keep, "who goes on with the folder seals as before"
    with pytest.raises(UsageError, match="another passphrase or with the key file"):
        Keeper(tmp_path, Keep(3600), KEY)


def test_the_processes_of_a_session_share_the_key_of_the_passphrase(tmp_path: Path) -> None:
    keep = sealed_by(tmp_path, "geheim", "12h")
    assert asked_to_keep("12h", {VARIABLE: variable(keep)}) == keep
    assert asked_to_keep("12h", {}) == Keep(43_200)
    assert asked_to_keep("", {VARIABLE: variable(keep)}) is None
    with pytest.raises(UsageError, match="such as 12h"):
        asked_to_keep("lang", {})


def test_a_full_disk_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper(tmp_path, Keep(3600), KEY)
    keeper.put(EXCHANGES[0])

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keeping.SealedWriter, "append", full)
        keeper.put(EXCHANGES[1])
    keeper.put(EXCHANGES[2])
    keeper.close()
    assert keeper.failed == 1
    assert ids(tmp_path) == ["flow-0", "flow-2"]


def test_nothing_kept_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no traffic is kept there"):
        ids(tmp_path)


def test_what_is_too_old_goes_while_the_proxy_runs(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path, Keep(3600), KEY)
    keeper.put(replace(EXCHANGES[0]))
    keeper.close()
    path, = (tmp_path / FOLDER).glob("*.llk")
    now = path.stat().st_mtime
    assert keeper.tick(now + 3500) == 0
    assert path.exists()
    assert keeper.tick(now + 3510) == 0
    assert keeper.tick(now + 3601) == 1, "which is told"
    assert not path.exists()


@pytest.mark.parametrize("how", ["its own clock", "another start of leerlek", "the user"])
def test_what_comes_after_all_was_deleted_is_kept(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that saw no traffic for as long as it keeps any, and then some."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    memory = tmp_path / "config" / "leerlek" / "kept"
    results = tmp_path / "les"
    keeper = Keeper(results, Keep(3600), KEY)
    remember(results, memory)
    keeper.put(EXCHANGES[0])
    path, = (results / FOLDER).glob("*.llk")
    later = path.stat().st_mtime + 3601
    if how == "its own clock":
        assert keeper.tick(later) == 1
    elif how == "another start of leerlek":
        assert look_at_clock(later, memory) == [(results, 1)]
    else:
        assert CliRunner().invoke(command, ["forget", str(results)]).exit_code == 0
    for each in EXCHANGES[1:]:
        keeper.put(each)
    keeper.close()
    assert (keeper.failed, ids(results)) == (0, [each.id for each in EXCHANGES[1:]])
    assert kept(memory) == [results], "the clock is looked at for it"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of pyparsing, when mitmproxy is imported
def test_kept_traffic_opens_as_a_dump_that_scans(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "les", Keep(3600), KEY)
    for each in EXCHANGES:
        keeper.put(each)
    keeper.close()
    key_file = tmp_path / "key"
    key_file.write_text(KEY.bytes.hex(), encoding="ascii")
    out = tmp_path / "les.flows"
    runner = CliRunner(env={"XDG_CONFIG_HOME": str(tmp_path / "config")})
    done = runner.invoke(command, ["open", str(tmp_path / "les"), "-o", str(out), "--key-file", str(key_file)])
    assert done.exit_code == 0, done.output
    assert out.stat().st_mode & 0o077 == 0
    read = list(read_capture(out, "les", lambda _: None))
    assert [(each.target, each.request_body.data) for each in read] == [
        (each.target, each.request_body.data) for each in EXCHANGES]
    again = runner.invoke(command, ["open", str(tmp_path / "les"), "-o", str(out), "--key-file", str(key_file)])
    assert isinstance(again.exception, UsageError), "it writes over nothing"
    forgotten = runner.invoke(command, ["forget", str(tmp_path / "les")])
    assert forgotten.exit_code == 0 and "verwijderd" in forgotten.output
    assert not (tmp_path / "les" / FOLDER).exists()


def test_listing_tells_until_when(tmp_path: Path) -> None:
    memory = tmp_path / "config" / "leerlek" / "kept"
    keeper = Keeper(tmp_path / "les", Keep(3600), KEY)
    keeper.put(EXCHANGES[0])
    keeper.close()
    remember(tmp_path / "les", memory)
    remember(tmp_path / "weg", memory)
    done = CliRunner(env={"XDG_CONFIG_HOME": str(tmp_path / "config")}).invoke(command, ["list"])
    line, = done.stdout.splitlines()
    assert line.startswith(f"{tmp_path / 'les'}  tot ")


def test_a_list_of_nothing_says_so(tmp_path: Path) -> None:
    done = CliRunner(env={"XDG_CONFIG_HOME": str(tmp_path)}).invoke(command, ["list", "--lang", "en"])
    assert (done.stdout, done.stderr) == ("", "No traffic is kept.\n")
