"""The commands in mitmproxy: known with their types and help, and doing what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from mitmproxy import exceptions
from mitmproxy_parts import View, taddons, tflow

from scanner.live import commands
from scanner.live.addon import Leerlek
from scanner.live.control import Command
from scanner.live.shown import FINDINGS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what mitmproxy parses commands with
BSN = {"rule": "IDN-001", "title": "BSN hier", "severity": 4, "status": "open", "category": "id.bsn",
       "direction": "request", "part": "body", "pointer": "/bsn", "masked": "*********"}
NAMES = ("findings", "flows", "mark", "pause", "report", "resume", "start", "status")


class Scan:
    """Stands for the addon that scans; says what it was asked."""

    def __init__(self) -> None:
        self.is_running, self.may_start = True, False
        self.asked: list[object] = []

    def status(self) -> str:
        return "Leerlek: running"

    def obey(self, asked: Command) -> None:
        self.asked.append(asked)

    def finish(self) -> str:
        self.is_running, self.may_start = False, True
        return "the report comes in x"

    def begin(self, folder: str) -> None:
        self.is_running, self.may_start = True, False
        self.asked.append(folder)


@pytest.fixture
def scan() -> Scan:
    return Scan()


@pytest.fixture
def context(scan: Scan) -> Iterator[Any]:
    flows = View()
    with taddons.context(flows, commands.Commands(scan)) as found:  # type: ignore[arg-type]
        found.options.add_option("leerlek_lang", str, "nl", "")
        for rule, severity in (("IDN-001", 4), ("RET-001", 1)):
            flow = tflow.tflow()
            flow.metadata[FINDINGS] = [BSN | {"rule": rule, "severity": severity}]
            flows.add([flow])
        flows.add([tflow.tflow()])
        yield found
    found.master.event_loop.close()


def run(context: Any, line: str) -> Any:
    return context.master.commands.execute(line)


def test_mitmproxy_knows_them_with_types_and_help(context: Any) -> None:
    known = context.master.commands.commands
    assert {name for name in known if name.startswith("leerlek.")} == {f"leerlek.{name}" for name in NAMES}
    assert all(known[f"leerlek.{name}"].help for name in NAMES)
    assert known["leerlek.findings"].signature_help() == "leerlek.findings flows -> str[]"
    assert known["leerlek.flows"].signature_help() == "leerlek.flows severity -> flow[]"


def test_the_addon_brings_them() -> None:
    with taddons.context() as context:
        context.master.addons.add(Leerlek())
        assert "leerlek.findings" in context.master.commands.commands
    context.master.event_loop.close()


def test_findings_of_flows(context: Any) -> None:
    found = run(context, "leerlek.findings @all")
    assert [line.split()[1] for line in found[:2]] == ["IDN-001", "RET-001"] and "vond niets" in found[2]


@pytest.mark.parametrize(("severity", "count"), [("", 2), ("hoog", 1), ("high", 1), ("laag", 2)])
def test_flows_with_findings(context: Any, severity: str, count: int) -> None:
    assert len(run(context, f"leerlek.flows {severity}".strip())) == count


def test_marks_pause_and_resume(context: Any, scan: Scan) -> None:
    run(context, "leerlek.mark 'Toets groep 7' pupil")
    run(context, "leerlek.mark ''")
    run(context, "leerlek.pause")
    run(context, "leerlek.resume")
    assert scan.asked == [Command("mark", "Toets groep 7", "pupil"), Command("mark"), Command("pause"),
                          Command("resume")]


@pytest.mark.parametrize("line", ["leerlek.mark x kapitein", "leerlek.flows erg", "leerlek.mark '\x1b[2J'",
                                  "leerlek.start"])
def test_wrong_use_is_told(context: Any, line: str) -> None:
    with pytest.raises(exceptions.CommandError):
        run(context, line)


def test_a_report_ends_the_scan_and_another_can_begin(context: Any, scan: Scan) -> None:
    assert run(context, "leerlek.report") == "the report comes in x"
    for line in ("leerlek.report", "leerlek.pause", "leerlek.mark x"):
        with pytest.raises(exceptions.CommandError, match="er loopt geen onderzoek"):
            run(context, line)
    assert run(context, "leerlek.start") == "Leerlek: running"
    assert str(scan.asked[-1]).startswith("leerlek-2")
    scan.is_running = False
    with pytest.raises(exceptions.CommandError, match="wordt nog gemaakt"):
        run(context, "leerlek.start")
