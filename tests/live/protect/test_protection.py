"""What protection does to mitmproxy's flows: only those of named domains, and it always goes on."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from mitmproxy import http
from mitmproxy.test import tflow, tutils
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from scanner.detect import Key
from scanner.live.protect.client import Client
from scanner.live.protect.protection import BLOCKED, Protection
from scanner.live.protect.talk import Answer, Briefing, Changes
from scanner.live.streaming import stream_request
from scanner.model import Category, Cause, Exchange, Gap, Note, Protected, Protecting, Severity, Text
from scanner.run import Options

WANTED = Protecting(Severity.HOOG, ("meten.example",), ("profiel.example",))
BSN = Cause(Category.BSN, "body", "/bsn", "*********", "IDN-001", Text("BSN hier", "BSN here"), Severity.KRITIEK)


class Fake:
    """Answers as told; remembers what it was asked."""

    def __init__(self, answer: Answer | str) -> None:
        self.answer = answer
        self.asked: list[tuple[Exchange, bool, bool]] = []

    async def ask(self, exchange: Exchange, *, block: bool, pseudonymise: bool) -> Answer | str:
        self.asked.append((exchange, block, pseudonymise))
        return self.answer

    def start(self) -> None: ...
    def stop(self) -> None: ...


def flow_to(host: str, body: bytes = b'{"bsn": "999990019"}', method: str = "POST", **headers: str) -> http.HTTPFlow:
    fields = [(b"Host", host.encode()), (b"content-length", str(len(body)).encode()),
              *((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items())]
    request = tutils.treq(host=host, method=method.encode(), content=body, headers=http.Headers(fields))
    return tflow.tflow(req=request)


def through(flow: http.HTTPFlow, answer: Answer | str, *, paused: bool = False,
            wanted: Protecting = WANTED) -> tuple[Fake, list[Any]]:
    """A request through protection: what was asked of the judge, and what was written down."""
    fake, put = Fake(answer), []  # type: Fake, list[Any]
    protection = Protection(Briefing(Options(), Key(b"k" * 32, "file"), wanted), put.append, "nl", cast(Client, fake))
    held = protection.request(flow, paused=paused)
    if held is not None:
        asyncio.run(held)
    return fake, put


def test_what_is_blocked_is_answered_and_written_down() -> None:
    flow = flow_to("p.meten.example", accept="text/html")
    fake, put = through(flow, Answer(1, "meten.example", "Meten BV", (BSN,)))
    assert fake.asked[0][1:] == (True, False) and fake.asked[0][0].request_body.data == b'{"bsn": "999990019"}'
    assert flow.response is not None and flow.response.status_code == 403 and flow.metadata[BLOCKED]
    assert b"Meten BV" in (flow.response.content or b"") and b"999990019" not in (flow.response.content or b"")
    protected, note = put
    assert isinstance(protected, Protected) and (protected.deed, protected.host, protected.causes) == (
        "blocked", "p.meten.example", (BSN,))
    assert (note.gap, note.host, note.bytes) == (Gap.BLOCKED, "p.meten.example", 20)


def test_head_gets_no_body() -> None:
    flow = flow_to("meten.example", method="HEAD", body=b"")
    through(flow, Answer(1, "m", "m", (BSN,)))
    assert flow.response is not None and not flow.response.content


@pytest.mark.parametrize("host", ["anders.example", "meten.example.org", "xmeten.example", "mitm.it"])
def test_other_domains_are_not_even_looked_at(host: str) -> None:
    flow = flow_to(host)
    before = flow.get_state()
    fake, put = through(flow, Answer(1, "m", "m", (BSN,)))
    assert not fake.asked and not put and flow.get_state() == before


def test_without_any_domain_there_is_no_process() -> None:
    protection = Protection(Briefing(Options(), Key(b"k" * 32, "file"), Protecting()), lambda record: None, "nl")
    protection.start()
    assert protection._client is None and protection.request(flow_to("meten.example"), paused=False) is None
    protection.stop()


@pytest.mark.parametrize("reason", ["slow", "busy", "stopped", "failed", "large"])
def test_without_a_judgement_it_goes_on_as_it_is(reason: str) -> None:
    flow = flow_to("meten.example")
    before = flow.get_state()
    _, put = through(flow, reason)
    assert flow.response is None and flow.get_state() == before
    protected, note = put
    assert (protected.deed, protected.reason) == ("passed", reason)
    assert (note.gap, note.detail, note.read) == (Gap.UNPROTECTED, reason, True)


def test_a_request_without_fault_leaves_no_trace() -> None:
    flow = flow_to("meten.example")
    before = flow.get_state()
    _, put = through(flow, Answer(1))
    assert not put and flow.get_state() == before


def test_paused_nothing_is_looked_at() -> None:
    fake, put = through(flow_to("meten.example"), Answer(1, "m", "m", (BSN,)), paused=True)
    assert not fake.asked and put[0].reason == "paused"


def test_an_upload_that_streams_has_gone_on_already() -> None:
    flow = flow_to("meten.example")
    flow.request.headers["content-length"] = str(1 << 30)
    stream_request(flow)
    fake, put = through(flow, Answer(1, "m", "m", (BSN,)))
    assert not fake.asked and put[0].reason == "streamed" and flow.response is None


def test_who_answered_before_is_left_alone() -> None:
    flow = flow_to("meten.example")
    flow.response = http.Response.make(204)
    fake, _ = through(flow, Answer(1, "m", "m", (BSN,)))
    assert not fake.asked and flow.response.status_code == 204


def test_the_name_in_the_request_counts_as_well_as_the_address() -> None:
    flow = flow_to("192.0.2.1")
    flow.request.headers["host"] = "meten.example"
    assert through(flow, Answer(1))[0].asked


def test_changes_touch_what_they_name_and_nothing_else() -> None:
    flow = flow_to("profiel.example", X_Naam="Quirinus", X_Raar="caf\u00e9")
    before = flow.request.headers.fields
    name = next(n for n, (key, _) in enumerate(before) if key == b"X-Naam")
    changes = Changes("/b?c=d%20e", ((name, "Zo\u00eb"),), b'{"bsn": "1"}')
    kept = Cause(Category.EMAIL, "header.authorization", "", "s***", why="signed")
    fake, put = through(flow, Answer(1, "p", "P", (), changes, (BSN,), (kept,), frozenset({"f"})))
    assert fake.asked[0][1:] == (False, True)
    assert flow.request.path == "/b?c=d%20e" and flow.request.raw_content == b'{"bsn": "1"}'
    assert flow.request.headers["content-length"] == "12"
    after = dict(flow.request.headers.fields)
    assert after[b"X-Naam"].decode() == "Zo\u00eb" and after[b"X-Raar"] == "caf\u00e9".encode()
    assert [key for key, _ in flow.request.headers.fields] == [key for key, _ in before]
    assert [(each.deed, each.fakes) for each in put] == [("pseudonymised", frozenset({"f"})), ("kept", frozenset())]


def chat_with(host: str, *said: bytes, from_client: bool = True) -> http.HTTPFlow:
    flow = tflow.twebsocketflow(messages=False)
    flow.request.host = host
    flow.request.headers["host"] = host
    assert flow.websocket is not None
    flow.websocket.messages = [WebSocketMessage(Opcode.TEXT, from_client, each) for each in said]
    return flow


def said(flow: http.HTTPFlow, answer: Answer | str, *, paused: bool = False) -> tuple[Fake, list[Any]]:
    """The last message of a chat through protection: what was asked of the judge, and what was written down."""
    fake, put = Fake(answer), []  # type: Fake, list[Any]
    protection = Protection(Briefing(Options(), Key(b"k" * 32, "file"), WANTED), put.append, "nl", cast(Client, fake))
    held = protection.message(flow, paused=paused)
    if held is not None:
        asyncio.run(held)
    return fake, put


def last(flow: http.HTTPFlow) -> WebSocketMessage:
    assert flow.websocket is not None
    return flow.websocket.messages[-1]


def test_a_message_that_breaks_a_rule_is_dropped_and_written_down() -> None:
    flow = chat_with("meten.example", b"hoi", b"999990019")
    fake, put = said(flow, Answer(1, "m", "Meten BV", (BSN,)))
    assert [each.data for each in fake.asked[0][0].websocket] == [b"999990019"] and fake.asked[0][1:] == (True, False)
    assert last(flow).dropped and not flow.websocket.messages[0].dropped  # type: ignore[union-attr]
    protected, note = put
    assert (protected.deed, protected.host, protected.size, protected.causes) == ("blocked", "meten.example", 9, (BSN,))
    assert (note.gap, note.bytes) == (Gap.BLOCKED, 9)


def test_a_message_gets_its_pseudonyms() -> None:
    flow = chat_with("profiel.example", b"999990019")
    _, put = said(flow, Answer(1, "p", "P", (), Changes(message=b"999912653"), (BSN,), (), frozenset({"f"})))
    assert last(flow).content == b"999912653" and not last(flow).dropped
    assert [(each.deed, each.causes, each.fakes) for each in put] == [("pseudonymised", (BSN,), frozenset({"f"}))]


@pytest.mark.parametrize(("host", "from_client"), [
    ("anders.example", True), ("meten.example.org", True), ("meten.example", False)])
def test_other_messages_are_not_even_looked_at(host: str, from_client: bool) -> None:
    flow = chat_with(host, b"999990019", from_client=from_client)
    fake, put = said(flow, Answer(1, "m", "m", (BSN,)))
    assert not fake.asked and not put and not last(flow).dropped


@pytest.mark.parametrize("reason", ["slow", "busy", "stopped", "failed", "large", "paused"])
def test_a_message_without_a_judgement_goes_on_as_it_is(reason: str) -> None:
    flow = chat_with("meten.example", b"999990019")
    fake, put = said(flow, reason, paused=reason == "paused")
    assert bool(fake.asked) == (reason != "paused")
    assert last(flow).content == b"999990019" and not last(flow).dropped
    assert [(each.deed, each.reason) for each in put if isinstance(each, Protected)] == [("passed", reason)]
    assert [(each.count, each.bytes, each.detail) for each in put if isinstance(each, Note)] == [(1, 9, reason)]
