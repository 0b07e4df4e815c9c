"""Findings beside flows: mark, comment and lines; what the user put there stays, and nothing hostile acts."""

from __future__ import annotations

from typing import Any

import pytest
from mitmproxy import http
from mitmproxy_parts import FlowReader, FlowWriter, emoji, tflow

from scanner.live.shown import FINDINGS, HEAD, MARKS, Shown, lines, of, summary
from scanner.model import Severity

BSN = {"rule": "IDN-001", "title": "BSN hier", "severity": 4, "status": "open", "category": "id.bsn",
       "direction": "request", "part": "body", "pointer": "/bsn", "masked": "*********"}
SIGN = BSN | {"rule": "TPT-003", "title": "Een tracker", "severity": 2, "category": "", "direction": "", "part": "",
              "pointer": "", "masked": ""}


def shown(lang: str = "nl", **flows: http.HTTPFlow) -> Shown:
    found = Shown({flow.id: flow for flow in flows.values()}.get, lang)
    for name, flow in flows.items():
        found.named(name, flow)
    return found


def test_a_flow_gets_mark_comment_and_findings() -> None:
    flow = tflow.tflow()
    assert shown(a=flow).found("a", [SIGN, BSN]) is flow
    assert flow.marked == ":red_circle:" and of(flow) == [BSN, SIGN]
    assert flow.comment == f"{HEAD}IDN-001 (kritiek), TPT-003 (midden)"


def test_more_findings_join_and_none_is_told_twice() -> None:
    flow = tflow.tflow()
    both = shown(a=flow)
    both.found("a", [SIGN])
    assert flow.marked == ":yellow_circle:"
    both.found("a", [SIGN, BSN])
    assert of(flow) == [BSN, SIGN] and flow.marked == ":red_circle:"


def test_what_the_user_wrote_stays() -> None:
    flow = tflow.tflow()
    flow.marked, flow.comment = ":grapes:", "even nakijken"
    shown(a=flow).found("a", [BSN])
    assert (flow.marked, flow.comment) == (":grapes:", "even nakijken") and of(flow) == [BSN]


def test_a_flow_that_is_gone_or_was_never_there() -> None:
    assert shown().found("x", [BSN]) is None
    gone = Shown(lambda _: None, "nl")
    gone.named("a", tflow.tflow())
    assert gone.found("a", [BSN]) is None


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.live.shown._MOST", 3)
    flows = {f"f{n}": tflow.tflow() for n in range(5)}
    many = shown(**flows)
    assert many.found("f0", [BSN]) is None and many.found("f4", [BSN]) is flows["f4"]


def test_marks_are_emoji_that_mitmproxy_knows() -> None:
    assert set(MARKS) == set(Severity) and all(mark in emoji.emoji for mark in MARKS.values())


@pytest.mark.parametrize(("lang", "words"), [
    ("nl", "KRITIEK IDN-001 BSN hier · burgerservicenummer (BSN) · request body /bsn ********* · open"),
    ("en", "CRITICAL IDN-001 BSN hier · citizen service number (BSN) · request body /bsn ********* · open")])
def test_lines(lang: str, words: str) -> None:
    assert lines([BSN], lang)[0].split(" · ")[0] == words.split(" · ")[0]
    assert lines([BSN], lang)[0].endswith("request body /bsn ********* · open")
    assert len(lines([], lang)) == 1 and "IDN" not in lines([], lang)[0]
    assert summary([SIGN, BSN | {"severity": 1}, BSN], lang).count("IDN-001") == 1


def test_a_place_from_the_wire_cannot_act_in_a_terminal() -> None:
    evil: dict[str, Any] = BSN | {"pointer": "/\x1b[2J\u202e" + "a" * 5000}
    line, = lines([evil], "nl")
    assert line.isprintable() and len(line) < 500


def test_findings_can_be_saved_with_the_flow(tmp_path: Any) -> None:
    flow = tflow.tflow(resp=True)
    shown(a=flow).found("a", [BSN])
    with (tmp_path / "flows").open("wb") as file:
        FlowWriter(file).add(flow)
    with (tmp_path / "flows").open("rb") as file:
        read, = FlowReader(file).stream()
    assert of(read) == [BSN] and read.comment.startswith(HEAD)
    read.metadata[FINDINGS] = "something else"
    assert of(read) == []
