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
from dataclasses import replace
from typing import Any, BinaryIO

from scanner.decode import Decoded, Decoder
from scanner.detect import Detected
from scanner.judge import Broken, MessageJudge
from scanner.model import Body, Cause, Detection, Exchange, Note, Observation, Protecting, Status
from scanner.pipeline import Examiner
from scanner.run import Run
from scanner.sanitize.apart import Apart
from scanner.sanitize.pseudonyms import IDENTIFIERS, Pseudonyms
from scanner.sanitize.request import MESSAGE, SURE, Rewritten, with_pseudonyms

from .given import Given
from .talk import HEAD, READY, Answer, Briefing, Changes, Question, framed, unframed

_LENGTH = "content-length"
_BINARY = frozenset({"protobuf", "grpc", "msgpack", "cbor", "avro", "thrift", "exif", "iptc", "pdf", "zip", "xlsx",
                     "docx", "strings", "picture", "id3", "mp4", "viewstate"})
"""Decode steps of contents that are not written anew."""
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
        given = Given(briefing.folder, briefing.key.bytes) if briefing.folder is not None else None
        self._pseudonyms = Pseudonyms(briefing.key.bytes, None if given is None else Apart(
            briefing.key.bytes, given.write, given.before()))
        self._decoder = Decoder()
        self._order = 0
        self.answer(Question(READY, _WARMING_UP, block=True, pseudonymise=bool(self._protecting.pseudonymise)))

    def answer(self, question: Question) -> Answer:
        """The judgement of one request; a fault in a stage is said and stops nothing.

        Pseudonyms go first: what is judged is what would be sent.
        """
        outcome = self._examined(question.exchange)
        if outcome is None:
            return Answer(question.number, failed=True)
        try:
            found, seen = self._pseudonymised(question, outcome) if question.pseudonymise else (
                Answer(question.number), outcome.observation)
            if not question.block or self._protecting.block is None:
                return found
            broken = self._judge.judge(seen)
        except Exception:  # noqa: BLE001  stage boundary: a fault here must not end the protection of others
            return Answer(question.number, failed=True)
        # What the policy covers, and what needs a human eye, goes on: a machine must not stop a lesson on a guess.
        # Of a message the request that opened its channel is no part: it was judged by itself.
        why = [each for each in broken if each.severity >= self._protecting.block and each.status is Status.OPEN
               and (each.part == MESSAGE or not question.exchange.websocket)]
        if not why:
            return found
        return Answer(question.number, why[0].recipient, why[0].organisation, tuple(_causes(why)))

    def _examined(self, exchange: Exchange) -> Detected | None:
        self._order += 1
        outcome = self._examiner.examine(exchange, self._order)
        return None if isinstance(outcome, Note) else outcome.detected

    def _pseudonymised(self, question: Question, before: Detected) -> tuple[Answer, Observation]:
        """What becomes of a request, and what a recipient would see in it that is no pseudonym.

        What was replaced and what was not is read from the result, not from what was tried.
        """
        exchange = question.exchange
        told = [each for each in before.observation.detections if _identifies(each, exchange)]
        party = self._judge.party(exchange.host)
        if not told:
            return Answer(question.number), before.observation
        made = with_pseudonyms(exchange, *self._examiner.sighted(exchange), self._pseudonyms, self._read)
        after = self._examined(made.exchange) if made.exchange is not exchange else before
        if after is None:
            made, after = Rewritten(exchange), before
        known = {each.fingerprint for each in before.observation.detections}
        left = [each for each in after.observation.detections if each.fingerprint in known]
        places = {(each.part, each.pointer, each.fingerprint) for each in left}
        kept = [each for each in left if _identifies(each, exchange)]
        replaced = [each for each in told if (each.part, each.pointer, each.fingerprint) not in places]
        changes = _changes(exchange, made.exchange)
        return Answer(
            question.number, party.key, party.name, changes=changes,
            replaced=tuple(_identifiers(replaced, "")) if changes is not None else (),
            kept=tuple(_identifiers(kept, "signed" if made.signed else "unsure")),
            fakes=frozenset(each.fingerprint for each in after.observation.detections if each.fingerprint not in known),
        ), replace(after.observation, detections=tuple(left))

    def _read(self, exchange: Exchange) -> Decoded:
        return self._decoder.decode(exchange, lambda note: None)


def _identifies(detection: Detection, exchange: Exchange) -> bool:
    """Whether it tells the recipient who somebody is, by the request or the message that is asked about."""
    return (detection.direction == "request" and detection.category in IDENTIFIERS and detection.confidence >= SURE
            and not detection.part.startswith("header.host")
            and (detection.part == MESSAGE or not exchange.websocket))


def _identifiers(found: Iterable[Detection], why: str) -> list[Cause]:
    """One reason for each place; ``why`` of what was kept, where the place itself does not tell."""
    causes = dict.fromkeys(
        Cause(each.category, each.part, each.template, each.masked, why=why and _why(each, why)) for each in found)
    return list(causes)[:_MOST_CAUSES]


def _why(detection: Detection, otherwise: str) -> str:
    if detection.part == "header.authorization":
        return "login"
    if "jwt" in detection.steps:
        return "signed"
    if _BINARY & set(detection.steps):
        return "binary"
    return otherwise


def _changes(before: Exchange, after: Exchange) -> Changes | None:
    """What is written otherwise; None for nothing."""
    if before is after:
        return None
    headers = tuple((position, new[1]) for position, (old, new) in enumerate(
        zip(before.request_headers, after.request_headers, strict=True)) if old != new and old[0].lower() != _LENGTH)
    return Changes(after.target if after.target != before.target else None, headers,
                   after.request_body.data if after.request_body.data != before.request_body.data else None,
                   after.websocket[0].data if after.websocket != before.websocket else None)


def _causes(broken: Iterable[Broken]) -> list[Cause]:
    causes = dict.fromkeys(Cause(each.category, each.part, each.pointer, each.masked, each.rule, each.title,
                                 each.severity) for each in broken)
    return list(causes)[:_MOST_CAUSES]


_BODY = (b'{"leerling": {"voornaam": "Quirinus", "achternaam": "Pluimgraaf", "bsn": "999990019", "geboortedatum": '
         b'"2012-03-04", "email": "q@school.example", "toelichting": "Quirinus leert op dinsdag met Anna mee."}}')
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
