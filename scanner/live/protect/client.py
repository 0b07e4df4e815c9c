"""The proxy's end of the judging process: asks, waits no longer than agreed, and starts it again when it dies.

Theory. Whoever asks gets an answer or a reason why there is none, within ``PATIENCE``; the proxy's loop does nothing
but write and read a pipe. A question that is not answered in time may have the process in its grip: until it answers
again, others do not wait at all, and when it stays silent it is killed.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress

from scanner.model import Exchange

from .talk import HEAD, READY, Answer, Briefing, Question, framed, unframed

PATIENCE = 2.0
"""Seconds that a request waits at most."""
GRIP = 8.0
"""Seconds of silence after that, before the process is killed."""
MOST_WAITING, MOST_BYTES = 200, 32 << 20
"""Requests, and bytes of them, that may wait at a time."""
LARGEST = 4 << 20
"""Bytes of a body that is still judged."""
_PAUSES = (0.1, 0.5, 2.0, 10.0, 30.0)
"""Seconds before the process is started again, longer each time that it died without an answer."""


class Client:
    """Keeps one judging process going. Use it within one event loop."""

    def __init__(self, briefing: Briefing, say: Callable[[str], None],
                 command: tuple[str, ...] = (sys.executable, "-m", "scanner.live.protect.guard"),
                 patience: float = PATIENCE, grip: float = GRIP) -> None:
        """``say`` hears ``ready`` when the process can be asked, ``died`` when it is gone."""
        self._briefing = framed(briefing)
        self._say = say
        self._command = command
        self._patience = patience
        self._grip = grip
        self._process: asyncio.subprocess.Process | None = None
        self._ready = asyncio.Event()
        self._died = False
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._asked = self._bytes = 0
        self._numbers = READY
        self._silent = False
        """Whether an answer is overdue and none came since."""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; questions may come at once and wait for the process."""
        self._task = asyncio.get_running_loop().create_task(self._keep_going())

    def stop(self) -> None:
        """End the process."""
        if self._task is not None:
            self._task.cancel()
        self._kill()

    async def ask(self, exchange: Exchange, *, block: bool, pseudonymise: bool) -> Answer | str:
        """The answer, or the key of ``UNJUDGED`` that says why there is none."""
        size = len(exchange.request_body.data) + sum(len(message.data) for message in exchange.websocket)
        if size > LARGEST:
            return "large"
        if self._silent or self._asked >= MOST_WAITING or self._bytes + size > MOST_BYTES:
            return "busy"
        if self._died and not self._ready.is_set():
            return "stopped"
        self._asked += 1
        self._bytes += size
        try:
            async with asyncio.timeout(self._patience):
                await self._ready.wait()
                found = await self._put(exchange, block, pseudonymise)
            return "failed" if found.failed else found
        except TimeoutError:
            if self._ready.is_set():
                self._overdue()
            return "slow"
        except ConnectionError:
            return "stopped"
        finally:
            self._asked -= 1
            self._bytes -= size

    async def _put(self, exchange: Exchange, block: bool, pseudonymise: bool) -> Answer:
        """Raises ``ConnectionError`` when the process dies meanwhile."""
        if self._process is None or self._process.stdin is None:
            raise ConnectionError
        self._numbers += 1
        number = self._numbers
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            self._process.stdin.write(framed(Question(number, exchange, block, pseudonymise)))
            return await answer
        finally:
            del self._waiting[number]

    def _overdue(self) -> None:
        if not self._silent:
            self._silent = True
            asyncio.get_running_loop().call_later(self._grip, self._lose_patience)

    def _lose_patience(self) -> None:
        if self._silent:
            self._kill()

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _keep_going(self) -> None:
        failures = 0
        while True:
            answered = await self._run_once()
            self._ready.clear()
            self._died = True
            self._silent = False
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError())
            self._say("died")
            failures = 0 if answered else failures + 1
            await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])

    async def _run_once(self) -> bool:
        """One life of the process; whether it answered any question."""
        answered = False
        try:
            process = self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True)
        except OSError:
            return False
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(self._briefing)
            while True:
                size = int.from_bytes(await process.stdout.readexactly(HEAD), "big")
                answer: Answer = unframed(await process.stdout.readexactly(size))
                if answer.number == READY:
                    self._ready.set()
                    self._say("ready")
                    continue
                answered = True
                self._silent = False
                waiting = self._waiting.get(answer.number)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        except (asyncio.IncompleteReadError, ConnectionError, pickle.UnpicklingError):
            return answered
        finally:
            self._kill()
            process.stdin.close()
            await _gone(process)


async def _gone(process: asyncio.subprocess.Process) -> None:
    """Until a process that was killed has ended and its pipes are closed, however often the waiting is cancelled."""
    assert process.stdout is not None
    while True:
        try:
            while await process.stdout.read(1 << 16):
                pass
            await process.wait()
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            continue
        except ConnectionError:
            await process.wait()
        return
