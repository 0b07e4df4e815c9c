"""The plainest command takes a shorter way to the same lines; whatever is less plain takes the usual one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.cli import main, quick
from scanner.cli.root import cli

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "captures" / "pcap"


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without settings, a user without any, and no variable that is one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for name in [name for name in os.environ if "LEERLEK" in name]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(("arguments", "captures", "keylog"), [
    (["inspect", "--json", "a.pcap"], ["a.pcap"], None),
    (["inspect", "a.pcap", "b.har", "--json"], ["a.pcap", "b.har"], None),
    (["inspect", "--json", "--keylog", "keys", "a.pcap"], ["a.pcap"], "keys"),
    (["inspect", "a.pcap", "--keylog", "k1", "--keylog", "k2", "--json"], ["a.pcap"], "k2"),  # the last, as with click
])
def test_what_is_plain(arguments: list[str], captures: list[str], keylog: str | None) -> None:
    assert quick.plain(arguments) == quick.Plain(captures, keylog)


@pytest.mark.parametrize("arguments", [
    [], ["inspect"], ["inspect", "a.pcap"],  # the table for people
    ["inspect", "--json"],  # no capture: a mistake that the usual way tells
    ["scan", "--json", "a.pcap"], ["--config", "x", "inspect", "--json", "a.pcap"],
    ["inspect", "--json", "-"], ["inspect", "--json", "--", "-a.pcap"], ["inspect", "--json", "--help"],
    ["inspect", "--json", "--keylog=keys", "a.pcap"], ["inspect", "--json", "a.pcap", "--keylog"],
    ["inspect", "--jsn", "a.pcap"],
], ids=" ".join)
def test_what_takes_the_usual_way(arguments: list[str]) -> None:
    assert quick.plain(arguments) is None


@pytest.mark.parametrize("name", ["leerlek.toml", "pyproject.toml", "settings/leerlek/kept"])
def test_a_setting_is_left_to_the_usual_way(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("")
    assert quick.plain(["inspect", "--json", "a.pcap"]) is None


@pytest.mark.parametrize("name", ["LEERLEK_INSPECT_KEYLOG", "_LEERLEK_COMPLETE"])
def test_so_is_a_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "x")
    assert quick.plain(["inspect", "--json", "a.pcap"]) is None


@pytest.mark.parametrize("captures", [1, 3])
def test_both_ways_give_the_same(captures: int, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    paths = [str(path) for path in sorted(CORPUS.glob("*.pcap"))[:captures]]
    assert len(paths) == captures
    with pytest.raises(SystemExit) as end:
        main(["inspect", "--json", *paths])
    short = capfdbinary.readouterr()
    cli.main(["inspect", "--json", *paths], standalone_mode=False)
    assert capfdbinary.readouterr() == short
    assert not end.value.code and short.out.count(b"\n") > 1


def test_mistakes_are_told_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["inspect", "--json", "nowhere.pcap"])
    assert end.value.code == 2 and capsys.readouterr().err.startswith("leerlek: nowhere.pcap: no such file")


def test_click_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text('{"log": {"entries": []}}')
    program = ("import sys; from scanner.cli import main; sys.argv = ['leerlek', 'inspect', '--json', 'a.har']\n"
               "try: main(['inspect', '--json', 'a.har'])\nfinally: print('click' in sys.modules, file=sys.stderr)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stderr.strip() == "False" and '"kind":"coverage"' in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_has_seen_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.cli import listing

    def broken(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(listing, "list_captures", broken)
    with (Path("out").open("wb") as file, pytest.raises(SystemExit) as end):
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file))
        quick.run(quick.Plain(["a.pcap"], None))
    assert end.value.code == 1
