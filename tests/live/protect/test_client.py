"""Asking the judging process: answers, and every way in which there is none; nobody waits longer than agreed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from scanner.detect import Key
from scanner.live.protect import client as module
from scanner.live.protect.client import Client
from scanner.live.protect.talk import Answer, Briefing
from scanner.model import Body, Exchange, Protecting
from scanner.run import Options

BRIEFING = Briefing(Options(), Key(b"k" * 32, "file"), Protecting())
_TALK = """
import sys, os, time
from scanner.live.protect.talk import *
inp, out = sys.stdin.buffer, sys.stdout.buffer
def read():
    size = int.from_bytes(inp.read(HEAD), "big")
    return unframed(inp.read(size)) if size else sys.exit()
def write(answer): out.write(framed(answer)); out.flush()
inp.read(int.from_bytes(inp.read(HEAD), "big"))
"""


def process(script: str) -> tuple[str, ...]:
    return sys.executable, "-c", _TALK + script


def exchange(body: bytes = b"") -> Exchange:
    return Exchange("x", "live", "http/1.1", "POST", "https", "a.example", 443, "/", 0, 1.0,
                    request_body=Body(body, len(body)))


async def questions(client: Client, number: int, body: bytes = b"") -> list[Answer | str]:
    return await asyncio.gather(*(client.ask(exchange(body), block=True, pseudonymise=False) for _ in range(number)))


def run(script: str, number: int = 1, patience: float = 20.0, again: int = 0, grip: float = 60.0,
        until: str = "") -> tuple[list[Answer | str], list[str]]:
    """Answers to questions at once, then ``again`` more after the event ``until``; and what the client said."""
    said: list[str] = []

    async def play() -> list[Answer | str]:
        heard, ready = asyncio.Event(), asyncio.Event()

        def say(event: str) -> None:
            said.append(event)
            if event == until:
                heard.set()
            if event == "ready":
                ready.set()

        client = Client(BRIEFING, say, process(script), patience, grip)
        client.start()
        try:
            if "READY" in script:
                await ready.wait()
            found = await questions(client, number)
            if until:
                await heard.wait()
            return found + (await questions(client, again) if again else [])
        finally:
            client.stop()

    return asyncio.run(play()), said


ECHO = "write(Answer(READY))\nwhile True:\n q = read(); write(Answer(q.number, q.exchange.host))\n"


def test_every_question_gets_its_own_answer() -> None:
    found, said = run(ECHO, 20)
    assert [each.recipient for each in found if isinstance(each, Answer)] == ["a.example"] * 20
    assert len({each.number for each in found if isinstance(each, Answer)}) == 20 and said == ["ready"]


def test_answers_may_come_in_any_order() -> None:
    found, _ = run("write(Answer(READY))\nqs=[read() for _ in range(5)]\nfor q in reversed(qs): write(Answer(q.number))"
                   "\nread()\n", 5)
    assert all(isinstance(each, Answer) for each in found)


def test_a_process_that_never_answers_lets_pass() -> None:
    found, _ = run("write(Answer(READY))\nwhile True: read()\n", 3, patience=0.2, again=1)
    assert found == ["slow"] * 3 + ["busy"]  # while it is silent nobody else waits


def test_a_process_that_never_gets_ready_lets_pass() -> None:
    assert run("time.sleep(100)\n", 2, patience=0.2)[0] == ["slow", "slow"]


def test_a_silent_process_is_killed_and_started_again() -> None:
    found, said = run("write(Answer(READY))\nread()\ntime.sleep(100)\n", 1, patience=0.1, grip=0.1, until="died")
    assert found == ["slow"] and said[:2] == ["ready", "died"]


def test_a_crash_lets_pass_what_waits_and_what_comes_until_it_is_back() -> None:
    found, said = run("write(Answer(READY))\nread()\nos._exit(1)\n", 3, again=1, until="died")
    assert found == ["stopped"] * 4 and said[:2] == ["ready", "died"]


def test_a_process_that_cannot_start_lets_pass() -> None:
    async def play() -> list[Answer | str]:
        client = Client(BRIEFING, lambda event: None, ("/no/such/program",), 0.2)
        client.start()
        try:
            return await questions(client, 2) + await questions(client, 1)
        finally:
            client.stop()

    assert set(asyncio.run(play())) <= {"slow", "stopped"}


def test_nonsense_on_the_pipe_is_a_crash() -> None:
    found, _ = run("write(Answer(READY))\nread()\nout.write(b'\\0\\0\\0\\x05hello'); out.flush()\nread()\n", 1,
                   until="died")
    assert found == ["stopped"]


def test_a_fault_in_a_stage_lets_pass() -> None:
    assert run("write(Answer(READY))\nq=read()\nwrite(Answer(q.number, failed=True))\nread()\n")[0] == ["failed"]


def test_what_is_large_or_too_many_does_not_wait() -> None:
    async def play() -> tuple[list[Answer | str], list[Answer | str]]:
        client = Client(BRIEFING, lambda event: None, process("time.sleep(100)\n"), 0.3)
        client.start()
        try:
            return (await questions(client, 1, b"x" * (module.LARGEST + 1)),
                    await questions(client, module.MOST_WAITING + 7))
        finally:
            client.stop()

    large, many = asyncio.run(play())
    assert large == ["large"] and many.count("busy") == 7 and many.count("slow") == module.MOST_WAITING


def test_the_package_runs_as_a_module() -> None:
    assert Client(BRIEFING, lambda event: None)._command == (sys.executable, "-m", "scanner.live.protect.guard")
    assert Path(module.__file__).with_name("guard.py").exists()
