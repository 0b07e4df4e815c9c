"""The judging process: ``python -m scanner.live.protect.guard``, questions on its input, answers on its output.

It holds no state between questions but caches, and ends when the proxy does. Detecting and judging are those of a scan,
with the rules that one message can decide (``scanner.judge.single``).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable
from typing import Any, BinaryIO

from scanner.judge import Broken, MessageJudge
from scanner.model import Body, Cause, Exchange, Note, Protecting, Status
from scanner.pipeline import Examiner
from scanner.run import Run

from .talk import HEAD, READY, Answer, Briefing, Question, framed, unframed

_MOST_CAUSES = 50
"""Reasons that one answer names."""


class Guard:
    """Answers questions."""

    def __init__(self, briefing: Briefing) -> None:
        """Raises ``UsageError`` when policy, subjects or rules are wrong."""
        run = Run(briefing.options, key=briefing.key)
        options = briefing.options
        self._protecting: Protecting = briefing.protecting
        self._examiner = Examiner(key=briefing.key.bytes, subjects=run.subjects, scan_static=options.scan_static,
                                  ner=options.ner)
        self._judge = MessageJudge(run.rules, [policy for _, policy in run.policies], test_mode=options.test_mode,
                                   actor=options.actor, directory=run.directory)
        self._order = 0
        self.answer(Question(READY, _WARMING_UP, block=True, pseudonymise=False))

    def answer(self, question: Question) -> Answer:
        """The judgement of one request; a fault in a stage is said and stops nothing."""
        self._order += 1
        outcome = self._examiner.examine(question.exchange, self._order)
        if isinstance(outcome, Note):
            return Answer(question.number, failed=True)
        if not question.block or self._protecting.block is None:
            return Answer(question.number)
        try:
            broken = self._judge.judge(outcome.detected.observation)
        except Exception:  # noqa: BLE001  stage boundary: a fault here must not end the protection of others
            return Answer(question.number, failed=True)
        # What the policy covers, and what needs a human eye, goes on: a machine must not stop a lesson on a guess.
        why = [each for each in broken if each.severity >= self._protecting.block and each.status is Status.OPEN]
        first = why[0] if why else None
        return Answer(question.number, first.recipient if first else "", first.organisation if first else "",
                      tuple(_causes(why)))


def _causes(broken: Iterable[Broken]) -> list[Cause]:
    causes = dict.fromkeys(Cause(each.category, each.part, each.pointer, each.masked, each.rule, each.title,
                                 each.severity) for each in broken)
    return list(causes)[:_MOST_CAUSES]


_BODY = b'{"leerling": {"voornaam": "Quirinus", "toelichting": "Quirinus leert op dinsdag met Pluimgraaf mee."}}'
_WARMING_UP = Exchange(
    "warming-up", "live", "http/1.1", "POST", "https", "warm.example", 443, "/a?b=1", 0, 1.0,
    (("Host", "warm.example"), ("Content-Type", "application/json")), Body(_BODY, len(_BODY)))
"""A request that loads what the first real one would wait for."""


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""
    guard = Guard(_read(questions))
    _write(answers, Answer(READY))
    while (question := _read(questions)) is not None:
        _write(answers, guard.answer(question))


def _read(stream: BinaryIO) -> Any:
    """The next message, None at the end."""
    head = stream.read(HEAD)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == HEAD else b""
    return unframed(data) if len(head) == HEAD and len(data) == size else None


def _write(stream: BinaryIO, answer: Answer) -> None:
    stream.write(framed(answer))
    stream.flush()


def main() -> None:
    """Serve on the pipes of the proxy; whatever else would print goes to the error stream."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the proxy
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, answers)
    except BrokenPipeError:
        time.sleep(0)  # the proxy is gone, and so is the need for an answer


if __name__ == "__main__":
    main()
